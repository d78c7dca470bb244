/*
 * Both machines made: the root with everything preloaded in it, and the device's, cloned from it.
 */

#include "xs.h"
#include "engine.h"
#include "native.h"
#include <stdio.h>
#include <stdlib.h>

/* 64 KiB of a device; where pointers are twice as long, slots are, too. */
EngineLimits gEngineLimits = { .arena = 16 * 1024 * sizeof(void *), .stack = 512, .keys = 64, .meter = 0, .lines = true };

static xsMachine *gRoot;
static EngineArenaRecord gArena;

/* Root and device share the tables' sizes, for the device's are copies of the root's. */
enum { kNames = 127, kSymbols = 3, kMeterStep = 10000 };

#ifdef mxMetering
extern void fxBeginMetering(xsMachine *the, xsBooleanValue (*callback)(xsMachine *, xsUnsignedValue), xsUnsignedValue interval);

static xsBooleanValue engineMeter(xsMachine *the, xsUnsignedValue codes)
{
	(void)the;
	return !gEngineLimits.meter || codes < gEngineLimits.meter;
}
#endif

static bool enginePreload(xsMachine *root)
{
	Module module;
	for (module = mapFirst(); module; module = module->next) {
		if (!module->preloaded)
			continue;
		engineImport(root, module->name);
		engineSettle(root);
		if (!engineImportSettled()) {
			fprintf(stderr, "uplink: %s: cannot be preloaded, it waits for a promise\n", module->name);
			return false;
		}
	}
	for (module = mapFirst(); module; module = module->next)
		if (!engineCompile(root, module)) {
			fprintf(stderr, "uplink: %s\n", engineCompileError());
			return false;
		}
	return true;
}

static xsMachine *engineMakeRoot(void)
{
	xsCreation creation = { .initialChunkSize = 1 << 20, .incrementalChunkSize = 1 << 20,
		.initialHeapCount = 1 << 16, .incrementalHeapCount = 1 << 14, .stackCount = 4096,
		.initialKeyCount = 8192, .incrementalKeyCount = 4096, .nameModulo = kNames, .symbolModulo = kSymbols,
		.parserBufferSize = 1024, .parserTableModulo = 127 };
	xsMachine *root = xsCreateMachine(&creation, "root", NULL);
	if (!root)
		return NULL;
	nativeInstall(root);
	if (!enginePreload(root))
		exit(65);
	engineFreeze(root);
	xsShareMachine(root);
	enginePetrify(root);
	return root;
}

/* The initial heaps are small and grow to the arena's ends, where `memory full` is; eager ones have
   three quarters of the arena from the start. */
static xsMachine *engineMakeDevice(xsMachine *root)
{
	xsCreation creation = { .initialChunkSize = 1024, .incrementalChunkSize = 512, .initialHeapCount = 64,
		.incrementalHeapCount = 32, .stackCount = (xsIntegerValue)gEngineLimits.stack,
		.initialKeyCount = (xsIntegerValue)gEngineLimits.keys, .incrementalKeyCount = 0, .nameModulo = kNames,
		.symbolModulo = kSymbols, .parserBufferSize = 1024, .parserTableModulo = 127 };
	if (gEngineLimits.eager) {
		creation.initialHeapCount = (xsIntegerValue)(gEngineLimits.arena / 2 / sizeof(xsSlot));
		creation.initialChunkSize = (xsIntegerValue)(gEngineLimits.arena / 4);
	}
	gArena.memory = aligned_alloc(16, (gEngineLimits.arena + 15) & ~(uint32_t)15);
	if (!gArena.memory)
		return NULL;
	gArena.low = gArena.memory;
	gArena.high = gArena.memory + (gEngineLimits.arena & ~(uint32_t)15);
	return xsCloneMachine(&creation, root, "device", &gArena);
}

xsMachine *engineStart(void)
{
	xsMachine *device;
	gRoot = engineMakeRoot();
	device = gRoot ? engineMakeDevice(gRoot) : NULL;
	if (!device)
		return NULL;
	engineForgetPeaks(device);
#ifdef mxMetering
	fxBeginMetering(device, engineMeter, kMeterStep);
#endif
#if mxStress
	{
		extern int gxStress;
		gxStress = 1;
	}
#endif
	return device;
}

/* The root cannot be collected any more, only freed. */
void engineDelete(xsMachine *the)
{
	xsDeleteMachine(the);
	xsDeleteMachine(gRoot);
	gRoot = NULL;
	free(gArena.memory);
	gArena.memory = NULL;
	nativeDelete();
	mapDelete();
}
