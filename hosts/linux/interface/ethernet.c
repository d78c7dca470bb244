/*
 * Ethernet as the SDK's class for the ESP32 is, over a packet port: the first instance starts the
 * interface, DHCP and all; connect() sets a flag that only disconnect() or a pulled cable clears;
 * disconnect() clears two flags of its view and nothing else. Names in comments are the SDK's.
 *
 *   first instance ──▶ chip answers? ──▶ carrier ──▶ CONNECTED ──▶ GOT_IP, GOT_IP6
 *                         │ no              ▲ cable       │ cable pulled
 *                         ▼                 └─────────────┘ DISCONNECTED
 *                      no netif: 200 for ever
 */

#include "silicon.h"

void xs_ethernet_destructor(void *data);

static void ethernetCarrier(Silicon silicon);

static const xsHostHooks gEthernetHooks = { xs_ethernet_destructor, viewMark, NULL };
static const SiliconClass gEthernet = {
	.name = "eth",
	.device = "eth0",
	.priority = kLwipPriorityEthernet,
	.size = sizeof(SiliconRecord),
	.hooks = &gEthernetHooks,
	.carrier = ethernetCarrier
};

/* doEthernetEvent. The netif's own part comes first, as ESP-IDF's handlers were registered first. */
static void ethernetCarrier(Silicon silicon)
{
	bool carrier = packetCarrier(&silicon->packet);
	if (carrier == silicon->interface.up)
		return;
	silicon->connected = carrier;
	silicon->ip = 0;
	if (carrier) {
		lwipConnected(&silicon->interface);
		lwipCreateLinkLocal(&silicon->interface);
	} else
		lwipDisconnected(&silicon->interface);
	siliconPost(silicon, &(ViewMessage){ .event = carrier ? kViewConnected : kViewDisconnected });
}

void xs_ethernet(xsMachine *the)
{
	View view = viewNew(the, &gEthernet);
	Silicon silicon = view->silicon;
	if (!silicon->present)
		return;
	if (lwipIPv4(&silicon->interface)) {
		view->connected = true;
		view->ip |= kIPv4;
	}
	if (lwipLinkLocal(&silicon->interface))
		view->ip |= kIPv6;
	if (view->ip) {
		silicon->ip = view->ip;
		silicon->connected = true;
	} else if (silicon->connected)
		view->connected = true;
}

void xs_ethernet_destructor(void *data)
{
	viewDestroy(data);
}

void xs_ethernet_close(xsMachine *the)
{
	viewClose(the, &gEthernet);
}

/* With a static address it claims both addresses at once, carrier or not. */
void xs_ethernet_connect(xsMachine *the)
{
	View view = viewOf(the, &gEthernet);
	Silicon silicon = view->silicon;
	if (view->connecting)
		xsUnknownError("already connecting");
	if (silicon->present && silicon->interface.client == kLwipClientStopped) {
		silicon->ip = kIPBoth;
		viewPost(view, &(ViewMessage){ .event = kViewGotIP });
		return;
	}
	view->connecting = true;
	if (silicon->present)
		lwipStartDHCP(&silicon->interface);
}

void xs_ethernet_disconnect(xsMachine *the)
{
	View view = viewOf(the, &gEthernet);
	view->connecting = false;
	view->ip = 0;
}

void xs_ethernet_configure(xsMachine *the)
{
	viewConfigure(the, viewOf(the, &gEthernet));
}

void xs_ethernet_connection_get(xsMachine *the)
{
	View view = viewOf(the, &gEthernet);
	int connection = 200;
	if (view->connected && view->ip == kIPBoth)
		connection = 500;
	else if (view->connecting)
		connection = 300;
	else if (view->connected)
		connection = 400;
	xsmcSetInteger(xsResult, connection);
}

void xs_ethernet_address_get(xsMachine *the)
{
	viewAddress(the, viewOf(the, &gEthernet));
}

void xs_ethernet_MAC_get(xsMachine *the)
{
	viewMAC(the, viewOf(the, &gEthernet));
}
