/*
 * The class of `embedded:io/socket/tcp`: see tcp.h.
 *
 *   connecting ── onWritable ──▶ ready ──▶ ended ──▶ all read? onError
 *        └── refused, no answer ──────────────┘
 */

#include "tcp.h"
#include <stdlib.h>

void xs_tcp_destructor(void *data);

/* All that are not freed, those closed with a message under way among them. */
static TCP gTCPs;

static void tcpMark(xsMachine *the, void *it, xsMarkRoot markRoot)
{
	TCP tcp = it;
	if (tcp->onReadable)
		(*markRoot)(the, tcp->onReadable);
	if (tcp->onWritable)
		(*markRoot)(the, tcp->onWritable);
	if (tcp->onError)
		(*markRoot)(the, tcp->onError);
}

const xsHostHooks gTCPHooks = { xs_tcp_destructor, tcpMark, NULL };

static void tcpHangUp(struct tcp_pcb *pcb)
{
	if (tcp_close(pcb) != ERR_OK)
		tcp_abort(pcb);
}

static TCP tcpOf(xsMachine *the, xsSlot *slot)
{
	return fxGetHostDataValidate(the, slot, (void *)&gTCPHooks);
}

static uint8_t tcpFormat(xsMachine *the, uint8_t format)
{
	if (format != kIOFormatNumber && format != kIOFormatBuffer)
		xsRangeError("unimplemented");
	return format;
}

static void tcpConnect(xsMachine *the, TCP tcp)
{
	char text[IPADDR_STRLEN_MAX];
	struct tcp_pcb *pcb;
	ip_addr_t address;
	int port;
	xsmcGet(xsVar(0), xsArg(0), xsID_address);
	if (!ipaddr_aton(xsmcToStringBuffer(xsVar(0), text, sizeof text), &address))
		xsUnknownError("invalid address");
	xsmcGet(xsVar(0), xsArg(0), xsID_port);
	port = builtinGetSignedInteger(the, &xsVar(0));
	if (port < 0 || port > 65535)
		xsRangeError("invalid port");
	pcb = tcp_new();
	if (!pcb)
		xsRangeError("no socket");
	ip_set_option(pcb, SOF_REUSEADDR);
	tcpAttach(tcp, pcb);
	if (tcp_bind(pcb, IP_ADDR_ANY, 0) || tcp_connect(pcb, &address, (u16_t)port, tcpConnected)) {
		tcpDetach(tcp);
		tcp->pcb = NULL;
		tcpHangUp(pcb);
		xsUnknownError("connect error");
	}
}

static void tcpClose(xsMachine *the, xsSlot *instance)
{
	TCP tcp = fxGetHostData(the, instance);
	if (!tcp)
		return;
	tcpOf(the, instance);
	tcp->ready = false;
	tcp->onReadable = tcp->onWritable = tcp->onError = NULL;
	xsForget(tcp->obj);
	fxSetHostData(the, instance, NULL);
	fxSetHostDestructor(the, instance, NULL);
	if (tcp->pcb) {
		struct tcp_pcb *pcb = tcp->pcb;
		tcpDetach(tcp);
		tcp->pcb = NULL;
		/* What was written goes before the end does. */
		tcpHangUp(pcb);
	}
	tcpRelease(tcp);
}

/* Another instance's connection becomes this one's, with what has arrived; that instance is closed. */
static void tcpTakeOver(xsMachine *the, TCP tcp)
{
	TCP from;
	struct tcp_pcb *pcb;
	xsmcGet(xsVar(0), xsArg(0), xsID_from);
	from = tcpOf(the, &xsVar(0));
	if (!from->pcb)
		xsUnknownError("invalid from");
	pcb = from->pcb;
	tcpDetach(from);
	tcpAttach(tcp, pcb);
	tcp->unread = from->unread;
	tcp->ready = from->ready;
	tcp->ended = from->ended;
	tcp->triggered = 0;
	from->pcb = NULL;
	from->unread = NULL;
	tcpClose(the, &xsVar(0));
}

static void tcpTriggerTaken(TCP tcp)
{
	uint8_t what = tcp->ended ? kTCPError : 0;
	if (tcp->unread)
		what |= kTCPReadable;
	if (tcp->ready && tcp_sndbuf(tcp->pcb))
		what |= kTCPWritable;
	if (what)
		tcpTrigger(tcp, what);
}

typedef enum { kNodelayAsIs, kNodelayOff, kNodelayOn } Nodelay;

static Nodelay tcpNodelay(xsMachine *the)
{
	if (!xsmcHas(xsArg(0), xsID_nodelay))
		return kNodelayAsIs;
	xsmcGet(xsVar(0), xsArg(0), xsID_nodelay);
	return xsmcTest(xsVar(0)) ? kNodelayOn : kNodelayOff;
}

static TCP tcpNew(xsMachine *the)
{
	TCP tcp = calloc(1, sizeof *tcp);
	if (!tcp)
		xsRangeError("no memory");
	tcp->the = the;
	tcp->useCount = 1;
	tcp->format = kIOFormatBuffer;
	tcp->nextOfAll = gTCPs;
	gTCPs = tcp;
	xsmcSetHostData(xsThis, tcp);
	xsSetHostHooks(xsThis, (xsHostHooks *)&gTCPHooks);
	return tcp;
}

