/*
 * What every source of XS includes instead of its own platform headers (XSPLATFORM): Linux with
 * POSIX threads for `Atomics.wait`, silence on stdout, and a wall clock that is the device's.
 */

#ifndef UPLINK_XS_PLATFORM_H
#define UPLINK_XS_PLATFORM_H

#undef mxLinux
#define mxLinux 1

#include <arpa/inet.h>
#include <ctype.h>
#include <errno.h>
#include <float.h>
#include <math.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#define mxUseGCCAtomics 1
#define mxUsePOSIXThreads 1

/* Fields of ours in XS's machine; the three waiters belong to mxUsePOSIXThreads. */
#define mxMachinePlatform \
	void *arena; \
	int promiseJobs; \
	void *waiterCondition; \
	void *waiterData; \
	void *waiterLink;

/* stdout is the device's debug line; what XS reports is the host's own word. */
#define c_vprintf(FORMAT, ARGUMENTS) vfprintf(stderr, FORMAT, ARGUMENTS)
#define c_printf(...) fprintf(stderr, __VA_ARGS__)

/* The date is what the device believes it to be (io/time.c). */
int hostWallClock(struct timeval *now, void *zone);
#define c_gettimeofday hostWallClock
typedef struct timeval c_timeval;

#define mxUseDefaultBuildKeys 1
#define mxUseDefaultSharedChunks 1

#endif
