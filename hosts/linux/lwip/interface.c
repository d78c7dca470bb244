/*
 * The list of the device's interfaces, and finding one by the manager's names.
 */

#include "interface.h"
#include <string.h>

static LwipInterface gInterfaces;

/* Instance 0 is called by its class. */
static const char *gClasses[][2] = { { "wifi", "wl0" }, { "ethernet", "eth0" }, { "cell", "cell0" } };

LwipInterface lwipInterfaces(void)
{
	return gInterfaces;
}

static LwipInterface lwipFind(const char *identifier)
{
	LwipInterface interface;
	for (interface = gInterfaces; interface; interface = interface->next)
		if (!strcmp(interface->identifier, identifier))
			return interface;
	return NULL;
}

LwipInterface lwipInterface(const char *identifier)
{
	size_t index;
	for (index = 0; index < sizeof gClasses / sizeof *gClasses; index++)
		if (!strcmp(gClasses[index][0], identifier))
			return lwipFind(gClasses[index][1]);
	return lwipFind(identifier);
}

LwipInterface lwipInterfaceOf(const struct netif *netif)
{
	LwipInterface interface;
	for (interface = gInterfaces; interface; interface = interface->next)
		if (&interface->netif == netif)
			return interface;
	return NULL;
}

struct netif *lwipNetif(const char *identifier)
{
	LwipInterface interface = lwipInterface(identifier);
	return interface ? &interface->netif : NULL;
}

uint8_t lwipNameServers(const struct netif *netif, ip_addr_t servers[kLwipNameServersMax])
{
	LwipInterface interface = lwipInterfaceOf(netif);
	if (!interface)
		return 0;
	memcpy(servers, interface->servers, sizeof interface->servers);
	return interface->serverCount;
}

bool lwipInterfaceAdd(LwipInterface interface, const char *class, const char *identifier)
{
	int number;
	if (identifier && lwipInterface(identifier))
		return false;
	if (identifier)
		snprintf(interface->identifier, kLwipIdentifierSize, "%s", identifier);
	for (number = 0; !identifier && number < 100; number++) {
		snprintf(interface->identifier, kLwipIdentifierSize, "%.4s%d", class, number);
		if (!lwipFind(interface->identifier))
			break;
	}
	if (!interface->hostname[0])
		strcpy(interface->hostname, "uplink");
	netif_set_hostname(&interface->netif, interface->hostname);
	interface->next = gInterfaces;
	gInterfaces = interface;
	return true;
}

void lwipInterfaceRemove(LwipInterface interface)
{
	LwipInterface *address;
	lwipDisconnected(interface);
	for (address = &gInterfaces; *address; address = &(*address)->next)
		if (*address == interface) {
			*address = interface->next;
			break;
		}
	netif_remove(&interface->netif);
}

void lwipInterfacesRemove(void)
{
	while (gInterfaces)
		gInterfaces->close(gInterfaces);
}
