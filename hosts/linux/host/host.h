/*
 * The Linux host as its parts see it: one thread, one poll loop, one VM. Everything that happens is
 * a source that became ready, an lwIP timeout, a timer of the VM, or a message; JavaScript runs only
 * from the loop, never from within lwIP.
 *
 *          ┌─▶ promise jobs ─▶ rejections? abort ─▶ messages ─▶ VM timers ─▶ lwIP timeouts ─┐
 *          └────────────────────── poll(sources, until the least deadline) ◀────────────────┘
 */

#ifndef HOST_H
#define HOST_H

#include <stdint.h>
#include "xsmc.h"

/* A file descriptor that the loop watches. The owner keeps the record; it may remove it, also from
   within `ready`. */
typedef struct HostSourceRecord HostSourceRecord, *HostSource;
struct HostSourceRecord {
	HostSource next;
	int fd;
	short events; /* POLLIN, POLLOUT; may be changed at any time */
	void (*ready)(HostSource source, short events);
	void *context;
	uint32_t round; /* the loop's: in which it was added */
};
void hostSourceAdd(HostSource source);
void hostSourceRemove(HostSource source);

/* A part with deadlines of its own (the VM's timers, lwIP's timeouts), or with something to undo at
   the end. It adds itself once, when it is first used. */
enum { kHostNever = 0x7FFFFFFF };
typedef struct HostPartRecord HostPartRecord, *HostPart;
struct HostPartRecord {
	HostPart next;
	uint32_t (*until)(void); /* milliseconds until it wants to run, or kHostNever; NULL: never */
	void (*run)(void);       /* its deadline has come */
	void (*close)(void);     /* after the machine is gone; NULL: nothing to undo */
};
void hostPartAdd(HostPart part);

/* The device's machine, and what must follow each entry into JavaScript that is not the loop's own:
   promise jobs, and the abort for a rejection that nobody handles. */
xsMachine *hostMachine(void);
void hostSettle(void);

/* Milliseconds of the monotonic clock since the process began: the device's ticks since boot. */
uint32_t hostTicks(void);

/* A uniform unsigned 32-bit integer, from the kernel. */
uint32_t hostRandom(void);

/* Ends the firmware: the loop leaves after this round, and the process exits with `status`. */
void hostQuit(int status);

/* Begins the firmware anew in the same process, as a restart of the board would: RAM is lost. */
void hostRestart(void);

/* The text of CONFIG.json and its path, or NULL when none was given. */
const char *hostConfigText(void);
const char *hostConfigPath(void);

/* Exit statuses. Those from 11 to 18 are 10 + XS's own reason; docs/porting.md lists them. */
enum {
	kHostExitUsage = 64,
	kHostExitInput = 65,
	kHostExitPending = 66,
	kHostExitMachine = 67,
	kHostExitStuck = 68, /* told to end, the firmware did not within kHostEndLimit */
	kHostExitSources = 69
};
enum { kHostEndLimit = 5000 };

#endif
