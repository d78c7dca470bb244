/*
 * Silicon: found by its device, kept for as long as the firmware runs.
 */

#include "silicon.h"
#include "lwip/timeouts.h"
#include <stdlib.h>
#include <string.h>

static Silicon gSilicon;

static Silicon siliconOfInterface(LwipInterface interface)
{
	return (Silicon)((char *)interface - offsetof(SiliconRecord, interface));
}

static void siliconCarrier(Packet packet)
{
	Silicon silicon = siliconOfInterface(packet->interface);
	silicon->class->carrier(silicon);
}

static void siliconGotIP(Silicon silicon, uint8_t bit)
{
	silicon->ip |= bit;
	if (silicon->ip == kIPBoth)
		siliconPost(silicon, &(ViewMessage){ .event = kViewGotIP });
}

static void siliconGotIPv4(LwipInterface interface)
{
	siliconGotIP(siliconOfInterface(interface), kIPv4);
}

/* Of whichever interface: neither class looks whose it is. */
static void siliconGotIPv6(LwipInterface interface)
{
	Silicon silicon = siliconOfInterface(interface);
	if (silicon->ip != kIPBoth)
		siliconGotIP(silicon, kIPv6);
}

static void siliconDescribe(LwipInterface interface, FILE *to)
{
	Silicon silicon = siliconOfInterface(interface);
	packetDescribe(&silicon->packet, to);
	if (silicon->class->describe)
		silicon->class->describe(silicon, to);
}

static void siliconClose(LwipInterface interface)
{
	Silicon silicon = siliconOfInterface(interface), *address;
	for (address = &gSilicon; *address; address = &(*address)->next)
		if (*address == silicon) {
			*address = silicon->next;
			break;
		}
	if (silicon->class->close)
		silicon->class->close(silicon);
	lwipInterfaceRemove(interface);
	packetClose(&silicon->packet);
	free(silicon);
}

/* The driver's first event comes when the constructor has long returned. */
static void siliconStarted(void *it)
{
	Silicon silicon = it;
	silicon->class->carrier(silicon);
}

static void siliconStart(xsMachine *the, Silicon silicon)
{
	LwipInterface interface = &silicon->interface;
	char identifier[kLwipIdentifierSize] = "";
	if (xsmcHas(xsArg(0), xsID_interface)) {
		xsmcGet(xsVar(0), xsArg(0), xsID_interface);
		xsmcToStringBuffer(xsVar(0), identifier, sizeof identifier);
	}
	if (!packetOpen(&silicon->packet, interface, silicon->device))
		return;
	interface->priority = silicon->class->priority;
	interface->onGotIP = siliconGotIPv4;
	interface->onGotIP6 = siliconGotIPv6;
	interface->describe = siliconDescribe;
	interface->close = siliconClose;
	silicon->packet.onCarrier = siliconCarrier;
	if (!lwipInterfaceAdd(interface, silicon->class->name, identifier[0] ? identifier : NULL)) {
		packetClose(&silicon->packet);
		netif_remove(&interface->netif);
		xsRangeError("interface: %s is another already", identifier);
	}
	silicon->present = true;
	sys_timeout(0, siliconStarted, silicon);
}

Silicon siliconOf(xsMachine *the, const SiliconClass *class)
{
	Silicon silicon;
	char device[IFNAMSIZ];
	lwipStart();
	snprintf(device, sizeof device, "%s", class->device);
	if (xsmcHas(xsArg(0), xsID_device)) {
		xsmcGet(xsVar(0), xsArg(0), xsID_device);
		xsmcToStringBuffer(xsVar(0), device, sizeof device);
	}
	for (silicon = gSilicon; silicon; silicon = silicon->next)
		if (silicon->class == class && !strcmp(silicon->device, device))
			break;
	if (!silicon) {
		silicon = calloc(1, class->size);
		if (!silicon)
			xsUnknownError("no memory");
		silicon->class = class;
		strcpy(silicon->device, device);
		silicon->next = gSilicon;
		gSilicon = silicon;
	}
	if (!silicon->present)
		siliconStart(the, silicon);
	return silicon;
}

Silicon siliconByIdentifier(const SiliconClass *class, const char *identifier)
{
	Silicon silicon;
	for (silicon = gSilicon; silicon; silicon = silicon->next)
		if (silicon->present && silicon->class == class && !strcmp(silicon->interface.identifier, identifier))
			return silicon;
	return NULL;
}

void siliconPost(Silicon silicon, const ViewMessage *message)
{
	View view;
	for (view = silicon->views; view; view = view->next)
		viewPost(view, message);
}
