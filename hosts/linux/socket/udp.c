/*
 * The class of `embedded:io/socket/udp` over lwIP, in the shape of the SDK's (its lwip/udp.c), bound to
 * no interface: it hears all, and lwIP picks the one that has the destination. A datagram that comes
 * while 16 lie unread is lost, as UDP's are.
 *
 *   lwIP ──▶ list of 16 ──▶ message ──▶ onReadable(count)        read() ◀── list
 */

#include "lwip-host.h"
#include "lwip/udp.h"
#include <stdbool.h>
#include <stdlib.h>

enum { kUnreadMax = 16 };

typedef struct DatagramRecord DatagramRecord, *Datagram;
struct DatagramRecord {
	Datagram next;
	struct pbuf *data;
	ip_addr_t address;
	u16_t port;
};

typedef struct UDPRecord UDPRecord, *UDP;
struct UDPRecord {
	UDP nextOfAll;
	struct udp_pcb *pcb;
	xsSlot obj;
	xsMachine *the;
	Datagram first, *last;
	int unread;
	uint8_t useCount;
	bool posted;
	xsSlot *onReadable;
};

void xs_udp_destructor(void *data);

/* All that are not freed, those closed with a message under way among them. */
static UDP gUDPs;

static void udpMark(xsMachine *the, void *it, xsMarkRoot markRoot)
{
	UDP udp = it;
	if (udp->onReadable)
		(*markRoot)(the, udp->onReadable);
}

static const xsHostHooks gUDPHooks = { xs_udp_destructor, udpMark, NULL };

static UDP udpOf(xsMachine *the)
{
	return xsmcGetHostDataValidate(xsThis, (void *)&gUDPHooks);
}

/* The oldest, taken off the list; or NULL. */
static Datagram udpTake(UDP udp)
{
	Datagram datagram = udp->first;
	if (!datagram)
		return NULL;
	udp->first = datagram->next;
	if (!udp->first)
		udp->last = &udp->first;
	udp->unread--;
	return datagram;
}

static void udpFree(Datagram datagram)
{
	pbuf_free(datagram->data);
	free(datagram);
}

static void udpShut(UDP udp)
{
	Datagram datagram;
	if (udp->pcb)
		udp_remove(udp->pcb);
	udp->pcb = NULL;
	while ((datagram = udpTake(udp)))
		udpFree(datagram);
}

static void udpRelease(UDP udp)
{
	if (--udp->useCount == 0)
		xs_udp_destructor(udp);
}

static void udpDeliver(void *it, void *refcon, uint8_t *message, uint16_t length)
{
	xsMachine *the = it;
	UDP udp = refcon;
	(void)message;
	(void)length;
	udp->posted = false;
	if (udp->unread && udp->onReadable) {
		xsBeginHost(the);
		xsmcSetInteger(xsResult, udp->unread);
		xsCallFunction1(xsReference(udp->onReadable), udp->obj, xsResult);
		xsEndHost(the);
	}
	udpRelease(udp);
}

static void udpPost(UDP udp)
{
	if (udp->posted || !udp->onReadable)
		return;
	if (modMessagePostToMachine(udp->the, NULL, 0, udpDeliver, udp))
		return;
	udp->posted = true;
	udp->useCount++;
}

static void udpReceived(void *it, struct udp_pcb *pcb, struct pbuf *data, const ip_addr_t *address, u16_t port)
{
	UDP udp = it;
	Datagram datagram = udp->unread < kUnreadMax ? malloc(sizeof *datagram) : NULL;
	(void)pcb;
	if (!datagram) {
		pbuf_free(data);
		return;
	}
	*datagram = (DatagramRecord){ .data = data, .address = *address, .port = port };
	*udp->last = datagram;
	udp->last = &datagram->next;
	udp->unread++;
	udpPost(udp);
}

static int udpInteger(xsMachine *the, xsIdentifier id, int least, int most, int otherwise, const char *complaint)
{
	int value;
	if (!xsmcHas(xsArg(0), id))
		return otherwise;
	xsmcGet(xsVar(0), xsArg(0), id);
	if (xsmcTypeOf(xsVar(0)) == xsUndefinedType)
		return otherwise;
	value = xsmcToInteger(xsVar(0));
	if (value < least || value > most)
		xsRangeError("%s", complaint);
	return value;
}

