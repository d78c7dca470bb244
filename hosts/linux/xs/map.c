/*
 * The module map read and asked: lines of text in, specifiers resolved.
 */

#include "map.h"
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { kMapLine = 2 * PATH_MAX };

static Module gModules;
static Module *gModulesEnd = &gModules;
static char *gMain;

Module mapFirst(void)
{
	return gModules;
}

const char *mapMain(void)
{
	return gMain;
}

/* `a/b/../c`, `./a` and `a/./b` without their dots. False when it leads above its beginning, which is
   no fault of an absolute path. */
static bool mapNormalise(char *path)
{
	bool absolute = path[0] == '/', more;
	char *read = path + absolute, *write = read, *begin = read;
	do {
		size_t length = strcspn(read, "/");
		more = read[length] != 0;
		if (length == 2 && read[0] == '.' && read[1] == '.') {
			if (write == begin && !absolute)
				return false;
			if (write > begin)
				for (write--; write > begin && write[-1] != '/'; write--) {
				}
		}
		else if (length > 0 && !(length == 1 && read[0] == '.')) {
			memmove(write, read, length);
			write += length;
			if (more)
				*write++ = '/';
		}
		read += length + 1;
	} while (more);
	*write = 0;
	return true;
}

/* `name`, unless it is absolute, in the folder of `beside`, into `result`. */
static bool mapJoin(char *result, size_t size, const char *beside, const char *name)
{
	const char *slash = strrchr(beside, '/');
	int folder = slash && name[0] != '/' ? (int)(slash - beside) + 1 : 0;
	int length = snprintf(result, size, "%.*s%s", folder, beside, name);
	return length >= 0 && (size_t)length < size && mapNormalise(result);
}

Module mapByName(const char *name)
{
	Module module;
	for (module = gModules; module; module = module->next)
		if (!strcmp(module->name, name))
			return module;
	return NULL;
}

static Module mapByPath(const char *path)
{
	Module module;
	for (module = gModules; module; module = module->next)
		if (!strcmp(module->path, path))
			return module;
	return NULL;
}

/* A specifier that ends in `.js` is the module without, as a device's linker names it. */
static Module mapBySpecifier(char *specifier)
{
	Module module = mapByName(specifier);
	size_t length = strlen(specifier);
	if (module || length < 3 || strcmp(specifier + length - 3, ".js"))
		return module;
	specifier[length - 3] = 0;
	return mapByName(specifier);
}

Module mapResolve(Module importer, const char *specifier)
{
	char path[PATH_MAX];
	Module module = NULL;
	if (specifier[0] == '.' && importer) {
		if (mapJoin(path, sizeof path, importer->name, specifier))
			module = mapBySpecifier(path);
		if (!module && mapJoin(path, sizeof path, importer->path, specifier))
			module = mapByPath(path);
		return module;
	}
	if ((size_t)snprintf(path, sizeof path, "%s", specifier) >= sizeof path)
		return NULL;
	return mapBySpecifier(path);
}

static bool mapAdd(const char *map, const char *name, const char *file)
{
	char path[PATH_MAX];
	Module module;
	if (mapByName(name) || !mapJoin(path, sizeof path, map, file))
		return false;
	module = calloc(1, sizeof *module);
	module->name = strdup(name);
	module->path = strdup(path);
	*gModulesEnd = module;
	gModulesEnd = &module->next;
	return true;
}

static bool mapLine(const char *map, char *line)
{
	char *word = strtok(line, "\t\n"), *name = strtok(NULL, "\t\n"), *file = strtok(NULL, "\t\n");
	Module module = name ? mapByName(name) : NULL;
	if (!word)
		return true;
	if (!strcmp(word, "module") && name && file)
		return mapAdd(map, name, file);
	if (!strcmp(word, "preload") && module) {
		module->preloaded = true;
		return true;
	}
	if (!strcmp(word, "main") && module && !gMain) {
		gMain = strdup(name);
		return true;
	}
	return false;
}

bool mapRead(const char *path)
{
	char line[kMapLine], absolute[PATH_MAX];
	int number = 0;
	bool good = true;
	FILE *file = realpath(path, absolute) ? fopen(absolute, "r") : NULL;
	if (!file) {
		fprintf(stderr, "uplink: %s: %s\n", path, strerror(errno));
		return false;
	}
	while (good && fgets(line, sizeof line, file)) {
		number++;
		good = mapLine(absolute, line);
	}
	if (!good)
		fprintf(stderr, "uplink: %s:%d: not a line of a module map, or said twice\n", path, number);
	fclose(file);
	return good;
}

void mapDelete(void)
{
	Module module, next;
	for (module = gModules; module; module = next) {
		next = module->next;
		free(module->name);
		free(module->path);
		free(module->code);
		free(module->symbols);
		free(module);
	}
	gModules = NULL;
	gModulesEnd = &gModules;
	free(gMain);
	gMain = NULL;
}
