/*
 * One domain of key-value storage as a file. It is replaced whole: what is read after a crash at any
 * moment is the old content or the new one.
 *
 *   "UPKV" 1 │ entries: type u8, key length u8, value length u32, key, value │ CRC-32 of all before
 */

#ifndef STORAGE_FILE_H
#define STORAGE_FILE_H

#include <stdbool.h>
#include <stdint.h>

enum {
	kStorageKeyMax = 15,      /* as NVS */
	kStorageStringMax = 4000, /* as NVS, with its ending zero */
	kStorageRow = 32,         /* NVS keeps rows of 32 bytes, one of them for each key */
	kStorageSpace = 5 * 126 * kStorageRow
};

/* The entries of a domain, one after the other. */
typedef struct {
	uint8_t *bytes;
	uint32_t length;
} StorageImage;

typedef struct {
	uint8_t type;
	uint8_t keyLength;
	uint32_t length;
	const char *key; /* without an ending zero */
	const uint8_t *value;
	uint32_t size; /* of the whole entry */
} StorageEntry;

/* An absent file is an empty image, and so is a damaged one, which is kept aside. False, with errno,
   when the file cannot be read. Free image->bytes in any case. */
bool storageLoad(const char *path, StorageImage *image, bool *exists);
bool storageSave(const char *path, const StorageImage *image);

/* The entry at an offset; false at the end. */
bool storageEntry(const StorageImage *image, uint32_t offset, StorageEntry *entry);
bool storageFind(const StorageImage *image, const char *key, StorageEntry *entry);

/* A new image with this key's entry replaced, or without it (value NULL). False: no memory. */
bool storageReplace(const StorageImage *image, const StorageEntry *entry, StorageImage *result);

/* What the image takes of a device's NVS partition of 24 KiB. */
uint32_t storageSpace(const StorageImage *image);

#endif
