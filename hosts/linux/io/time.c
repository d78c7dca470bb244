/*
 * The device's clocks for JavaScript.
 */

#include "xsmc.h"
#include "builtinCommon.h"
#include "clock.h"
#include "host.h"

void xs_time_ticks(xsMachine *the)
{
	xsmcSetInteger(xsResult, (int32_t)hostTicks());
}

void xs_time_delta(xsMachine *the)
{
	int32_t start = xsmcToInteger(xsArg(0));
	int32_t end = xsmcArgc > 1 && xsmcTypeOf(xsArg(1)) != xsUndefinedType ? xsmcToInteger(xsArg(1)) : (int32_t)hostTicks();
	xsmcSetInteger(xsResult, (int32_t)((uint32_t)end - (uint32_t)start));
}

void xs_time_set(xsMachine *the)
{
	hostWallClockSet(builtinGetUnsignedInteger(the, &xsArg(0)));
}
