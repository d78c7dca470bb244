/*
 * The access points that stand around the device: as the configuration and the control socket say.
 */

#ifndef ACCESS_POINTS_H
#define ACCESS_POINTS_H

#include <stdbool.h>
#include <stdint.h>

enum { kAccessPointsMax = 8, kSSIDSize = 33, kPasswordSize = 65, kSensitivity = -90 };

typedef struct {
	char SSID[kSSIDSize];
	char password[kPasswordSize]; /* "": open */
	uint8_t BSSID[6];
	uint8_t channel;
	int8_t RSSI; /* dBm; below kSensitivity nothing is heard */
} AccessPoint;

typedef struct {
	uint8_t count;
	AccessPoint points[kAccessPointsMax];
} AccessPoints;

/* A new one on channel 1 at -50 dBm, with a BSSID of its own. */
AccessPoint accessPointMake(const AccessPoints *around, const char *SSID, const char *password);

/* Puts it up, or in the place of the one with its BSSID; false when there are too many. */
bool accessPointsPut(AccessPoints *around, const AccessPoint *point);

/* Takes down all of that name; false when there was none. */
bool accessPointsRemove(AccessPoints *around, const char *SSID);

AccessPoint *accessPointByBSSID(AccessPoints *around, const uint8_t *BSSID);

/* The one of that name heard best, or NULL. */
AccessPoint *accessPointBest(AccessPoints *around, const char *SSID);

bool parseBSSID(uint8_t *BSSID, const char *text);

#endif
