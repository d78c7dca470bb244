/*
 * Standard input as the device's debug line. Its end is the cable unplugged: nothing more comes, and
 * the firmware goes on. Bytes that are not UTF-8 arrive as `?`: a person may paste anything.
 */

#include "xsmc.h"
#include "builtinCommon.h"
#include "host.h"
#include "mc.xs.h"
#include <poll.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { kPieceMax = 512 };

typedef struct {
	HostSourceRecord source;
	xsSlot self;
	xsSlot *onText;
	bool open;
} DebugLineRecord, *DebugLine;

static void debugLineMark(xsMachine *the, void *it, xsMarkRoot markRoot)
{
	DebugLine line = it;
	if (line && line->onText)
		(*markRoot)(the, line->onText);
}

void xs_debug_line_destructor(void *data)
{
	DebugLine line = data;
	if (!line)
		return;
	if (line->open)
		hostSourceRemove(&line->source);
	free(line);
}

static const xsHostHooks kDebugLineHooks = { xs_debug_line_destructor, debugLineMark, NULL };

static void debugLineReady(HostSource source, short events)
{
	DebugLine line = source->context;
	xsMachine *the = hostMachine();
	char piece[kPieceMax + 1];
	ssize_t length = read(source->fd, piece, kPieceMax);
	(void)events;
	if (length <= 0) {
		hostSourceRemove(source);
		line->open = false;
		return;
	}
	for (ssize_t i = 0; i < length; i++)
		if (!piece[i] || (piece[i] & 0x80))
			piece[i] = '?';
	piece[length] = 0;
	xsBeginHost(the);
	xsmcVars(1);
	xsmcSetString(xsVar(0), piece);
	xsCallFunction1(xsReference(line->onText), line->self, xsVar(0));
	xsEndHost(the);
	hostSettle();
}

void xs_debug_line_constructor(xsMachine *the)
{
	DebugLine line;
	xsSlot *onText;
	xsmcVars(1);
	onText = builtinGetCallback(the, xsID_onText);
	if (!onText)
		xsTypeError("onText: expected a function");
	line = calloc(1, sizeof *line);
	if (!line)
		xsRangeError("no memory");
	xsmcSetHostData(xsThis, line);
	xsSetHostHooks(xsThis, &kDebugLineHooks);
	line->onText = onText;
	line->self = xsThis;
	xsRemember(line->self);
	line->source.fd = STDIN_FILENO;
	line->source.events = POLLIN;
	line->source.ready = debugLineReady;
	line->source.context = line;
	hostSourceAdd(&line->source);
	line->open = true;
}

void xs_debug_line_close(xsMachine *the)
{
	DebugLine line = xsmcGetHostData(xsThis);
	if (!line)
		return;
	xsmcGetHostDataValidate(xsThis, (void *)&kDebugLineHooks);
	xsForget(line->self);
	xsmcSetHostData(xsThis, NULL);
	xs_debug_line_destructor(line);
}
