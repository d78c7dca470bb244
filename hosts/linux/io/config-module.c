/*
 * CONFIG.json for JavaScript, which parses it.
 */

#include "xsmc.h"
#include "host.h"
#include <stdio.h>
#include <unistd.h>

void xs_config_path(xsMachine *the)
{
	if (hostConfigPath())
		xsmcSetString(xsResult, (char *)hostConfigPath());
}

void xs_config_text(xsMachine *the)
{
	if (hostConfigText())
		xsmcSetString(xsResult, (char *)hostConfigText());
}

/* What is no JSON is the user's to mend, and no program can begin. */
void xs_config_refuse(xsMachine *the)
{
	fprintf(stderr, "uplink: %s: %s\n", hostConfigPath(), xsmcToString(xsArg(0)));
	_exit(kHostExitInput);
}
