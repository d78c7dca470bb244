/*
 * The station's machine; see radio.h. Its times are an ESP32's, but for joining, which there takes one
 * to three seconds on all channels, and here as long as one channel does.
 */

#include "radio.h"
#include "lwip/timeouts.h"
#include <string.h>

enum {
	kJoinTakes = 500,
	kAbsentAfter = 3000,
	kRefusedAfter = 4000,
	kBeaconsLostAfter = 2000,
	/* From esp_wifi_disconnect to its event: longer when there is an access point to tell. */
	kLeavingTakes = 120,
	kGivingUpTakes = 50,
	kScanTakes = 120, /* a channel */
	kChannels = 13
};

bool radioHears(Radio radio, const AccessPoint *point)
{
	return point && point->RSSI >= kSensitivity && !radio->silent && packetCarrier(&radio->silicon.packet);
}

const AccessPoint *radioJoinedTo(Radio radio)
{
	static AccessPoint gone;
	const AccessPoint *point;
	if (radio->station != kRadioAssociated)
		return NULL;
	point = accessPointByBSSID(&radio->around, radio->BSSID);
	if (point)
		return point;
	/* Taken down, and not yet missed. */
	gone.channel = 1;
	gone.RSSI = kSensitivity;
	memcpy(gone.SSID, radio->SSID, sizeof gone.SSID);
	memcpy(gone.BSSID, radio->BSSID, sizeof gone.BSSID);
	return &gone;
}

static void radioShut(Radio radio)
{
	radio->silicon.packet.shut = radio->station != kRadioAssociated
		|| !radioHears(radio, accessPointByBSSID(&radio->around, radio->BSSID));
}

static void radioFailed(void *it);
static void radioLost(void *it);

static void radioLeave(Radio radio)
{
	sys_untimeout(radioFailed, radio);
	sys_untimeout(radioLost, radio);
	radio->losing = false;
	radio->station = kRadioIdle;
	radioShut(radio);
}

/* WIFI_EVENT_STA_DISCONNECTED. A stale one ends whatever attempt is under way. */
static void radioDisconnected(Radio radio)
{
	radioLeave(radio);
	lwipDisconnected(&radio->silicon.interface);
	radio->silicon.connected = false;
	radio->silicon.ip = 0;
	siliconPost(&radio->silicon, &(ViewMessage){ .event = kViewDisconnected });
}

static void radioFailed(void *it)
{
	radioDisconnected(it);
}

static void radioLost(void *it)
{
	radioDisconnected(it);
}

static void radioLeft(void *it)
{
	radioDisconnected(it);
}

/* WIFI_EVENT_STA_CONNECTED, the netif's own part first. */
static void radioAssociated(Radio radio, const AccessPoint *point)
{
	Silicon silicon = &radio->silicon;
	radio->station = kRadioAssociated;
	memcpy(radio->BSSID, point->BSSID, sizeof radio->BSSID);
	radioShut(radio);
	lwipConnected(&silicon->interface);
	lwipCreateLinkLocal(&silicon->interface);
	silicon->connected = true;
	silicon->ip = silicon->interface.client == kLwipClientStopped ? kIPv4 : 0;
	siliconPost(silicon, &(ViewMessage){ .event = kViewConnected, .ip = silicon->ip });
}

static void radioTried(void *it)
{
	Radio radio = it;
	const AccessPoint *point = accessPointBest(&radio->around, radio->SSID);
	bool heard = radioHears(radio, point);
	if (radio->station != kRadioJoining)
		return;
	if (heard && !strcmp(point->password, radio->password))
		radioAssociated(radio, point);
	else
		sys_timeout((heard ? kRefusedAfter : kAbsentAfter) - kJoinTakes, radioFailed, radio);
}

bool radioConnect(Radio radio, const char *SSID, const char *password)
{
	if (radio->station != kRadioIdle || !radio->silicon.present)
		return false;
	radio->station = kRadioJoining;
	strcpy(radio->SSID, SSID);
	strcpy(radio->password, password);
	sys_untimeout(radioTried, radio);
	sys_timeout(kJoinTakes, radioTried, radio);
	return true;
}

void radioDisconnect(Radio radio)
{
	bool associated = radio->station == kRadioAssociated;
	if (radio->station == kRadioIdle)
		return;
	radioLeave(radio);
	sys_timeout(associated ? kLeavingTakes : kGivingUpTakes, radioLeft, radio);
}

void radioLook(Radio radio)
{
	bool lost = radio->station == kRadioAssociated
		&& !radioHears(radio, accessPointByBSSID(&radio->around, radio->BSSID));
	radioShut(radio);
	if (lost == radio->losing)
		return;
	radio->losing = lost;
	if (lost)
		sys_timeout(kBeaconsLostAfter, radioLost, radio);
	else
		sys_untimeout(radioLost, radio);
}

bool radioRoam(Radio radio, const uint8_t *BSSID)
{
	const AccessPoint *point = accessPointByBSSID(&radio->around, BSSID);
	if (radio->station != kRadioAssociated || !radioHears(radio, point) || strcmp(point->SSID, radio->SSID))
		return false;
	memcpy(radio->BSSID, BSSID, sizeof radio->BSSID);
	radioLook(radio);
	return true;
}

bool radioScan(Radio radio, View view, uint8_t channel)
{
	if (radio->station == kRadioJoining || !radio->silicon.present)
		return false;
	radio->scan = view;
	sys_timeout(channel ? kScanTakes : kChannels * kScanTakes, radioScanDone, radio);
	return true;
}

void radioScanStop(Radio radio)
{
	radio->scan = NULL;
	sys_untimeout(radioScanDone, radio);
}
