/*
 * lwIP's view of the compiler and the host: gcc and glibc on a little-endian Linux. What lwIP prints
 * of itself goes to stderr, since stdout is the device's debug line.
 */

#ifndef LWIP_ARCH_CC_H
#define LWIP_ARCH_CC_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/time.h>

#define LWIP_ERRNO_STDINCLUDE 1
#define LWIP_TIMEVAL_PRIVATE 0

#define LWIP_PLATFORM_DIAG(x) (printf x)
#define LWIP_PLATFORM_ASSERT(x) \
	do { \
		fprintf(stderr, "uplink: lwIP: %s (%s:%d)\n", x, __FILE__, __LINE__); \
		abort(); \
	} while (0)

uint32_t hostRandom(void);
#define LWIP_RAND() hostRandom()

#endif
