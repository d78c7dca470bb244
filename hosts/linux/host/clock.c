/*
 * Time and chance as the device has them. Ticks begin with the process, as a device's do at boot; the
 * wall clock is the machine's, moved by what the firmware or the command line set.
 */

#include "clock.h"
#include "host.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <time.h>

static struct timespec gBegin;
static int64_t gOffset; /* microseconds */

static uint64_t clockMilliseconds(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)((now.tv_sec - gBegin.tv_sec) * 1000 + (now.tv_nsec - gBegin.tv_nsec) / 1000000);
}

void clockBegin(void)
{
	clock_gettime(CLOCK_MONOTONIC, &gBegin);
}

uint32_t hostTicks(void)
{
	return (uint32_t)clockMilliseconds();
}

static int64_t clockRealMicroseconds(void)
{
	struct timespec now;
	clock_gettime(CLOCK_REALTIME, &now);
	return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

void hostWallClockSet(int64_t seconds)
{
	gOffset = seconds * 1000000 - clockRealMicroseconds();
}

int hostWallClock(struct timeval *now, void *zone)
{
	int64_t microseconds = clockRealMicroseconds() + gOffset;
	(void)zone;
	now->tv_sec = (time_t)(microseconds / 1000000);
	now->tv_usec = (suseconds_t)(microseconds % 1000000);
	return 0;
}

uint32_t hostRandom(void)
{
	uint32_t value;
	if (getrandom(&value, sizeof value, 0) != sizeof value) {
		perror("uplink: getrandom");
		exit(kHostExitMachine);
	}
	return value;
}
