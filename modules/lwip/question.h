/*
 * One name asked over one interface, of that interface's own name servers in turn, from a random port
 * with a random id. Only lwIP is needed; `resolve` and `probe` put JavaScript in front of it.
 *
 *   questionAsk ─▶ sent at 0, 2, 5 s ─▶ an address, or no such name ─▶ answered(…)
 *                        │ a server refuses: the next one at once      └─▶ 8 s: answered(NULL)
 */

#ifndef QUESTION_H
#define QUESTION_H

#include "dns.h"
#include "objects.h"
#include "lwip/udp.h"

/* Three by the clock, and one more for each server that refuses. */
enum { kQuestionAskedMax = 3 + kLwipNameServersMax };

/* Runs within lwIP, never within questionAsk; `address` is NULL where there is none. The question is
   over by then. */
typedef void (*QuestionAnswered)(void *context, const uint8_t *address);

typedef struct {
	const char *identifier;
	const char *host;
	QuestionAnswered answered;
	void *context;
	struct udp_pcb *socket;
	ip_addr_t asked[kQuestionAskedMax];
	uint8_t askedCount;
	uint8_t refusals;
	uint8_t tries;
	uint16_t id;
} QuestionRecord, *Question;

/* Both strings must outlive the question. 0, or -1 when the host cannot be a name, or there is no
   memory. With lwIP entered. */
int questionAsk(Question question, const char *identifier, const char *host, QuestionAnswered answered, void *context);

/* Ends it, if it is not over, and nothing is said. With lwIP entered. */
void questionEnd(Question question);

#endif
