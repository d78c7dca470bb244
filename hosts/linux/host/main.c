/*
 * A device as a process: options, machine, main module, loop, end. A restart runs the program anew in
 * this process, so that nothing of the old firmware is left, as after a reset: RAM is gone, file
 * descriptors are closed, what was stored stays.
 */

#define _GNU_SOURCE
#include "clock.h"
#include "config.h"
#include "end.h"
#include "engine.h"
#include "host.h"
#include "loop.h"
#include "options.h"
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Whoever closed one of the three would have a socket or the signals in its place, and what is said to
   people sent there. */
static void mainStandard(void)
{
	int fd;
	for (fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
		if (fcntl(fd, F_GETFD) < 0 && open("/dev/null", O_RDWR) != fd)
			exit(kHostExitMachine);
}

/* By its path: under valgrind the link itself is valgrind. */
static void mainRestart(char **arguments)
{
	char path[PATH_MAX];
	ssize_t length = readlink("/proc/self/exe", path, sizeof path - 1);
	sigset_t none;
	path[length > 0 ? length : 0] = 0;
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	close_range(3, ~0U, 0);
	execv(path, arguments);
	fprintf(stderr, "uplink: cannot restart: %s\n", strerror(errno));
	exit(kHostExitMachine);
}

static xsMachine *mainStart(const HostOptions *options)
{
	const char *specifier;
	xsMachine *machine;
	if (!mapRead(options->map))
		exit(kHostExitInput);
	specifier = options->main ? options->main : mapMain();
	if (!specifier || !mapByName(specifier)) {
		fprintf(stderr, "uplink: %s: no module \"%s\" to begin with\n", options->map, specifier ? specifier : "");
		exit(kHostExitInput);
	}
	machine = engineStart();
	if (!machine) {
		fprintf(stderr, "uplink: no memory for the machine\n");
		exit(kHostExitMachine);
	}
	engineImport(machine, specifier);
	return machine;
}

static int mainStatus(LoopEnd end)
{
	if (end == kLoopQuit)
		return loopStatus();
	if (engineImportSettled())
		return 0;
	fprintf(stderr, "uplink: the main module waits for a promise that nothing can settle\n");
	return kHostExitPending;
}

int main(int count, char **arguments)
{
	HostOptions options;
	xsMachine *machine;
	LoopEnd end;
	int status;
	mainStandard();
	options = optionsParse(count, arguments);
	clockBegin();
	if (options.clockSet)
		hostWallClockSet(options.clock);
	if (options.config)
		configRead(options.config);
	endBegin();
	machine = mainStart(&options);
	if (options.stats)
		enginePrintFigures(machine, "loaded:");
	end = loopRun(machine);
	if (options.stats)
		enginePrintFigures(machine, "end:");
	status = mainStatus(end);
	engineDelete(machine);
	loopClose();
	configDelete();
	if (end == kLoopRestart)
		mainRestart(arguments);
	return status;
}
