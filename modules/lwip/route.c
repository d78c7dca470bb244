/*
 * The class LwipRoute: lwIP's default netif and its one table of name servers follow the interface
 * that is held. Other code moves them (an arbiter, any interface's DHCP), so they are looked at each
 * second, put right, and what was put right is counted. An interface's netif or lease that came or
 * went since is news, not damage.
 *
 *   hold(wifi) ─▶ default: wifi's, names: wifi's ─▶ each second: as they should be?
 *                        ▲                            │ no: put right; damage? repairs + 1
 *                        └────────────────────────────┘
 *
 * Sockets are bound for life to the address they were born with: those of an interface that is left
 * are aborted when the manager releases it.
 */

#include <stdlib.h>
#include <string.h>
#include "objects.h"
#include "lwip/dns.h"
#include "lwip/priv/tcp_priv.h"
#include "lwip/timeouts.h"

enum { kRouteCheck = 1000 };

typedef struct {
	struct netif *netif;
	ip_addr_t servers[DNS_MAX_SERVERS];
} Wanted;

typedef struct {
	char identifier[kLwipIdentifierSize]; /* empty: none is held */
	uint32_t repairs;
	Wanted put; /* as it was put last */
} RouteRecord, *Route;

/* lwIP has one default netif. */
static Route gRoute;

void xs_route_destructor(void *data);
static const xsHostHooks gRouteHooks = {xs_route_destructor, NULL, NULL};

static Route routeOfThis(xsMachine *the)
{
	return xsmcGetHostDataValidate(xsThis, (void *)&gRouteHooks);
}

static Wanted routeWanted(const RouteRecord *route)
{
	ip_addr_t servers[kLwipNameServersMax];
	Wanted wanted;
	memset(&wanted, 0, sizeof wanted);
	for (int i = 0; i < DNS_MAX_SERVERS; i++)
		ip_addr_copy(wanted.servers[i], *IP4_ADDR_ANY);
	wanted.netif = route->identifier[0] ? lwipNetif(route->identifier) : NULL;
	int count = wanted.netif ? lwipNameServers(wanted.netif, servers) : 0;
	for (int i = 0; i < count && i < DNS_MAX_SERVERS; i++)
		ip_addr_copy(wanted.servers[i], servers[i]);
	return wanted;
}

static void routePut(Route route, const Wanted *wanted)
{
	netif_set_default(wanted->netif);
	for (int i = 0; i < DNS_MAX_SERVERS; i++)
		dns_setserver((u8_t)i, &wanted->servers[i]);
	route->put = *wanted;
}

static int sameServers(const Wanted *a, const Wanted *b)
{
	for (int i = 0; i < DNS_MAX_SERVERS; i++)
		if (!ip_addr_cmp(&a->servers[i], &b->servers[i]))
			return 0;
	return 1;
}

static Wanted routeFound(void)
{
	Wanted found;
	memset(&found, 0, sizeof found);
	found.netif = netif_default;
	for (int i = 0; i < DNS_MAX_SERVERS; i++)
		ip_addr_copy(found.servers[i], *dns_getserver((u8_t)i));
	return found;
}

static void routeCheck(void *arg)
{
	Route route = arg;
	Wanted wanted = routeWanted(route), found = routeFound();
	int moved = found.netif != wanted.netif;
	int renamed = !sameServers(&found, &wanted);
	if ((moved && wanted.netif == route->put.netif) || (renamed && sameServers(&wanted, &route->put)))
		route->repairs++;
	if (moved || renamed)
		routePut(route, &wanted);
	else
		route->put = wanted;
	sys_timeout(kRouteCheck, routeCheck, route);
}

void xs_route_constructor(xsMachine *the)
{
	if (gRoute)
		xsUnknownError("route: there is one already");
	Route route = calloc(1, sizeof *route);
	if (route == NULL)
		xsUnknownError("route: no memory");
	xsmcSetHostData(xsThis, route);
	xsSetHostHooks(xsThis, (xsHostHooks *)&gRouteHooks);
	lwipEnter();
	gRoute = route;
	lwipPinDefault();
	Wanted nothing = routeWanted(route);
	routePut(route, &nothing);
	lwipLeave();
}

void xs_route_destructor(void *data)
{
	Route route = data;
	if (route == NULL)
		return;
	lwipEnter();
	sys_untimeout(routeCheck, route);
	gRoute = NULL;
	lwipLeave();
	free(route);
}

/* The first check comes a second later; none while nothing is held. */
void xs_route_hold(xsMachine *the)
{
	char identifier[kLwipIdentifierSize] = "";
	Route route = routeOfThis(the);
	if (xsmcTypeOf(xsArg(0)) != xsUndefinedType)
		lwipSetIdentifier(the, identifier, xsmcToString(xsArg(0)));
	lwipEnter();
	memcpy(route->identifier, identifier, sizeof identifier);
	Wanted wanted = routeWanted(route);
	routePut(route, &wanted);
	sys_untimeout(routeCheck, route);
	if (identifier[0])
		sys_timeout(kRouteCheck, routeCheck, route);
	lwipWake();
	lwipLeave();
}

void xs_route_get_interface(xsMachine *the)
{
	Route route = routeOfThis(the);
	if (route->identifier[0])
		xsmcSetString(xsResult, route->identifier);
}

void xs_route_get_repairs(xsMachine *the)
{
	Route route = routeOfThis(the);
	lwipEnter();
	uint32_t repairs = route->repairs;
	lwipLeave();
	xsmcSetInteger(xsResult, repairs);
}

/* Is this address on the interface's own network, and the network there? */
static int isNeighbour(const struct netif *netif, const ip_addr_t *address)
{
	return lwipCarries(netif) && ip4_addr_netcmp(ip_2_ip4(address), netif_ip4_addr(netif), netif_ip4_netmask(netif));
}

/* A connection that the default route led over this netif. One that was bound to it (a probe) goes on,
   and so does one to a neighbour: lwIP finds those by their network. An interface that lost its link keeps
   its address for a while, and its sockets with it. */
static int isStranded(const struct tcp_pcb *socket, const struct netif *netif)
{
	return socket->netif_idx == NETIF_NO_INDEX && ip_addr_cmp(&socket->local_ip, netif_ip_addr4(netif)) &&
		!isNeighbour(netif, &socket->remote_ip);
}

/* Two networks that know nothing of each other may give us one address. Whose a socket is cannot be told
   then, and none is aborted for another's sake. */
static int isAmbiguous(const struct netif *netif)
{
	const struct netif *other;
	NETIF_FOREACH(other)
		if (other != netif && ip4_addr_cmp(netif_ip4_addr(other), netif_ip4_addr(netif)))
			return 1;
	return 0;
}

static struct tcp_pcb *firstStranded(const struct netif *netif)
{
	struct tcp_pcb *socket = tcp_active_pcbs;
	while (socket && !isStranded(socket, netif))
		socket = socket->next;
	return socket;
}

/* Each abort takes one from lwIP's list and tells its owner, who has been given time to end it. */
void xs_route_release(xsMachine *the)
{
	char identifier[kLwipIdentifierSize];
	struct tcp_pcb *socket;
	lwipSetIdentifier(the, identifier, xsmcToString(xsArg(0)));
	lwipEnter();
	struct netif *netif = lwipNetif(identifier);
	if (netif && !ip4_addr_isany_val(*netif_ip4_addr(netif)) && !isAmbiguous(netif))
		while ((socket = firstStranded(netif)) != NULL)
			tcp_abort(socket);
	lwipLeave();
}
