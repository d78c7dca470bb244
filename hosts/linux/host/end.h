/*
 * The orderly end.
 */

#ifndef END_H
#define END_H

#include "xsmc.h"

void endBegin(void);

/* Called when the firmware shall close; NULL: nobody wants to know. */
void endListen(xsMachine *the, xsSlot *callback);

#endif
