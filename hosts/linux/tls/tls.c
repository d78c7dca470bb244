/*
 * The engine for JavaScript (engine.ts): one host object an engine. Every buffer that arrives is used
 * at once, since XS may move it afterwards.
 */

#include "engine.h"
#include "memory.h"
#include "xsmc.h"

static TLSEngine engineOf(xsMachine *the)
{
	TLSEngine engine = xsmcGetHostData(xsThis);
	if (!engine)
		xsUnknownError("closed");
	return engine;
}

void xs_tls_destructor(void *data)
{
	tlsDelete(data);
}

void xs_tls_constructor(xsMachine *the)
{
	TLSEngine engine = tlsNew();
	if (!engine)
		xsUnknownError("no memory");
	xsmcSetHostData(xsThis, engine);
}

void xs_tls_close(xsMachine *the)
{
	tlsDelete(xsmcGetHostData(xsThis));
	xsmcSetHostData(xsThis, NULL);
}

void xs_tls_trust(xsMachine *the)
{
	TLSEngine engine = engineOf(the);
	void *der;
	xsUnsignedValue length;
	xsmcGetBufferReadable(xsArg(0), &der, &length);
	if (!tlsTrust(engine, der, length))
		xsRangeError("secure.certificate: expected certificates as DER");
}

void xs_tls_begin(xsMachine *the)
{
	TLSEngine engine = engineOf(the);
	double now = xsmcToNumber(xsArg(1));
	if (!tlsBegin(engine, xsmcToString(xsArg(0)), now))
		xsRangeError("secure.serverName: expected a name, and memory");
}

void xs_tls_receive(xsMachine *the)
{
	TLSEngine engine = engineOf(the);
	void *bytes;
	xsUnsignedValue length;
	xsmcGetBufferReadable(xsArg(0), &bytes, &length);
	if (!tlsReceive(engine, bytes, length))
		xsRangeError("more received than is used");
}

void xs_tls_unused_get(xsMachine *the)
{
	xsmcSetInteger(xsResult, (xsIntegerValue)tlsUnused(engineOf(the)));
}

void xs_tls_advance(xsMachine *the)
{
	xsmcSetInteger(xsResult, tlsAdvance(engineOf(the)));
}

void xs_tls_readable_get(xsMachine *the)
{
	xsmcSetInteger(xsResult, (xsIntegerValue)tlsReadable(engineOf(the)));
}

void xs_tls_read(xsMachine *the)
{
	TLSEngine engine = engineOf(the);
	size_t length = (size_t)xsmcToInteger(xsArg(0));
	if (length == 0 || length > tlsReadable(engine))
		xsRangeError("more read than has arrived");
	xsmcSetArrayBuffer(xsResult, NULL, (xsIntegerValue)length);
	tlsRead(engine, xsmcToArrayBuffer(xsResult), length);
}

void xs_tls_write(xsMachine *the)
{
	TLSEngine engine = engineOf(the);
	void *bytes;
	xsUnsignedValue length;
	xsmcGetBufferReadable(xsArg(0), &bytes, &length);
	if (!tlsWrite(engine, bytes, length))
		xsRangeError("more written than may be");
}

/* Undefined when nothing waits. */
void xs_tls_transmit(xsMachine *the)
{
	TLSEngine engine = engineOf(the);
	xsIntegerValue most = xsmcToInteger(xsArg(0));
	xsIntegerValue length = (xsIntegerValue)tlsTransmittable(engine);
	if (length > most)
		length = most;
	if (length <= 0)
		return;
	xsmcSetArrayBuffer(xsResult, NULL, length);
	tlsTransmit(engine, xsmcToArrayBuffer(xsResult), (size_t)length);
}

void xs_tls_pending_get(xsMachine *the)
{
	xsmcSetBoolean(xsResult, tlsPending(engineOf(the)));
}

void xs_tls_finish(xsMachine *the)
{
	tlsFinish(engineOf(the));
}

void xs_tls_reason_get(xsMachine *the)
{
	const char *reason = tlsEngineReason(engineOf(the));
	if (reason)
		xsmcSetString(xsResult, (char *)reason);
}

void xs_tls_heapUsed(xsMachine *the)
{
	xsmcSetInteger(xsResult, (xsIntegerValue)tlsHeapUsed());
}

void xs_tls_heapPeak(xsMachine *the)
{
	xsmcSetInteger(xsResult, (xsIntegerValue)tlsHeapPeak());
}
