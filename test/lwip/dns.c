/*
 * DNS packets against modules/lwip/dns.c: what answers must be read from packets that are well formed,
 * and then, for so many milliseconds, random packets and mutations of good ones, which must neither read
 * beyond their bytes (each lies alone on the heap, and the sanitisers watch) nor take long.
 *
 *   dns SEED MILLISECONDS
 */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include "dns.h"

#define HOST "broker.example.com"
enum { kID = 0x4321, kPacketMax = 700, kQuestionAt = 12 };

typedef struct {
	uint8_t bytes[kPacketMax];
	uint16_t length;
} Packet;

static uint32_t gState;
static unsigned gFailures;

static uint32_t draw(void)
{
	gState ^= gState << 13;
	gState ^= gState >> 17;
	gState ^= gState << 5;
	return gState;
}

static void put(Packet *packet, const void *bytes, size_t count)
{
	memcpy(packet->bytes + packet->length, bytes, count);
	packet->length += (uint16_t)count;
}

/* The header and the question, as an answer with these flags and so many records. */
static Packet answering(const char *host, uint16_t flags, uint16_t records)
{
	Packet packet = {.length = 0};
	packet.length = dnsWriteQuestion(packet.bytes, kID, host);
	packet.bytes[2] = (uint8_t)(flags >> 8);
	packet.bytes[3] = (uint8_t)flags;
	packet.bytes[6] = (uint8_t)(records >> 8);
	packet.bytes[7] = (uint8_t)records;
	return packet;
}

static void record(Packet *packet, const char *owner, size_t ownerSize, uint8_t type, const char *data, uint8_t size)
{
	uint8_t head[] = {0, type, 0, 1, 0, 0, 1, 0, 0, size};
	put(packet, owner, ownerSize);
	put(packet, head, sizeof head);
	put(packet, data, size);
}

#define OWNER(text) text, sizeof text - 1
#define DATA(text) text, sizeof text - 1
#define QUESTION "\xC0\x0C"

/* Read from a copy that ends where the packet does. */
static DNSVerdict verdictOf(const Packet *packet, const char *host, uint8_t address[4])
{
	uint8_t *bytes = malloc(packet->length ? packet->length : 1);
	memcpy(bytes, packet->bytes, packet->length);
	DNSVerdict verdict = dnsReadAnswer(bytes, packet->length, kID, host, address);
	free(bytes);
	return verdict;
}

static void must(const char *what, const Packet *packet, const char *host, DNSVerdict expected)
{
	uint8_t address[4] = {0};
	DNSVerdict verdict = verdictOf(packet, host, address);
	int right = verdict == expected && (verdict != kDNSAddress || memcmp(address, "\xC0\x00\x02\x07", 4) == 0);
	if (right)
		return;
	gFailures++;
	printf("%s: verdict %d, expected %d\n", what, verdict, expected);
}

static Packet plain(void)
{
	Packet packet = answering(HOST, 0x8180, 1);
	record(&packet, OWNER(QUESTION), 1, DATA("\xC0\x00\x02\x07"));
	return packet;
}

/* The records of the chain stand in the wrong order, and the names are spelled in other cases. */
static Packet chained(void)
{
	Packet packet = answering(HOST, 0x8180, 4);
	record(&packet, OWNER("\x03two\x07" "EXAMPLE\xC0\x1B"), 1, DATA("\xC0\x00\x02\x07"));
	record(&packet, OWNER("\x03one\xC0\x13"), 5, DATA("\x03TWO\xC0\x13"));
	record(&packet, OWNER("\x05other\xC0\x13"), 1, DATA("\x01\x02\x03\x04"));
	record(&packet, OWNER("\x06" "BROKER\x07" "example\xC0\x1B"), 5, DATA("\x03one\xC0\x13"));
	return packet;
}

static Packet chain(int hops)
{
	Packet packet = answering(HOST, 0x8180, (uint16_t)(hops + 1));
	char owner[3] = QUESTION, name[] = "\x01" "a\xC0\x13";
	size_t size = 2;
	char last[sizeof name];
	memcpy(last, owner, 2);
	for (int hop = 0; hop < hops; hop++) {
		name[1] = (char)('a' + hop);
		record(&packet, last, size, 5, name, 4);
		memcpy(last, name, size = 4);
	}
	record(&packet, last, size, 1, DATA("\xC0\x00\x02\x07"));
	return packet;
}

