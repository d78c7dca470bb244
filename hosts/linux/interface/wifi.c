/*
 * Wi-Fi as the SDK's class for the ESP32 is: disconnect() is silent and at once for its own view, the
 * radio's event follows and ends an attempt begun meanwhile; a lost lease stays 500; another
 * interface's link-local address completes this one's. The access points are options:
 * `accessPoints: [{SSID, password, channel, RSSI, BSSID}]`.
 */

#include "radio.h"
#include <string.h>

void xs_wifi419_destructor(void *data);

static void wifiCarrier(Silicon silicon)
{
	radioLook((Radio)silicon);
}

static void wifiDescribe(Silicon silicon, FILE *to)
{
	static const char *stations[] = { "idle", "joining", "associated" };
	fprintf(to, ",\"station\":\"%s\"", stations[((Radio)silicon)->station]);
}

static const xsHostHooks gWiFiHooks = { xs_wifi419_destructor, viewMark, NULL };
const SiliconClass gWiFi = {
	.name = "wl",
	.device = "wlan0",
	.priority = kLwipPriorityWiFi,
	.connectedEndsConnecting = true,
	.size = sizeof(RadioRecord),
	.hooks = &gWiFiHooks,
	.carrier = wifiCarrier,
	.describe = wifiDescribe
};

static View wifiView(xsMachine *the)
{
	return viewOf(the, &gWiFi);
}

static Radio wifiRadio(xsMachine *the)
{
	return (Radio)wifiView(the)->silicon;
}

/* The text of a property of xsVar(1), or "" when it has none. */
static void wifiText(xsMachine *the, xsIdentifier id, char *text, size_t size)
{
	text[0] = 0;
	if (!xsmcHas(xsVar(1), id))
		return;
	xsmcGet(xsVar(2), xsVar(1), id);
	xsmcToStringBuffer(xsVar(2), text, size);
}

static int wifiNumber(xsMachine *the, xsIdentifier id, int least, int most, int otherwise)
{
	int value;
	if (!xsmcHas(xsVar(1), id))
		return otherwise;
	xsmcGet(xsVar(2), xsVar(1), id);
	value = xsmcToInteger(xsVar(2));
	if (value < least || value > most)
		xsRangeError("accessPoints: %d is not from %d to %d", value, least, most);
	return value;
}

static void wifiAccessPoint(xsMachine *the, Radio radio)
{
	char SSID[kSSIDSize], password[kPasswordSize], BSSID[kMACSize];
	AccessPoint point;
	wifiText(the, xsID_SSID, SSID, sizeof SSID);
	wifiText(the, xsID_password, password, sizeof password);
	wifiText(the, xsID_BSSID, BSSID, sizeof BSSID);
	point = accessPointMake(&radio->around, SSID, password);
	point.channel = wifiNumber(the, xsID_channel, 1, 13, point.channel);
	point.RSSI = wifiNumber(the, xsID_RSSI, -127, 0, point.RSSI);
	if (!SSID[0] || (BSSID[0] && !parseBSSID(point.BSSID, BSSID)))
		xsRangeError("accessPoints: invalid %s", SSID[0] ? "BSSID" : "SSID");
	if (!accessPointsPut(&radio->around, &point))
		xsRangeError("accessPoints: more than %d", kAccessPointsMax);
}

static void wifiAccessPoints(xsMachine *the, Radio radio)
{
	int index, count;
	if (radio->configured || !xsmcHas(xsArg(0), xsID_accessPoints))
		return;
	radio->configured = true;
	xsmcVars(3);
	xsmcGet(xsVar(0), xsArg(0), xsID_accessPoints);
	xsmcGet(xsVar(1), xsVar(0), xsID_length);
	count = xsmcToInteger(xsVar(1));
	for (index = 0; index < count; index++) {
		xsmcGetIndex(xsVar(1), xsVar(0), index);
		wifiAccessPoint(the, radio);
	}
}

