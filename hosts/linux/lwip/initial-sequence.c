/*
 * Where a connection's sequence numbers begin (RFC 6528), as ESP-IDF has it by its own hook: a clock
 * of 4 µs, and a digest of the two ends with a secret of this boot. lwIP's own begin at the same number
 * after every boot, which anybody can guess.
 */

#include "hooks.h"
#include "host.h"
#include "netif/ppp/ppp_opts.h"
#include "netif/ppp/pppcrypt.h"
#include <stdbool.h>
#include <string.h>

typedef struct {
	uint32_t secret[4];
	uint32_t local, remote;
	uint16_t localPort, remotePort;
} Ends;

u32_t lwipInitialSequence(const ip_addr_t *local, u16_t localPort, const ip_addr_t *remote, u16_t remotePort)
{
	static Ends ends;
	static bool drawn;
	lwip_md5_context digest;
	uint8_t sum[16];
	uint32_t offset;
	int index;
	for (index = 0; !drawn && index < 4; index++)
		ends.secret[index] = hostRandom();
	drawn = true;
	ends.local = ip4_addr_get_u32(ip_2_ip4(local));
	ends.remote = ip4_addr_get_u32(ip_2_ip4(remote));
	ends.localPort = localPort;
	ends.remotePort = remotePort;
	lwip_md5_init(&digest);
	lwip_md5_starts(&digest);
	lwip_md5_update(&digest, (const unsigned char *)&ends, sizeof ends);
	lwip_md5_finish(&digest, sum);
	lwip_md5_free(&digest);
	memcpy(&offset, sum, sizeof offset);
	return hostTicks() * 250 + offset;
}
