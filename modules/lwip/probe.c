/*
 * The class LwipProbe: can this host and port be reached over that interface? The name is asked and
 * the handshake made there, whatever the default route is.
 *
 *   asking ─▶ connecting ─▶ reachable: connected, and reset at once
 *      └─────────┴────────▶ unreachable: no name, no way, refused, or lwIP gave up
 *
 * A reset, not an end: a connection that is ended politely stays in lwIP's memory for two minutes
 * (TIME_WAIT), and a device that probes each minute would never be without one. The far end's program
 * hears nothing of it, as its own handshake is not complete yet.
 */

#include <stdlib.h>
#include <string.h>
#include "question.h"
#include "lwip/tcp.h"

typedef struct {
	LwipObjectRecord object;
	QuestionRecord question;
	struct tcp_pcb *socket;
	enum { kPending, kReachable, kUnreachable } outcome;
	uint16_t port;
	xsSlot *onReachable;
	xsSlot *onError;
	char identifier[kLwipIdentifierSize];
	char host[];
} ProbeRecord, *Probe;

void xs_probe_destructor(void *data);
static void probeMark(xsMachine *the, void *data, xsMarkRoot markRoot);
static const xsHostHooks gProbeHooks = {xs_probe_destructor, probeMark, NULL};

static void probeLetGo(Probe probe)
{
	questionEnd(&probe->question);
	if (probe->socket) {
		tcp_err(probe->socket, NULL);
		tcp_abort(probe->socket);
		probe->socket = NULL;
	}
}

void xs_probe_destructor(void *data)
{
	Probe probe = data;
	if (probe == NULL)
		return;
	lwipObjectRemove(&probe->object);
	lwipEnter();
	probeLetGo(probe);
	lwipLeave();
	free(probe);
}

static void probeMark(xsMachine *the, void *data, xsMarkRoot markRoot)
{
	Probe probe = data;
	if (probe == NULL)
		return;
	if (probe->onReachable)
		(*markRoot)(the, probe->onReachable);
	if (probe->onError)
		(*markRoot)(the, probe->onError);
}

static void probeEnd(Probe probe, int outcome)
{
	probe->outcome = outcome;
	lwipObjectPost(&probe->object);
}

static err_t probeConnected(void *arg, struct tcp_pcb *socket, err_t err)
{
	Probe probe = arg;
	(void)socket, (void)err;
	probeLetGo(probe);
	probeEnd(probe, kReachable);
	return ERR_ABRT;
}

/* Refused, reset, given up, or the interface lost its address: lwIP has freed the socket. */
static void probeFailed(void *arg, err_t err)
{
	Probe probe = arg;
	(void)err;
	probe->socket = NULL;
	probeEnd(probe, kUnreachable);
}

static void probeConnect(Probe probe, const uint8_t *quad)
{
	struct netif *netif = lwipNetif(probe->identifier);
	ip_addr_t address = IPADDR4_INIT_BYTES(quad[0], quad[1], quad[2], quad[3]);
	probe->socket = lwipCarries(netif) ? tcp_new_ip_type(IPADDR_TYPE_V4) : NULL;
	if (probe->socket) {
		tcp_arg(probe->socket, probe);
		tcp_err(probe->socket, probeFailed);
		tcp_bind_netif(probe->socket, netif);
		if (tcp_connect(probe->socket, &address, probe->port, probeConnected) == ERR_OK)
			return;
		probeLetGo(probe);
	}
	probeEnd(probe, kUnreachable);
}

static void probeAnswered(void *context, const uint8_t *address)
{
	Probe probe = context;
	if (address)
		probeConnect(probe, address);
	else
		probeEnd(probe, kUnreachable);
}

static void probeDeliver(LwipObject object)
{
	Probe probe = (Probe)object;
	xsSlot *callback = probe->outcome == kReachable ? probe->onReachable : probe->onError;
	xsBeginHost(object->the);
		xsmcVars(1);
		xsVar(0) = object->self;
		lwipObjectForget(object);
		if (callback)
			xsCallFunction0(xsReference(callback), xsVar(0));
	xsEndHost(object->the);
}

static uint16_t getPort(xsMachine *the)
{
	xsmcGet(xsVar(0), xsArg(0), xsID_port);
	xsType type = xsmcTypeOf(xsVar(0));
	if (type != xsIntegerType && type != xsNumberType)
		xsTypeError("probe: port: expected a number");
	xsNumberValue port = xsmcToNumber(xsVar(0));
	if (!(port >= 1 && port <= 65535) || port != (uint16_t)port)
		xsRangeError("probe: port: expected 1 to 65535, got %g", port);
	return (uint16_t)port;
}

static Probe probeNew(xsMachine *the)
{
	char identifier[kLwipIdentifierSize];
	lwipGetInterface(the, identifier);
	xsSlot *onReachable = builtinGetCallback(the, xsID_onReachable);
	xsSlot *onError = builtinGetCallback(the, xsID_onError);
	uint16_t port = getPort(the);
	const char *host = lwipGetString(the, xsID_host, "probe: host");
	size_t size = strlen(host) + 1;
	Probe probe = calloc(1, sizeof *probe + size);
	if (probe == NULL)
		xsUnknownError("probe: no memory");
	memcpy(probe->host, host, size);
	strcpy(probe->identifier, identifier);
	probe->port = port;
	probe->onReachable = onReachable;
	probe->onError = onError;
	return probe;
}

void xs_probe_constructor(xsMachine *the)
{
	uint8_t quad[4];
	xsmcVars(1);
	Probe probe = probeNew(the);
	lwipObjectAdd(the, &probe->object, &gProbeHooks, probeDeliver);
	lwipObjectRemember(&probe->object);
	lwipEnter();
	if (dnsReadQuad(probe->host, quad))
		probeConnect(probe, quad);
	else if (questionAsk(&probe->question, probe->identifier, probe->host, probeAnswered, probe) != 0)
		probeEnd(probe, kUnreachable);
	lwipWake();
	lwipLeave();
}

void xs_probe_close(xsMachine *the)
{
	Probe probe = xsmcGetHostDataValidate(xsThis, (void *)&gProbeHooks);
	if (probe == NULL)
		return;
	lwipObjectForget(&probe->object);
	xsmcSetHostData(xsThis, NULL);
	xs_probe_destructor(probe);
}
