/*
 * The end that XS asks for: one line that says why, the exception and the figures, and an exit status
 * of its own for each reason. It never returns, so nothing runs on a broken machine.
 */

#include "xsAll.h"
#include "engine.h"

enum { kAbortStatus = 10 };

static const char *const gReasons[] = {
	[XS_DEBUGGER_EXIT] = "debugger",
	[XS_NOT_ENOUGH_MEMORY_EXIT] = "memory full",
	[XS_STACK_OVERFLOW_EXIT] = "stack overflow",
	[XS_FATAL_CHECK_EXIT] = "fatal check",
	[XS_DEAD_STRIP_EXIT] = "dead strip",
	[XS_UNHANDLED_EXCEPTION_EXIT] = "unhandled exception",
	[XS_NO_MORE_KEYS_EXIT] = "not enough keys",
	[XS_TOO_MUCH_COMPUTATION_EXIT] = "too much computation",
	[XS_UNHANDLED_REJECTION_EXIT] = "unhandled rejection",
};

/* The stack of an error says its name, message and places; anything else is its own text. A getter
   needs a frame, and may throw itself. */
static void abortException(txMachine *the)
{
	txSlot exception = mxException;
	fxBeginHost(the);
	{
		mxTry(the)
		{
			mxPushSlot(&exception);
			if (exception.kind == XS_REFERENCE_KIND) {
				mxDub();
				fxGetID(the, mxID(_stack));
				if (the->stack->kind != XS_STRING_KIND && the->stack->kind != XS_STRING_X_KIND)
					mxPop();
			}
			fprintf(stderr, "uplink:   %s\n", fxToString(the, the->stack));
		}
		mxCatch(the)
		{
			fprintf(stderr, "uplink:   an exception without words\n");
		}
	}
}

void fxAbort(txMachine *the, int status)
{
	int known = status >= 0 && status < (int)(sizeof gReasons / sizeof *gReasons) && gReasons[status];
	fflush(stdout);
	fprintf(stderr, "uplink: aborted: %s\n", known ? gReasons[status] : "unknown reason");
	if (status == XS_UNHANDLED_EXCEPTION_EXIT || status == XS_UNHANDLED_REJECTION_EXIT)
		abortException(the);
	enginePrintFigures(the, the->context ? "uplink:  " : "uplink: while preloading:");
	fflush(stderr);
	_exit(kAbortStatus + status);
}
