/*
 * The control socket's server: a Unix stream socket, few clients, a line and its answer at a time.
 *
 *   listening ──▶ client: line ──▶ commandRun ──▶ answer ──▶ next line … ──▶ gone
 */

#define _GNU_SOURCE
#include "commands.h"
#include "lwip-host.h"
#include <errno.h>
#include <poll.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

enum { kClientsMax = 4 };

typedef struct {
	HostSourceRecord source;
	uint16_t length;
	char line[kCommandSize];
} ClientRecord, *Client;

typedef struct {
	HostSourceRecord source;
	xsSlot obj;
	struct sockaddr_un address;
	ClientRecord clients[kClientsMax];
} ControlRecord, *Control;

void xs_control_destructor(void *data);

static const xsHostHooks gControlHooks = { xs_control_destructor, NULL, NULL };

static void clientClose(Client client)
{
	if (client->source.fd < 0)
		return;
	hostSourceRemove(&client->source);
	close(client->source.fd);
	client->source.fd = -1;
}

static bool clientAnswer(Client client, char *line)
{
	char *text = NULL;
	size_t size = 0;
	FILE *answer = open_memstream(&text, &size);
	bool sent;
	if (!answer)
		return false;
	commandRun(line, answer);
	fclose(answer);
	sent = send(client->source.fd, text, size, MSG_NOSIGNAL) == (ssize_t)size;
	free(text);
	return sent;
}

static void clientReady(HostSource source, short events)
{
	Client client = source->context;
	ssize_t count = recv(source->fd, client->line + client->length, sizeof client->line - 1 - client->length, 0);
	char *end;
	(void)events;
	if (count <= 0) {
		if (count == 0 || errno != EAGAIN)
			clientClose(client);
		return;
	}
	client->length += (uint16_t)count;
	client->line[client->length] = 0;
	while ((end = strchr(client->line, '\n'))) {
		*end++ = 0;
		if (!clientAnswer(client, client->line)) {
			clientClose(client);
			return;
		}
		client->length = (uint16_t)strlen(end);
		memmove(client->line, end, client->length + 1U);
	}
	if (client->length == sizeof client->line - 1)
		clientClose(client);
}

static void controlReady(HostSource source, short events)
{
	Control control = source->context;
	int index, fd = accept4(source->fd, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
	(void)events;
	for (index = 0; fd >= 0 && index < kClientsMax; index++) {
		Client client = &control->clients[index];
		if (client->source.fd >= 0)
			continue;
		client->source = (HostSourceRecord){ .fd = fd, .events = POLLIN, .ready = clientReady, .context = client };
		client->length = 0;
		hostSourceAdd(&client->source);
		return;
	}
	if (fd >= 0)
		close(fd);
}

/* A path that was mistyped may be anybody's file: only a socket is taken away. */
static void controlClear(const char *path)
{
	struct stat left;
	if (!lstat(path, &left) && S_ISSOCK(left.st_mode))
		unlink(path);
}

static int controlListen(xsMachine *the, Control control)
{
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0), error;
	control->address.sun_family = AF_UNIX;
	controlClear(control->address.sun_path);
	if (fd >= 0 && !bind(fd, (struct sockaddr *)&control->address, sizeof control->address) && !listen(fd, kClientsMax))
		return fd;
	error = errno;
	if (fd >= 0)
		close(fd);
	xsUnknownError("control: %s: %s", control->address.sun_path, strerror(error));
	return -1;
}

void xs_control(xsMachine *the)
{
	Control control = calloc(1, sizeof *control);
	int index;
	if (!control)
		xsUnknownError("no memory");
	control->source.fd = -1;
	for (index = 0; index < kClientsMax; index++)
		control->clients[index].source.fd = -1;
	xsmcSetHostData(xsThis, control);
	xsSetHostHooks(xsThis, (xsHostHooks *)&gControlHooks);
	lwipEnter();
	xsmcToStringBuffer(xsArg(0), control->address.sun_path, sizeof control->address.sun_path);
	control->source = (HostSourceRecord){ .fd = controlListen(the, control), .events = POLLIN, .ready = controlReady, .context = control };
	hostSourceAdd(&control->source);
	control->obj = xsThis;
	xsRemember(control->obj);
	lwipLeave();
}

void xs_control_destructor(void *data)
{
	Control control = data;
	int index;
	if (!control)
		return;
	for (index = 0; index < kClientsMax; index++)
		clientClose(&control->clients[index]);
	if (control->source.fd >= 0) {
		hostSourceRemove(&control->source);
		close(control->source.fd);
		unlink(control->address.sun_path);
	}
	free(control);
}

void xs_control_close(xsMachine *the)
{
	Control control = xsmcGetHostData(xsThis);
	if (!control)
		return;
	xsmcGetHostDataValidate(xsThis, (void *)&gControlHooks);
	xsForget(control->obj);
	xsmcSetHostData(xsThis, NULL);
	xsSetHostDestructor(xsThis, NULL);
	xs_control_destructor(control);
}
