/*
 * What the SDK's ECMA-419 natives share. Options are looked up in xsArg(0); an absent one and an
 * undefined one are the same.
 */

#include "builtinCommon.h"
#include "mc.xs.h"
#include <string.h>

static const char *const gFormats[] = {
	[kIOFormatNumber] = "number",
	[kIOFormatBuffer] = "buffer",
	[kIOFormatString] = "string",
	[kIOFormatSocketTCP] = "socket/tcp",
	[kIOFormatUint8] = "uint8",
	[kIOFormatInt8] = "int8",
	[kIOFormatUint16] = "uint16",
	[kIOFormatInt16] = "int16",
	[kIOFormatUint32] = "uint32",
	[kIOFormatInt32] = "int32",
	[kIOFormatUint64] = "uint64",
	[kIOFormatInt64] = "int64",
};
enum { kFormats = sizeof gFormats / sizeof *gFormats };

xsSlot *builtinGetCallback(xsMachine *the, xsIdentifier id)
{
	xsType type;
	xsmcGet(xsVar(0), xsArg(0), id);
	type = xsmcTypeOf(xsVar(0));
	if (type == xsUndefinedType || type == xsNullType)
		return NULL;
	if (!xsmcIsCallable(xsVar(0)))
		xsTypeError("callback: expected a function");
	return xsmcToReference(xsVar(0));
}

void builtinInitializeTarget(xsMachine *the)
{
	if (!xsmcHas(xsArg(0), xsID_target))
		return;
	xsmcGet(xsVar(0), xsArg(0), xsID_target);
	xsmcSet(xsThis, xsID_target, xsVar(0));
}

static uint8_t builtinFormat(xsMachine *the, const char *name)
{
	uint8_t format;
	for (format = kIOFormatNumber; format < kFormats; format++)
		if (!strcmp(gFormats[format], name))
			return format;
	xsRangeError("format \"%s\": unknown", name);
	return kIOFormatInvalid;
}

uint8_t builtinInitializeFormat(xsMachine *the, uint8_t format)
{
	if (!xsmcHas(xsArg(0), xsID_format))
		return format;
	xsmcGet(xsVar(0), xsArg(0), xsID_format);
	return xsmcTest(xsVar(0)) ? builtinFormat(the, xsmcToString(xsVar(0))) : format;
}

void builtinGetFormat(xsMachine *the, uint8_t format)
{
	if (format < kIOFormatNumber || format >= kFormats)
		xsRangeError("format: unknown");
	xsmcSetString(xsResult, (char *)gFormats[format]);
}

uint8_t builtinSetFormat(xsMachine *the)
{
	return builtinFormat(the, xsmcToString(xsArg(0)));
}

int32_t builtinGetSignedInteger(xsMachine *the, xsSlot *slot)
{
	xsNumberValue number = fxToNumber(the, slot);
	if (!(number >= -2147483648.0 && number <= 2147483647.0) || number != (xsNumberValue)(int32_t)number)
		xsRangeError("expected an integer of 32 bits");
	return (int32_t)number;
}

uint32_t builtinGetUnsignedInteger(xsMachine *the, xsSlot *slot)
{
	xsNumberValue number = fxToNumber(the, slot);
	if (!(number >= 0 && number <= 4294967295.0) || number != (xsNumberValue)(uint32_t)number)
		xsRangeError("expected an unsigned integer of 32 bits");
	return (uint32_t)number;
}
