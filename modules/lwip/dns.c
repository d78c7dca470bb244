/*
 * DNS packets, written and read (RFC 1035 §4). Whoever can send to our port writes these packets, so
 * nothing in them is believed: each offset is checked before it is used, a pointer must lead back
 * (which ends every loop of them), and a chain of CNAMEs is followed kHopsMax times.
 *
 *   header ─▶ id, QR, one question? ─▶ our question? ─▶ refused, or no such name?
 *                                                   └─▶ records: CNAME ─▶ CNAME ─▶ A
 *
 * Names are compared where they lie in the packet; none is ever copied.
 */

#include <string.h>
#include "dns.h"

enum {
	kHeaderSize = 12,
	kQuestionSize = 4, /* type and class, after the name */
	kRecordSize = 10, /* type, class, time to live and length, after the name */
	kLabelMax = 63,
	kNameWireMax = 255,
	kHopsMax = 8,

	kFlagResponse = 0x8000,
	kFlagOpcode = 0x7800,
	kFlagTruncated = 0x0200,
	kFlagRecursion = 0x0100,
	kCode = 0x000F,
	kCodeNoName = 3,

	kTypeA = 1,
	kTypeCNAME = 5,
	kClassIN = 1,

	kPointer = 0xC0
};

typedef struct {
	const uint8_t *bytes;
	uint16_t length;
} Packet;

/* Goes through the labels of a name. */
typedef struct {
	uint16_t at;
	uint16_t limit; /* pointers lead before this, and each before the last */
	uint16_t total;
} Walk;

typedef struct {
	uint16_t type;
	uint16_t data;
	uint16_t size;
} Record;

static uint16_t read16(const Packet *packet, uint16_t at)
{
	return (uint16_t)((packet->bytes[at] << 8) | packet->bytes[at + 1]);
}

static int isDigit(char c)
{
	return c >= '0' && c <= '9';
}

static uint8_t lower(uint8_t c)
{
	return c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c;
}

int dnsReadQuad(const char *text, uint8_t address[4])
{
	for (int part = 0; part < 4; part++) {
		int value = 0, digits = 0;
		for (; isDigit(*text); text++) {
			if (++digits > 3)
				return 0;
			value = value * 10 + (*text - '0');
		}
		if (digits == 0 || value > 255)
			return 0;
		address[part] = (uint8_t)value;
		if (*text != (part < 3 ? '.' : 0))
			return 0;
		text++;
	}
	return 1;
}

/* Returns where the name ends, or 0. A dot at its end is allowed. */
static uint16_t writeName(uint8_t *packet, uint16_t at, const char *host)
{
	size_t length = strlen(host);
	if (length > 0 && host[length - 1] == '.')
		length--;
	if (length == 0 || length > kDNSNameMax)
		return 0;
	for (size_t from = 0; from <= length;) {
		size_t size = 0;
		while (from + size < length && host[from + size] != '.') {
			if ((uint8_t)host[from + size] <= ' ' || (uint8_t)host[from + size] >= 0x7F)
				return 0;
			size++;
		}
		if (size == 0 || size > kLabelMax)
			return 0;
		packet[at++] = (uint8_t)size;
		memcpy(packet + at, host + from, size);
		at += size;
		from += size + 1;
	}
	packet[at++] = 0;
	return at;
}

uint16_t dnsWriteQuestion(uint8_t *packet, uint16_t id, const char *host)
{
	uint16_t at = writeName(packet, kHeaderSize, host);
	if (at == 0)
		return 0;
	memset(packet, 0, kHeaderSize);
	packet[0] = (uint8_t)(id >> 8);
	packet[1] = (uint8_t)id;
	packet[2] = kFlagRecursion >> 8;
	packet[5] = 1;
	packet[at++] = 0;
	packet[at++] = kTypeA;
	packet[at++] = 0;
	packet[at++] = kClassIN;
	return at;
}

static Walk walkFrom(uint16_t at)
{
	return (Walk){.at = at, .limit = at, .total = 0};
}

/* The next label's length, its text behind `*label`; 0 at the end of the name; -1 where it is broken. */
static int nextLabel(const Packet *packet, Walk *walk, const uint8_t **label)
{
	for (;;) {
		if (walk->at >= packet->length)
			return -1;
		uint8_t size = packet->bytes[walk->at];
		if ((size & kPointer) == kPointer) {
			if (walk->at + 2 > packet->length)
				return -1;
			uint16_t target = read16(packet, walk->at) & 0x3FFF;
			if (target >= walk->limit)
				return -1;
			walk->at = walk->limit = target;
			continue;
		}
		walk->total += 1 + size;
		if (size > kLabelMax || walk->total > kNameWireMax || walk->at + 1 + size > packet->length)
			return -1;
		*label = packet->bytes + walk->at + 1;
		walk->at += 1 + size;
		return size;
	}
}

