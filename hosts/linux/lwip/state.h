/*
 * The stack's state as one line of JSON, for tests.
 */

#ifndef LWIP_STATE_H
#define LWIP_STATE_H

#include <stdio.h>

void statePrint(FILE *to);

#endif
