/*
 * SIGTERM and SIGINT: the firmware is asked to close, and has kHostEndLimit to say that it has, by
 * Host.quit. One that asked for nothing ends at once; a second signal does not wait either.
 *
 *   running ─ signal ─▶ closing ─ Host.quit ─▶ exit 0
 *                          ├─ kHostEndLimit ─▶ exit 68
 *                          └─ signal ────────▶ exit 68
 */

#include "end.h"
#include "host.h"
#include "loop.h"
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/signalfd.h>
#include <unistd.h>

static HostSourceRecord gSignals;
static HostPartRecord gEnd;
static bool gClosing;
static uint32_t gSince;
static xsSlot gCallback;
static bool gHasCallback;

static uint32_t endUntil(void)
{
	uint32_t passed = hostTicks() - gSince;
	if (!gClosing)
		return kHostNever;
	return passed < kHostEndLimit ? kHostEndLimit - passed : 0;
}

static void endRun(void)
{
	fprintf(stderr, "uplink: told to end, the firmware did not close within %d ms\n", kHostEndLimit);
	hostQuit(kHostExitStuck);
}

static void endAsk(void)
{
	xsMachine *machine = hostMachine();
	if (!gHasCallback) {
		hostQuit(0);
		return;
	}
	gClosing = true;
	gSince = hostTicks();
	xsBeginHost(machine);
	xsCallFunction0(xsAccess(gCallback), xsGlobal);
	xsEndHost(machine);
}

static void endSignalled(HostSource source, short events)
{
	struct signalfd_siginfo information;
	(void)events;
	if (read(source->fd, &information, sizeof information) != sizeof information)
		return;
	if (gClosing) {
		fprintf(stderr, "uplink: told to end again before the firmware closed\n");
		hostQuit(kHostExitStuck);
	}
	else
		endAsk();
}

static void endClose(void)
{
	hostSourceRemove(&gSignals);
	close(gSignals.fd);
}

void endBegin(void)
{
	sigset_t set;
	sigemptyset(&set);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGINT);
	sigprocmask(SIG_BLOCK, &set, NULL);
	signal(SIGPIPE, SIG_IGN);
	gSignals.fd = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
	if (gSignals.fd < 0) {
		perror("uplink: signalfd");
		exit(kHostExitMachine);
	}
	gSignals.events = POLLIN;
	gSignals.ready = endSignalled;
	hostSourceAdd(&gSignals);
	loopIgnore(gSignals.fd);
	gEnd.until = endUntil;
	gEnd.run = endRun;
	gEnd.close = endClose;
	hostPartAdd(&gEnd);
}

void endListen(xsMachine *the, xsSlot *callback)
{
	if (gHasCallback)
		xsForget(gCallback);
	gHasCallback = callback != NULL;
	if (!callback)
		return;
	gCallback = *callback;
	xsRemember(gCallback);
}
