/*
 * The message queue as the loop sees it.
 */

#ifndef MESSAGE_H
#define MESSAGE_H

#include <stdbool.h>

bool messagesWait(void);
/* Those that waited when it was called. */
void messagesDeliver(void);
/* At the end: undelivered, as a device's are at a restart. */
void messagesDelete(void);

#endif
