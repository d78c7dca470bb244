/*
 * What lwIP tells a socket, and how JavaScript hears of it: lwIP's callbacks only note and post; the
 * message calls, from the loop.
 */

#include "tcp.h"
#include <stdlib.h>

void tcpDetach(TCP tcp)
{
	if (!tcp->pcb)
		return;
	tcp_arg(tcp->pcb, NULL);
	tcp_recv(tcp->pcb, NULL);
	tcp_sent(tcp->pcb, NULL);
	tcp_err(tcp->pcb, NULL);
}

static void tcpEnded(TCP tcp)
{
	if (tcp->ended)
		return;
	tcp->ended = true;
	tcpTrigger(tcp, kTCPError);
}

/* Refused, reset, given up, or its interface's address has gone: the pcb is freed already. */
static void tcpFailed(void *it, err_t error)
{
	TCP tcp = it;
	(void)error;
	tcp->pcb = NULL;
	tcpEnded(tcp);
}

static err_t tcpReceived(void *it, struct tcp_pcb *pcb, struct pbuf *data, err_t error)
{
	TCP tcp = it;
	(void)pcb;
	(void)error;
	if (!data) {
		tcpEnded(tcp);
		return ERR_OK;
	}
	if (tcp->unread)
		pbuf_cat(tcp->unread, data);
	else
		tcp->unread = data;
	tcpTrigger(tcp, kTCPReadable);
	return ERR_OK;
}

static err_t tcpAcknowledged(void *it, struct tcp_pcb *pcb, u16_t length)
{
	(void)pcb;
	(void)length;
	tcpTrigger(it, kTCPWritable);
	return ERR_OK;
}

err_t tcpConnected(void *it, struct tcp_pcb *pcb, err_t error)
{
	TCP tcp = it;
	(void)pcb;
	(void)error;
	tcp->ready = true;
	tcpTrigger(tcp, kTCPWritable);
	return ERR_OK;
}

void tcpAttach(TCP tcp, struct tcp_pcb *pcb)
{
	tcp->pcb = pcb;
	tcp_arg(pcb, tcp);
	tcp_err(pcb, tcpFailed);
	tcp_recv(pcb, tcpReceived);
	tcp_sent(pcb, tcpAcknowledged);
}

static void tcpTellReadable(TCP tcp)
{
	xsMachine *the = tcp->the;
	if (!tcp->onReadable || !tcp->unread)
		return;
	xsBeginHost(the);
	xsmcSetInteger(xsResult, tcp->unread->tot_len);
	xsCallFunction1(xsReference(tcp->onReadable), tcp->obj, xsResult);
	xsEndHost(the);
}

static void tcpTellWritable(TCP tcp)
{
	xsMachine *the = tcp->the;
	if (!tcp->onWritable || !tcp->pcb)
		return;
	xsBeginHost(the);
	xsmcSetInteger(xsResult, tcp_sndbuf(tcp->pcb));
	xsCallFunction1(xsReference(tcp->onWritable), tcp->obj, xsResult);
	xsEndHost(the);
}

static void tcpTellError(TCP tcp)
{
	xsMachine *the = tcp->the;
	if (!tcp->onError)
		return;
	xsBeginHost(the);
	xsCallFunction0(xsReference(tcp->onError), tcp->obj);
	xsEndHost(the);
}

/* A callback may close the socket: that takes the callbacks away, and the record stays until the end. */
static void tcpDeliver(void *the, void *refcon, uint8_t *message, uint16_t length)
{
	TCP tcp = refcon;
	uint8_t triggered = tcp->triggered;
	(void)the;
	(void)message;
	(void)length;
	tcp->triggered = 0;
	if (triggered & kTCPError) {
		tcp->error = true;
		tcp->ready = false;
	}
	if ((triggered & kTCPOutput) && tcp->pcb && !tcp->error)
		tcp_output(tcp->pcb);
	if (triggered & kTCPReadable)
		tcpTellReadable(tcp);
	if (!tcp->error) {
		if (triggered & kTCPWritable)
			tcpTellWritable(tcp);
	} else if (!tcp->unread)
		tcpTellError(tcp);
	tcpRelease(tcp);
}

void tcpTrigger(TCP tcp, uint8_t what)
{
	bool posted = tcp->triggered != 0;
	tcp->triggered |= what;
	if (posted)
		return;
	tcp->useCount++;
	if (modMessagePostToMachine(tcp->the, NULL, 0, tcpDeliver, tcp))
		tcp->useCount--;
}
