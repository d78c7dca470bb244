/*
 * A domain's file cut at each length and with each bit turned: it reads as what was written or as
 * empty, and never as anything else. Prints how many files of each kind there were.
 */

#include "storage-file.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { kFile = 512, kEntries = 3 };
static const char *const kKeys[kEntries] = { "list", "a", "fifteen bytes x" };

static int readFile(const char *path, unsigned char *bytes)
{
	FILE *file = fopen(path, "rb");
	int length = file ? (int)fread(bytes, 1, kFile, file) : -1;
	if (file)
		fclose(file);
	return length;
}

static void writeFile(const char *path, const unsigned char *bytes, int length)
{
	FILE *file = fopen(path, "wb");
	if (!file || fwrite(bytes, 1, (size_t)length, file) != (size_t)length || fclose(file))
		exit(2);
}

static void make(const char *path)
{
	StorageImage image = { malloc(1), 0 }, next;
	int index;
	for (index = 0; index < kEntries; index++) {
		StorageEntry entry = { .type = 2, .keyLength = (uint8_t)strlen(kKeys[index]), .key = kKeys[index],
			.length = (uint32_t)(5 * index), .value = (const uint8_t *)"ten bytes!" };
		if (!storageReplace(&image, &entry, &next))
			exit(2);
		free(image.bytes);
		image = next;
	}
	if (!storageSave(path, &image))
		exit(2);
	free(image.bytes);
}

/* 1: whole; 0: empty; -1: anything else. */
static int kind(const char *path)
{
	StorageImage image;
	StorageEntry entry;
	bool exists;
	int index, found = 0, result;
	if (!storageLoad(path, &image, &exists))
		exit(2);
	for (index = 0; index < kEntries; index++)
		if (storageFind(&image, kKeys[index], &entry) && entry.length == (uint32_t)(5 * index)
			&& !memcmp(entry.value, "ten bytes!", entry.length))
			found++;
	result = found == kEntries && exists ? 1 : image.length == 0 && !exists ? 0 : -1;
	free(image.bytes);
	return result;
}

int main(int count, char **arguments)
{
	unsigned char bytes[kFile];
	int length, cut, bit, kinds[3] = { 0, 0, 0 };
	if (count != 2)
		return 2;
	make(arguments[1]);
	kinds[1 + kind(arguments[1])]++;
	length = readFile(arguments[1], bytes);
	for (cut = 0; cut < length; cut++) {
		writeFile(arguments[1], bytes, cut);
		kinds[1 + kind(arguments[1])]++;
	}
	for (bit = 0; bit < 8 * length; bit++) {
		bytes[bit / 8] ^= (unsigned char)(1 << (bit % 8));
		writeFile(arguments[1], bytes, length);
		kinds[1 + kind(arguments[1])]++;
		bytes[bit / 8] ^= (unsigned char)(1 << (bit % 8));
	}
	printf("length %d whole %d empty %d other %d\n", length, kinds[2], kinds[1], kinds[0]);
	return 0;
}
