/*
 * CONFIG.json for JavaScript, which parses it.
 */

#include "xsmc.h"
#include "host.h"

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
