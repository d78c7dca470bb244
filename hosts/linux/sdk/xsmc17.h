/*
 * Names of xsmc.h that the SDK's XS has and XS 13.3 lacks, so that C shared with ESP32 is one source.
 * Included before every file of ours; macros alone, so that it stands beside either view of XS.
 */

#ifndef XSMC_17_H
#define XSMC_17_H

#define xsmcToReference(_SLOT) fxToReference(the, &_SLOT)
#define xsmcToUnsigned(_SLOT) fxToUnsigned(the, &_SLOT)
#define xsmcSetUnsigned(_SLOT, _VALUE) fxUnsigned(the, &_SLOT, _VALUE)
#define xsmcSetStringX(_SLOT, _VALUE) fxStringX(the, &_SLOT, _VALUE)

#endif
