/*
 * XS asks which module a specifier means and what its code is; the map answers the first, the
 * compiler the second. There is no parser for anything else: no `eval`, no `new Function`.
 */

#include "xsAll.h"
#include "xsScript.h"
#include "engine.h"

/* As kHostExitInput, of a header that only the other view of XS can read. */
enum { kExitInput = 65 };

/* While preloading it ends at once: XS would go on, and complain of what is missing further on. */
static void modulesMissing(txMachine *the, const char *specifier, const char *from)
{
	if (!the->arena) {
		fprintf(stderr, "uplink: module \"%s\" not found, imported from %s\n", specifier, from);
		exit(kExitInput);
	}
	fxThrowMessage(the, NULL, 0, XS_REFERENCE_ERROR, "module \"%s\" not found, imported from %s", specifier, from);
}

txID fxFindModule(txMachine *the, txSlot *realm, txID moduleID, txSlot *slot)
{
	char specifier[C_PATH_MAX];
	const char *from = moduleID != XS_NO_ID ? fxGetKeyName(the, moduleID) : NULL;
	Module module;
	(void)realm;
	fxToStringBuffer(the, slot, specifier, sizeof specifier);
	module = mapResolve(from ? mapByName(from) : NULL, specifier);
	if (!module)
		modulesMissing(the, specifier, from ? from : "the host");
	return fxNewNameX(the, module->name);
}

void fxLoadModule(txMachine *the, txSlot *slot, txID moduleID)
{
	txScript script;
	Module module = mapByName(fxGetKeyName(the, moduleID));
	if (!module)
		fxThrowMessage(the, NULL, 0, XS_REFERENCE_ERROR, "module \"%s\" not found", fxGetKeyName(the, moduleID));
	if (!engineCompile(the, module))
		fxThrowMessage(the, NULL, 0, XS_SYNTAX_ERROR, "%s", engineCompileError());
	/* Without symbols: the image's names are linked, and XS must not free what stays in flash. */
	c_memset(&script, 0, sizeof script);
	script.codeBuffer = module->code;
	script.codeSize = module->codeSize;
	script.path = module->path;
	script.version[0] = XS_MAJOR_VERSION;
	script.version[1] = XS_MINOR_VERSION;
	script.version[2] = XS_PATCH_VERSION;
	fxResolveModule(the, slot, moduleID, &script, C_NULL, C_NULL);
}

txScript *fxParseScript(txMachine *the, void *stream, txGetter getter, txUnsigned flags)
{
	(void)the;
	(void)stream;
	(void)getter;
	(void)flags;
	return C_NULL;
}
