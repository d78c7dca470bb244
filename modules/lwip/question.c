/*
 * A name asked over one interface. An answer counts when it comes from a server that was asked, from
 * its port 53, to our port, with our id and our question (RFC 5452 §4): the port and the id are drawn
 * anew for each question, so that whoever cannot see the packets has to guess 30 bits.
 *
 * The netif and its servers are looked up for each try: a link may come, go, or get another lease
 * while a name is being asked.
 */

#include <string.h>
#include "question.h"
#include "lwip/timeouts.h"

/* From one try to the next; after the last of them the question is given up. */
static const uint16_t gDelays[] = {2000, 3000, 3000};
enum {
	kTries = sizeof(gDelays) / sizeof(gDelays[0]),
	/* The ports IANA leaves to whoever needs one for a while. */
	kPortFirst = 49152,
	kPortMask = 0x3FFF,
	kPortDraws = 8
};

/* Within lwIP there is one packet at a time. */
static uint8_t gPacket[kDNSPacketMax];

/* Writes and sends it to the next server. What cannot be sent now is as good as lost on the way. */
static void questionSend(Question question)
{
	ip_addr_t servers[kLwipNameServersMax];
	struct netif *netif = lwipNetif(question->identifier);
	if (!lwipCarries(netif) || question->askedCount == kQuestionAskedMax)
		return;
	uint8_t count = lwipNameServers(netif, servers);
	if (count == 0)
		return;
	uint16_t length = dnsWriteQuestion(gPacket, question->id, question->host);
	struct pbuf *packet = pbuf_alloc(PBUF_TRANSPORT, length, PBUF_RAM);
	if (packet == NULL)
		return;
	pbuf_take(packet, gPacket, length);
	const ip_addr_t *server = &servers[question->askedCount % count];
	question->asked[question->askedCount++] = *server;
	udp_bind_netif(question->socket, netif);
	udp_sendto_if(question->socket, packet, server, kDNSPort, netif);
	pbuf_free(packet);
}

static void questionAnswer(Question question, const uint8_t *address)
{
	questionEnd(question);
	(*question->answered)(question->context, address);
}

static void questionElapsed(void *arg)
{
	Question question = arg;
	if (question->tries == kTries) {
		questionAnswer(question, NULL);
		return;
	}
	sys_timeout(gDelays[question->tries++], questionElapsed, question);
	questionSend(question);
}

static int wasAsked(const QuestionRecord *question, const ip_addr_t *from)
{
	for (uint8_t i = 0; i < question->askedCount; i++)
		if (ip_addr_cmp(&question->asked[i], from))
			return 1;
	return 0;
}

/* A server that cannot say: another one, if there is one, is asked before the next try. */
static void questionRefused(Question question)
{
	ip_addr_t servers[kLwipNameServersMax];
	struct netif *netif = lwipNetif(question->identifier);
	if (netif && ++question->refusals < lwipNameServers(netif, servers))
		questionSend(question);
}

static void questionReceive(void *arg, struct udp_pcb *socket, struct pbuf *packet, const ip_addr_t *from, u16_t port)
{
	Question question = arg;
	uint8_t address[4];
	(void)socket;
	uint16_t length = packet->tot_len;
	DNSVerdict verdict = kDNSNothing;
	if (port == kDNSPort && length <= kDNSPacketMax && wasAsked(question, from)) {
		pbuf_copy_partial(packet, gPacket, length, 0);
		verdict = dnsReadAnswer(gPacket, length, question->id, question->host, address);
	}
	pbuf_free(packet);
	switch (verdict) {
	case kDNSNothing:
		return;
	case kDNSAddress:
		questionAnswer(question, address);
		return;
	case kDNSNone:
		questionAnswer(question, NULL);
		return;
	case kDNSRefused:
		questionRefused(question);
		return;
	}
}

static int bindAnywhere(struct udp_pcb *socket)
{
	for (int draw = 0; draw < kPortDraws; draw++) {
		uint16_t port = kPortFirst + (lwipRandom() & kPortMask);
		if (udp_bind(socket, IP4_ADDR_ANY, port) == ERR_OK)
			return 0;
	}
	return -1;
}

int questionAsk(Question question, const char *identifier, const char *host, QuestionAnswered answered, void *context)
{
	memset(question, 0, sizeof *question);
	question->identifier = identifier;
	question->host = host;
	question->answered = answered;
	question->context = context;
	question->id = (uint16_t)lwipRandom();
	if (dnsWriteQuestion(gPacket, question->id, host) == 0)
		return -1;
	question->socket = udp_new_ip_type(IPADDR_TYPE_V4);
	if (question->socket == NULL)
		return -1;
	if (bindAnywhere(question->socket) != 0) {
		questionEnd(question);
		return -1;
	}
	udp_recv(question->socket, questionReceive, question);
	questionElapsed(question);
	lwipWake();
	return 0;
}

void questionEnd(Question question)
{
	sys_untimeout(questionElapsed, question);
	if (question->socket)
		udp_remove(question->socket);
	question->socket = NULL;
}
