/*
 * lwIP in the host's loop: begun by whoever first needs it, its timeouts run as a part of the loop.
 * There is nothing to lock.
 */

#include "interface.h"
#include "lwip/init.h"
#include "lwip/sys.h"
#include "lwip/timeouts.h"
#include <stdbool.h>

u32_t sys_now(void)
{
	return hostTicks();
}

/* PPP stirs it into its magic numbers. */
u32_t sys_jiffies(void)
{
	return hostTicks();
}

static uint32_t lwipUntil(void)
{
	u32_t until = sys_timeouts_sleeptime();
	return until == SYS_TIMEOUTS_SLEEPTIME_INFINITE || until > kHostNever ? kHostNever : until;
}

static HostPartRecord gPart = { .until = lwipUntil, .run = sys_check_timeouts, .close = lwipInterfacesRemove };

void lwipStart(void)
{
	static bool started;
	if (started)
		return;
	started = true;
	lwip_init();
	lwipInterfacesListen();
	hostPartAdd(&gPart);
}
