/*
 * Whom to believe: the server's name, the authorities, the time; and what was wrong, in the words of
 * the manager's reasons.
 */

#ifndef TLS_VERIFY_H
#define TLS_VERIFY_H

#include <stdbool.h>
#include <stdint.h>
#include "mbedtls/ssl.h"

typedef struct {
	/* A dotted quad is looked for among the certificate's addresses, which mbedTLS does not. */
	bool isAddress;
	uint8_t address[4];
	mbedtls_x509_crt authorities;
	bool trusts;
} TLSVerifierRecord, *TLSVerifier;

void tlsVerifierInitialize(TLSVerifier verifier);
void tlsVerifierFree(TLSVerifier verifier);

/* 0, or mbedTLS's error when it is no certificate. The bytes are copied. */
int tlsVerifierTrust(TLSVerifier verifier, const uint8_t *der, size_t length);

/* Verification is always required. 0, or mbedTLS's error for a name that is none. */
int tlsVerifierApply(TLSVerifier verifier, mbedtls_ssl_config *config, mbedtls_ssl_context *ssl, const char *name);

/* What validity is judged by from now on. */
void tlsSetTime(double milliseconds);

/* The name of the reason that a handshake failed for. */
const char *tlsReason(const mbedtls_ssl_context *ssl, int error);

#endif
