/*
 * TLS without a network: ciphertext and plaintext go in and out of bounded buffers. What carries it
 * is the caller's: TCP, or a tunnel in TCP.
 *
 *   tlsReceive ──▶ inbound ──▶ mbedTLS ──▶ tlsRead        handshaking ──▶ open ──▶ ended
 *   tlsTransmit ◀── outbound ◀── mbedTLS ◀── tlsWrite          └──────────┴────▶ failed (reason)
 */

#ifndef TLS_ENGINE_H
#define TLS_ENGINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The most ciphertext taken at a time, and the most plaintext. */
enum {
	kTLSInboundMax = 1024,
	kTLSPlainMax = 4096,
	/* What a record adds to what is in it, at most: header, nonce, tag. */
	kTLSOverhead = 29
};

typedef enum {
	kTLSHandshaking,
	kTLSOpen,
	kTLSEnded,
	kTLSFailed
} TLSState;

typedef struct TLSEngineRecord TLSEngineRecord, *TLSEngine;

/* NULL without memory. */
TLSEngine tlsNew(void);
void tlsDelete(TLSEngine engine);

/* An authority; false when it is no certificate. */
bool tlsTrust(TLSEngine engine, const uint8_t *der, size_t length);

/* Whom the peer must be, and when: the handshake may begin. False for no memory, or a name that is none. */
bool tlsBegin(TLSEngine engine, const char *name, double now);

/* Takes ciphertext; false when not all of the last has been used up. */
bool tlsReceive(TLSEngine engine, const uint8_t *bytes, size_t length);
size_t tlsUnused(const TLSEngineRecord *engine);

/* Goes on with what has been received: the handshake, or the next record unless one waits to be read. */
TLSState tlsAdvance(TLSEngine engine);

/* Plaintext that may be read; reads it. */
size_t tlsReadable(const TLSEngineRecord *engine);
size_t tlsRead(TLSEngine engine, uint8_t *bytes, size_t length);

/* Takes plaintext, at most kTLSPlainMax of it since nothing was pending. False beyond that. */
bool tlsWrite(TLSEngine engine, const uint8_t *bytes, size_t length);

/* Ciphertext that waits to be sent; takes it. */
size_t tlsTransmittable(TLSEngine engine);
void tlsTransmit(TLSEngine engine, uint8_t *bytes, size_t length);
bool tlsPending(const TLSEngineRecord *engine);

/* Says goodbye, if it can: close_notify. */
void tlsFinish(TLSEngine engine);

/* After a failure: the name of the manager's reason. NULL: TLS is not to blame. */
const char *tlsEngineReason(const TLSEngineRecord *engine);

#endif
