/*
 * A pseudo-terminal with us as the modem: its name is written as the first line, then what comes from
 * the device goes to standard output, and standard input to the device. It ends with its input.
 */

#define _GNU_SOURCE
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static int pass(int from, int to)
{
	char bytes[4096];
	ssize_t count = read(from, bytes, sizeof bytes);
	for (ssize_t at = 0; at < count;) {
		ssize_t written = write(to, bytes + at, (size_t)(count - at));
		if (written < 0)
			return 0;
		at += written;
	}
	return count > 0;
}

int main(void)
{
	int master = posix_openpt(O_RDWR | O_NOCTTY);
	if (master < 0 || grantpt(master) != 0 || unlockpt(master) != 0)
		return 1;
	printf("%s\n", ptsname(master));
	fflush(stdout);
	/* Held open, so that the device may come and go. */
	int slave = open(ptsname(master), O_RDWR | O_NOCTTY);
	struct pollfd ends[] = {{STDIN_FILENO, POLLIN, 0}, {master, POLLIN, 0}};
	for (;;) {
		if (poll(ends, 2, -1) < 0)
			return 1;
		if (ends[0].revents && !pass(STDIN_FILENO, master))
			break;
		if ((ends[1].revents & POLLIN) && !pass(master, STDOUT_FILENO))
			break;
	}
	close(slave);
	return 0;
}
