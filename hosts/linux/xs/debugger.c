/*
 * The debugger that builds with mxDebug ask for. There is none: such builds are for line numbers.
 */

#include "xsAll.h"

#ifdef mxDebug

void fxConnect(txMachine *the)
{
	(void)the;
}

void fxDisconnect(txMachine *the)
{
	(void)the;
}

txBoolean fxIsConnected(txMachine *the)
{
	(void)the;
	return 0;
}

txBoolean fxIsReadable(txMachine *the)
{
	(void)the;
	return 0;
}

void fxReceive(txMachine *the)
{
	(void)the;
}

void fxSend(txMachine *the, txBoolean more)
{
	(void)the;
	(void)more;
}

#endif
