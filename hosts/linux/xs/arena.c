/*
 * Where XS gets memory: the root from malloc, the device from its one arena, as with a manifest's
 * `creation.static`. When slots need room, chunks are compacted and their free tail is handed over.
 *
 *   memory │ chunks ──▶ low        high ◀── slots, stack │
 */

#include "xsAll.h"
#include "engine.h"

void fxCreateMachinePlatform(txMachine *the)
{
	/* XS forgets its context before it frees. */
	the->arena = the->context;
	the->promiseJobs = 0;
}

void fxDeleteMachinePlatform(txMachine *the)
{
	(void)the;
}

/* XS extends its block by `size` when the answer is the block's limit; what is free at the block's
   end counts, and no second header is needed. */
static void *arenaGrowChunks(txMachine *the, EngineArena arena, txSize size)
{
	txBlock *block = the->firstBlock;
	ptrdiff_t growth = size - (ptrdiff_t)sizeof(txBlock) - (block->limit - block->current);
	if (growth < 0)
		growth = 0;
	if (growth > arena->high - arena->low)
		return C_NULL;
	arena->low += growth;
	block->limit = (txByte *)arena->low - size;
	the->maximumChunksSize -= (txSize)(size - growth);
	return block->limit;
}

void *fxAllocateChunks(txMachine *the, txSize size)
{
	EngineArena arena = the->arena;
	void *result;
	if (!arena)
		return c_malloc(size);
	if (the->firstBlock)
		return arenaGrowChunks(the, arena, size);
	if (size > arena->high - arena->low)
		return C_NULL;
	result = arena->low;
	arena->low += size;
	return result;
}

void fxFreeChunks(txMachine *the, void *chunks)
{
	if (!the->arena)
		c_free(chunks);
}

static void arenaTakeTail(txMachine *the, EngineArena arena)
{
	fxCollect(the, XS_COMPACT_FLAG | XS_ORGANIC_FLAG);
	the->maximumChunksSize -= (txSize)(the->firstBlock->limit - the->firstBlock->current);
	the->firstBlock->limit = the->firstBlock->current;
	arena->low = (uint8_t *)the->firstBlock->current;
}

txSlot *fxAllocateSlots(txMachine *the, txSize count)
{
	EngineArena arena = the->arena;
	ptrdiff_t size = (ptrdiff_t)count * (ptrdiff_t)sizeof(txSlot);
	if (!arena)
		return c_malloc((size_t)size);
	if (size > arena->high - arena->low && the->firstBlock && the->firstHeap)
		arenaTakeTail(the, arena);
	if (size > arena->high - arena->low)
		return C_NULL;
	arena->high -= size;
	return (txSlot *)arena->high;
}

void fxFreeSlots(txMachine *the, void *slots)
{
	if (!the->arena)
		c_free(slots);
}
