/*
 * What lwIP itself calls of ours.
 */

#ifndef LWIP_HOOKS_H
#define LWIP_HOOKS_H

#include "lwip/ip_addr.h"

/* ESP-IDF's routing by source address: the netif that has it, or NULL. */
struct netif *lwipRouteBySource(const ip4_addr_t *source, const ip4_addr_t *destination);

/* DHCP's name servers, one call each, from within the handling of its packet (see dhcp-client.c). */
void lwipNameServerGiven(u8_t index, const ip_addr_t *server);

/* The first sequence number of a connection. */
u32_t lwipInitialSequence(const ip_addr_t *local, u16_t localPort, const ip_addr_t *remote, u16_t remotePort);

#endif
