/*
 * How an interface gets and loses its addresses: DHCP by lwIP, static, link-local; see interface.h.
 * lwIP's callbacks are made events here, a turn of the loop later, as ESP-IDF's event task makes them.
 */

#include "interface.h"
#include "habits.h"
#include "lwip/dhcp.h"
#include "lwip/prot/dhcp.h"
#include "lwip/timeouts.h"
#include <string.h>

static const LwipAddress gNone;

static bool lwipIsNone(const LwipAddress *address)
{
	return ip4_addr_isany_val(address->address);
}

static void lwipAssign(LwipInterface interface, const LwipAddress *address)
{
	netif_set_addr(&interface->netif, &address->address, &address->mask, &address->gateway);
}

static void lwipGotIP(void *it)
{
	LwipInterface interface = it;
	if (interface->onGotIP)
		interface->onGotIP(interface);
}

static void lwipPostGotIP(LwipInterface interface)
{
	habitsEvent(kHabitsUp);
	sys_timeout(0, lwipGotIP, interface);
}

static void lwipLostIP(void *it)
{
	LwipInterface interface = it;
	if (!ip4_addr_isany_val(*netif_ip4_addr(&interface->netif)))
		return;
	interface->saved = gNone;
	habitsEvent(kHabitsDown);
}

/* The DHCP client's address came, changed or went. */
static void lwipLeaseChanged(LwipInterface interface)
{
	const struct netif *netif = &interface->netif;
	LwipAddress lease = { *netif_ip4_addr(netif), *netif_ip4_netmask(netif), *netif_ip4_gw(netif) };
	if (interface->client != kLwipClientStarted)
		return;
	sys_untimeout(lwipLostIP, interface);
	if (lwipIsNone(&lease)) {
		interface->serverCount = 0;
		if (!lwipIsNone(&interface->saved))
			sys_timeout(gHabits.lostIPAfter, lwipLostIP, interface);
		return;
	}
	if (!memcmp(&lease, &interface->saved, sizeof lease))
		return;
	interface->saved = lease;
	lwipPostGotIP(interface);
}

static void lwipLinkLocalChanged(struct netif *netif)
{
	LwipInterface interface;
	if (!ip6_addr_ispreferred(netif_ip6_addr_state(netif, 0)))
		return;
	for (interface = lwipInterfaces(); interface; interface = interface->next)
		if (interface->onGotIP6)
			interface->onGotIP6(interface);
}

static void lwipNetifChanged(struct netif *netif, netif_nsc_reason_t reason, const netif_ext_callback_args_t *details)
{
	LwipInterface interface = lwipInterfaceOf(netif);
	if (!interface)
		return;
	if (reason & LWIP_NSC_IPV4_ADDRESS_CHANGED)
		lwipLeaseChanged(interface);
	if ((reason & LWIP_NSC_IPV6_ADDR_STATE_CHANGED) && details->ipv6_addr_state_changed.addr_index == 0)
		lwipLinkLocalChanged(netif);
}

void lwipInterfacesListen(void)
{
	NETIF_DECLARE_EXT_CALLBACK(listener)
	netif_add_ext_callback(&listener, lwipNetifChanged);
}

/* DHCP's name servers, one call each, from within the handling of its packet (see sources.mk). */
void lwipNameServerGiven(u8_t index, const ip_addr_t *server)
{
	LwipInterface interface = lwipInterfaceOf(ip_current_input_netif());
	if (!interface || index >= kLwipNameServersMax)
		return;
	interface->servers[index] = *server;
	interface->serverCount = index + 1;
	habitsNameServersGiven(interface);
}

static void lwipDiscover(LwipInterface interface)
{
	interface->serverCount = 0;
	interface->client = kLwipClientStarted;
	habitsEvent(kHabitsDHCP);
	dhcp_start(&interface->netif);
}

static void lwipStopDHCP(LwipInterface interface, LwipClient client)
{
	bool started = interface->client == kLwipClientStarted;
	sys_untimeout(lwipLostIP, interface);
	interface->client = client;
	if (!started)
		return;
	interface->saved = gNone;
	interface->serverCount = 0;
	dhcp_stop(&interface->netif);
	dhcp_cleanup(&interface->netif);
}

void lwipConnected(LwipInterface interface)
{
	if (interface->up)
		return;
	interface->up = true;
	netif_set_up(&interface->netif);
	netif_set_link_up(&interface->netif);
	if (interface->client == kLwipClientInit)
		lwipDiscover(interface);
	else if (interface->client == kLwipClientStopped && !lwipIsNone(&interface->saved)) {
		lwipAssign(interface, &interface->saved);
		lwipPostGotIP(interface);
	}
}

void lwipDisconnected(LwipInterface interface)
{
	if (!interface->up)
		return;
	sys_untimeout(lwipGotIP, interface);
	lwipStopDHCP(interface, interface->client == kLwipClientStopped ? kLwipClientStopped : kLwipClientInit);
	interface->up = false;
	lwipAssign(interface, &gNone);
	netif_ip6_addr_set_state(&interface->netif, 0, IP6_ADDR_INVALID);
	netif_set_link_down(&interface->netif);
	netif_set_down(&interface->netif);
	habitsEvent(kHabitsDown);
}

void lwipCreateLinkLocal(LwipInterface interface)
{
	netif_create_ip6_linklocal_address(&interface->netif, 1);
	netif_ip6_addr_set_state(&interface->netif, 0, IP6_ADDR_TENTATIVE);
}

void lwipStartDHCP(LwipInterface interface)
{
	if (interface->client == kLwipClientStarted)
		return;
	interface->client = kLwipClientInit;
	interface->saved = gNone;
	lwipAssign(interface, &gNone);
	if (interface->up)
		lwipDiscover(interface);
	else
		habitsEvent(kHabitsDHCP);
}

void lwipSetStatic(LwipInterface interface, const LwipAddress *address)
{
	lwipStopDHCP(interface, kLwipClientStopped);
	interface->saved = *address;
	habitsEvent(kHabitsDHCP);
	if (!interface->up)
		return;
	lwipAssign(interface, address);
	lwipPostGotIP(interface);
}

void lwipClearStatic(LwipInterface interface)
{
	if (interface->client != kLwipClientStopped)
		return;
	interface->saved = gNone;
	lwipAssign(interface, &gNone);
}

const ip4_addr_t *lwipIPv4(LwipInterface interface)
{
	const ip4_addr_t *address = interface->up ? netif_ip4_addr(&interface->netif) : &interface->saved.address;
	return ip4_addr_isany(address) ? NULL : address;
}

const ip6_addr_t *lwipLinkLocal(LwipInterface interface)
{
	struct netif *netif = &interface->netif;
	return ip6_addr_ispreferred(netif_ip6_addr_state(netif, 0)) ? netif_ip6_addr(netif, 0) : NULL;
}
