/*
 * What the control socket is told, a line at a time:
 *
 *   wl0 ap SSID password [channel] [RSSI] [BSSID]    an access point on the air, or changed
 *   wl0 ap SSID gone                                 and off it
 *   wl0 beacon off|on                                the radio hears none, or does
 *   wl0 roam BSSID                                   to another access point of the same network
 *   idf reelect on|off                               the default route re-elected though it is pinned
 *   idf dns-table on|off                             DHCP writes lwIP's one table
 *   idf lost-ip 120000|0                             how late a lost lease is told, in ms
 *   idf source-route on|off                          routing by source address
 *   state                                            the stack's state, as JSON
 *
 * A word with blanks stands in double quotes.
 */

#ifndef COMMANDS_H
#define COMMANDS_H

#include <stdio.h>

enum { kCommandSize = 512 };

/* Does what the line says and prints the answer, one line: `ok`, `error: …`, or the state. The line is
   changed. */
void commandRun(char *line, FILE *answer);

#endif
