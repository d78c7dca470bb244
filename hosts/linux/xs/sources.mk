# XS's own sources, and the engine's platform. xsDefaults is compiled through defaults.c; there are no
# snapshots on a device.
XS := node_modules/@agoric/xsnap/moddable/xs
XS_SOURCES := $(filter-out %/xsDefaults.c %/xsSnapshot.c,$(wildcard $(XS)/sources/*.c))
ENGINE_SOURCES := $(wildcard hosts/linux/xs/*.c)

XS_FLAGS := -DINCLUDE_XSPLATFORM -DXSPLATFORM='"platform.h"' -DmxRun=1 -DmxParse=1 \
	-DmxHostFunctionPrimitive=1 -DmxBoundsCheck=1 -DmxInstrument=1 -DmxMetering=1 -DmxDebug=1 -DmxNoConsole=1 \
	-Ihosts/linux/xs -isystem $(XS)/includes -isystem $(XS)/platforms -isystem $(XS)/sources
