/*
 * The C framer, driven by bytes on standard input: a count (two bytes, the higher first) and so many
 * bytes are one read of the port; a count of 0 begins anew. Each line is written with an LF, each new
 * beginning with a bare one, so that the caller can compare what every split of a text comes to.
 */

#include <stdio.h>
#include "lines.h"

int main(void)
{
	static LinesRecord lines;
	int high;
	linesClear(&lines);
	while ((high = getchar()) != EOF) {
		int count = (high << 8) | getchar();
		if (count == 0) {
			linesClear(&lines);
			putchar('\n');
		}
		while (count-- > 0) {
			const char *line = linesTake(&lines, (uint8_t)getchar());
			if (line)
				puts(line);
		}
	}
	return 0;
}
