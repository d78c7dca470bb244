/*
 * The command line, parsed once.
 */

#ifndef OPTIONS_H
#define OPTIONS_H

#include <stdbool.h>
#include <stdint.h>

typedef struct {
	const char *config; /* CONFIG.json, or NULL */
	const char *map;    /* the module map */
	const char *main;   /* a specifier, or NULL: the map's own */
	bool stats;
	bool clockSet;
	int64_t clock; /* seconds since 1970 that the device's clock begins at */
} HostOptions;

/* Also sets gEngineLimits. What is wrong is said on stderr, and the process exits. */
HostOptions optionsParse(int count, char **arguments);

#endif
