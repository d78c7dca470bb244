/*
 * Verification: mbedTLS's, with the device's own time, and with addresses as names.
 *
 *   issuer unknown ─▶ name another's ─▶ not valid yet ─▶ expired ─▶ anything else
 *   TLS_ISSUER        TLS_NAME          TLS_CLOCK        TLS_EXPIRED  TLS_FAILED
 *
 * The first that is wrong is the reason: an unknown issuer may have written anything below, and what
 * a clock says matters only for the right server.
 */

#include "verify.h"
#include <string.h>
#include <sys/socket.h>
#include <netinet/in.h>
#include <arpa/inet.h>
#include "mbedtls/oid.h"

/* [7] iPAddress, RFC 5280 §4.2.1.6. */
#define kAlternativeAddress 7

static time_t gTime;

time_t tlsTime(time_t *time)
{
	if (time)
		*time = gTime;
	return gTime;
}

void tlsSetTime(double milliseconds)
{
	gTime = (time_t)(milliseconds / 1000);
}

void tlsVerifierInitialize(TLSVerifier verifier)
{
	memset(verifier, 0, sizeof *verifier);
	mbedtls_x509_crt_init(&verifier->authorities);
}

void tlsVerifierFree(TLSVerifier verifier)
{
	mbedtls_x509_crt_free(&verifier->authorities);
}

int tlsVerifierTrust(TLSVerifier verifier, const uint8_t *der, size_t length)
{
	int error = mbedtls_x509_crt_parse_der(&verifier->authorities, der, length);
	if (!error)
		verifier->trusts = true;
	return error;
}

static bool tlsCertificateHasAddress(const mbedtls_x509_crt *certificate, const uint8_t address[4])
{
	const mbedtls_x509_sequence *each;
	if (!(certificate->ext_types & MBEDTLS_X509_EXT_SUBJECT_ALT_NAME))
		return false;
	for (each = &certificate->subject_alt_names; each; each = each->next)
		if ((each->buf.tag & MBEDTLS_ASN1_TAG_VALUE_MASK) == kAlternativeAddress && each->buf.len == 4 &&
			!memcmp(each->buf.p, address, 4))
			return true;
	return false;
}

static int tlsVerify(void *context, mbedtls_x509_crt *certificate, int depth, uint32_t *flags)
{
	TLSVerifier verifier = context;
	if (depth == 0 && verifier->isAddress && !tlsCertificateHasAddress(certificate, verifier->address))
		*flags |= MBEDTLS_X509_BADCERT_CN_MISMATCH;
	return 0;
}

int tlsVerifierApply(TLSVerifier verifier, mbedtls_ssl_config *config, mbedtls_ssl_context *ssl, const char *name)
{
	mbedtls_ssl_conf_authmode(config, MBEDTLS_SSL_VERIFY_REQUIRED);
	mbedtls_ssl_conf_ca_chain(config, verifier->trusts ? &verifier->authorities : NULL, NULL);
	mbedtls_ssl_conf_verify(config, tlsVerify, verifier);
	verifier->isAddress = inet_pton(AF_INET, name, verifier->address) == 1;
	/* RFC 6066 §3: an address is not sent as a name. */
	return mbedtls_ssl_set_hostname(ssl, verifier->isAddress ? NULL : name);
}

const char *tlsReason(const mbedtls_ssl_context *ssl, int error)
{
	static const struct {
		uint32_t flag;
		const char *reason;
	} kReasons[] = {
		{ MBEDTLS_X509_BADCERT_NOT_TRUSTED, "TLS_ISSUER" },
		{ MBEDTLS_X509_BADCERT_CN_MISMATCH, "TLS_NAME" },
		{ MBEDTLS_X509_BADCERT_FUTURE, "TLS_CLOCK" },
		{ MBEDTLS_X509_BADCERT_EXPIRED, "TLS_EXPIRED" }
	};
	uint32_t flags;
	size_t index;
	if (error == MBEDTLS_ERR_SSL_CA_CHAIN_REQUIRED)
		return "TLS_ISSUER";
	if (error != MBEDTLS_ERR_X509_CERT_VERIFY_FAILED)
		return "TLS_FAILED";
	flags = mbedtls_ssl_get_verify_result(ssl);
	for (index = 0; index < sizeof kReasons / sizeof *kReasons; index++)
		if (flags & kReasons[index].flag)
			return kReasons[index].reason;
	return "TLS_FAILED";
}
