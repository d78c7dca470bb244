/*
 * Key-value storage for JavaScript. A domain is read from its file at each call, so that two objects
 * of one domain agree, and a write has reached the disk when it returns.
 */

#include "xsmc.h"
#include "builtinCommon.h"
#include "mc.xs.h"
#include "storage-file.h"
#include <errno.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

typedef struct {
	char path[PATH_MAX];
	uint8_t format;
	bool readOnly;
} DomainRecord, *Domain;

enum { kPathMax = PATH_MAX - 256 };

void xs_keyvalue_destructor(void *data)
{
	free(data);
}

static Domain domainOf(xsMachine *the)
{
	Domain domain = xsmcGetHostData(xsThis);
	if (!domain)
		xsUnknownError("storage: closed");
	return domain;
}

/* A domain's name as a file's: what is no letter, digit, dash or underline is its code. */
static void domainFile(char *file, size_t size, const char *name)
{
	size_t length = 0;
	for (; *name && length + 4 < size; name++) {
		unsigned char byte = (unsigned char)*name;
		bool plain = (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || (byte >= '0' && byte <= '9')
			|| byte == '-' || byte == '_';
		length += (size_t)snprintf(file + length, size - length, plain ? "%c" : "%%%02X", byte);
	}
	file[length] = 0;
}

static void domainFormat(xsMachine *the, Domain domain, uint8_t format)
{
	if (format == kIOFormatNumber || format == kIOFormatSocketTCP)
		xsRangeError("storage: unsupported format");
	domain->format = format;
}

static void domainFolder(xsMachine *the, char *folder, size_t size)
{
	if (xsmcTypeOf(xsArg(0)) != xsStringType)
		xsUnknownError("storage: no folder is configured");
	xsmcToStringBuffer(xsArg(0), folder, size);
	if (mkdir(folder, 0700) && errno != EEXIST)
		xsUnknownError("storage: %s: %s", folder, strerror(errno));
}

static bool domainIsReadOnly(xsMachine *the)
{
	char *mode;
	xsmcGet(xsVar(0), xsArg(1), xsID_mode);
	if (xsmcTypeOf(xsVar(0)) == xsUndefinedType)
		return false;
	mode = xsmcToString(xsVar(0));
	if (strcmp(mode, "r") && strcmp(mode, "r+"))
		xsRangeError("storage: mode \"%s\": expected r or r+", mode);
	return !strcmp(mode, "r");
}

static void domainLoad(xsMachine *the, Domain domain, StorageImage *image, bool *exists)
{
	if (storageLoad(domain->path, image, exists))
		return;
	free(image->bytes);
	xsUnknownError("storage: %s: %s", domain->path, strerror(errno));
}

static void domainMustExist(xsMachine *the, Domain domain)
{
	StorageImage image;
	bool exists;
	domainLoad(the, domain, &image, &exists);
	free(image.bytes);
	if (!exists)
		xsUnknownError("storage: %s: nothing was ever written", domain->path);
}

void xs_keyvalue_constructor(xsMachine *the)
{
	char folder[kPathMax], name[64], file[3 * 64];
	Domain domain = calloc(1, sizeof *domain);
	uint8_t format;
	if (!domain)
		xsUnknownError("storage: no memory");
	xsmcSetHostData(xsThis, domain);
	xsmcVars(1);
	domainFolder(the, folder, sizeof folder);
	xsmcGet(xsVar(0), xsArg(1), xsID_path);
	if (xsmcTypeOf(xsVar(0)) != xsStringType)
		xsTypeError("storage: path: expected a string");
	xsmcToStringBuffer(xsVar(0), name, sizeof name);
	if (name[0] && name[strlen(name) - 1] == '/')
		name[strlen(name) - 1] = 0;
	if (!name[0] || strlen(name) > kStorageKeyMax)
		xsRangeError("storage: path \"%s\": expected 1 to %d bytes", name, kStorageKeyMax);
	domain->readOnly = domainIsReadOnly(the);
	xsArg(0) = xsArg(1);
	format = builtinInitializeFormat(the, kIOFormatBuffer);
	domainFormat(the, domain, format);
	domainFile(file, sizeof file, name);
	snprintf(domain->path, sizeof domain->path, "%s/%s.kv", folder, file);
	if (domain->readOnly)
		domainMustExist(the, domain);
}

void xs_keyvalue_close(xsMachine *the)
{
	free(xsmcGetHostData(xsThis));
	xsmcSetHostData(xsThis, NULL);
}

void xs_keyvalue_format_get(xsMachine *the)
{
	builtinGetFormat(the, domainOf(the)->format);
}

void xs_keyvalue_format_set(xsMachine *the)
{
	domainFormat(the, domainOf(the), builtinSetFormat(the));
}

static void domainKey(xsMachine *the, char *key, size_t size)
{
	if (xsmcTypeOf(xsArg(0)) != xsStringType)
		xsTypeError("storage: key: expected a string");
	xsmcToStringBuffer(xsArg(0), key, size);
	if (!key[0] || strlen(key) > kStorageKeyMax)
		xsRangeError("storage: key \"%s\": expected 1 to %d bytes", key, kStorageKeyMax);
}

static int64_t domainInteger(const uint8_t *value, int bytes, bool isSigned)
{
	uint64_t number = 0;
	int index;
	for (index = bytes - 1; index >= 0; index--)
		number = number << 8 | value[index];
	if (isSigned && bytes < 8 && (number >> (8 * bytes - 1)))
		number |= ~0ULL << (8 * bytes);
	return (int64_t)number;
}

typedef struct {
	int bytes;
	bool isSigned;
	double min, max;
} Integer;

static const Integer kIntegers[] = {
	[kIOFormatUint8] = { 1, false, 0, 255 },
	[kIOFormatInt8] = { 1, true, -128, 127 },
	[kIOFormatUint16] = { 2, false, 0, 65535 },
	[kIOFormatInt16] = { 2, true, -32768, 32767 },
	[kIOFormatUint32] = { 4, false, 0, 4294967295.0 },
	[kIOFormatInt32] = { 4, true, -2147483648.0, 2147483647.0 },
	[kIOFormatUint64] = { 8, false, 0, 0 },
	[kIOFormatInt64] = { 8, true, 0, 0 },
};

extern void fxFromBigInt64(xsMachine *the, xsSlot *slot, int64_t value);
extern void fxFromBigUint64(xsMachine *the, xsSlot *slot, uint64_t value);
extern int64_t fxToBigInt64(xsMachine *the, xsSlot *slot);
extern uint64_t fxToBigUint64(xsMachine *the, xsSlot *slot);

static void domainResult(xsMachine *the, const StorageEntry *entry)
{
	int64_t number;
	if (entry->type == kIOFormatBuffer)
		xsmcSetArrayBuffer(xsResult, (void *)entry->value, (xsIntegerValue)entry->length);
	else if (entry->type == kIOFormatString)
		xsmcSetStringBuffer(xsResult, (char *)entry->value, (xsIntegerValue)entry->length);
	else {
		const Integer *kind = &kIntegers[entry->type];
		number = domainInteger(entry->value, kind->bytes, kind->isSigned);
		if (entry->type == kIOFormatUint64)
			fxFromBigUint64(the, &xsResult, (uint64_t)number);
		else if (entry->type == kIOFormatInt64)
			fxFromBigInt64(the, &xsResult, number);
		else
			xsmcSetNumber(xsResult, (double)number);
	}
}

/* Nothing of the VM is called while the image is held, but what makes the result, which aborts and
   does not throw. */
void xs_keyvalue_read(xsMachine *the)
{
	char key[64];
	Domain domain = domainOf(the);
	StorageImage image;
	StorageEntry entry;
	bool exists, found;
	domainKey(the, key, sizeof key);
	domainLoad(the, domain, &image, &exists);
	found = storageFind(&image, key, &entry);
	if (found && entry.type == domain->format)
		domainResult(the, &entry);
	free(image.bytes);
	if (found && entry.type != domain->format)
		xsTypeError("storage: key \"%s\": written in another format", key);
}

static void domainReplace(xsMachine *the, Domain domain, const StorageEntry *entry)
{
	StorageImage image, replaced;
	bool exists, room, saved = false;
	domainLoad(the, domain, &image, &exists);
	room = storageReplace(&image, entry, &replaced) && storageSpace(&replaced) <= kStorageSpace;
	if (room)
		saved = storageSave(domain->path, &replaced);
	free(image.bytes);
	free(replaced.bytes);
	if (!room)
		xsUnknownError("storage: key \"%.*s\": no space", entry->keyLength, entry->key);
	if (!saved)
		xsUnknownError("storage: %s: %s", domain->path, strerror(errno));
}

static void domainMayWrite(xsMachine *the, Domain domain)
{
	if (domain->readOnly)
		xsUnknownError("storage: %s: opened to be read", domain->path);
}

static void domainPutInteger(xsMachine *the, uint8_t format, uint8_t *bytes, StorageEntry *entry)
{
	const Integer *kind = &kIntegers[format];
	uint64_t number;
	int index;
	if (format == kIOFormatUint64)
		number = fxToBigUint64(the, &xsArg(1));
	else if (format == kIOFormatInt64)
		number = (uint64_t)fxToBigInt64(the, &xsArg(1));
	else {
		double value = xsmcToNumber(xsArg(1));
		if (!(value >= kind->min && value <= kind->max) || value != (double)(int64_t)value)
			xsRangeError("storage: value: expected an integer of %d bits", 8 * kind->bytes);
		number = (uint64_t)(int64_t)value;
	}
	for (index = 0; index < kind->bytes; index++)
		bytes[index] = (uint8_t)(number >> (8 * index));
	entry->value = bytes;
	entry->length = (uint32_t)kind->bytes;
}

void xs_keyvalue_write(xsMachine *the)
{
	char key[64];
	uint8_t number[8];
	Domain domain = domainOf(the);
	StorageEntry entry = { .type = domain->format, .key = key };
	domainMayWrite(the, domain);
	domainKey(the, key, sizeof key);
	entry.keyLength = (uint8_t)strlen(key);
	if (domain->format == kIOFormatBuffer) {
		void *data;
		xsUnsignedValue length;
		xsmcGetBufferReadable(xsArg(1), &data, &length);
		entry.value = data ? data : (void *)"";
		entry.length = length;
	}
	else if (domain->format == kIOFormatString) {
		if (xsmcTypeOf(xsArg(1)) != xsStringType)
			xsTypeError("storage: value: expected a string");
		entry.value = (uint8_t *)xsmcToString(xsArg(1));
		entry.length = (uint32_t)strlen((const char *)entry.value);
		if (entry.length >= kStorageStringMax)
			xsRangeError("storage: value: a string of at most %d bytes", kStorageStringMax - 1);
	}
	else
		domainPutInteger(the, domain->format, number, &entry);
	domainReplace(the, domain, &entry);
}

void xs_keyvalue_delete(xsMachine *the)
{
	char key[64];
	Domain domain = domainOf(the);
	StorageEntry entry = { .key = key };
	StorageImage image;
	bool exists, found;
	domainMayWrite(the, domain);
	domainKey(the, key, sizeof key);
	entry.keyLength = (uint8_t)strlen(key);
	domainLoad(the, domain, &image, &exists);
	found = storageFind(&image, key, &(StorageEntry){ 0 });
	free(image.bytes);
	if (found)
		domainReplace(the, domain, &entry);
}

void xs_keyvalue_keys(xsMachine *the)
{
	Domain domain = domainOf(the);
	StorageImage image;
	StorageEntry entry;
	uint32_t offset;
	xsIndex index = 0;
	bool exists;
	xsmcVars(1);
	xsResult = xsNewArray(0);
	domainLoad(the, domain, &image, &exists);
	for (offset = 0; storageEntry(&image, offset, &entry); offset += entry.size) {
		xsmcSetStringBuffer(xsVar(0), (char *)entry.key, entry.keyLength);
		xsmcSetIndex(xsResult, index++, xsVar(0));
	}
	free(image.bytes);
}
