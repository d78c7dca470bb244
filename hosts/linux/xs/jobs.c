/*
 * Promise jobs, the import that begins a program, and rejections that nobody handles. XS says of a
 * rejection only when its promise is collected; here it is asked after every task, as Node does.
 */

#include "xsAll.h"
#include "engine.h"

static bool gSettled;

void fxQueuePromiseJobs(txMachine *the)
{
	the->promiseJobs = 1;
}

void engineSettle(txMachine *the)
{
	while (the->promiseJobs) {
		the->promiseJobs = 0;
		fxRunPromiseJobs(the);
	}
	fxEndJob(the);
	fxCheckUnhandledRejections(the, 1);
}

static void jobsFulfilled(txMachine *the)
{
	(void)the;
	gSettled = true;
}

static void jobsRejected(txMachine *the)
{
	mxException = *mxArgv(0);
	fxAbort(the, XS_UNHANDLED_EXCEPTION_EXIT);
}

bool engineImportSettled(void)
{
	return gSettled;
}

/* import(specifier).then(fulfilled, rejected) */
void engineImport(txMachine *the, const char *specifier)
{
	gSettled = false;
	fxBeginHost(the);
	{
		mxTry(the)
		{
			txSlot *realm = mxModuleInstanceInternal(mxProgram.value.reference)->value.module.realm;
			mxOverflow(-8);
			mxPushStringC((txString)specifier);
			fxRunImport(the, realm, XS_NO_ID);
			mxDub();
			fxGetID(the, mxID(_then));
			mxCall();
			fxNewHostFunction(the, jobsFulfilled, 1, XS_NO_ID, XS_NO_ID);
			fxNewHostFunction(the, jobsRejected, 1, XS_NO_ID, XS_NO_ID);
			mxRunCount(2);
			mxPop();
		}
		mxCatch(the)
		{
			fxAbort(the, XS_UNHANDLED_EXCEPTION_EXIT);
		}
	}
	fxEndHost(the);
}
