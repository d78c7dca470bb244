/*
 * CONFIG.json as text: JavaScript parses it (io/config.ts), this reads it whole.
 */

#include "config.h"
#include "host.h"
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A configuration is a page; what is larger is another file. */
enum { kConfigMax = 64 * 1024 };

static const char *gPath;
static char *gText;

void configRead(const char *path)
{
	FILE *file = fopen(path, "r");
	size_t length;
	gPath = path;
	gText = malloc(kConfigMax + 1);
	length = file && gText ? fread(gText, 1, kConfigMax + 1, file) : 0;
	if (!file || !gText || ferror(file) || length > kConfigMax) {
		fprintf(stderr, "uplink: %s: %s\n", path, length > kConfigMax ? "larger than 64 KiB" : strerror(errno));
		exit(kHostExitInput);
	}
	gText[length] = 0;
	fclose(file);
}

void configDelete(void)
{
	free(gText);
	gText = NULL;
}

const char *hostConfigText(void)
{
	return gText;
}

const char *hostConfigPath(void)
{
	return gPath;
}
