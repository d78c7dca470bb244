/*
 * The SDK's message queue to the VM, by its name and rules: a message is posted from anywhere and
 * delivered from the loop, in order, with no frame of the VM open (the callback opens its own with
 * xsBeginHost). On ESP32 it is the one way from ESP-IDF's tasks to JavaScript, so the shared C of
 * modules/lwip uses nothing else; here it also keeps JavaScript out of lwIP's callbacks.
 */

#ifndef MOD_MESSAGE_H
#define MOD_MESSAGE_H

#include <stdint.h>
#include "xsmc.h"

typedef void (*modMessageDeliver)(void *the, void *refcon, uint8_t *message, uint16_t messageLength);

/* Copies the message. 0, or -1 when there is no memory. */
int modMessagePostToMachine(xsMachine *the, uint8_t *message, uint16_t messageLength, modMessageDeliver callback, void *refcon);

#endif