static Packet looping(void)
{
	Packet packet = answering(HOST, 0x8180, 2);
	record(&packet, OWNER(QUESTION), 5, DATA("\x01" "a\xC0\x13"));
	record(&packet, OWNER("\x01" "a\xC0\x13"), 5, DATA(QUESTION));
	return packet;
}

static void mustRead(void)
{
	Packet packet = plain();
	must("an address", &packet, HOST, kDNSAddress);
	must("an address for another case", &packet, "BROKER.Example.com", kDNSAddress);
	must("an address for a dot at the end", &packet, HOST ".", kDNSAddress);
	must("another question", &packet, "broker.example.org", kDNSNothing);
	must("a longer question", &packet, "a." HOST, kDNSNothing);
	must("a shorter question", &packet, "broker.example", kDNSNothing);
	packet = chained();
	must("a chain of names", &packet, HOST, kDNSAddress);
	packet = chain(8);
	must("the longest chain", &packet, HOST, kDNSAddress);
	packet = chain(9);
	must("a longer chain", &packet, HOST, kDNSNone);
	packet = looping();
	must("a chain that loops", &packet, HOST, kDNSNone);
}

static void mustRefuse(void)
{
	Packet packet = answering(HOST, 0x8183, 0);
	must("no such name", &packet, HOST, kDNSNone);
	packet = answering(HOST, 0x8180, 0);
	must("a name without an address", &packet, HOST, kDNSNone);
	packet = answering(HOST, 0x8182, 0);
	must("a server that failed", &packet, HOST, kDNSRefused);
	packet = answering(HOST, 0x8185, 0);
	must("a server that refuses", &packet, HOST, kDNSRefused);
	packet = answering(HOST, 0x8380, 0);
	must("an answer too long for its packet", &packet, HOST, kDNSRefused);
	packet = answering(HOST, 0x0100, 0);
	must("a question instead of an answer", &packet, HOST, kDNSNothing);
	packet = answering(HOST, 0x8980, 0);
	must("an answer to something else than a query", &packet, HOST, kDNSNothing);
	packet = plain();
	packet.bytes[1] ^= 1;
	must("another id", &packet, HOST, kDNSNothing);
	packet = plain();
	packet.bytes[5] = 2;
	must("two questions", &packet, HOST, kDNSNothing);
	packet = answering(HOST, 0x8180, 1);
	record(&packet, OWNER("\xC0\xFF"), 1, DATA("\xC0\x00\x02\x07"));
	must("a pointer that leads ahead", &packet, HOST, kDNSNone);
	packet = answering(HOST, 0x8180, 1);
	record(&packet, OWNER(QUESTION), 1, DATA("\xC0\x00\x02\x07\x09"));
	must("an address of five bytes", &packet, HOST, kDNSNone);
	packet = answering(HOST, 0x8180, 1);
	record(&packet, OWNER(QUESTION), 5, DATA("\x06" "broker\x07" "exam"));
	must("a name that the packet's end cuts", &packet, HOST, kDNSNone);
	packet = answering(HOST, 0x8180, 1);
	record(&packet, OWNER(QUESTION), 5, DATA("\x06" "broker\xC0"));
	must("a pointer that the packet's end cuts", &packet, HOST, kDNSNone);
	packet = answering(HOST, 0x8180, 2);
	record(&packet, OWNER(QUESTION), 16, DATA("\x03txt"));
	must("fewer records than it says", &packet, HOST, kDNSNothing);
}

/* Cut anywhere, a good packet says nothing, but what it says when the cut is behind its answer. */
static void mustBearCuts(void)
{
	Packet whole = chained();
	for (uint16_t length = 0; length < whole.length; length++) {
		Packet cut = whole;
		uint8_t address[4];
		cut.length = length;
		if (verdictOf(&cut, HOST, address) != kDNSNothing) {
			gFailures++;
			printf("cut at %d of %d: it was read\n", length, whole.length);
		}
	}
}

