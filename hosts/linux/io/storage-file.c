/*
 * A domain's file read and replaced: temporary file, fsync, rename, fsync of the folder.
 */

#include "storage-file.h"
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { kHeader = 5, kTrailer = 4, kEntryHeader = 6, kFileMax = 2 * kStorageSpace };
static const uint8_t kMagic[kHeader] = { 'U', 'P', 'K', 'V', 1 };

static uint32_t storageChecksum(const uint8_t *bytes, size_t length)
{
	uint32_t crc = 0xFFFFFFFF;
	size_t index;
	int bit;
	for (index = 0; index < length; index++) {
		crc ^= bytes[index];
		for (bit = 0; bit < 8; bit++)
			crc = (crc >> 1) ^ (0xEDB88320 & (0 - (crc & 1)));
	}
	return ~crc;
}

static uint32_t storageGet32(const uint8_t *bytes)
{
	return (uint32_t)bytes[0] | (uint32_t)bytes[1] << 8 | (uint32_t)bytes[2] << 16 | (uint32_t)bytes[3] << 24;
}

static void storagePut32(uint8_t *bytes, uint32_t value)
{
	int index;
	for (index = 0; index < 4; index++)
		bytes[index] = (uint8_t)(value >> (8 * index));
}

bool storageEntry(const StorageImage *image, uint32_t offset, StorageEntry *entry)
{
	const uint8_t *bytes = image->bytes + offset;
	uint32_t left = image->length - offset;
	if (offset >= image->length || left < kEntryHeader)
		return false;
	entry->type = bytes[0];
	entry->keyLength = bytes[1];
	entry->length = storageGet32(bytes + 2);
	if (entry->length > left || kEntryHeader + entry->keyLength + entry->length > left)
		return false;
	entry->key = (const char *)bytes + kEntryHeader;
	entry->value = bytes + kEntryHeader + entry->keyLength;
	entry->size = kEntryHeader + entry->keyLength + entry->length;
	return true;
}

bool storageFind(const StorageImage *image, const char *key, StorageEntry *entry)
{
	uint32_t offset;
	size_t length = strlen(key);
	for (offset = 0; storageEntry(image, offset, entry); offset += entry->size)
		if (entry->keyLength == length && !memcmp(entry->key, key, length))
			return true;
	return false;
}

static bool storageIsWhole(const StorageImage *image)
{
	StorageEntry entry;
	uint32_t offset = 0;
	while (storageEntry(image, offset, &entry))
		offset += entry.size;
	return offset == image->length;
}

/* What is damaged is kept for whoever wants to know, one of each domain. */
static void storageKeepAside(const char *path)
{
	char aside[PATH_MAX];
	snprintf(aside, sizeof aside, "%s.damaged", path);
	fprintf(stderr, "uplink: storage: %s is damaged and counts as empty; kept as %s\n", path, aside);
	if (rename(path, aside))
		perror("uplink: storage");
}

static bool storageRead(const char *path, uint8_t *file, size_t *length)
{
	int descriptor = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t count = 0;
	*length = 0;
	if (descriptor < 0)
		return false;
	while (*length < kFileMax && (count = read(descriptor, file + *length, kFileMax - *length)) > 0)
		*length += (size_t)count;
	close(descriptor);
	return count >= 0;
}

bool storageLoad(const char *path, StorageImage *image, bool *exists)
{
	uint8_t *file = malloc(kFileMax);
	size_t length;
	image->bytes = file;
	image->length = 0;
	*exists = false;
	if (!file)
		return false;
	if (!storageRead(path, file, &length))
		return errno == ENOENT;
	*exists = true;
	if (length < kHeader + kTrailer || memcmp(file, kMagic, kHeader)
		|| storageGet32(file + length - kTrailer) != storageChecksum(file, length - kTrailer)) {
		storageKeepAside(path);
		*exists = false;
		return true;
	}
	image->length = (uint32_t)(length - kHeader - kTrailer);
	memmove(file, file + kHeader, image->length);
	if (storageIsWhole(image))
		return true;
	storageKeepAside(path);
	image->length = 0;
	*exists = false;
	return true;
}

static bool storageSyncFolder(const char *path)
{
	char folder[PATH_MAX];
	int descriptor;
	bool good;
	snprintf(folder, sizeof folder, "%s", path);
	descriptor = open(dirname(folder), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (descriptor < 0)
		return false;
	good = fsync(descriptor) == 0;
	close(descriptor);
	return good;
}

static bool storageWrite(int descriptor, const uint8_t *bytes, size_t length)
{
	while (length > 0) {
		ssize_t count = write(descriptor, bytes, length);
		if (count <= 0)
			return false;
		bytes += count;
		length -= (size_t)count;
	}
	return true;
}

bool storageSave(const char *path, const StorageImage *image)
{
	char temporary[PATH_MAX];
	size_t length = kHeader + image->length + kTrailer;
	uint8_t *file = malloc(length);
	int descriptor;
	bool good;
	if (!file)
		return false;
	memcpy(file, kMagic, kHeader);
	memcpy(file + kHeader, image->bytes, image->length);
	storagePut32(file + length - kTrailer, storageChecksum(file, length - kTrailer));
	snprintf(temporary, sizeof temporary, "%s.new", path);
	descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	good = descriptor >= 0 && storageWrite(descriptor, file, length) && fsync(descriptor) == 0;
	if (descriptor >= 0)
		close(descriptor);
	free(file);
	return good && rename(temporary, path) == 0 && storageSyncFolder(path);
}

static void storageAppend(StorageImage *image, const StorageEntry *entry)
{
	uint8_t *bytes = image->bytes + image->length;
	bytes[0] = entry->type;
	bytes[1] = entry->keyLength;
	storagePut32(bytes + 2, entry->length);
	memcpy(bytes + kEntryHeader, entry->key, entry->keyLength);
	if (entry->length)
		memcpy(bytes + kEntryHeader + entry->keyLength, entry->value, entry->length);
	image->length += kEntryHeader + entry->keyLength + entry->length;
}

bool storageReplace(const StorageImage *image, const StorageEntry *entry, StorageImage *result)
{
	StorageEntry old;
	uint32_t offset;
	result->length = 0;
	result->bytes = malloc(image->length + kEntryHeader + entry->keyLength + entry->length);
	if (!result->bytes)
		return false;
	for (offset = 0; storageEntry(image, offset, &old); offset += old.size)
		if (old.keyLength != entry->keyLength || memcmp(old.key, entry->key, old.keyLength))
			storageAppend(result, &old);
	if (entry->value)
		storageAppend(result, entry);
	return true;
}

uint32_t storageSpace(const StorageImage *image)
{
	StorageEntry entry;
	uint32_t offset, space = 0;
	for (offset = 0; storageEntry(image, offset, &entry); offset += entry.size)
		space += kStorageRow + (entry.length + kStorageRow - 1) / kStorageRow * kStorageRow;
	return space;
}
