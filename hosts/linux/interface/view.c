/*
 * Views: the instances of the SDK's interface classes, and their flags. A view is held by its object
 * (until closed, collected or the machine ends) and by each message under way to it.
 */

#include "silicon.h"
#include <stdlib.h>
#include <string.h>

/* All that are not freed, those closed with a message under way among them. */
static View gViews;

static void viewForget(View view)
{
	View *address;
	for (address = &view->silicon->views; *address; address = &(*address)->next)
		if (*address == view) {
			*address = view->next;
			return;
		}
}

void viewDestroy(void *it)
{
	View view = it, *address;
	if (!view || --view->useCount)
		return;
	for (address = &gViews; *address != view; address = &(*address)->nextOfAll)
		;
	*address = view->nextOfAll;
	free(view);
}

void viewMark(xsMachine *the, void *it, xsMarkRoot markRoot)
{
	View view = it;
	if (view->onChanged)
		(*markRoot)(the, view->onChanged);
	if (view->onFound)
		(*markRoot)(the, view->onFound);
	if (view->onComplete)
		(*markRoot)(the, view->onComplete);
}

View viewNew(xsMachine *the, const SiliconClass *class)
{
	xsSlot *onChanged;
	Silicon silicon;
	View view;
	xsmcVars(1);
	onChanged = builtinGetCallback(the, xsID_onChanged);
	silicon = siliconOf(the, class);
	view = calloc(1, sizeof *view);
	if (!view)
		xsUnknownError("no memory");
	view->silicon = silicon;
	view->the = the;
	view->obj = xsThis;
	view->useCount = 1;
	view->onChanged = onChanged;
	view->nextOfAll = gViews;
	gViews = view;
	xsmcSetHostData(xsThis, view);
	xsSetHostHooks(xsThis, (xsHostHooks *)class->hooks);
	xsRemember(view->obj);
	view->next = silicon->views;
	silicon->views = view;
	return view;
}

View viewOf(xsMachine *the, const SiliconClass *class)
{
	return xsmcGetHostDataValidate(xsThis, (void *)class->hooks);
}

void viewClose(xsMachine *the, const SiliconClass *class)
{
	View view = xsmcGetHostData(xsThis);
	if (!view)
		return;
	viewOf(the, class);
	view->closed = true;
	xsForget(view->obj);
	viewForget(view);
	xsmcSetHostData(xsThis, NULL);
	xsSetHostDestructor(xsThis, NULL);
	viewDestroy(view);
}

static void viewUpdate(View view, const ViewMessage *message)
{
	view->connected = message->event != kViewDisconnected;
	if (message->event == kViewDisconnected
		|| (message->event == kViewConnected && view->silicon->class->connectedEndsConnecting))
		view->connecting = false;
	view->ip = message->event == kViewGotIP ? kIPBoth : message->ip;
}

static void viewTell(xsMachine *the, View view, const char *property)
{
	xsmcSetString(xsResult, (char *)property);
	xsCallFunction1(xsReference(view->onChanged), view->obj, xsResult);
}

static void viewDeliver(void *the, void *refcon, uint8_t *bytes, uint16_t length)
{
	View view = refcon;
	ViewMessage message;
	bool connected = view->connected, connecting = view->connecting, connectionChanged, addressChanged;
	uint8_t ip = view->ip;
	(void)length;
	if (view->closed) {
		viewDestroy(view);
		return;
	}
	memcpy(&message, bytes, sizeof message);
	viewUpdate(view, &message);
	connectionChanged = connected != view->connected || connecting != view->connecting || ip != view->ip;
	addressChanged = (!(ip & kIPv4) && (view->ip & kIPv4)) || message.addressChanged;
	if (view->onChanged && (connectionChanged || addressChanged)) {
		xsBeginHost(the);
		if (connectionChanged)
			viewTell(the, view, "connection");
		if (addressChanged && !view->closed)
			viewTell(the, view, "address");
		xsEndHost(the);
	}
	viewDestroy(view);
}

void viewPost(View view, const ViewMessage *message)
{
	view->useCount++;
	if (modMessagePostToMachine(view->the, (uint8_t *)message, sizeof *message, viewDeliver, view))
		view->useCount--;
}
