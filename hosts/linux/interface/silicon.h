/*
 * What lies under the SDK's two interface classes: the chip with its netif, the C file's globals, and
 * the views, which are all that JavaScript sees. Every instance is a view with flags of its own,
 * brought up to date by messages alone. Read ethernet-esp32.c and wifi-esp32.c of the SDK beside this.
 *
 *   packets, access points ──▶ silicon ──▶ messages ──▶ views ──▶ onChanged
 */

#ifndef SILICON_H
#define SILICON_H

#include "lwip-host.h"
#include "interface.h"
#include "packet.h"
#include <stdbool.h>

/* The bits of `ip`. 500 needs both. */
enum { kIPv4 = 1, kIPv6 = 2, kIPBoth = 3 };

typedef struct SiliconRecord SiliconRecord, *Silicon;
typedef struct ViewRecord ViewRecord, *View;

typedef struct {
	const char *name;   /* of the identifiers: "eth", "wl" */
	const char *device; /* when the options name none */
	uint8_t priority;
	bool connectedEndsConnecting; /* Wi-Fi: it means the attempt */
	size_t size;                  /* of the record that begins with a SiliconRecord */
	const xsHostHooks *hooks;
	void (*carrier)(Silicon silicon);
	void (*describe)(Silicon silicon, FILE *to);
	void (*close)(Silicon silicon);
} SiliconClass;

struct SiliconRecord {
	Silicon next;
	const SiliconClass *class;
	char device[IFNAMSIZ];
	LwipInterfaceRecord interface;
	PacketRecord packet;
	bool present;   /* the chip has answered: gNetif */
	bool connected; /* gConnected */
	uint8_t ip;     /* gIP */
	View views;
};

typedef enum { kViewConnected, kViewDisconnected, kViewGotIP } ViewEvent;
typedef struct {
	uint8_t event;
	uint8_t ip;
	bool addressChanged;
} ViewMessage;

struct ViewRecord {
	View next, nextOfAll;
	Silicon silicon;
	xsSlot obj;
	xsMachine *the;
	uint32_t useCount;
	bool connected, connecting, scanning, closed;
	uint8_t ip;
	xsSlot *onChanged, *onFound, *onComplete;
};

/* The silicon of the options' `device`, made when there is none yet, and asked again for its chip
   when that has not answered. Its identifier is the options' `interface`, or the next of its class. */
Silicon siliconOf(xsMachine *the, const SiliconClass *class);
Silicon siliconByIdentifier(const SiliconClass *class, const char *identifier);

/* A message to one view, or to all. */
void siliconPost(Silicon silicon, const ViewMessage *message);
void viewPost(View view, const ViewMessage *message);

/* The constructor's part: a record for xsThis, among the silicon's views. */
View viewNew(xsMachine *the, const SiliconClass *class);
View viewOf(xsMachine *the, const SiliconClass *class);
void viewClose(xsMachine *the, const SiliconClass *class);
void viewDestroy(void *view);
void viewMark(xsMachine *the, void *it, xsMarkRoot markRoot);

/* What both classes' `configure`, `address` and `MAC` do. */
void viewConfigure(xsMachine *the, View view);
void viewAddress(xsMachine *the, View view);
void viewMAC(xsMachine *the, View view);

enum { kMACSize = 18 };
void formatMAC(char text[kMACSize], const uint8_t *MAC);

#endif
