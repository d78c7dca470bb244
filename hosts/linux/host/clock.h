/*
 * The device's clocks, beyond the ticks of host.h.
 */

#ifndef CLOCK_H
#define CLOCK_H

#include <stdint.h>
#include <sys/time.h>

/* Once, first: ticks count from here. */
void clockBegin(void);

/* The device's wall clock: what `Date` says, and TLS asks. */
int hostWallClock(struct timeval *now, void *zone);
void hostWallClockSet(int64_t seconds);

#endif
