/*
 * The stack's state: interfaces, default, the one DNS table, habits, and every socket by its local
 * address.
 *
 *   {"netifs":{"eth0":{"up":true,"link":true,"address":"10.1.0.50",…,"servers":["10.1.0.1"]}},
 *    "default":"eth0","servers":["10.1.0.1",…],"habits":{…},
 *    "tcp":[{"local":"10.1.0.50","port":49153,"remote":"…","remotePort":1883,"state":"ESTABLISHED"}],
 *    "udp":[{"local":"0.0.0.0","port":68}]}
 */

#include "state.h"
#include "habits.h"
#include "lwip/dns.h"
#include "lwip/priv/tcp_priv.h"
#include "lwip/udp.h"

static const char *stateBoolean(bool value)
{
	return value ? "true" : "false";
}

static void stateServers(FILE *to, const ip_addr_t *servers, uint8_t count)
{
	uint8_t index;
	fprintf(to, "\"servers\":[");
	for (index = 0; index < count; index++)
		fprintf(to, "%s\"%s\"", index ? "," : "", ipaddr_ntoa(&servers[index]));
	fprintf(to, "]");
}

static void stateTable(FILE *to)
{
	ip_addr_t servers[DNS_MAX_SERVERS];
	uint8_t index, count = 0;
	for (index = 0; index < DNS_MAX_SERVERS; index++)
		if (!ip_addr_isany(dns_getserver(index)))
			servers[count++] = *dns_getserver(index);
	stateServers(to, servers, count);
}

static void stateInterface(FILE *to, LwipInterface interface)
{
	struct netif *netif = &interface->netif;
	const uint8_t *MAC = netif->hwaddr;
	const ip6_addr_t *linkLocal = lwipLinkLocal(interface);
	fprintf(to, "\"%s\":{\"up\":%s,\"link\":%s", interface->identifier, stateBoolean(netif_is_up(netif)),
		stateBoolean(netif_is_link_up(netif)));
	fprintf(to, ",\"MAC\":\"%02x:%02x:%02x:%02x:%02x:%02x\"", MAC[0], MAC[1], MAC[2], MAC[3], MAC[4], MAC[5]);
	fprintf(to, ",\"address\":\"%s\"", ip4addr_ntoa(netif_ip4_addr(netif)));
	fprintf(to, ",\"mask\":\"%s\"", ip4addr_ntoa(netif_ip4_netmask(netif)));
	fprintf(to, ",\"gateway\":\"%s\"", ip4addr_ntoa(netif_ip4_gw(netif)));
	if (linkLocal)
		fprintf(to, ",\"linkLocal\":\"%s\"", ip6addr_ntoa(linkLocal));
	fprintf(to, ",");
	stateServers(to, interface->servers, interface->serverCount);
	if (interface->describe)
		interface->describe(interface, to);
	fprintf(to, "}");
}

static void stateInterfaces(FILE *to)
{
	LwipInterface interface;
	for (interface = lwipInterfaces(); interface; interface = interface->next) {
		stateInterface(to, interface);
		if (interface->next)
			fprintf(to, ",");
	}
}

static int stateSockets(FILE *to, const struct tcp_pcb *first, int printed)
{
	const struct tcp_pcb *pcb;
	for (pcb = first; pcb; pcb = pcb->next) {
		fprintf(to, "%s{\"local\":\"%s\",\"port\":%u", printed++ ? "," : "", ipaddr_ntoa(&pcb->local_ip), pcb->local_port);
		fprintf(to, ",\"remote\":\"%s\",\"remotePort\":%u,\"state\":\"%s\"}", ipaddr_ntoa(&pcb->remote_ip),
			pcb->remote_port, tcp_debug_state_str(pcb->state));
	}
	return printed;
}

static void stateDatagrams(FILE *to)
{
	const struct udp_pcb *pcb;
	for (pcb = udp_pcbs; pcb; pcb = pcb->next)
		fprintf(to, "%s{\"local\":\"%s\",\"port\":%u}", pcb == udp_pcbs ? "" : ",", ipaddr_ntoa(&pcb->local_ip),
			pcb->local_port);
}

void statePrint(FILE *to)
{
	LwipInterface holder = lwipInterfaceOf(netif_default);
	int printed;
	fprintf(to, "{\"netifs\":{");
	stateInterfaces(to);
	fprintf(to, "},\"default\":");
	if (holder)
		fprintf(to, "\"%s\",", holder->identifier);
	else
		fprintf(to, "null,");
	stateTable(to);
	fprintf(to, ",\"habits\":{\"pinned\":%s,\"reelect\":%s,\"dnsTable\":%s,\"sourceRoute\":%s,\"lostIPAfter\":%u}",
		stateBoolean(gHabits.pinned), stateBoolean(gHabits.reelect), stateBoolean(gHabits.dnsTable),
		stateBoolean(gHabits.sourceRoute), gHabits.lostIPAfter);
	fprintf(to, ",\"tcp\":[");
	printed = stateSockets(to, tcp_active_pcbs, 0);
	stateSockets(to, tcp_tw_pcbs, printed);
	fprintf(to, "],\"udp\":[");
	stateDatagrams(to);
	fprintf(to, "]}");
}
