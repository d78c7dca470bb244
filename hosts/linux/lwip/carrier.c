/*
 * Carriers are looked at fifty times a second, as a driver polls its PHY. rtnetlink would tell of them,
 * but the kernel holds a lost carrier back for up to a second there (net/core/link_watch.c), and a
 * manager that is to act at once cannot wait that long.
 */

#include "carrier.h"
#include "lwip/timeouts.h"
#include <linux/ethtool.h>
#include <linux/sockios.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

enum { kLookEvery = 20 };

static CarrierWatch gWatches;
static int gSocket = -1;

/* Whoever has no PHY to ask has the kernel's opinion. */
static bool carrierIsUp(struct ifreq *request)
{
	struct ethtool_value link = { .cmd = ETHTOOL_GLINK };
	bool up, running;
	if (ioctl(gSocket, SIOCGIFFLAGS, request))
		return false;
	up = request->ifr_flags & IFF_UP;
	running = request->ifr_flags & IFF_RUNNING;
	request->ifr_data = (char *)&link;
	if (!ioctl(gSocket, SIOCETHTOOL, request))
		running = link.data;
	return up && running;
}

static Carrier carrierRead(const char *device)
{
	Carrier carrier = { 0 };
	struct ifreq request = { 0 };
	snprintf(request.ifr_name, IFNAMSIZ, "%s", device);
	if (ioctl(gSocket, SIOCGIFINDEX, &request))
		return carrier;
	carrier.index = request.ifr_ifindex;
	if (!ioctl(gSocket, SIOCGIFHWADDR, &request))
		memcpy(carrier.address, request.ifr_hwaddr.sa_data, sizeof carrier.address);
	carrier.up = carrierIsUp(&request);
	return carrier;
}

static bool carrierIsSame(const Carrier *a, const Carrier *b)
{
	return a->index == b->index && a->up == b->up && !memcmp(a->address, b->address, sizeof a->address);
}

/* A watch may be forgotten by `changed`, its own or another: begin again after each. */
static void carrierLook(void *unused)
{
	CarrierWatch watch = gWatches;
	while (watch) {
		Carrier carrier = carrierRead(watch->device);
		if (carrierIsSame(&carrier, &watch->carrier)) {
			watch = watch->next;
			continue;
		}
		watch->carrier = carrier;
		watch->changed(watch);
		watch = gWatches;
	}
	if (gWatches)
		sys_timeout(kLookEvery, carrierLook, unused);
}

bool carrierWatch(CarrierWatch watch)
{
	if (gSocket < 0)
		gSocket = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (gSocket < 0)
		return false;
	watch->carrier = carrierRead(watch->device);
	if (!gWatches)
		sys_timeout(kLookEvery, carrierLook, NULL);
	watch->next = gWatches;
	gWatches = watch;
	return true;
}

void carrierForget(CarrierWatch watch)
{
	CarrierWatch *address;
	for (address = &gWatches; *address; address = &(*address)->next)
		if (*address == watch) {
			*address = watch->next;
			break;
		}
	if (gWatches || gSocket < 0)
		return;
	sys_untimeout(carrierLook, NULL);
	close(gSocket);
	gSocket = -1;
}
