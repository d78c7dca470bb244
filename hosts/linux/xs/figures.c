/*
 * The machine's own counts. The stack's high-water mark is found by painting what is free of it.
 */

#include "xsAll.h"
#include "engine.h"

enum { kPaint = 0x5A };

void engineForgetPeaks(txMachine *the)
{
	memset(the->stackBottom, kPaint, (size_t)(the->stack - the->stackBottom) * sizeof(txSlot));
	the->peakHeapCount = the->currentHeapCount;
	the->peakChunksSize = the->currentChunksSize;
}

static uint32_t figuresStackPeak(txMachine *the)
{
	const txByte *byte = (const txByte *)the->stackBottom;
	while (byte < (const txByte *)the->stack && *byte == kPaint)
		byte++;
	return (uint32_t)((const txByte *)the->stackTop - byte);
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
