/*
 * What both interface classes do alike with addresses: `configure`, `address`, `MAC`.
 */

#include "silicon.h"
#include <string.h>

void formatMAC(char text[kMACSize], const uint8_t *MAC)
{
	snprintf(text, kMACSize, "%02x:%02x:%02x:%02x:%02x:%02x", MAC[0], MAC[1], MAC[2], MAC[3], MAC[4], MAC[5]);
}

static ip4_addr_t addressOf(xsMachine *the, xsIdentifier id, const char *complaint)
{
	ip4_addr_t address;
	xsmcGet(xsVar(1), xsVar(0), id);
	if (!ip4addr_aton(xsmcToString(xsVar(1)), &address))
		xsRangeError("%s", complaint);
	return address;
}

static void configureHostname(xsMachine *the, LwipInterface interface)
{
	const char *hostname;
	if (!xsmcHas(xsArg(0), xsID_hostname))
		return;
	xsmcGet(xsVar(0), xsArg(0), xsID_hostname);
	hostname = xsmcToString(xsVar(0));
	if (strlen(hostname) >= kLwipHostnameSize)
		xsUnknownError("set hostname failed");
	strcpy(interface->hostname, hostname);
}

static void configureStatic(xsMachine *the, Silicon silicon)
{
	LwipAddress address;
	address.address = addressOf(the, xsID_address, "invalid address");
	address.mask = addressOf(the, xsID_mask, "invalid mask");
	address.gateway = addressOf(the, xsID_gateway, "invalid gateway");
	lwipSetStatic(&silicon->interface, &address);
	if (!silicon->connected)
		return;
	silicon->ip = kIPBoth;
	siliconPost(silicon, &(ViewMessage){ .event = kViewGotIP, .addressChanged = true });
}

static void configureDHCP(Silicon silicon)
{
	lwipClearStatic(&silicon->interface);
	lwipStartDHCP(&silicon->interface);
	if (!silicon->connected)
		return;
	silicon->ip = 0;
	siliconPost(silicon, &(ViewMessage){ .event = kViewConnected });
}

void viewConfigure(xsMachine *the, View view)
{
	if (!view->silicon->present)
		xsUnknownError("not initialized");
	xsmcVars(2);
	configureHostname(the, &view->silicon->interface);
	if (!xsmcHas(xsArg(0), xsID_static))
		return;
	xsmcGet(xsVar(0), xsArg(0), xsID_static);
	if (xsmcTest(xsVar(0)))
		configureStatic(the, view->silicon);
	else
		configureDHCP(view->silicon);
}

void viewAddress(xsMachine *the, View view)
{
	char text[IP6ADDR_STRLEN_MAX];
	LwipInterface interface = &view->silicon->interface;
	const ip4_addr_t *v4;
	const ip6_addr_t *v6;
	if (!view->silicon->present)
		return;
	v4 = lwipIPv4(interface);
	v6 = lwipLinkLocal(interface);
	if (v4)
		ip4addr_ntoa_r(v4, text, sizeof text);
	else if (v6)
		ip6addr_ntoa_r(v6, text, sizeof text);
	else
		return;
	xsmcSetString(xsResult, text);
}

void viewMAC(xsMachine *the, View view)
{
	char text[kMACSize];
	if (!view->silicon->present)
		return;
	formatMAC(text, view->silicon->interface.netif.hwaddr);
	xsmcSetString(xsResult, text);
}
