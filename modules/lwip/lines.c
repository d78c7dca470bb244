/*
 * The framer of a modem's lines; lines.h says by which rules.
 *
 *   collecting ── printable ──▶ collecting ── CR, LF, or the prompt is whole ──▶ a line
 *        │ the byte after the longest line
 *        ▼
 *   overlong ── CR, LF ──▶ collecting
 */

#include <stddef.h>
#include "lines.h"

void linesClear(Lines lines)
{
	lines->length = 0;
	lines->isOverlong = 0;
}

static const char *linesEnd(Lines lines)
{
	int isLine = lines->length > 0 && !lines->isOverlong;
	lines->line[lines->length] = 0;
	linesClear(lines);
	return isLine ? lines->line : NULL;
}

static int isPrompt(const LinesRecord *lines)
{
	return lines->length == 2 && lines->line[0] == '>' && lines->line[1] == ' ';
}

const char *linesTake(Lines lines, uint8_t byte)
{
	if (byte == '\r' || byte == '\n')
		return linesEnd(lines);
	if (byte < ' ' || byte > '~' || lines->isOverlong)
		return NULL;
	if (lines->length == kLineMax) {
		lines->isOverlong = 1;
		return NULL;
	}
	lines->line[lines->length++] = (char)byte;
	return isPrompt(lines) ? linesEnd(lines) : NULL;
}
