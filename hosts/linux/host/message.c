/*
 * The message queue to the VM: a list, delivered in order from the loop. A message that posts another
 * is not served twice in one round, so that nothing starves the poll.
 */

#include "message.h"
#include "modMessage.h"
#include "host.h"
#include <stdlib.h>
#include <string.h>

typedef struct MessageRecord MessageRecord, *Message;
struct MessageRecord {
	Message next;
	xsMachine *the;
	modMessageDeliver deliver;
	void *refcon;
	uint16_t length;
	uint8_t bytes[];
};

static Message gFirst, *gLast = &gFirst;

int modMessagePostToMachine(xsMachine *the, uint8_t *bytes, uint16_t length, modMessageDeliver deliver, void *refcon)
{
	Message message = malloc(sizeof *message + length);
	if (!message)
		return -1;
	message->next = NULL;
	message->the = the;
	message->deliver = deliver;
	message->refcon = refcon;
	message->length = length;
	if (length)
		memcpy(message->bytes, bytes, length);
	*gLast = message;
	gLast = &message->next;
	return 0;
}

bool messagesWait(void)
{
	return gFirst != NULL;
}

void messagesDeliver(void)
{
	Message message = gFirst;
	gFirst = NULL;
	gLast = &gFirst;
	while (message) {
		Message next = message->next;
		message->deliver(message->the, message->refcon, message->length ? message->bytes : NULL, message->length);
		free(message);
		hostSettle();
		message = next;
	}
}

void messagesDelete(void)
{
	while (gFirst) {
		Message next = gFirst->next;
		free(gFirst);
		gFirst = next;
	}
	gLast = &gFirst;
}
