/*
 * ECMA-419 TCP over lwIP, in the shape and with the habits of the SDK's class (its lwip/tcp.c): the
 * socket's record, and the two halves that share it.
 *
 *   JavaScript ──▶ tcp.c ──▶ lwIP ──▶ tcp-events.c ──▶ message ──▶ onWritable, onReadable, onError
 *
 * The record is held by its object (until closed, collected or the machine ends) and by the one
 * message that may be under way. What has arrived stays in lwIP's own buffers, and its window opens
 * only as JavaScript reads. A failure is told once all that arrived before it has been read.
 */

#ifndef TCP_H
#define TCP_H

#include "lwip-host.h"
#include "lwip/tcp.h"
#include <stdbool.h>

enum {
	kTCPWritable = 1 << 0,
	kTCPReadable = 1 << 1,
	kTCPError = 1 << 2,
	kTCPOutput = 1 << 3
};

typedef struct TCPRecord TCPRecord, *TCP;
struct TCPRecord {
	TCP nextOfAll;
	struct tcp_pcb *pcb; /* NULL: lwIP has freed it */
	xsSlot obj;
	xsMachine *the;
	struct pbuf *unread;
	uint8_t useCount;
	uint8_t format;
	uint8_t triggered; /* what the message under way will tell */
	bool ready;        /* open, and may be written */
	bool ended;        /* lwIP has told the end */
	bool error;        /* the message of the end was delivered */
	xsSlot *onReadable, *onWritable, *onError;
};

extern const xsHostHooks gTCPHooks;

/* Afterwards lwIP's callbacks come to `tcp`. */
void tcpAttach(TCP tcp, struct tcp_pcb *pcb);
void tcpDetach(TCP tcp);
err_t tcpConnected(void *it, struct tcp_pcb *pcb, err_t error);

/* Adds to what the next message tells, and posts one when none is under way. */
void tcpTrigger(TCP tcp, uint8_t what);

void tcpRelease(TCP tcp);

#endif
