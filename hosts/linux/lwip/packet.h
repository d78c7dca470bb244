/*
 * A port of the device: frames between an lwIP netif and a Linux interface, by an AF_PACKET socket.
 * The kernel keeps its own stack on that interface, which shall have no address there.
 */

#ifndef LWIP_PACKET_H
#define LWIP_PACKET_H

#include "carrier.h"
#include "interface.h"

typedef struct PacketRecord PacketRecord, *Packet;
struct PacketRecord {
	HostSourceRecord source;
	CarrierWatchRecord watch;
	LwipInterface interface;
	bool shut; /* by a radio that is not joined: no frame passes, whatever the carrier */
	/* The carrier came or went, or the Linux interface did. */
	void (*onCarrier)(Packet packet);
	uint32_t received, sent;
	uint32_t refused;        /* by the kernel, or longer than a frame */
	uint32_t sentNoCarrier;  /* or while shut */
};

/* Adds the interface's netif to lwIP, over `device`. False when there is no such Linux interface, or
   no way to open it: that is said on stderr. */
bool packetOpen(Packet packet, LwipInterface interface, const char *device);
void packetClose(Packet packet);

/* Is the wire there? */
bool packetCarrier(Packet packet);

void packetDescribe(Packet packet, FILE *to);

#endif