void xs_wifi419(xsMachine *the)
{
	View view = viewNew(the, &gWiFi);
	Radio radio = (Radio)view->silicon;
	LwipInterface interface = &radio->silicon.interface;
	wifiAccessPoints(the, radio);
	if (!radioJoinedTo(radio))
		return;
	view->connected = true;
	if (lwipIPv4(interface))
		view->ip |= kIPv4;
	if (lwipLinkLocal(interface))
		view->ip |= kIPv6;
	radio->silicon.ip = view->ip;
}

void xs_wifi419_destructor(void *data)
{
	viewDestroy(data);
}

void xs_wifi419_close(xsMachine *the)
{
	View view = xsmcGetHostData(xsThis);
	if (view && wifiRadio(the)->scan == view)
		radioScanStop(wifiRadio(the));
	viewClose(the, &gWiFi);
}

void xs_wifi419_connect(xsMachine *the)
{
	View view = wifiView(the);
	char SSID[kSSIDSize], password[kPasswordSize] = "";
	if (view->connecting)
		xsUnknownError("already connecting");
	xsmcVars(1);
	if (xsmcArgc < 1 || xsmcTypeOf(xsArg(0)) != xsReferenceType || !xsmcHas(xsArg(0), xsID_SSID))
		xsUnknownError("SSID required");
	xsmcGet(xsVar(0), xsArg(0), xsID_SSID);
	xsmcToStringBuffer(xsVar(0), SSID, sizeof SSID);
	if (xsmcHas(xsArg(0), xsID_password)) {
		xsmcGet(xsVar(0), xsArg(0), xsID_password);
		xsmcToStringBuffer(xsVar(0), password, sizeof password);
	}
	if (xsmcHas(xsArg(0), xsID_channel)) {
		int channel;
		xsmcGet(xsVar(0), xsArg(0), xsID_channel);
		channel = xsmcToInteger(xsVar(0));
		if (channel < 1 || channel > 13)
			xsRangeError("invalid channel");
	}
	if (!radioConnect((Radio)view->silicon, SSID, password))
		xsUnknownError("connect failed");
	view->connecting = true;
}

void xs_wifi419_disconnect(xsMachine *the)
{
	View view = wifiView(the);
	radioDisconnect((Radio)view->silicon);
	view->connecting = false;
	view->connected = false;
	view->ip = 0;
	view->silicon->ip = 0;
}

void xs_wifi419_configure(xsMachine *the)
{
	viewConfigure(the, wifiView(the));
}

void xs_wifi419_connection_get(xsMachine *the)
{
	View view = wifiView(the);
	int connection = 200;
	if (view->connected)
		connection = view->ip == kIPBoth ? 500 : 400;
	else if (view->connecting)
		connection = 300;
	xsmcSetInteger(xsResult, connection);
}

void xs_wifi419_address_get(xsMachine *the)
{
	viewAddress(the, wifiView(the));
}

void xs_wifi419_MAC_get(xsMachine *the)
{
	viewMAC(the, wifiView(the));
}

void xs_wifi419_SSID_get(xsMachine *the)
{
	const AccessPoint *point = radioJoinedTo(wifiRadio(the));
	if (point)
		xsmcSetString(xsResult, (char *)point->SSID);
}

void xs_wifi419_BSSID_get(xsMachine *the)
{
	const AccessPoint *point = radioJoinedTo(wifiRadio(the));
	char text[kMACSize];
	if (!point)
		return;
	formatMAC(text, point->BSSID);
	xsmcSetString(xsResult, text);
}

void xs_wifi419_RSSI_get(xsMachine *the)
{
	const AccessPoint *point = radioJoinedTo(wifiRadio(the));
	if (point)
		xsmcSetInteger(xsResult, point->RSSI);
}

void xs_wifi419_channel_get(xsMachine *the)
{
	const AccessPoint *point = radioJoinedTo(wifiRadio(the));
	if (point)
		xsmcSetInteger(xsResult, point->channel);
}
