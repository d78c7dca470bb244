/*
 * What the classes of this folder share: how an object that lwIP works for tells JavaScript that
 * something happened. lwIP's callbacks (on ESP32 in a task of their own) only mark the object and post
 * one message for all of them; JavaScript is called when that message is delivered.
 *
 *   lwIP's callback ─▶ lwipObjectPost: marked, one message under way ─▶ delivered: each marked
 *   object, one after the other
 *
 * A message names no object, so one that was closed or collected meanwhile is simply not among those
 * that are marked, and a message that is lost with its machine takes nothing with it.
 */

#ifndef LWIP_OBJECTS_H
#define LWIP_OBJECTS_H

#include "lwip-host.h"

/* An interface's identifier and its NUL. */
#define kLwipIdentifierSize 12

typedef struct LwipObjectRecord LwipObjectRecord, *LwipObject;

/* First in the record of each class. */
struct LwipObjectRecord {
	LwipObject next;
	xsMachine *the;
	xsSlot self;
	/* Calls JavaScript at most once: the object may be gone afterwards. */
	void (*deliver)(LwipObject object);
	uint8_t marked;
	uint8_t due;
};

/* Makes xsThis the object of this record. */
void lwipObjectAdd(xsMachine *the, LwipObject object, const xsHostHooks *hooks, void (*deliver)(LwipObject object));

/* From here to there it is not collected, though nobody else holds it: it has something to say. */
void lwipObjectRemember(LwipObject object);
void lwipObjectForget(LwipObject object);

/* Afterwards nothing is delivered to it. Calls nothing of the VM: for destructors too. */
void lwipObjectRemove(LwipObject object);

/* Something is to be delivered. Only with lwIP entered. */
void lwipObjectPost(LwipObject object);

/* The string property `id` of the options in xsArg(0), which must be one; valid until the VM is next
   used. `what` names it in the error. Uses xsVar(0). */
const char *lwipGetString(xsMachine *the, xsIdentifier id, const char *what);

/* Copies `interface` of the options in xsArg(0). Uses xsVar(0). */
void lwipGetInterface(xsMachine *the, char identifier[kLwipIdentifierSize]);

/* Copies an interface's identifier, or throws RangeError where none can be so long. */
void lwipSetIdentifier(xsMachine *the, char identifier[kLwipIdentifierSize], const char *text);

/* Can packets leave over this netif (which may be NULL)? */
int lwipCarries(const struct netif *netif);

#endif
