# TLS: mbedTLS from Debian's source package, with a configuration of ours, and the class over it.

MBEDTLS := build/linux/sources/Mbed-TLS-mbedtls-8f97ca5
MBEDTLS_SOURCES += $(addprefix $(MBEDTLS)/library/, \
	aes.c asn1parse.c asn1write.c bignum.c chacha20.c chachapoly.c cipher.c cipher_wrap.c \
	constant_time.c ecdh.c ecdsa.c ecp.c ecp_curves.c gcm.c md.c oid.c pk.c pk_wrap.c pkparse.c \
	platform.c platform_util.c poly1305.c rsa.c rsa_internal.c sha256.c sha512.c ssl_ciphersuites.c \
	ssl_cli.c ssl_msg.c ssl_tls.c x509.c x509_crt.c)
# Certificates are good beyond 2038, also where a long has 32 bits; the flags change nothing else.
MBEDTLS_FLAGS += -I$(MBEDTLS)/include -Ihosts/linux/tls '-DMBEDTLS_CONFIG_FILE=<tls-config.h>' \
	-D_FILE_OFFSET_BITS=64 -D_TIME_BITS=64
HOST_SOURCES += $(wildcard hosts/linux/tls/*.c)
