/*
 * What may stand on the command line. Numbers are whole, within bounds, or refused by name.
 */

#include "options.h"
#include "engine.h"
#include "host.h"
#include <errno.h>
#include <getopt.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
	kArenaMin = 4 * 1024,
	kArenaMax = 64 * 1024 * 1024,
	kStackMin = 128,
	kStackMax = 1024 * 1024,
	kKeysMin = 8,
	kKeysMax = 16 * 1024
};

static const char kUsage[] =
	"usage: uplink [OPTIONS] [CONFIG.json]\n"
	"  --map FILE        the module map (else the build's own, beside the program's folder)\n"
	"  --main SPECIFIER  the module to begin with (else the map's)\n"
	"  --arena BYTES     the device's memory for stack, slots and chunks (64 KiB, or 128 with 64 bits)\n"
	"  --stack SLOTS     of which the stack (512)\n"
	"  --eager           most of it is heap from the start, for fewer collections\n"
	"  --keys COUNT      names that may be made at run time (64)\n"
	"  --meter CODES     end after so many byte codes\n"
	"  --clock SECONDS   where the device's clock begins, since 1970 (else the machine's)\n"
	"  --no-lines        no line numbers in stack traces, as a release build has none\n"
	"  --stats           the memory's figures on stderr, when loaded and at the end\n";

static void optionsRefuse(void)
{
	fputs(kUsage, stderr);
	exit(kHostExitUsage);
}

static long long optionsNumber(const char *name, const char *text, long long min, long long max)
{
	char *end;
	long long value;
	errno = 0;
	value = strtoll(text, &end, 0);
	if (errno || *end || end == text || value < min || value > max) {
		fprintf(stderr, "uplink: --%s: expected %lld to %lld, not \"%s\"\n", name, min, max, text);
		exit(kHostExitUsage);
	}
	return value;
}

/* build/linux/VARIANT/uplink finds build/linux/modules.map. */
static const char *optionsOwnMap(void)
{
	static char path[PATH_MAX];
	ssize_t length = readlink("/proc/self/exe", path, sizeof path - 1);
	char *slash;
	path[length > 0 ? length : 0] = 0;
	slash = strrchr(path, '/');
	if (!slash)
		return "modules.map";
	snprintf(slash, sizeof path - (size_t)(slash - path), "/../modules.map");
	return path;
}

static void optionsLimit(int option, const char *name)
{
	switch (option) {
	case 'a': gEngineLimits.arena = (uint32_t)optionsNumber(name, optarg, kArenaMin, kArenaMax); break;
	case 's': gEngineLimits.stack = (uint32_t)optionsNumber(name, optarg, kStackMin, kStackMax); break;
	case 'k': gEngineLimits.keys = (uint32_t)optionsNumber(name, optarg, kKeysMin, kKeysMax); break;
	case 'M': gEngineLimits.meter = (uint32_t)optionsNumber(name, optarg, 1, UINT32_MAX / 2); break;
	case 'L': gEngineLimits.lines = false; break;
	case 'e': gEngineLimits.eager = true; break;
	default: optionsRefuse();
	}
}

HostOptions optionsParse(int count, char **arguments)
{
	static const struct option options[] = { { "map", 1, 0, 'm' }, { "main", 1, 0, 'n' },
		{ "arena", 1, 0, 'a' }, { "stack", 1, 0, 's' }, { "keys", 1, 0, 'k' }, { "meter", 1, 0, 'M' },
		{ "clock", 1, 0, 'c' }, { "no-lines", 0, 0, 'L' }, { "eager", 0, 0, 'e' }, { "stats", 0, 0, 'S' }, { 0, 0, 0, 0 } };
	HostOptions result = { 0 };
	int option, index = 0;
	while ((option = getopt_long(count, arguments, "", options, &index)) != -1) {
		switch (option) {
		case 'm': result.map = optarg; break;
		case 'n': result.main = optarg; break;
		case 'S': result.stats = true; break;
		case 'c':
			result.clockSet = true;
			result.clock = optionsNumber("clock", optarg, 0, UINT32_MAX);
			break;
		default: optionsLimit(option, option == '?' ? "" : options[index].name);
		}
	}
	if (count - optind > 1)
		optionsRefuse();
	result.config = arguments[optind];
	if (!result.map)
		result.map = optionsOwnMap();
	return result;
}
