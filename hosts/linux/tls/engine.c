/*
 * The engine: one client of mbedTLS between two buffers. Ciphertext to be sent waits in `outbound`
 * until TCP takes it; while any waits, plaintext is gathered in `plain` and becomes one record
 * afterwards, so that many small writes on a slow link cost one record's overhead.
 */

#include "engine.h"
#include "host.h"
#include "memory.h"
#include "verify.h"
#include <string.h>
#include "mbedtls/platform_util.h"

/* One record, and the alert that may follow it. */
#define kOutboundMax (kTLSPlainMax + 2 * kTLSOverhead + 64)

struct TLSEngineRecord {
	mbedtls_ssl_context ssl;
	mbedtls_ssl_config config;
	TLSVerifierRecord verifier;
	TLSState state;
	double now;
	uint32_t nowAt; /* the host's ticks when it was `now` */
	const char *reason;
	uint16_t inboundFrom, inboundTo;
	uint16_t outboundFrom, outboundTo;
	uint16_t plainLength;
	uint8_t inbound[kTLSInboundMax];
	uint8_t outbound[kOutboundMax];
	uint8_t plain[kTLSPlainMax];
};

static int engineSend(void *context, const unsigned char *bytes, size_t length)
{
	TLSEngine engine = context;
	if (engine->outboundFrom == engine->outboundTo)
		engine->outboundFrom = engine->outboundTo = 0;
	if (length > (size_t)(kOutboundMax - engine->outboundTo))
		return MBEDTLS_ERR_SSL_WANT_WRITE;
	memcpy(engine->outbound + engine->outboundTo, bytes, length);
	engine->outboundTo += length;
	return (int)length;
}

static int engineReceive(void *context, unsigned char *bytes, size_t length)
{
	TLSEngine engine = context;
	size_t there = engine->inboundTo - engine->inboundFrom;
	if (there == 0)
		return MBEDTLS_ERR_SSL_WANT_READ;
	if (length > there)
		length = there;
	memcpy(bytes, engine->inbound + engine->inboundFrom, length);
	engine->inboundFrom += length;
	return (int)length;
}

static int engineRandom(void *context, unsigned char *bytes, size_t length)
{
	(void)context;
	while (length > 0) {
		uint32_t random = hostRandom();
		size_t part = length < sizeof random ? length : sizeof random;
		memcpy(bytes, &random, part);
		bytes += part;
		length -= part;
	}
	return 0;
}

TLSEngine tlsNew(void)
{
	TLSEngine engine = tlsCalloc(1, sizeof *engine);
	if (!engine)
		return NULL;
	mbedtls_ssl_init(&engine->ssl);
	mbedtls_ssl_config_init(&engine->config);
	tlsVerifierInitialize(&engine->verifier);
	return engine;
}

void tlsDelete(TLSEngine engine)
{
	if (!engine)
		return;
	mbedtls_ssl_free(&engine->ssl);
	mbedtls_ssl_config_free(&engine->config);
	tlsVerifierFree(&engine->verifier);
	/* What was still to be said is nobody's any more. */
	mbedtls_platform_zeroize(engine, sizeof *engine);
	tlsFree(engine);
}

bool tlsTrust(TLSEngine engine, const uint8_t *der, size_t length)
{
	return tlsVerifierTrust(&engine->verifier, der, length) == 0;
}

bool tlsBegin(TLSEngine engine, const char *name, double now)
{
	mbedtls_ssl_config *config = &engine->config;
	engine->now = now;
	engine->nowAt = hostTicks();
	tlsSetTime(now);
	if (mbedtls_ssl_config_defaults(config, MBEDTLS_SSL_IS_CLIENT, MBEDTLS_SSL_TRANSPORT_STREAM,
			MBEDTLS_SSL_PRESET_DEFAULT))
		return false;
	mbedtls_ssl_conf_rng(config, engineRandom, NULL);
	mbedtls_ssl_set_bio(&engine->ssl, engine, engineSend, engineReceive, NULL);
	return tlsVerifierApply(&engine->verifier, config, &engine->ssl, name) == 0 &&
		mbedtls_ssl_setup(&engine->ssl, config) == 0;
}

