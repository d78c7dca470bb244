/*
 * The engine as the host sees it. Two machines: the root, which runs the preloaded modules once and
 * is then frozen, as a device's linker writes it to flash; and the device's own, cloned from it, with
 * one fixed arena, a fixed stack and fixed keys.
 *
 *   map ─▶ root: preload, compile the rest ─▶ freeze, share ─▶ clone in the arena ─▶ main
 *
 * XS has two views of its machine, xs.h for hosts and xsAll.h for itself; a file sees one of them.
 */

#ifndef ENGINE_H
#define ENGINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "map.h"

#ifdef __XSALL__
typedef txMachine EngineMachine;
#else
#include "xs.h"
typedef xsMachine EngineMachine;
#endif

/* What a device is built with. */
typedef struct {
	uint32_t arena; /* bytes for stack, slots and chunks together */
	uint32_t stack; /* slots */
	uint32_t keys;  /* names made at run time */
	uint32_t meter; /* byte codes until it is too much computation; 0: no limit */
	bool lines;     /* line numbers in stack traces, where the build has them */
	bool eager;     /* most of the arena is heap from the start: collections are as few as can be */
} EngineLimits;

/* The device's memory, and nothing else's: chunks grow up from `low`, slots down from `high`. The
   root has none. */
typedef struct {
	uint8_t *memory;
	uint8_t *low;
	uint8_t *high;
} EngineArenaRecord, *EngineArena;

/* The figures of the device's machine. Bytes, but for those that say otherwise. */
typedef struct {
	uint32_t slotSize;
	uint32_t slots, slotsPeak, slotsReserved;
	uint32_t chunks, chunksPeak, chunksReserved;
	uint32_t stack, stackPeak, stackReserved;
	uint32_t keys; /* made at run time, a count */
	uint32_t keysReserved;
	uint32_t aliases;     /* frozen things changed since, a count of what could be */
	uint32_t code;        /* byte code of all modules, in flash */
	uint32_t symbols;     /* their names, in flash */
	uint32_t collections; /* a count, modulo 65536 */
	uint32_t codes;       /* byte codes executed, modulo 2^32 */
} EngineFigures;

extern EngineLimits gEngineLimits;

/* Of the whole engine: engine.c. */
EngineMachine *engineStart(void);
void engineDelete(EngineMachine *the);

/* One import, its module body run; whether it settled is said by engineImportSettled. */
void engineImport(EngineMachine *the, const char *specifier);
bool engineImportSettled(void);

/* Promise jobs until there are none, then abort if a rejection is left that nobody handles. */
void engineSettle(EngineMachine *the);

void engineFigures(EngineMachine *the, EngineFigures *figures);
void engineForgetPeaks(EngineMachine *the);
void enginePrintFigures(EngineMachine *the, const char *label);

/* Among the engine's own files. */
bool engineCompile(EngineMachine *the, Module module);
const char *engineCompileError(void);
void engineFreeze(EngineMachine *the);
void enginePetrify(EngineMachine *the);

#endif
