/*
 * The radio beneath the Wi-Fi class: a station among access points, in front of a wire that carries
 * frames only while it is joined. There is no 802.11 here: joining, refusal and loss are timed as an
 * ESP32's are.
 *
 *            esp_wifi_connect           joined
 *   idle ─────────────────────▶ joining ─────────▶ associated
 *    ▲ ▲                          │ no network,       │ beacons lost: DISCONNECTED
 *    │ └──────── DISCONNECTED ────┘ refused           │
 *    └──── esp_wifi_disconnect: now; its event later ─┘
 */

#ifndef RADIO_H
#define RADIO_H

#include "access-points.h"
#include "silicon.h"

typedef enum { kRadioIdle, kRadioJoining, kRadioAssociated } RadioStation;

typedef struct {
	SiliconRecord silicon; /* first: a radio is a silicon */
	AccessPoints around;
	bool configured;       /* the options' access points were read */
	bool silent;           /* no beacon is heard */
	bool losing;
	RadioStation station;
	char SSID[kSSIDSize], password[kPasswordSize];
	uint8_t BSSID[6];      /* of the one joined */
	View scan;             /* who waits for a scan */
} RadioRecord, *Radio;

extern const SiliconClass gWiFi;

/* esp_wifi_connect, with esp_wifi_set_config before it: false where it answers with an error. */
bool radioConnect(Radio radio, const char *SSID, const char *password);

/* esp_wifi_disconnect: the link is gone on return, its event comes later. */
void radioDisconnect(Radio radio);

/* esp_wifi_sta_get_ap_info: NULL while not joined. */
const AccessPoint *radioJoinedTo(Radio radio);

/* The access points, the beacons or the carrier have changed. */
void radioLook(Radio radio);

/* To another access point of the same network; false when there is none such. */
bool radioRoam(Radio radio, const uint8_t *BSSID);

/* Can it be heard at all? */
bool radioHears(Radio radio, const AccessPoint *point);

/* esp_wifi_scan_start: WIFI_EVENT_SCAN_DONE follows. False while joining. */
bool radioScan(Radio radio, View view, uint8_t channel);
void radioScanStop(Radio radio);

/* WIFI_EVENT_SCAN_DONE, to the view that asked (wifi-scan.c). */
void radioScanDone(void *radio);

#endif
