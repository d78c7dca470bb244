/*
 * The module map: which specifier is which file, and what is preloaded. A text of lines, written by
 * the build from the manifests:
 *
 *   module ⇥ SPECIFIER ⇥ FILE      FILE relative to the map's own folder
 *   preload ⇥ SPECIFIER
 *   main ⇥ SPECIFIER
 */

#ifndef MAP_H
#define MAP_H

#include <stdbool.h>
#include <stdint.h>

typedef struct ModuleRecord ModuleRecord, *Module;
struct ModuleRecord {
	Module next;
	char *name; /* the specifier, and the module's name in the engine */
	char *path;
	bool preloaded;
	/* once compiled, its image in flash: byte code that runs in place, and names it refers to */
	void *code;
	int32_t codeSize;
	void *symbols;
	uint32_t symbolsSize;
};

/* Reads the map; false, and the reason on stderr, when it cannot. */
bool mapRead(const char *path);
Module mapFirst(void);
/* The specifier of `main`, or NULL. */
const char *mapMain(void);

Module mapByName(const char *name);
/* What `specifier` means in `importer` (NULL: in the host). By name, as on a device, where `./x.js`
   beside `a/b` is `a/x`; then by file, so that a test's path into the modules is the same module. */
Module mapResolve(Module importer, const char *specifier);

void mapDelete(void);

#endif
