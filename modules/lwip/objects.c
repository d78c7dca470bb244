/*
 * The objects of this folder: the list of them, the one message for all, and how they read what is
 * common to their options.
 */

#include <string.h>
#include "objects.h"

static LwipObject gObjects;
/* A message is under way. */
static uint8_t gPosted;

static void objectsDeliver(void *the, void *refcon, uint8_t *message, uint16_t messageLength);

void lwipObjectAdd(xsMachine *the, LwipObject object, const xsHostHooks *hooks, void (*deliver)(LwipObject object))
{
	object->the = the;
	object->self = xsThis;
	object->deliver = deliver;
	xsmcSetHostData(xsThis, object);
	xsSetHostHooks(xsThis, (xsHostHooks *)hooks);
	lwipEnter();
	object->next = gObjects;
	gObjects = object;
	lwipLeave();
}

void lwipObjectRemember(LwipObject object)
{
	xsMachine *the = object->the;
	xsRemember(object->self);
}

void lwipObjectForget(LwipObject object)
{
	xsMachine *the = object->the;
	xsForget(object->self);
}

void lwipObjectRemove(LwipObject object)
{
	lwipEnter();
	for (LwipObject *link = &gObjects; *link; link = &(*link)->next)
		if (*link == object) {
			*link = object->next;
			break;
		}
	/* A machine that ends takes its messages with it. */
	if (gObjects == NULL)
		gPosted = 0;
	lwipLeave();
}

void lwipObjectPost(LwipObject object)
{
	object->marked = 1;
	if (!gPosted)
		gPosted = modMessagePostToMachine(object->the, NULL, 0, objectsDeliver, NULL) == 0;
}

static LwipObject firstDue(void)
{
	LwipObject object = gObjects;
	while (object && !object->due)
		object = object->next;
	if (object)
		object->due = 0;
	return object;
}

/* Those marked when the message arrives: what their callbacks cause comes with the next one. */
static void objectsDeliver(void *the, void *refcon, uint8_t *message, uint16_t messageLength)
{
	(void)the, (void)refcon, (void)message, (void)messageLength;
	lwipEnter();
	gPosted = 0;
	for (LwipObject object = gObjects; object; object = object->next) {
		object->due = object->marked;
		object->marked = 0;
	}
	lwipLeave();
	for (;;) {
		lwipEnter();
		LwipObject object = firstDue();
		lwipLeave();
		if (object == NULL)
			return;
		(*object->deliver)(object);
	}
}

const char *lwipGetString(xsMachine *the, xsIdentifier id, const char *what)
{
	xsmcGet(xsVar(0), xsArg(0), id);
	xsType type = xsmcTypeOf(xsVar(0));
	if (type != xsStringType && type != xsStringXType)
		xsTypeError("%s: expected a string", what);
	return xsmcToString(xsVar(0));
}

void lwipSetIdentifier(xsMachine *the, char identifier[kLwipIdentifierSize], const char *text)
{
	if (strlen(text) >= kLwipIdentifierSize)
		xsRangeError("interface: \"%.*s…\" is not fitted", kLwipIdentifierSize, text);
	strcpy(identifier, text);
}

void lwipGetInterface(xsMachine *the, char identifier[kLwipIdentifierSize])
{
	lwipSetIdentifier(the, identifier, lwipGetString(the, xsID_interface, "interface"));
}

int lwipCarries(const struct netif *netif)
{
	return netif && netif_is_up(netif) && netif_is_link_up(netif) && !ip4_addr_isany_val(*netif_ip4_addr(netif));
}
