/*
 * The allocator under mbedTLS: the host's, with each block's size before it, so that TLS's line in
 * the memory budget can be told and leaks be seen.
 */

#include "memory.h"
#include <stdint.h>
#include <stdlib.h>

/* Keeps what follows aligned for anything. */
typedef union {
	size_t size;
	max_align_t aligned;
} Head;

static size_t gUsed, gPeak;

void *tlsCalloc(size_t count, size_t size)
{
	Head *head;
	size_t bytes;
	if (size && count > (SIZE_MAX - sizeof(Head)) / size)
		return NULL;
	bytes = count * size;
	head = calloc(1, sizeof(Head) + bytes);
	if (!head)
		return NULL;
	head->size = bytes;
	gUsed += bytes;
	if (gUsed > gPeak)
		gPeak = gUsed;
	return head + 1;
}

void tlsFree(void *data)
{
	Head *head = data;
	if (!head)
		return;
	head--;
	gUsed -= head->size;
	free(head);
}

size_t tlsHeapUsed(void)
{
	return gUsed;
}

size_t tlsHeapPeak(void)
{
	return gPeak;
}

void tlsForgetPeak(void)
{
	gPeak = gUsed;
}