static UDP udpNew(xsMachine *the)
{
	UDP udp = calloc(1, sizeof *udp);
	if (!udp)
		xsRangeError("no memory");
	udp->the = the;
	udp->useCount = 1;
	udp->last = &udp->first;
	udp->nextOfAll = gUDPs;
	gUDPs = udp;
	xsmcSetHostData(xsThis, udp);
	xsSetHostHooks(xsThis, (xsHostHooks *)&gUDPHooks);
	return udp;
}

void xs_udp_constructor(xsMachine *the)
{
	int port, ttl;
	UDP udp;
	xsmcVars(1);
	lwipEnter();
	if (!netif_default)
		xsUnknownError("no network");
	/* Should something below throw, the object is not remembered, and its collection frees this. */
	udp = udpNew(the);
	udp->onReadable = builtinGetCallback(the, xsID_onReadable);
	port = udpInteger(the, xsID_port, 0, 65535, 0, "invalid port");
	ttl = udpInteger(the, xsID_timeToLive, 1, 255, UDP_TTL, "invalid timeToLive");
	builtinInitializeTarget(the);
	if (builtinInitializeFormat(the, kIOFormatBuffer) != kIOFormatBuffer)
		xsRangeError("invalid format");
	udp->pcb = udp_new();
	if (!udp->pcb)
		xsRangeError("no socket");
	if (udp_bind(udp->pcb, IP_ADDR_ANY, (u16_t)port))
		xsUnknownError("bind failed");
	udp->pcb->ttl = (u8_t)ttl;
	udp_recv(udp->pcb, udpReceived, udp);
	udp->obj = xsThis;
	xsRemember(udp->obj);
	lwipLeave();
}

/* By the last release, or by the collector: the machine's end, or a constructor that threw. */
void xs_udp_destructor(void *data)
{
	UDP udp = data, *address;
	if (!udp)
		return;
	udpShut(udp);
	for (address = &gUDPs; *address != udp; address = &(*address)->nextOfAll)
		;
	*address = udp->nextOfAll;
	free(udp);
}

void xs_udp_close(xsMachine *the)
{
	UDP udp = xsmcGetHostData(xsThis);
	if (!udp)
		return;
	udpOf(the);
	xsForget(udp->obj);
	xsmcSetHostData(xsThis, NULL);
	xsSetHostDestructor(xsThis, NULL);
	udpShut(udp);
	udpRelease(udp);
}

void xs_udp_read(xsMachine *the)
{
	Datagram datagram = udpTake(udpOf(the));
	char text[IPADDR_STRLEN_MAX];
	void *to;
	if (!datagram)
		return;
	xsmcVars(1);
	to = xsmcSetArrayBuffer(xsResult, NULL, datagram->data->tot_len);
	pbuf_copy_partial(datagram->data, to, datagram->data->tot_len, 0);
	ipaddr_ntoa_r(&datagram->address, text, sizeof text);
	xsmcSetInteger(xsVar(0), datagram->port);
	udpFree(datagram);
	xsmcSet(xsResult, xsID_port, xsVar(0));
	xsmcSetString(xsVar(0), text);
	xsmcSet(xsResult, xsID_address, xsVar(0));
}

void xs_udp_write(xsMachine *the)
{
	UDP udp = udpOf(the);
	char text[IPADDR_STRLEN_MAX];
	xsUnsignedValue count;
	struct pbuf *data;
	ip_addr_t address;
	u16_t port;
	void *bytes;
	err_t error;
	if (!ipaddr_aton(xsmcToStringBuffer(xsArg(1), text, sizeof text), &address))
		xsRangeError("invalid IP address");
	port = (u16_t)xsmcToInteger(xsArg(2));
	xsmcGetBufferReadable(xsArg(0), &bytes, &count);
	data = count <= 0xFFFF ? pbuf_alloc(PBUF_TRANSPORT, (u16_t)count, PBUF_RAM) : NULL;
	if (!data)
		xsUnknownError("UDP send failed");
	pbuf_take(data, bytes, (u16_t)count);
	error = udp_sendto(udp->pcb, data, &address, port);
	pbuf_free(data);
	if (error != ERR_OK)
		xsUnknownError("UDP send failed");
}
