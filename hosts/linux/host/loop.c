/*
 * The poll loop: see host.h for its round. Sources are looked up anew after each call, since the
 * callbacks may add and remove any of them, and one that was added in this round waits for the next.
 */

#include "loop.h"
#include "engine.h"
#include "host.h"
#include "message.h"
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>

enum { kSourcesMax = 128 };

static HostSource gSources;
static HostPart gParts;
static xsMachine *gMachine;
static uint32_t gRound;
static int gSourceCount, gIgnored = -1, gStatus;
static bool gQuit, gRestart;

void hostSourceAdd(HostSource source)
{
	if (gSourceCount == kSourcesMax) {
		fprintf(stderr, "uplink: more than %d file descriptors to watch\n", kSourcesMax);
		exit(kHostExitSources);
	}
	gSourceCount++;
	source->round = gRound;
	source->next = gSources;
	gSources = source;
}

void hostSourceRemove(HostSource source)
{
	HostSource *address;
	for (address = &gSources; *address; address = &(*address)->next)
		if (*address == source) {
			*address = source->next;
			gSourceCount--;
			return;
		}
}

void hostPartAdd(HostPart part)
{
	part->next = gParts;
	gParts = part;
}

xsMachine *hostMachine(void)
{
	return gMachine;
}

void hostSettle(void)
{
	engineSettle(gMachine);
}

void hostQuit(int status)
{
	if (!gQuit)
		gStatus = status;
	gQuit = true;
}

void hostRestart(void)
{
	gRestart = true;
}

int loopStatus(void)
{
	return gStatus;
}

void loopIgnore(int fd)
{
	gIgnored = fd;
}

static uint32_t loopUntil(void)
{
	uint32_t least = kHostNever;
	HostPart part;
	for (part = gParts; part; part = part->next) {
		uint32_t until = part->until ? part->until() : kHostNever;
		if (until < least)
			least = until;
	}
	return least;
}

static void loopParts(void)
{
	HostPart part;
	for (part = gParts; part && !gQuit && !gRestart; part = part->next)
		if (part->until && part->until() == 0) {
			part->run();
			hostSettle();
		}
}

/* The source of a descriptor that was watched in this round, if it still is. */
static HostSource loopFind(const struct pollfd *ready, HostSource record)
{
	HostSource source;
	for (source = gSources; source; source = source->next)
		if (source == record && source->fd == ready->fd && source->round != gRound)
			return source;
	return NULL;
}

static void loopPoll(uint32_t until)
{
	struct pollfd descriptors[kSourcesMax];
	HostSource records[kSourcesMax], source;
	int index, count = 0;
	for (source = gSources; source; source = source->next) {
		descriptors[count] = (struct pollfd){ .fd = source->fd, .events = source->events };
		records[count++] = source;
	}
	gRound++;
	if (poll(descriptors, (nfds_t)count, until == kHostNever ? -1 : (int)until) <= 0)
		return;
	for (index = 0; index < count && !gQuit && !gRestart; index++) {
		if (!descriptors[index].revents)
			continue;
		source = loopFind(&descriptors[index], records[index]);
		if (source) {
			source->ready(source, descriptors[index].revents);
			hostSettle();
		}
	}
}

/* Nothing to wait for but signals. */
static bool loopIsIdle(uint32_t until)
{
	return until == kHostNever && (!gSources || (gSources->fd == gIgnored && !gSources->next)) && !messagesWait();
}

LoopEnd loopRun(xsMachine *the)
{
	gMachine = the;
	hostSettle();
	while (!gQuit && !gRestart) {
		uint32_t until;
		messagesDeliver();
		loopParts();
		if (gQuit || gRestart)
			break;
		until = loopUntil();
		if (loopIsIdle(until))
			return kLoopIdle;
		loopPoll(messagesWait() ? 0 : until);
	}
	return gRestart && !gQuit ? kLoopRestart : kLoopQuit;
}

void loopClose(void)
{
	HostPart part;
	messagesDelete();
	for (part = gParts; part; part = part->next)
		if (part->close)
			part->close();
	gParts = NULL;
}
