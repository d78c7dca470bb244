/*
 * The class LwipResolver: names asked over one interface. Each call of `resolve` is a question of its
 * own; its callback runs in a message, one a message, so that a callback may close the resolver.
 *
 *   resolve ─▶ asked ─▶ answered, failed ─▶ delivered: onResolved │ onError
 *                └─ a dotted quad, or the ninth at a time: so from the first
 */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "question.h"

/* At a time, for one resolver. */
enum { kQuestionsMax = 8 };

typedef struct AskedRecord AskedRecord, *Asked;
typedef struct ResolverRecord ResolverRecord, *Resolver;

/* One call of `resolve`. */
struct AskedRecord {
	QuestionRecord question;
	Asked next;
	Resolver resolver;
	enum { kAsking, kResolved, kFailed } outcome;
	uint8_t isQuad;
	uint8_t address[4];
	xsSlot *onResolved;
	xsSlot *onError;
	char host[];
};

struct ResolverRecord {
	LwipObjectRecord object;
	Asked first;
	uint8_t count;
	char identifier[kLwipIdentifierSize];
};

void xs_resolver_destructor(void *data);
static void resolverMark(xsMachine *the, void *data, xsMarkRoot markRoot);
static const xsHostHooks gResolverHooks = {xs_resolver_destructor, resolverMark, NULL};

static void resolverDeliver(LwipObject object);

void xs_resolver_constructor(xsMachine *the)
{
	char identifier[kLwipIdentifierSize];
	xsmcVars(1);
	lwipGetInterface(the, identifier);
	Resolver resolver = calloc(1, sizeof *resolver);
	if (resolver == NULL)
		xsUnknownError("resolve: no memory");
	strcpy(resolver->identifier, identifier);
	lwipObjectAdd(the, &resolver->object, &gResolverHooks, resolverDeliver);
	lwipObjectRemember(&resolver->object);
}

void xs_resolver_destructor(void *data)
{
	Resolver resolver = data;
	if (resolver == NULL)
		return;
	lwipObjectRemove(&resolver->object);
	while (resolver->first) {
		Asked asked = resolver->first;
		resolver->first = asked->next;
		lwipEnter();
		questionEnd(&asked->question);
		lwipLeave();
		free(asked);
	}
	free(resolver);
}

static void resolverMark(xsMachine *the, void *data, xsMarkRoot markRoot)
{
	Resolver resolver = data;
	if (resolver == NULL)
		return;
	for (Asked asked = resolver->first; asked; asked = asked->next) {
		if (asked->onResolved)
			(*markRoot)(the, asked->onResolved);
		if (asked->onError)
			(*markRoot)(the, asked->onError);
	}
}

static void askedEnd(Asked asked, int outcome)
{
	asked->outcome = outcome;
	lwipObjectPost(&asked->resolver->object);
}

static void askedAnswered(void *context, const uint8_t *address)
{
	Asked asked = context;
	if (address)
		memcpy(asked->address, address, sizeof asked->address);
	askedEnd(asked, address ? kResolved : kFailed);
}

static Asked askedNew(xsMachine *the, Resolver resolver)
{
	xsSlot *onResolved = builtinGetCallback(the, xsID_onResolved);
	xsSlot *onError = builtinGetCallback(the, xsID_onError);
	const char *host = lwipGetString(the, xsID_host, "resolve: host");
	size_t size = strlen(host) + 1;
	Asked asked = calloc(1, sizeof *asked + size);
	if (asked == NULL)
		xsUnknownError("resolve: no memory");
	memcpy(asked->host, host, size);
	asked->onResolved = onResolved;
	asked->onError = onError;
	asked->resolver = resolver;
	asked->isQuad = (uint8_t)dnsReadQuad(asked->host, asked->address);
	return asked;
}

void xs_resolver_resolve(xsMachine *the)
{
	xsmcVars(1);
	Resolver resolver = xsmcGetHostDataValidate(xsThis, (void *)&gResolverHooks);
	if (resolver == NULL)
		xsUnknownError("resolve: the resolver is closed");
	Asked asked = askedNew(the, resolver);
	lwipEnter();
	asked->next = resolver->first;
	resolver->first = asked;
	if (resolver->count++ >= kQuestionsMax)
		askedEnd(asked, kFailed);
	else if (asked->isQuad)
		askedEnd(asked, kResolved);
	else if (questionAsk(&asked->question, resolver->identifier, asked->host, askedAnswered, asked) != 0)
		askedEnd(asked, kFailed);
	lwipLeave();
}

/* Takes one that is over from the list; posts again while there are more. */
static Asked resolverTake(Resolver resolver)
{
	Asked taken = NULL;
	lwipEnter();
	for (Asked *link = &resolver->first; *link; link = &(*link)->next)
		if ((*link)->outcome != kAsking) {
			taken = *link;
			*link = taken->next;
			resolver->count--;
			break;
		}
	for (Asked asked = resolver->first; asked && taken; asked = asked->next)
		if (asked->outcome != kAsking) {
			lwipObjectPost(&resolver->object);
			break;
		}
	lwipLeave();
	return taken;
}

static void resolverDeliver(LwipObject object)
{
	Asked asked = resolverTake((Resolver)object);
	if (asked == NULL)
		return;
	xsSlot *callback = asked->outcome == kResolved ? asked->onResolved : asked->onError;
	xsBeginHost(object->the);
		xsmcVars(3);
		/* Once out of the list they are held by these alone. */
		if (callback)
			xsVar(0) = xsReference(callback);
		if (asked->outcome == kResolved) {
			char text[16];
			const uint8_t *at = asked->address;
			snprintf(text, sizeof text, "%u.%u.%u.%u", at[0], at[1], at[2], at[3]);
			xsmcSetString(xsVar(1), asked->host);
			xsmcSetString(xsVar(2), asked->isQuad ? asked->host : text);
		}
		int resolved = asked->outcome == kResolved;
		free(asked);
		if (callback && resolved)
			xsCallFunction2(xsVar(0), object->self, xsVar(1), xsVar(2));
		else if (callback)
			xsCallFunction0(xsVar(0), object->self);
	xsEndHost(object->the);
}

void xs_resolver_close(xsMachine *the)
{
	Resolver resolver = xsmcGetHostDataValidate(xsThis, (void *)&gResolverHooks);
	if (resolver == NULL)
		return;
	lwipObjectForget(&resolver->object);
	xsmcSetHostData(xsThis, NULL);
	xs_resolver_destructor(resolver);
}
