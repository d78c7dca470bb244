/*
 * An interface of the device: its netif, the identifier that the manager knows it by, and what
 * ESP-IDF's esp_netif keeps beside a netif (its DHCP client's state, its own copy of the address, its
 * route priority), with the habits that follow from that. Read esp_netif_lwip.c beside this.
 *
 *            lwipConnected                 lease, or static address
 *   down ───────────────────────▶ up ─────────────────────────────────▶ addressed ─▶ onGotIP
 *    ▲                             │                                     │ lease over: silently back
 *    └─────────────────────────────┴──────────── lwipDisconnected ───────┘
 *
 * Going down forgets a lease but keeps a static address; an address that comes back the same raises
 * no event; a lost lease raises none that a class listens to. lwIP aborts what is bound to an address
 * that goes.
 */

#ifndef LWIP_INTERFACE_H
#define LWIP_INTERFACE_H

#include "lwip-host.h"
#include <stdbool.h>
#include <stdio.h>

/* ESP-IDF's route priorities (esp_netif_defaults.h). */
enum { kLwipPriorityWiFi = 100, kLwipPriorityEthernet = 50, kLwipPriorityPPP = 20 };

enum { kLwipIdentifierSize = 8, kLwipHostnameSize = 33 };

typedef struct { ip4_addr_t address, mask, gateway; } LwipAddress;

typedef enum { kLwipClientInit, kLwipClientStarted, kLwipClientStopped } LwipClient;

typedef struct LwipInterfaceRecord LwipInterfaceRecord, *LwipInterface;
struct LwipInterfaceRecord {
	LwipInterface next;
	struct netif netif;
	char identifier[kLwipIdentifierSize];
	char hostname[kLwipHostnameSize];
	uint8_t priority;
	bool up;
	LwipClient client;
	LwipAddress saved;
	ip_addr_t servers[kLwipNameServersMax];
	uint8_t serverCount;
	/* IP_EVENT_…_GOT_IP of this interface; IP_EVENT_GOT_IP6 of any, as both SDK classes hear it. */
	void (*onGotIP)(LwipInterface interface);
	void (*onGotIP6)(LwipInterface interface);
	/* The machine is gone: the driver removes the interface and frees it. */
	void (*close)(LwipInterface interface);
	/* Appends to the interface's line of `state`: `,"name":value`. */
	void (*describe)(LwipInterface interface, FILE *to);
};

/* An interface whose netif is in lwIP's list. `class` is "eth", "wl" or "cell"; the number is the
   given identifier's (eth1), or the least that is free. False when that identifier is taken. */
bool lwipInterfaceAdd(LwipInterface interface, const char *class, const char *identifier);
void lwipInterfaceRemove(LwipInterface interface);

/* All, from the one added last; and by its identifier, `wifi` being `wl0` and so on. */
LwipInterface lwipInterfaces(void);
LwipInterface lwipInterface(const char *identifier);
LwipInterface lwipInterfaceOf(const struct netif *netif);

/* Once, when lwIP has begun; and when the machine is gone. */
void lwipInterfacesListen(void);
void lwipInterfacesRemove(void);

/* The link has come, or is gone (esp_netif_action_connected, …_disconnected). */
void lwipConnected(LwipInterface interface);
void lwipDisconnected(LwipInterface interface);

/* esp_netif_create_ip6_linklocal: IP_EVENT_GOT_IP6 follows when nobody else has that address. */
void lwipCreateLinkLocal(LwipInterface interface);

/* esp_netif_dhcpc_start; esp_netif_dhcpc_stop with esp_netif_set_ip_info; the latter with zeros. */
void lwipStartDHCP(LwipInterface interface);
void lwipSetStatic(LwipInterface interface, const LwipAddress *address);
void lwipClearStatic(LwipInterface interface);

/* esp_netif_get_ip_info, and esp_netif_get_ip6_linklocal; NULL when there is none. */
const ip4_addr_t *lwipIPv4(LwipInterface interface);
const ip6_addr_t *lwipLinkLocal(LwipInterface interface);

#endif
