/*
 * ESP-IDF's habits with several interfaces, as faults that can be switched: the default route
 * re-elected at any event, the one DNS table emptied and overwritten by any interface's DHCP, routing
 * by source address, a loss of address told late (esp_netif_lwip.c).
 */

#ifndef LWIP_HABITS_H
#define LWIP_HABITS_H

#include "interface.h"

typedef enum { kHabitsUp, kHabitsDown, kHabitsDHCP } HabitsEvent;

typedef struct {
	bool pinned;     /* lwipPinDefault was called: ESP-IDF then leaves the default route alone */
	bool reelect;    /* and does not, as when the pin was lost */
	bool dnsTable;   /* DHCP writes lwIP's one table */
	bool sourceRoute;
	uint32_t lostIPAfter;
} Habits;
extern Habits gHabits;

/* An interface got its address, lost its link or address, or starts DHCP. */
void habitsEvent(HabitsEvent event);

/* DHCP has brought another of the interface's name servers. */
void habitsNameServersGiven(LwipInterface interface);

#endif
