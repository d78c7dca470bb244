/*
 * What a modem says, cut into lines (27.007 §4, V.250 §5.7): bytes in, a line or nothing out. Pure; a
 * byte at a time, so where the port cut its reads cannot matter. test/lwip/lines.json is the same in
 * examples.
 *
 * A line ends at CR, at LF, or at both; empty ones are none, so that CRLF, CR alone and the echo's CR
 * all read alike. The prompt `> ` ends by itself: a modem waits behind it. Bytes outside printable ASCII
 * are not of a line: power-up, a wrong speed and what is left of data mode send such. A line longer than
 * kLineMax is lost whole, to its ending: half an answer could be taken for another one.
 */

#ifndef LINES_H
#define LINES_H

#include <stdint.h>

enum { kLineMax = 512 };

typedef struct {
	uint16_t length;
	uint8_t isOverlong;
	char line[kLineMax + 1];
} LinesRecord, *Lines;

/* Begins anew: what has come of a line is forgotten. */
void linesClear(Lines lines);

/* Takes a byte. Returns the line it ended, which stays until the next byte, or NULL. */
const char *linesTake(Lines lines, uint8_t byte);

#endif
