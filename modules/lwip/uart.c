/*
 * The class LwipUART: owns the modem's serial port from boot, and in mode `lines` cuts what it says into
 * lines for JavaScript. Bytes wait in the port until they are wanted: each message brings one line,
 * so that a callback may close the object, and a modem that talks without end is held back by its port
 * instead of filling memory.
 *
 *   port ready ─▶ message ─▶ read, framed ─▶ onLine, and a message again while there is more
 *                                 └─ the port has failed ─▶ onError, once
 */

#include <stdlib.h>
#include <string.h>
#include "lines.h"
#include "objects.h"

enum { kChunk = 64 };

typedef struct {
	LwipObjectRecord object;
	LwipSerial serial; /* NULL once the port has failed */
	uint32_t baud;
	xsSlot *onLine;
	xsSlot *onError;
	LinesRecord lines;
	uint8_t at;
	uint8_t count;
	uint8_t bytes[kChunk];
} UARTRecord, *UART;

void xs_uart_destructor(void *data);
static void uartMark(xsMachine *the, void *data, xsMarkRoot markRoot);
static const xsHostHooks gUARTHooks = {xs_uart_destructor, uartMark, NULL};

void xs_uart_destructor(void *data)
{
	UART uart = data;
	if (uart == NULL)
		return;
	lwipObjectRemove(&uart->object);
	if (uart->serial)
		lwipSerialClose(uart->serial);
	free(uart);
}

static void uartMark(xsMachine *the, void *data, xsMarkRoot markRoot)
{
	UART uart = data;
	if (uart == NULL)
		return;
	if (uart->onLine)
		(*markRoot)(the, uart->onLine);
	if (uart->onError)
		(*markRoot)(the, uart->onError);
}

static UART uartOpen(xsMachine *the)
{
	UART uart = xsmcGetHostDataValidate(xsThis, (void *)&gUARTHooks);
	if (uart == NULL)
		xsUnknownError("uart: the port is closed");
	if (uart->serial == NULL)
		xsUnknownError("uart: the port has failed");
	return uart;
}

/* The next line, NULL when nothing more has come, or `*failed`. */
static const char *nextLine(UART uart, int *failed)
{
	for (;;) {
		while (uart->at < uart->count) {
			const char *line = linesTake(&uart->lines, uart->bytes[uart->at++]);
			if (line)
				return line;
		}
		int count = lwipSerialRead(uart->serial, uart->bytes, kChunk);
		*failed = count < 0;
		if (count <= 0)
			return NULL;
		uart->at = 0;
		uart->count = (uint8_t)count;
	}
}

static void uartTell(UART uart, xsSlot *callback, const char *text)
{
	xsMachine *machine = uart->object.the;
	if (callback == NULL)
		return;
	xsBeginHost(machine);
		xsmcVars(1);
		xsmcSetString(xsVar(0), (char *)text);
		xsCallFunction1(xsReference(callback), uart->object.self, xsVar(0));
	xsEndHost(machine);
}

static void uartDeliver(LwipObject object)
{
	UART uart = (UART)object;
	int failed = 0;
	if (uart->serial == NULL)
		return;
	const char *line = nextLine(uart, &failed);
	if (line) {
		lwipEnter();
		lwipObjectPost(object);
		lwipLeave();
		uartTell(uart, uart->onLine, line);
	}
	else if (failed) {
		lwipSerialClose(uart->serial);
		uart->serial = NULL;
		uartTell(uart, uart->onError, "the serial port has failed");
	}
}

static void uartReady(void *context)
{
	lwipObjectPost(context);
}

void xs_uart_constructor(xsMachine *the)
{
	xsmcVars(1);
	xsSlot *onLine = builtinGetCallback(the, xsID_onLine);
	xsSlot *onError = builtinGetCallback(the, xsID_onError);
	xsmcGet(xsVar(0), xsArg(0), xsID_baud);
	uint32_t baud = builtinGetUnsignedInteger(the, &xsVar(0));
	UART uart = calloc(1, sizeof *uart);
	if (uart == NULL)
		xsUnknownError("uart: no memory");
	uart->baud = baud;
	uart->onLine = onLine;
	uart->onError = onError;
	lwipObjectAdd(the, &uart->object, &gUARTHooks, uartDeliver);
	/* Where this throws, the object that nobody has seen is collected. */
	uart->serial = lwipSerialOpen(the, baud, uartReady, uart);
	lwipObjectRemember(&uart->object);
}

void xs_uart_close(xsMachine *the)
{
	UART uart = xsmcGetHostDataValidate(xsThis, (void *)&gUARTHooks);
	if (uart == NULL)
		return;
	lwipObjectForget(&uart->object);
	xsmcSetHostData(xsThis, NULL);
	xs_uart_destructor(uart);
}

/* One line and its CR in one piece. A control character within would be a second command. */
void xs_uart_write(xsMachine *the)
{
	uint8_t bytes[kLineMax + 1];
	UART uart = uartOpen(the);
	const char *line = xsmcToString(xsArg(0));
	size_t length = strlen(line);
	if (length > kLineMax)
		xsRangeError("uart: line: %d characters, at most %d", (int)length, kLineMax);
	for (size_t i = 0; i < length; i++)
		if (line[i] < ' ' || line[i] > '~')
			xsRangeError("uart: line: only printable ASCII can be sent");
	memcpy(bytes, line, length);
	bytes[length] = '\r';
	if (lwipSerialWrite(uart->serial, bytes, (uint16_t)(length + 1)) != 0)
		xsUnknownError("uart: write: the port takes no more now");
}

void xs_uart_get_mode(xsMachine *the)
{
	uartOpen(the);
	xsmcSetString(xsResult, "lines");
}

/* What has come of a line is not of the mode that begins. */
void xs_uart_set_mode(xsMachine *the)
{
	UART uart = uartOpen(the);
	const char *mode = xsmcToString(xsArg(0));
	if (strcmp(mode, "lines") != 0)
		xsRangeError("uart: mode: expected \"lines\", got %.8s", mode);
	linesClear(&uart->lines);
}

void xs_uart_get_baud(xsMachine *the)
{
	xsmcSetInteger(xsResult, uartOpen(the)->baud);
}

void xs_uart_set_baud(xsMachine *the)
{
	UART uart = uartOpen(the);
	uint32_t baud = builtinGetUnsignedInteger(the, &xsArg(0));
	if (lwipSerialSetBaud(uart->serial, baud) != 0)
		xsRangeError("uart: baud: %u is not a speed of this port", (unsigned)baud);
	uart->baud = baud;
}
