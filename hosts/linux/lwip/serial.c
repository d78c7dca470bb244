/*
 * Serial ports on this host: any tty, a PTY's end included, as modules/lwip's `uart` wants one. The port
 * is raw and non-blocking; the loop says when it is ready, and is not asked again before a read has
 * emptied it.
 *
 *   watched ── readable ──▶ told, not watched ── a read finds no more ──▶ watched
 *      ▲ what did not go out at once is written when there is room
 */

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>
#include "lwip-host.h"

/* Two of the longest lines. */
enum { kUnsentMax = 1024, kPathMax = 256 };

struct LwipSerialRecord {
	HostSourceRecord source;
	void (*ready)(void *context);
	void *context;
	uint16_t unsentCount;
	uint8_t unsent[kUnsentMax];
};

typedef struct {
	uint32_t baud;
	speed_t speed;
} Speed;

static const Speed gSpeeds[] = {
	{1200, B1200}, {2400, B2400}, {4800, B4800}, {9600, B9600}, {19200, B19200}, {38400, B38400},
	{57600, B57600}, {115200, B115200}, {230400, B230400}, {460800, B460800}, {921600, B921600},
	{1000000, B1000000}, {1500000, B1500000}, {2000000, B2000000}, {3000000, B3000000}
};

static int speedOf(uint32_t baud, speed_t *speed)
{
	for (size_t i = 0; i < sizeof gSpeeds / sizeof gSpeeds[0]; i++)
		if (gSpeeds[i].baud == baud) {
			*speed = gSpeeds[i].speed;
			return 0;
		}
	return -1;
}

static int setRaw(int fd, uint32_t baud)
{
	struct termios settings;
	speed_t speed;
	if (speedOf(baud, &speed) != 0 || tcgetattr(fd, &settings) != 0)
		return -1;
	cfmakeraw(&settings);
	settings.c_cflag |= CLOCAL | CREAD;
	cfsetspeed(&settings, speed);
	return tcsetattr(fd, TCSANOW, &settings);
}

static void tellReady(LwipSerial serial)
{
	serial->source.events &= ~POLLIN;
	lwipEnter();
	(*serial->ready)(serial->context);
	lwipLeave();
}

/* A port that is gone is not watched any more, and found so by the next read. */
static void sendUnsent(LwipSerial serial)
{
	ssize_t count = write(serial->source.fd, serial->unsent, serial->unsentCount);
	if (count > 0) {
		serial->unsentCount -= (uint16_t)count;
		memmove(serial->unsent, serial->unsent + count, serial->unsentCount);
	}
	if (serial->unsentCount > 0 && (count >= 0 || errno == EAGAIN || errno == EINTR))
		serial->source.events |= POLLOUT;
	else
		serial->source.events &= ~POLLOUT;
}

static void serialReady(HostSource source, short events)
{
	LwipSerial serial = source->context;
	if (events & POLLOUT)
		sendUnsent(serial);
	if (events & (POLLIN | POLLHUP | POLLERR | POLLNVAL))
		tellReady(serial);
}

static int openPort(xsMachine *the)
{
	char path[kPathMax];
	xsmcGet(xsVar(0), xsArg(0), xsID_port);
	xsmcToStringBuffer(xsVar(0), path, sizeof path);
	int fd = open(path, O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
	if (fd < 0)
		xsUnknownError("uart: port: %s: %s", path, strerror(errno));
	if (!isatty(fd)) {
		close(fd);
		xsUnknownError("uart: port: %s is not a serial port", path);
	}
	return fd;
}

LwipSerial lwipSerialOpen(xsMachine *the, uint32_t baud, void (*ready)(void *context), void *context)
{
	int fd = openPort(the);
	if (setRaw(fd, baud) != 0) {
		close(fd);
		xsRangeError("uart: baud: %u is not a speed of this port", (unsigned)baud);
	}
	LwipSerial serial = calloc(1, sizeof *serial);
	if (serial == NULL) {
		close(fd);
		xsUnknownError("uart: no memory");
	}
	serial->source.fd = fd;
	serial->source.events = POLLIN;
	serial->source.ready = serialReady;
	serial->source.context = serial;
	serial->ready = ready;
	serial->context = context;
	hostSourceAdd(&serial->source);
	return serial;
}

int lwipSerialRead(LwipSerial serial, uint8_t *bytes, uint16_t size)
{
	ssize_t count;
	do
		count = read(serial->source.fd, bytes, size);
	while (count < 0 && errno == EINTR);
	if (count > 0)
		return (int)count;
	if (count == 0 || errno != EAGAIN)
		return -1;
	serial->source.events |= POLLIN;
	return 0;
}

int lwipSerialWrite(LwipSerial serial, const uint8_t *bytes, uint16_t count)
{
	if (count > kUnsentMax - serial->unsentCount)
		return -1;
	memcpy(serial->unsent + serial->unsentCount, bytes, count);
	serial->unsentCount += count;
	sendUnsent(serial);
	return 0;
}

int lwipSerialSetBaud(LwipSerial serial, uint32_t baud)
{
	return setRaw(serial->source.fd, baud);
}

void lwipSerialClose(LwipSerial serial)
{
	hostSourceRemove(&serial->source);
	close(serial->source.fd);
	free(serial);
}
