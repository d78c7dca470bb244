/*
 * The list of access points: a small table.
 */

#include "access-points.h"
#include <stdio.h>
#include <string.h>

AccessPoint accessPointMake(const AccessPoints *around, const char *SSID, const char *password)
{
	AccessPoint point = { .channel = 1, .RSSI = -50, .BSSID = { 0x02, 0, 0, 0, 0xAB, 1 } };
	const AccessPoint *named = accessPointBest((AccessPoints *)around, SSID);
	snprintf(point.SSID, sizeof point.SSID, "%s", SSID);
	snprintf(point.password, sizeof point.password, "%s", password);
	if (named)
		memcpy(point.BSSID, named->BSSID, sizeof point.BSSID);
	else
		while (accessPointByBSSID((AccessPoints *)around, point.BSSID))
			point.BSSID[5]++;
	return point;
}

bool accessPointsPut(AccessPoints *around, const AccessPoint *point)
{
	AccessPoint *place = accessPointByBSSID(around, point->BSSID);
	if (!place && around->count < kAccessPointsMax)
		place = &around->points[around->count++];
	if (place)
		*place = *point;
	return place != NULL;
}

bool accessPointsRemove(AccessPoints *around, const char *SSID)
{
	uint8_t from, to = 0;
	bool removed;
	for (from = 0; from < around->count; from++)
		if (strcmp(around->points[from].SSID, SSID))
			around->points[to++] = around->points[from];
	removed = to < around->count;
	around->count = to;
	return removed;
}

AccessPoint *accessPointByBSSID(AccessPoints *around, const uint8_t *BSSID)
{
	uint8_t index;
	for (index = 0; index < around->count; index++)
		if (!memcmp(around->points[index].BSSID, BSSID, 6))
			return &around->points[index];
	return NULL;
}

AccessPoint *accessPointBest(AccessPoints *around, const char *SSID)
{
	AccessPoint *best = NULL;
	uint8_t index;
	for (index = 0; index < around->count; index++) {
		AccessPoint *point = &around->points[index];
		if (!strcmp(point->SSID, SSID) && (!best || point->RSSI > best->RSSI))
			best = point;
	}
	return best;
}

bool parseBSSID(uint8_t *BSSID, const char *text)
{
	int end = 0;
	return sscanf(text, "%2hhx:%2hhx:%2hhx:%2hhx:%2hhx:%2hhx%n", &BSSID[0], &BSSID[1], &BSSID[2], &BSSID[3],
		&BSSID[4], &BSSID[5], &end) == 6 && !text[end];
}
