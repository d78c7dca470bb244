/*
 * The VM's timers: a list, in the order they were set, served by the loop when their time has come.
 *
 *   set ─▶ armed ─ time ─▶ firing ─┬─ repeat ─▶ armed
 *            │ ▲ schedule          └─ once ───▶ over
 *            └─┴─ unscheduled       clear, at any time ─▶ over
 *
 * As with the SDK, one that fires once is over after its callback, also when the callback scheduled
 * it again without a repeat.
 */

#include "xsmc.h"
#include "host.h"
#include <stdbool.h>
#include <stdlib.h>
#include <unistd.h>

typedef struct TimerRecord TimerRecord, *Timer;
struct TimerRecord {
	Timer next;
	xsSlot self;
	xsSlot *callback;
	uint32_t at;
	uint32_t repeat;
	uint32_t round; /* in which it was made: it does not fire in the same */
	bool armed;
	bool firing;
	bool over;
};

static Timer gTimers, *gLast = &gTimers;
static uint32_t gRound;

static void timerMark(xsMachine *the, void *data, xsMarkRoot markRoot)
{
	Timer timer = data;
	if (timer && timer->callback)
		(*markRoot)(the, timer->callback);
}

static void timerFree(Timer timer)
{
	Timer *address = &gTimers;
	while (*address && *address != timer)
		address = &(*address)->next;
	if (!*address)
		return;
	*address = timer->next;
	if (gLast == &timer->next)
		gLast = address;
	free(timer);
}

/* By the collector when the machine goes: a timer that is set is remembered until it is over. */
static void timerDestructor(void *data)
{
	if (data)
		timerFree(data);
}

static const xsHostHooks gTimerHooks = { .destructor = timerDestructor, .marker = timerMark };

static bool timerIsDue(Timer timer)
{
	return timer->armed && (int32_t)(timer->at - hostTicks()) <= 0;
}

static uint32_t timerUntil(void)
{
	uint32_t least = kHostNever;
	Timer timer;
	for (timer = gTimers; timer; timer = timer->next) {
		int32_t left = (int32_t)(timer->at - hostTicks());
		if (timer->armed && (left < 0 || (uint32_t)left < least))
			least = left < 0 ? 0 : (uint32_t)left;
	}
	return least;
}

static void timerEnd(xsMachine *the, Timer timer)
{
	xsForget(timer->self);
	xsmcSetHostData(timer->self, NULL);
	timer->callback = NULL;
	timer->over = true;
	timer->armed = false;
	if (!timer->firing)
		timerFree(timer);
}

static void timerFire(xsMachine *the, Timer timer)
{
	timer->firing = true;
	if (timer->repeat)
		timer->at += timer->repeat;
	else
		timer->armed = false;
	xsBeginHost(the);
	{
		xsCallFunction1(xsReference(timer->callback), xsGlobal, xsAccess(timer->self));
	}
	xsEndHost(the);
	timer->firing = false;
	if (timer->over)
		timerFree(timer);
	else if (!timer->repeat)
		timerEnd(the, timer);
}

/* One that was due when the round began and still is; the list is looked through anew after each. */
static Timer timerNextDue(void)
{
	Timer timer;
	for (timer = gTimers; timer; timer = timer->next)
		if (timer->round != gRound && timerIsDue(timer))
			return timer;
	return NULL;
}

static void timerRun(void)
{
	Timer timer;
	gRound++;
	while ((timer = timerNextDue())) {
		timer->round = gRound;
		timerFire(hostMachine(), timer);
		hostSettle();
	}
}

/* Those that the collector did not: none, once the machine is gone. */
static void timerClose(void)
{
	while (gTimers)
		timerFree(gTimers);
}

static HostPartRecord gPart = { .until = timerUntil, .run = timerRun, .close = timerClose };

/* As the SDK: what is no number counts as 0. */
static uint32_t timerInterval(xsMachine *the, int index)
{
	int32_t interval = xsmcArgc > index && xsmcTypeOf(xsArg(index)) != xsUndefinedType
		? xsmcToInteger(xsArg(index))
		: 0;
	return interval > 0 ? (uint32_t)interval : 0;
}

static void timerMake(xsMachine *the, uint32_t interval, uint32_t repeat)
{
	static bool joined;
	Timer timer;
	if (!xsmcIsCallable(xsArg(0)))
		xsTypeError("timer: expected a function");
	timer = calloc(1, sizeof *timer);
	if (!timer)
		xsUnknownError("timer: no memory");
	if (!joined)
		hostPartAdd(&gPart);
	joined = true;
	timer->at = hostTicks() + interval;
	timer->repeat = repeat;
	timer->armed = true;
	timer->round = gRound;
	*gLast = timer;
	gLast = &timer->next;
	xsResult = xsNewHostObject(NULL);
	timer->self = xsResult;
	timer->callback = xsmcToReference(xsArg(0));
	xsmcSetHostData(xsResult, timer);
	xsSetHostHooks(xsResult, &gTimerHooks);
	xsRemember(timer->self);
}

void xs_timer_set(xsMachine *the)
{
	uint32_t interval = timerInterval(the, 1);
	timerMake(the, interval, timerInterval(the, 2));
}

void xs_timer_repeat(xsMachine *the)
{
	uint32_t interval = timerInterval(the, 1);
	timerMake(the, interval, interval);
}

/* The timer of a host object; NULL when it is over, or no timer at all. */
static Timer timerOf(xsMachine *the, xsSlot *slot)
{
	Timer timer;
	if (xsmcTypeOf(*slot) != xsReferenceType)
		return NULL;
	for (timer = gTimers; timer; timer = timer->next)
		if (!timer->over && xsmcToReference(timer->self) == xsmcToReference(*slot))
			return timer;
	return NULL;
}

void xs_timer_schedule(xsMachine *the)
{
	Timer timer = timerOf(the, &xsArg(0));
	if (!timer)
		xsTypeError("timer: over, or none");
	timer->armed = xsmcArgc > 1 && xsmcTypeOf(xsArg(1)) != xsUndefinedType;
	if (!timer->armed) {
		timer->repeat = kHostNever;
		return;
	}
	timer->repeat = timerInterval(the, 2);
	timer->at = hostTicks() + timerInterval(the, 1);
}

void xs_timer_clear(xsMachine *the)
{
	Timer timer = timerOf(the, &xsArg(0));
	if (timer)
		timerEnd(the, timer);
}

void xs_timer_delay(xsMachine *the)
{
	uint32_t end = hostTicks() + timerInterval(the, 0);
	while ((int32_t)(end - hostTicks()) > 0)
		usleep(1000);
}