bool tlsReceive(TLSEngine engine, const uint8_t *bytes, size_t length)
{
	if (tlsUnused(engine) || length > kTLSInboundMax)
		return false;
	memcpy(engine->inbound, bytes, length);
	engine->inboundFrom = 0;
	engine->inboundTo = (uint16_t)length;
	return true;
}

size_t tlsUnused(const TLSEngineRecord *engine)
{
	return engine->inboundTo - engine->inboundFrom;
}

static TLSState engineFail(TLSEngine engine, int error)
{
	engine->reason = tlsReason(&engine->ssl, error);
	return kTLSFailed;
}

static bool engineWaits(int error)
{
	return error == MBEDTLS_ERR_SSL_WANT_READ || error == MBEDTLS_ERR_SSL_WANT_WRITE;
}

static TLSState engineShake(TLSEngine engine)
{
	int error;
	tlsSetTime(engine->now + (uint32_t)(hostTicks() - engine->nowAt));
	error = mbedtls_ssl_handshake(&engine->ssl);
	if (error == 0)
		return kTLSOpen;
	return engineWaits(error) ? kTLSHandshaking : engineFail(engine, error);
}

/* The next record, which stays in mbedTLS until it is read. */
static TLSState engineDecrypt(TLSEngine engine)
{
	int error;
	if (tlsReadable(engine) > 0)
		return kTLSOpen;
	error = mbedtls_ssl_read(&engine->ssl, NULL, 0);
	if (error == 0 || engineWaits(error))
		return kTLSOpen;
	return error == MBEDTLS_ERR_SSL_PEER_CLOSE_NOTIFY ? kTLSEnded : engineFail(engine, error);
}

TLSState tlsAdvance(TLSEngine engine)
{
	if (engine->state == kTLSHandshaking)
		engine->state = engineShake(engine);
	if (engine->state == kTLSOpen)
		engine->state = engineDecrypt(engine);
	return engine->state;
}

size_t tlsReadable(const TLSEngineRecord *engine)
{
	return engine->state == kTLSOpen ? mbedtls_ssl_get_bytes_avail(&engine->ssl) : 0;
}

size_t tlsRead(TLSEngine engine, uint8_t *bytes, size_t length)
{
	int count = mbedtls_ssl_read(&engine->ssl, bytes, length);
	return count > 0 ? (size_t)count : 0;
}

static void engineEncrypt(TLSEngine engine, const uint8_t *bytes, size_t length)
{
	/* `outbound` is empty, so there is room for the whole record at once. */
	int error = mbedtls_ssl_write(&engine->ssl, bytes, length);
	if (error < 0)
		engine->state = engineFail(engine, error);
}

bool tlsWrite(TLSEngine engine, const uint8_t *bytes, size_t length)
{
	if (engine->state != kTLSOpen || length > (size_t)(kTLSPlainMax - engine->plainLength))
		return false;
	if (!tlsPending(engine)) {
		engineEncrypt(engine, bytes, length);
		return engine->state == kTLSOpen;
	}
	memcpy(engine->plain + engine->plainLength, bytes, length);
	engine->plainLength += length;
	return true;
}

size_t tlsTransmittable(TLSEngine engine)
{
	if (engine->outboundFrom == engine->outboundTo && engine->plainLength > 0 && engine->state == kTLSOpen) {
		engineEncrypt(engine, engine->plain, engine->plainLength);
		engine->plainLength = 0;
	}
	return engine->outboundTo - engine->outboundFrom;
}

void tlsTransmit(TLSEngine engine, uint8_t *bytes, size_t length)
{
	memcpy(bytes, engine->outbound + engine->outboundFrom, length);
	engine->outboundFrom += length;
}

bool tlsPending(const TLSEngineRecord *engine)
{
	return engine->outboundFrom < engine->outboundTo || engine->plainLength > 0;
}

void tlsFinish(TLSEngine engine)
{
	if (engine->state == kTLSOpen)
		mbedtls_ssl_close_notify(&engine->ssl);
}

const char *tlsEngineReason(const TLSEngineRecord *engine)
{
	return engine->reason;
}
