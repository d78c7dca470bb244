/*
 * What TLS takes of the heap: apart from the VM's arena, as it is on a device.
 */

#ifndef TLS_MEMORY_H
#define TLS_MEMORY_H

#include <stddef.h>

void *tlsCalloc(size_t count, size_t size);
void tlsFree(void *data);

/* Bytes in use, and the most that ever were since the last `tlsForgetPeak`. */
size_t tlsHeapUsed(void);
size_t tlsHeapPeak(void);
void tlsForgetPeak(void);

#endif