static int sameLabel(const uint8_t *a, const uint8_t *b, int size)
{
	for (int i = 0; i < size; i++)
		if (lower(a[i]) != lower(b[i]))
			return 0;
	return 1;
}

static int sameName(const Packet *packet, uint16_t a, uint16_t b)
{
	Walk walkA = walkFrom(a), walkB = walkFrom(b);
	const uint8_t *labelA, *labelB;
	for (;;) {
		int sizeA = nextLabel(packet, &walkA, &labelA);
		int sizeB = nextLabel(packet, &walkB, &labelB);
		if (sizeA != sizeB || sizeA < 0 || !sameLabel(labelA, labelB, sizeA))
			return 0;
		if (sizeA == 0)
			return 1;
	}
}

static int isName(const Packet *packet, uint16_t at, const char *host)
{
	Walk walk = walkFrom(at);
	const uint8_t *label;
	for (;;) {
		int size = nextLabel(packet, &walk, &label);
		if (size <= 0)
			return size == 0 && (*host == 0 || (host[0] == '.' && host[1] == 0));
		if (walk.total > 1 + size && *host++ != '.')
			return 0;
		if (strnlen(host, (size_t)size) < (size_t)size || !sameLabel(label, (const uint8_t *)host, size))
			return 0;
		host += size;
	}
}

/* What lies behind the name at `at`, or 0. */
static uint16_t skipName(const Packet *packet, uint16_t at)
{
	while (at < packet->length) {
		uint8_t size = packet->bytes[at];
		if (size == 0)
			return at + 1;
		if ((size & kPointer) == kPointer)
			return at + 2;
		if (size > kLabelMax)
			return 0;
		at += 1 + size;
	}
	return 0;
}

/* The first A or CNAME record of `name`: 1; 0 when there is none, -1 where the records are broken. */
static int findRecord(const Packet *packet, uint16_t at, uint16_t count, uint16_t name, Record *record)
{
	while (count-- > 0) {
		uint16_t owner = at;
		at = skipName(packet, at);
		if (at == 0 || at + kRecordSize > packet->length)
			return -1;
		record->type = read16(packet, at);
		record->data = at + kRecordSize;
		record->size = read16(packet, at + 8);
		if (record->size > packet->length - record->data)
			return -1;
		int ours = record->type == kTypeA ? record->size == 4 : record->type == kTypeCNAME;
		if (ours && read16(packet, at + 2) == kClassIN && sameName(packet, owner, name))
			return 1;
		at = record->data + record->size;
	}
	return 0;
}

static DNSVerdict followNames(const Packet *packet, uint16_t at, uint16_t flags, uint8_t address[4])
{
	uint16_t name = kHeaderSize;
	for (int hops = 0; hops <= kHopsMax; hops++) {
		Record record;
		int found = findRecord(packet, at, read16(packet, 6), name, &record);
		if (found < 0)
			return flags & kFlagTruncated ? kDNSRefused : kDNSNothing;
		if (found == 0)
			return flags & kFlagTruncated ? kDNSRefused : kDNSNone;
		if (record.type == kTypeA) {
			memcpy(address, packet->bytes + record.data, 4);
			return kDNSAddress;
		}
		name = record.data;
	}
	return kDNSNone;
}

DNSVerdict dnsReadAnswer(const uint8_t *bytes, uint16_t length, uint16_t id, const char *host, uint8_t address[4])
{
	const Packet packet = {bytes, length};
	if (length < kHeaderSize || length > kDNSPacketMax || read16(&packet, 0) != id)
		return kDNSNothing;
	uint16_t flags = read16(&packet, 2);
	if (!(flags & kFlagResponse) || (flags & kFlagOpcode) || read16(&packet, 4) != 1)
		return kDNSNothing;
	uint16_t at = skipName(&packet, kHeaderSize);
	if (at == 0 || at + kQuestionSize > length || !isName(&packet, kHeaderSize, host))
		return kDNSNothing;
	if (read16(&packet, at) != kTypeA || read16(&packet, at + 2) != kClassIN)
		return kDNSNothing;
	if ((flags & kCode) == kCodeNoName)
		return kDNSNone;
	if (flags & kCode)
		return kDNSRefused;
	return followNames(&packet, at + kQuestionSize, flags, address);
}
