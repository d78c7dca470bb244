/*
 * The module `host` in C: the process around the device, and the machine's figures.
 */

#include "xsmc.h"
#include "builtinCommon.h"
#include "clock.h"
#include "end.h"
#include "engine.h"
#include "host.h"
#include "mc.xs.h"

void xs_host_onEnd(xsMachine *the)
{
	if (xsmcTypeOf(xsArg(0)) == xsUndefinedType) {
		endListen(the, NULL);
		return;
	}
	if (!xsmcIsCallable(xsArg(0)))
		xsTypeError("onEnd: expected a function");
	endListen(the, &xsArg(0));
}

void xs_host_quit(xsMachine *the)
{
	int32_t status = builtinGetSignedInteger(the, &xsArg(0));
	if (status < 0 || status > 255)
		xsRangeError("quit: expected a status of 0 to 255");
	hostQuit(status);
}

void xs_host_restart(xsMachine *the)
{
	(void)the;
	hostRestart();
}

void xs_host_random(xsMachine *the)
{
	xsmcSetNumber(xsResult, hostRandom());
}

void xs_host_now(xsMachine *the)
{
	struct timeval now;
	hostWallClock(&now, NULL);
	xsmcSetNumber(xsResult, (double)now.tv_sec * 1000 + (double)(now.tv_usec / 1000));
}

void xs_host_collect(xsMachine *the)
{
	xsCollectGarbage();
}

void xs_host_forgetPeaks(xsMachine *the)
{
	engineForgetPeaks(the);
}

static void figuresSet(xsMachine *the, xsIdentifier id, uint32_t value)
{
	xsmcSetNumber(xsVar(0), value);
	xsmcSet(xsArg(0), id, xsVar(0));
}

void xs_host_figures(xsMachine *the)
{
	EngineFigures figures;
	xsmcVars(1);
	engineFigures(the, &figures);
	figuresSet(the, xsID_slotSize, figures.slotSize);
	figuresSet(the, xsID_slots, figures.slots);
	figuresSet(the, xsID_slotsPeak, figures.slotsPeak);
	figuresSet(the, xsID_chunks, figures.chunks);
	figuresSet(the, xsID_chunksPeak, figures.chunksPeak);
	figuresSet(the, xsID_stack, figures.stack);
	figuresSet(the, xsID_stackPeak, figures.stackPeak);
	figuresSet(the, xsID_keys, figures.keys);
	figuresSet(the, xsID_code, figures.code);
	figuresSet(the, xsID_symbols, figures.symbols);
	figuresSet(the, xsID_collections, figures.collections);
	figuresSet(the, xsID_codes, figures.codes);
	xsResult = xsArg(0);
}
