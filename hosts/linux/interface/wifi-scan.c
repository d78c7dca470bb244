/*
 * Scanning, as the SDK's Wi-Fi class does it: one scan at a time, each access point found told by
 * `onFound`, then `onComplete`; what `onFound` throws is swallowed.
 */

#include "radio.h"

void xs_wifi419_scan(xsMachine *the)
{
	View view = viewOf(the, &gWiFi);
	Radio radio = (Radio)view->silicon;
	uint8_t channel = 0;
	xsSlot *onFound;
	if (radio->scan)
		xsUnknownError("already scanning");
	xsmcVars(1);
	/* The scan that calls from its onFound still has its own. */
	onFound = builtinGetCallback(the, xsID_onFound);
	if (!onFound)
		xsUnknownError("onFound required");
	view->onFound = onFound;
	view->onComplete = builtinGetCallback(the, xsID_onComplete);
	if (xsmcHas(xsArg(0), xsID_channel)) {
		xsmcGet(xsVar(0), xsArg(0), xsID_channel);
		channel = xsmcToInteger(xsVar(0));
	}
	if (!radioScan(radio, view, channel))
		xsUnknownError("scan failed");
	view->scanning = true;
}

static void scanFound(xsMachine *the, View view, const AccessPoint *point)
{
	char BSSID[kMACSize];
	formatMAC(BSSID, point->BSSID);
	xsTry {
		xsmcSetNewObject(xsResult);
		xsmcSetString(xsVar(0), (char *)point->SSID);
		xsmcSet(xsResult, xsID_SSID, xsVar(0));
		xsmcSetString(xsVar(0), BSSID);
		xsmcSet(xsResult, xsID_BSSID, xsVar(0));
		xsmcSetInteger(xsVar(0), point->RSSI);
		xsmcSet(xsResult, xsID_RSSI, xsVar(0));
		xsmcSetInteger(xsVar(0), point->channel);
		xsmcSet(xsResult, xsID_channel, xsVar(0));
		xsmcSetString(xsVar(0), point->password[0] ? "wpa2_psk" : "none");
		xsmcSet(xsResult, xsID_security, xsVar(0));
		xsCallFunction1(xsReference(view->onFound), view->obj, xsResult);
	}
	xsCatch {
	}
}

static void scanDeliver(void *it, void *refcon, uint8_t *message, uint16_t length)
{
	xsMachine *the = it;
	View view = refcon;
	Radio radio = (Radio)view->silicon;
	uint8_t index;
	(void)message;
	(void)length;
	if (!view->closed && view->scanning) {
		view->scanning = false;
		xsBeginHost(the);
		xsmcVars(1);
		for (index = 0; index < radio->around.count && !view->closed; index++)
			if (radioHears(radio, &radio->around.points[index]))
				scanFound(the, view, &radio->around.points[index]);
		if (view->onComplete && !view->closed)
			xsCallFunction0(xsReference(view->onComplete), view->obj);
		xsEndHost(the);
	}
	viewDestroy(view);
}

void radioScanDone(void *it)
{
	Radio radio = it;
	View view = radio->scan;
	radio->scan = NULL;
	view->useCount++;
	if (modMessagePostToMachine(view->the, NULL, 0, scanDeliver, view))
		view->useCount--;
}
