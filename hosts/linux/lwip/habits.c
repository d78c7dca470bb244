/*
 * The habits themselves.
 *
 *   no pin     any interface gets an address or goes ──▶ election: Wi-Fi 100, Ethernet 50, PPP 20
 *   pinned     events are ignored: only `route` moves lwIP's default (unless `reelect`)
 *
 *   DHCP starts on any interface ──▶ the one DNS table is emptied; its lease, or an election, fills it
 */

#include "habits.h"
#include "hooks.h"
#include "lwip/dns.h"

Habits gHabits = { .dnsTable = true, .sourceRoute = true, .lostIPAfter = 120000 };

void lwipPinDefault(void)
{
	gHabits.pinned = true;
}

static bool habitsUsable(const struct netif *netif)
{
	return netif_is_up(netif) && netif_is_link_up(netif) && !ip4_addr_isany_val(*netif_ip4_addr(netif));
}

struct netif *lwipRouteBySource(const ip4_addr_t *source, const ip4_addr_t *destination)
{
	struct netif *netif;
	(void)destination;
	if (!gHabits.sourceRoute || !source || ip4_addr_isany(source))
		return NULL;
	NETIF_FOREACH(netif)
		if (habitsUsable(netif) && ip4_addr_cmp(source, netif_ip4_addr(netif)))
			return netif;
	return NULL;
}

static void habitsFillTable(LwipInterface interface)
{
	uint8_t index;
	for (index = 0; index < DNS_MAX_SERVERS; index++)
		dns_setserver(index, interface && index < interface->serverCount ? &interface->servers[index] : NULL);
}

static void habitsElect(void)
{
	LwipInterface interface, best = NULL;
	for (interface = lwipInterfaces(); interface; interface = interface->next)
		if (habitsUsable(&interface->netif) && (!best || interface->priority > best->priority))
			best = interface;
	netif_set_default(best ? &best->netif : NULL);
	habitsFillTable(best);
}

void habitsEvent(HabitsEvent event)
{
	if (event == kHabitsDHCP) {
		if (gHabits.dnsTable)
			habitsFillTable(NULL);
	} else if (!gHabits.pinned || gHabits.reelect)
		habitsElect();
}

void habitsNameServersGiven(LwipInterface interface)
{
	if (gHabits.dnsTable)
		habitsFillTable(interface);
}