void xs_tcp_constructor(xsMachine *the)
{
	Nodelay nodelay;
	bool taken;
	TCP tcp;
	xsmcVars(1);
	lwipEnter();
	if (!netif_default)
		xsUnknownError("no network");
	/* Should something below throw, the object is not remembered, and its collection frees this. */
	tcp = tcpNew(the);
	tcp->format = tcpFormat(the, builtinInitializeFormat(the, kIOFormatBuffer));
	tcp->onReadable = builtinGetCallback(the, xsID_onReadable);
	tcp->onWritable = builtinGetCallback(the, xsID_onWritable);
	tcp->onError = builtinGetCallback(the, xsID_onError);
	builtinInitializeTarget(the);
	nodelay = tcpNodelay(the);
	taken = xsmcHas(xsArg(0), xsID_from);
	if (taken)
		tcpTakeOver(the, tcp);
	else
		tcpConnect(the, tcp);
	if (nodelay == kNodelayOn)
		tcp_nagle_disable(tcp->pcb);
	else if (nodelay == kNodelayOff)
		tcp_nagle_enable(tcp->pcb);
	tcp->obj = xsThis;
	xsRemember(tcp->obj);
	if (taken)
		tcpTriggerTaken(tcp);
	lwipLeave();
}

void tcpRelease(TCP tcp)
{
	if (--tcp->useCount == 0)
		xs_tcp_destructor(tcp);
}

/* By the last release, or by the collector, then without a message under way: that needs an object
   that is remembered. At the machine's end there may be one: it is never delivered. */
void xs_tcp_destructor(void *data)
{
	TCP tcp = data, *address;
	if (!tcp)
		return;
	if (tcp->pcb) {
		struct tcp_pcb *pcb = tcp->pcb;
		tcpDetach(tcp);
		tcpHangUp(pcb);
	}
	if (tcp->unread)
		pbuf_free(tcp->unread);
	for (address = &gTCPs; *address != tcp; address = &(*address)->nextOfAll)
		;
	*address = tcp->nextOfAll;
	free(tcp);
}

void xs_tcp_close(xsMachine *the)
{
	tcpClose(the, &xsThis);
}

static void tcpTake(TCP tcp, void *to, uint16_t count)
{
	pbuf_copy_partial(tcp->unread, to, count, 0);
	tcp->unread = pbuf_free_header(tcp->unread, count);
	if (tcp->pcb)
		tcp_recved(tcp->pcb, count);
	if (!tcp->unread && tcp->error)
		tcpTrigger(tcp, kTCPError);
}

static void tcpReadBuffer(xsMachine *the, TCP tcp)
{
	xsUnsignedValue count = tcp->unread->tot_len;
	void *to = NULL;
	bool given = xsmcArgc > 0 && xsmcTypeOf(xsArg(0)) == xsReferenceType;
	if (given)
		xsmcGetBufferWritable(xsArg(0), &to, &count);
	else if (xsmcArgc > 0 && xsmcTypeOf(xsArg(0)) != xsUndefinedType) {
		int wanted = xsmcToInteger(xsArg(0));
		count = wanted < 0 ? 0 : (xsUnsignedValue)wanted;
	}
	if (count == 0 || count > tcp->unread->tot_len)
		xsUnknownError("invalid");
	if (given)
		xsmcSetInteger(xsResult, (int)count);
	else
		to = xsmcSetArrayBuffer(xsResult, NULL, (int)count);
	tcpTake(tcp, to, (uint16_t)count);
}

void xs_tcp_read(xsMachine *the)
{
	TCP tcp = tcpOf(the, &xsThis);
	uint8_t byte;
	if (!tcp->unread)
		return;
	if (tcp->format == kIOFormatBuffer) {
		tcpReadBuffer(the, tcp);
		return;
	}
	tcpTake(tcp, &byte, 1);
	xsmcSetInteger(xsResult, byte);
}

void xs_tcp_write(xsMachine *the)
{
	TCP tcp = tcpOf(the, &xsThis);
	xsUnsignedValue count = 1;
	uint8_t byte;
	void *bytes = &byte;
	if (!tcp->ready)
		xsUnknownError("not ready");
	if (tcp->ended || !tcp->pcb)
		return;
	if (tcp->format == kIOFormatBuffer)
		xsmcGetBufferReadable(xsArg(0), &bytes, &count);
	else
		byte = (uint8_t)xsmcToInteger(xsArg(0));
	if (count > tcp_sndbuf(tcp->pcb))
		xsUnknownError("would block");
	if (tcp_write(tcp->pcb, bytes, (u16_t)count, TCP_WRITE_FLAG_COPY | TCP_WRITE_FLAG_MORE) != ERR_OK) {
		tcpTrigger(tcp, kTCPError);
		return;
	}
	tcpTrigger(tcp, kTCPOutput);
	xsmcSetInteger(xsResult, tcp_sndbuf(tcp->pcb));
}

void xs_tcp_get_remoteAddress(xsMachine *the)
{
	TCP tcp = tcpOf(the, &xsThis);
	char text[IPADDR_STRLEN_MAX];
	if (!tcp->pcb)
		return;
	ipaddr_ntoa_r(&tcp->pcb->remote_ip, text, sizeof text);
	xsmcSetString(xsResult, text);
}

void xs_tcp_get_remotePort(xsMachine *the)
{
	TCP tcp = tcpOf(the, &xsThis);
	if (tcp->pcb)
		xsmcSetInteger(xsResult, tcp->pcb->remote_port);
}

void xs_tcp_get_format(xsMachine *the)
{
	builtinGetFormat(the, tcpOf(the, &xsThis)->format);
}

void xs_tcp_set_format(xsMachine *the)
{
	TCP tcp = tcpOf(the, &xsThis);
	tcp->format = tcpFormat(the, builtinSetFormat(the));
}
