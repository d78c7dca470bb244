/*
 * One rtnetlink socket for all wires. What it says is only that something has changed: the state is
 * read afresh, so that messages lost for want of room lose nothing.
 */

#include "carrier.h"
#include "host.h"
#include <errno.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

static CarrierWatch gWatches;

static void carrierReady(HostSource source, short events);
static HostSourceRecord gSource = { .fd = -1, .events = POLLIN, .ready = carrierReady };

static Carrier carrierRead(const char *device)
{
	Carrier carrier = { 0 };
	struct ifreq request = { 0 };
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return carrier;
	snprintf(request.ifr_name, IFNAMSIZ, "%s", device);
	if (!ioctl(fd, SIOCGIFINDEX, &request))
		carrier.index = request.ifr_ifindex;
	if (carrier.index && !ioctl(fd, SIOCGIFHWADDR, &request))
		memcpy(carrier.address, request.ifr_hwaddr.sa_data, sizeof carrier.address);
	if (carrier.index && !ioctl(fd, SIOCGIFFLAGS, &request))
		carrier.up = (request.ifr_flags & IFF_UP) && (request.ifr_flags & IFF_RUNNING);
	close(fd);
	return carrier;
}

static bool carrierIsSame(const Carrier *a, const Carrier *b)
{
	return a->index == b->index && a->up == b->up && !memcmp(a->address, b->address, sizeof a->address);
}

/* A watch may be forgotten by `changed`, its own or another: begin again after each. */
static void carrierLook(void)
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
}

static void carrierReady(HostSource source, short events)
{
	char messages[8192];
	(void)events;
	while (recv(source->fd, messages, sizeof messages, 0) > 0 || errno == ENOBUFS)
		;
	carrierLook();
}

static bool carrierListen(void)
{
	struct sockaddr_nl address = { .nl_family = AF_NETLINK, .nl_groups = RTMGRP_LINK };
	int fd;
	if (gSource.fd >= 0)
		return true;
	fd = socket(AF_NETLINK, SOCK_RAW | SOCK_NONBLOCK | SOCK_CLOEXEC, NETLINK_ROUTE);
	if (fd < 0)
		return false;
	if (bind(fd, (struct sockaddr *)&address, sizeof address)) {
		close(fd);
		return false;
	}
	gSource.fd = fd;
	hostSourceAdd(&gSource);
	return true;
}

bool carrierWatch(CarrierWatch watch)
{
	if (!carrierListen())
		return false;
	watch->carrier = carrierRead(watch->device);
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
	if (gWatches || gSource.fd < 0)
		return;
	hostSourceRemove(&gSource);
	close(gSource.fd);
	gSource.fd = -1;
}
