/*
 * The control socket's language: see commands.h.
 */

#include "commands.h"
#include "habits.h"
#include "radio.h"
#include "state.h"
#include <stdlib.h>
#include <string.h>

enum { kWordsMax = 8 };

typedef struct {
	int count;
	char *words[kWordsMax];
} Words;

static bool commandSplit(Words *words, char *line)
{
	words->count = 0;
	for (;;) {
		char end = ' ';
		while (*line == ' ')
			line++;
		if (!*line)
			return true;
		if (words->count == kWordsMax)
			return false;
		if (*line == '"') {
			end = '"';
			line++;
		}
		words->words[words->count++] = line;
		while (*line && *line != end)
			line++;
		if (!*line)
			return end == ' ';
		*line++ = 0;
	}
}

static bool commandNumber(const char *word, long least, long most, long *number)
{
	char *end;
	*number = strtol(word, &end, 10);
	return *word && !*end && *number >= least && *number <= most;
}

static bool commandSwitch(const char *word, bool *value)
{
	*value = !strcmp(word, "on");
	return *value || !strcmp(word, "off");
}

/* NULL, or what is wrong. */
static const char *commandAccessPoint(Radio radio, const Words *words)
{
	AccessPoint point;
	long channel, RSSI;
	char *const *word = words->words;
	if (words->count < 4 || strlen(word[2]) >= kSSIDSize || strlen(word[3]) >= kPasswordSize)
		return "expected an SSID of at most 32 bytes and a password of at most 64";
	if (!strcmp(word[3], "gone"))
		return accessPointsRemove(&radio->around, word[2]) ? NULL : "no such access point";
	point = accessPointMake(&radio->around, word[2], word[3]);
	if (words->count > 4 && !commandNumber(word[4], 1, 13, &channel))
		return "channel: expected 1 to 13";
	if (words->count > 5 && !commandNumber(word[5], -127, 0, &RSSI))
		return "RSSI: expected -127 to 0";
	if (words->count > 6 && !parseBSSID(point.BSSID, word[6]))
		return "BSSID: expected six bytes as 02:00:00:00:00:01";
	if (words->count > 4)
		point.channel = (uint8_t)channel;
	if (words->count > 5)
		point.RSSI = (int8_t)RSSI;
	return accessPointsPut(&radio->around, &point) ? NULL : "too many access points";
}

static const char *commandRadio(Radio radio, const Words *words)
{
	const char *verb = words->words[1], *complaint = NULL;
	uint8_t BSSID[6];
	bool on;
	if (!strcmp(verb, "ap"))
		complaint = commandAccessPoint(radio, words);
	else if (!strcmp(verb, "beacon") && words->count == 3 && commandSwitch(words->words[2], &on))
		radio->silent = !on;
	else if (!strcmp(verb, "roam") && words->count == 3 && parseBSSID(BSSID, words->words[2]))
		complaint = radioRoam(radio, BSSID) ? NULL : "no such access point of the network that is joined";
	else
		return "expected ap, beacon or roam";
	radioLook(radio);
	return complaint;
}

static const char *commandHabit(const Words *words)
{
	const char *habit = words->words[1], *value = words->words[2];
	long lostIPAfter;
	bool on;
	if (words->count != 3)
		return "expected a habit and its value";
	if (!strcmp(habit, "lost-ip")) {
		if (!commandNumber(value, 0, 3600000, &lostIPAfter))
			return "lost-ip: expected milliseconds, up to an hour";
		gHabits.lostIPAfter = (uint32_t)lostIPAfter;
		return NULL;
	}
	if (!commandSwitch(value, &on))
		return "expected on or off";
	if (!strcmp(habit, "reelect"))
		gHabits.reelect = on;
	else if (!strcmp(habit, "dns-table"))
		gHabits.dnsTable = on;
	else if (!strcmp(habit, "source-route"))
		gHabits.sourceRoute = on;
	else
		return "expected reelect, dns-table, lost-ip or source-route";
	return NULL;
}

static const char *commandDo(const Words *words, FILE *answer)
{
	Silicon silicon;
	if (words->count == 1 && !strcmp(words->words[0], "state")) {
		statePrint(answer);
		return NULL;
	}
	if (words->count < 2)
		return "expected state, idf …, or an interface and what happens to it";
	if (!strcmp(words->words[0], "idf"))
		return commandHabit(words);
	silicon = siliconByIdentifier(&gWiFi, words->words[0]);
	return silicon ? commandRadio((Radio)silicon, words) : "no such interface with a radio";
}

void commandRun(char *line, FILE *answer)
{
	Words words;
	long before = ftell(answer);
	const char *complaint = commandSplit(&words, line) ? commandDo(&words, answer) : "too many words, or a quote left open";
	if (complaint)
		fprintf(answer, "error: %s\n", complaint);
	else
		fprintf(answer, "%s\n", ftell(answer) == before ? "ok" : "");
}
