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
};
void hostSourceAdd(HostSource source);
void hostSourceRemove(HostSource source);

/* Milliseconds of the monotonic clock since the process began: the device's ticks since boot. */
uint32_t hostTicks(void);

/* A uniform unsigned 32-bit integer, from the kernel. */
uint32_t hostRandom(void);

/* Ends the firmware: the loop leaves after this round, and the process exits with `status`. */
void hostQuit(int status);

/* Begins the firmware anew in the same process, as a restart of the board would: RAM is lost. */
void hostRestart(void);

/* Exit statuses. Those from 11 to 18 are 10 + XS's own reason; docs/porting.md lists them. */
enum {
	kHostExitUsage = 64,
	kHostExitInput = 65,
	kHostExitPending = 66,
	kHostExitMachine = 67
};

#endif