static void mustWrite(void)
{
	uint8_t packet[kDNSPacketMax];
	char host[300] = "";
	static const char *const bad[] = {"", ".", "a..b", ".a", "a b", "a\x01", "\xC3\xBC.example"};
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
		if (dnsWriteQuestion(packet, kID, bad[i]) != 0) {
			gFailures++;
			printf("\"%s\" was taken for a name\n", bad[i]);
		}
	for (int label = 1; label <= 64; label++) {
		memset(host, 'a', (size_t)label);
		host[label] = 0;
		if ((dnsWriteQuestion(packet, kID, host) != 0) != (label <= 63))
			printf("a label of %d characters\n", label), gFailures++;
	}
	for (int size = 200; size < 290; size++) {
		for (int at = 0; at < size; at++)
			host[at] = at % 50 == 49 ? '.' : 'a';
		host[size - 1] = 'a';
		host[size] = 0;
		if ((dnsWriteQuestion(packet, kID, host) != 0) != (size <= kDNSNameMax))
			printf("a name of %d characters\n", size), gFailures++;
	}
}

static void mustReadQuads(void)
{
	static const char *const good[] = {"192.0.2.7", "192.000.002.007", "192.0.2.07"};
	static const char *const bad[] = {"", "192.0.2", "192.0.2.", "192.0.2.7.", "192.0.2.7.1", "192.0.2.256",
		"192.0.2.0007", " 192.0.2.7", "192.0.2.7 ", "0xC0.0.2.7", "192..2.7", "a.b.c.d", "-1.0.2.7", "3232236039"};
	uint8_t address[4];
	for (size_t i = 0; i < sizeof good / sizeof good[0]; i++)
		if (!dnsReadQuad(good[i], address) || memcmp(address, "\xC0\x00\x02\x07", 4) != 0)
			printf("%s was not read\n", good[i]), gFailures++;
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
		if (dnsReadQuad(bad[i], address))
			printf("%s was read\n", bad[i]), gFailures++;
}

/* A few bytes changed, cut, or lengthened; often pointers, which are what is dangerous. */
static Packet mutated(void)
{
	Packet packet = draw() & 1 ? chained() : draw() & 1 ? chain((int)(draw() % 10)) : looping();
	for (uint32_t changes = draw() % 6; changes > 0; changes--) {
		uint16_t at = (uint16_t)(draw() % packet.length);
		packet.bytes[at] = draw() & 1 ? (uint8_t)draw() : (uint8_t)(0xC0 | (draw() & 3));
	}
	if (draw() % 4 == 0)
		packet.length = (uint16_t)(draw() % (packet.length + 1));
	return packet;
}

static Packet invented(void)
{
	Packet packet = answering(HOST, 0x8180, (uint16_t)draw());
	uint16_t from = draw() & 1 ? packet.length : 0;
	packet.length = (uint16_t)(from + draw() % (kPacketMax - from));
	for (uint16_t at = from; at < packet.length; at++)
		packet.bytes[at] = draw() % 3 ? (uint8_t)draw() : 0xC0;
	return packet;
}

static long elapsed(const struct timespec *began)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (now.tv_sec - began->tv_sec) * 1000 + (now.tv_nsec - began->tv_nsec) / 1000000;
}

int main(int argc, char **argv)
{
	struct timespec began;
	unsigned long packets = 0, read = 0;
	if (argc != 3)
		return 2;
	gState = (uint32_t)strtoul(argv[1], NULL, 10) | 1;
	mustRead();
	mustRefuse();
	mustBearCuts();
	mustWrite();
	mustReadQuads();
	clock_gettime(CLOCK_MONOTONIC, &began);
	while (elapsed(&began) < atol(argv[2]))
		for (int i = 0; i < 100; i++, packets++) {
			uint8_t address[4];
			Packet packet = draw() % 4 ? mutated() : invented();
			read += verdictOf(&packet, HOST, address) != kDNSNothing;
		}
	if (gFailures == 0)
		printf("%lu packets, %lu of them answers\n", packets, read);
	return gFailures > 0;
}
