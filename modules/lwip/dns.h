/*
 * The little of DNS that a device needs (RFC 1035 §4): a question for the IPv4 address of a name, and
 * what a packet that came says to it. Pure: bytes in, a verdict out, no memory of its own.
 */

#ifndef DNS_H
#define DNS_H

#include <stdint.h>

enum {
	kDNSNameMax = 253,
	kDNSPacketMax = 512, /* without EDNS no server sends more */
	kDNSPort = 53
};

typedef enum {
	kDNSNothing, /* no answer to this question, or none that can be read: go on waiting */
	kDNSAddress,
	kDNSNone, /* the name, or an address for it, does not exist */
	kDNSRefused /* this server cannot say: another may */
} DNSVerdict;

/* Four decimals of one to three digits, as in `192.0.2.7`: 1, or 0 for anything else. */
int dnsReadQuad(const char *text, uint8_t address[4]);

/* Writes the question into kDNSPacketMax bytes. Returns its length, or 0 for what cannot be a name. */
uint16_t dnsWriteQuestion(uint8_t *packet, uint16_t id, const char *host);

/* What the packet answers to the question `id` for `host`; `address` is written for kDNSAddress. */
DNSVerdict dnsReadAnswer(const uint8_t *bytes, uint16_t length, uint16_t id, const char *host, uint8_t address[4]);

#endif
