/*
 * What the SDK's ECMA-419 natives share, by the SDK's names, so that one C source reads its options
 * the same way on ESP32 and here: callbacks, target, format, integers.
 */

#ifndef BUILTIN_COMMON_H
#define BUILTIN_COMMON_H

#include <stdint.h>
#include "xsmc.h"

enum {
	kIOFormatNumber = 1,
	kIOFormatBuffer = 2,
	kIOFormatString = 3,
	kIOFormatSocketTCP = 4,
	kIOFormatUint8 = 5,
	kIOFormatInt8 = 6,
	kIOFormatUint16 = 7,
	kIOFormatInt16 = 8,
	kIOFormatUint32 = 9,
	kIOFormatInt32 = 10,
	kIOFormatUint64 = 11,
	kIOFormatInt64 = 12,
	kIOFormatInvalid = 0xFF /* the SDK's answer for an unknown one, where this host throws */
};

/* The callback `id` of the options in xsArg(0) as a reference, or NULL when there is none. Throws
   where it is not callable. Uses xsVar(0). */
xsSlot *builtinGetCallback(xsMachine *the, xsIdentifier id);

/* `target` of the options in xsArg(0), kept on xsThis. Uses xsVar(0). */
void builtinInitializeTarget(xsMachine *the);

/* `format` of the options in xsArg(0), or the given one when absent. Throws RangeError. Uses xsVar(0). */
uint8_t builtinInitializeFormat(xsMachine *the, uint8_t format);
void builtinGetFormat(xsMachine *the, uint8_t format);
uint8_t builtinSetFormat(xsMachine *the);

/* Throw RangeError for what is not an integer of that kind. */
int32_t builtinGetSignedInteger(xsMachine *the, xsSlot *slot);
uint32_t builtinGetUnsignedInteger(xsMachine *the, xsSlot *slot);

#endif
