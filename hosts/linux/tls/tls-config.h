/*
 * mbedTLS 2.28 as a device's client needs it: TLS 1.2, forward secrecy and authenticated ciphers
 * alone, certificates verified against clock and name. Each group says why it is there; what is not
 * here is not compiled.
 */

#ifndef TLS_CONFIG_H
#define TLS_CONFIG_H

#include <stddef.h>
#include <time.h>

/* The device's memory: counted, since TLS has a line of its own in the budget (memory.c). */
void *tlsCalloc(size_t count, size_t size);
void tlsFree(void *data);
#define MBEDTLS_PLATFORM_C
#define MBEDTLS_PLATFORM_MEMORY
#define MBEDTLS_PLATFORM_CALLOC_MACRO tlsCalloc
#define MBEDTLS_PLATFORM_FREE_MACRO tlsFree

/* The device's clock: the wall time that the connection was given, never the kernel's (verify.c). */
time_t tlsTime(time_t *time);
#define MBEDTLS_HAVE_TIME
#define MBEDTLS_HAVE_TIME_DATE
#define MBEDTLS_PLATFORM_TIME_MACRO tlsTime

/* The protocol: a client, version 1.2; the master secret bound to the handshake (RFC 7627); the name
   that a server with many certificates goes by. Random numbers are the host's, so no generator. */
#define MBEDTLS_SSL_CLI_C
#define MBEDTLS_SSL_TLS_C
#define MBEDTLS_SSL_PROTO_TLS1_2
#define MBEDTLS_SSL_EXTENDED_MASTER_SECRET
#define MBEDTLS_SSL_SERVER_NAME_INDICATION

/* A server may send records of 16 KiB, and one that ignores a request for less often does; of ours
   none is larger than what TCP takes at a time. */
#define MBEDTLS_SSL_IN_CONTENT_LEN 16384
#define MBEDTLS_SSL_OUT_CONTENT_LEN 4096

/* Keys: agreed anew for each session, signed by either kind of certificate. The curves are those that
   brokers offer: P-256 everywhere, P-384 in authorities, X25519 first at many. */
#define MBEDTLS_KEY_EXCHANGE_ECDHE_ECDSA_ENABLED
#define MBEDTLS_KEY_EXCHANGE_ECDHE_RSA_ENABLED
#define MBEDTLS_BIGNUM_C
#define MBEDTLS_ECP_C
#define MBEDTLS_ECDH_C
#define MBEDTLS_ECDSA_C
#define MBEDTLS_ECP_DP_SECP256R1_ENABLED
#define MBEDTLS_ECP_DP_SECP384R1_ENABLED
#define MBEDTLS_ECP_DP_CURVE25519_ENABLED
#define MBEDTLS_ECP_NIST_OPTIM
/* Blinding takes the host's random numbers, which every call is given. */
#define MBEDTLS_ECP_NO_INTERNAL_RNG
#define MBEDTLS_RSA_C
#define MBEDTLS_PKCS1_V15

/* Ciphers: AES-GCM, and ChaCha20-Poly1305 for servers that prefer it. */
#define MBEDTLS_CIPHER_C
#define MBEDTLS_AES_C
#define MBEDTLS_GCM_C
#define MBEDTLS_CHACHA20_C
#define MBEDTLS_POLY1305_C
#define MBEDTLS_CHACHAPOLY_C

/* Digests: SHA-256, and SHA-384 which authorities sign with. SHA-1 is not believed. */
#define MBEDTLS_MD_C
#define MBEDTLS_SHA256_C
#define MBEDTLS_SHA512_C

/* Certificates: read, and their allowed uses checked. Only DER: PEM is decoded at the manager's edge. */
#define MBEDTLS_ASN1_PARSE_C
#define MBEDTLS_ASN1_WRITE_C
#define MBEDTLS_OID_C
#define MBEDTLS_PK_C
#define MBEDTLS_PK_PARSE_C
#define MBEDTLS_X509_USE_C
#define MBEDTLS_X509_CRT_PARSE_C
#define MBEDTLS_X509_CHECK_KEY_USAGE
#define MBEDTLS_X509_CHECK_EXTENDED_KEY_USAGE

#include "mbedtls/check_config.h"

#endif
