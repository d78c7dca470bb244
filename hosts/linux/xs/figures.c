/*
 * The machine's own counts. The stack's high-water mark is found by painting what is free of it.
 */

#include "xsAll.h"
#include "engine.h"

enum { kPaint = 0x5A, kPaintedRow = 16 };

void engineForgetPeaks(txMachine *the)
{
	memset(the->stackBottom, kPaint, (size_t)(the->stack - the->stackBottom) * sizeof(txSlot));
	the->peakHeapCount = the->currentHeapCount;
	the->peakChunksSize = the->currentChunksSize;
}

static bool figuresPainted(const txSlot *slot)
{
	size_t index;
	for (index = 0; index < sizeof *slot; index++)
		if (((const uint8_t *)slot)[index] != kPaint)
			return false;
	return true;
}

/* Down from what is in use, until enough in a row is paint: XS also borrows the far end of the stack
   as a buffer (JSON), which needs no stack. */
static uint32_t figuresStackPeak(txMachine *the)
{
	const txSlot *slot = the->stack, *deepest = the->stack;
	int painted = 0;
	while (slot > the->stackBottom && painted < kPaintedRow) {
		slot--;
		if (figuresPainted(slot))
			painted++;
		else {
			deepest = slot;
			painted = 0;
		}
	}
	return (uint32_t)((const txByte *)the->stackTop - (const txByte *)deepest);
}

static void figuresFlash(EngineFigures *figures)
{
	Module module;
	for (module = mapFirst(); module; module = module->next) {
		figures->code += (uint32_t)module->codeSize;
		figures->symbols += module->symbolsSize;
	}
}

void engineFigures(txMachine *the, EngineFigures *figures)
{
	c_memset(figures, 0, sizeof *figures);
	figures->slotSize = sizeof(txSlot);
	figures->slots = (uint32_t)the->currentHeapCount * sizeof(txSlot);
	figures->slotsPeak = (uint32_t)the->peakHeapCount * sizeof(txSlot);
	figures->slotsReserved = (uint32_t)the->maximumHeapCount * sizeof(txSlot);
	figures->chunks = (uint32_t)the->currentChunksSize;
	figures->chunksPeak = (uint32_t)the->peakChunksSize;
	figures->chunksReserved = (uint32_t)the->maximumChunksSize;
	figures->stack = (uint32_t)((txByte *)the->stackTop - (txByte *)the->stack);
	figures->stackPeak = figuresStackPeak(the);
	figures->stackReserved = (uint32_t)((txByte *)the->stackTop - (txByte *)the->stackBottom);
	figures->keys = (uint32_t)(the->keyIndex - the->keyOffset);
	figures->keysReserved = (uint32_t)(the->keyCount - the->keyOffset);
	figures->aliases = (uint32_t)the->aliasCount;
	figures->collections = the->garbageCollectionCount;
	figures->codes = the->meterIndex;
	figuresFlash(figures);
}

void enginePrintFigures(txMachine *the, const char *label)
{
	EngineFigures f;
	engineFigures(the, &f);
	fprintf(stderr,
		"%s slots %u of %u (peak %u), chunks %u of %u (peak %u), stack %u of %u, keys %u of %u, "
		"aliases %u, code %u, symbols %u, collections %u, codes %u\n",
		label, f.slots, f.slotsReserved, f.slotsPeak, f.chunks, f.chunksReserved, f.chunksPeak, f.stackPeak,
		f.stackReserved, f.keys, f.keysReserved, f.aliases, f.code, f.symbols, f.collections, f.codes);
}
