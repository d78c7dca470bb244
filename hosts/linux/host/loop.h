/*
 * The loop as main sees it.
 */

#ifndef LOOP_H
#define LOOP_H

#include <stdbool.h>
#include "xsmc.h"

typedef enum { kLoopQuit, kLoopRestart, kLoopIdle } LoopEnd;

/* Until somebody says so, or nothing can happen any more. */
LoopEnd loopRun(xsMachine *the);
int loopStatus(void);
/* Parts undone, messages dropped; after the machine is gone. */
void loopClose(void);

/* A source that does not keep the program alive: signals. */
void loopIgnore(int fd);

#endif
