/*
 * XS's table of what an engine can do, as a device's linker leaves it: functions have no `length` and
 * no `name` of their own there, which is two slots less for each.
 */

#include "xsAll.h"

#define fxNewFunctionLength C_NULL
#define fxNewFunctionName C_NULL
#include "xsDefaults.c"
