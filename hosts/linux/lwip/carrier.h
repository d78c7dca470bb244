/*
 * The Linux side of a wire: whether the interface is there, whether its carrier is, and word of every
 * change within a few milliseconds, as a PHY gives it.
 */

#ifndef LWIP_CARRIER_H
#define LWIP_CARRIER_H

#include <net/if.h>
#include <stdbool.h>
#include <stdint.h>

typedef struct {
	int index; /* 0: there is no such interface */
	bool up;   /* administratively, and with a carrier */
	uint8_t address[6];
} Carrier;

typedef struct CarrierWatchRecord CarrierWatchRecord, *CarrierWatch;
struct CarrierWatchRecord {
	CarrierWatch next;
	char device[IFNAMSIZ];
	Carrier carrier;
	void (*changed)(CarrierWatch watch);
	void *context;
};

/* Reads the carrier of `device`, and calls `changed` whenever it is another. False, with errno, when
   the kernel cannot be asked. */
bool carrierWatch(CarrierWatch watch);
void carrierForget(CarrierWatch watch);

#endif
