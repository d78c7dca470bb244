/*
 * `Native` and `native`, which XS's compiler knows from version 17 on, as functions of this host. The
 * functions are made in the root once, so that a call of the device allocates nothing.
 */

#include "xsmc.h"
#include "native.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static xsSlot **gFunctions;
static xsSlot gKeep;

static int nativeCompare(const void *key, const void *entry)
{
	return strcmp(key, *(const char *const *)entry);
}

static void xs_native(xsMachine *the)
{
	const char *name = xsmcToString(xsArg(0));
	const NativeFunction *function =
		bsearch(name, gNativeFunctions, gNativeFunctionCount, sizeof *gNativeFunctions, nativeCompare);
	if (!function)
		xsReferenceError("native \"%s\": no such function", name);
	xsResult = xsReference(gFunctions[function - gNativeFunctions]);
}

/* Where `super()` of a class with natives arrives. */
static void xs_native_construct(xsMachine *the)
{
	if (xsmcTypeOf(xsTarget) == xsUndefinedType)
		xsTypeError("class without new");
	xsmcVars(1);
	xsmcGet(xsVar(0), xsTarget, xsID("prototype"));
	xsResult = xsNewHostInstance(xsVar(0));
}

static void xs_native_class(xsMachine *the)
{
	const char *name = xsmcToString(xsArg(0));
	const NativeDestructor *destructor =
		bsearch(name, gNativeDestructors, gNativeDestructorCount, sizeof *gNativeDestructors, nativeCompare);
	if (!destructor)
		xsReferenceError("Native \"%s\": no such destructor", name);
	xsmcVars(1);
	xsVar(0) = xsNewHostObject(destructor->destructor);
	xsResult = xsNewHostConstructor(xs_native_construct, 0, xsVar(0));
}

/* The device's debug line. */
static void xs_trace(xsMachine *the)
{
	int index, count = xsmcArgc;
	for (index = 0; index < count; index++)
		fputs(xsmcToString(xsArg(index)), stdout);
	fflush(stdout);
}

void nativeInstall(xsMachine *root)
{
	gFunctions = calloc(gNativeFunctionCount + 1, sizeof *gFunctions);
	nativeResolveIdentifiers(root);
	xsBeginHost(root);
	{
		unsigned index;
		xsmcVars(1);
		gKeep = xsNewArray(0);
		xsRemember(gKeep);
		for (index = 0; index < gNativeFunctionCount; index++) {
			xsVar(0) = xsNewHostFunctionObject(gNativeFunctions[index].callback, 0, xsID((char *)gNativeFunctions[index].name));
			gFunctions[index] = xsmcToReference(xsVar(0));
			xsResult = xsAccess(gKeep);
			xsmcSetIndex(xsResult, index, xsVar(0));
		}
		xsVar(0) = xsNewHostFunction(xs_native, 1);
		xsmcDefine(xsGlobal, xsID("native"), xsVar(0), xsDontEnum);
		xsVar(0) = xsNewHostFunction(xs_native_class, 1);
		xsmcDefine(xsGlobal, xsID("Native"), xsVar(0), xsDontEnum);
		xsVar(0) = xsNewHostFunction(xs_trace, 1);
		xsmcDefine(xsGlobal, xsID("trace"), xsVar(0), xsDontEnum);
	}
	xsEndHost(root);
}

void nativeDelete(void)
{
	free(gFunctions);
	gFunctions = NULL;
}
