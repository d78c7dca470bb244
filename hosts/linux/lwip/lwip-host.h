/*
 * modules/lwip's edge on this host: the one header that its C needs and each host writes for itself.
 * Here lwIP runs in the loop's own thread (NO_SYS), so entering it takes no lock; what runs on
 * ESP-IDF's tcpip task there runs here from the loop.
 */

#ifndef LWIP_HOST_H
#define LWIP_HOST_H

#include <stdint.h>
#include "lwip/ip_addr.h"
#include "lwip/netif.h"
#include "host.h"
#include "modMessage.h"
#include "builtinCommon.h"
#include "mc.xs.h"

/* Begins lwIP; harmless when it has begun. */
void lwipStart(void);

/* Around every call of lwIP's core API from a native. */
#define lwipEnter() lwipStart()
#define lwipLeave() ((void)0)

/* After a native has set an lwIP timeout, with lwIP entered: whoever waits for the next one looks again.
   Here the loop does so in each round. */
#define lwipWake() ((void)0)

/* Ticks and chance, as the host has them. */
#define lwipTicks() hostTicks()
#define lwipRandom() hostRandom()

/* The netif of an interface by the manager's identifier (`wifi`, `ethernet`, `cell`, `eth1`…), or NULL
   when it is not there. `wl0`, `eth0` and `cell0` are the same as their classes. */
struct netif *lwipNetif(const char *identifier);

/* Its own name servers (DHCP, PPP or settings), however lwIP's one table stands. Returns how many. */
#define kLwipNameServersMax 2
uint8_t lwipNameServers(const struct netif *netif, ip_addr_t servers[kLwipNameServersMax]);

/* The stack's default netif as the platform's arbiter wants it: pinned once at boot, afterwards
   `netif_default` is set by `route` alone (design: the anchor). */
void lwipPinDefault(void);

/* A serial port. `ready` runs with lwIP entered when there is something to read or the port has failed,
   and not again before a read has found no more. */
typedef struct LwipSerialRecord LwipSerialRecord, *LwipSerial;

/* Opens the port that the options in xsArg(0) name (here `port`: the path of a tty), raw, eight bits, no
   parity. Throws. Uses xsVar(0). */
LwipSerial lwipSerialOpen(xsMachine *the, uint32_t baud, void (*ready)(void *context), void *context);

/* How many bytes were read; 0: none are there; -1: the port has failed. */
int lwipSerialRead(LwipSerial serial, uint8_t *bytes, uint16_t size);

/* All of it, later if need be, or -1 where the port has no room for it now. */
int lwipSerialWrite(LwipSerial serial, const uint8_t *bytes, uint16_t count);

/* -1 where the port does not know this speed. */
int lwipSerialSetBaud(LwipSerial serial, uint32_t baud);

/* Calls nothing of the VM: for destructors too. */
void lwipSerialClose(LwipSerial serial);

#endif
