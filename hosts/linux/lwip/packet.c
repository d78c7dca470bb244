/*
 * The driver. Frames may be longer than the MTU: a peer on the same machine hands over what it would
 * leave to hardware to cut (TSO), and lwIP takes such a segment as it is. For the same reason
 * checksums may be unfinished: the kernel says so of each frame (PACKET_AUXDATA), and lwIP does not
 * check those.
 */

#include "packet.h"
#include "lwip/etharp.h"
#include "lwip/ethip6.h"
#include <errno.h>
#include <linux/if_packet.h>
#include <net/ethernet.h>
#include <netinet/in.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum {
	kFramesMax = 32, /* a round of the loop; the rest waits in the kernel's bounded queue */
	kFrameReceiveMax = 65535,
	kMTU = 1500,
	kFrameSendMax = kMTU + sizeof(struct ether_header),
	kChecksToSkip = NETIF_CHECKSUM_CHECK_UDP | NETIF_CHECKSUM_CHECK_TCP
};

bool packetCarrier(Packet packet)
{
	return packet->watch.carrier.up && packet->source.fd >= 0;
}

static bool packetPasses(Packet packet)
{
	return packetCarrier(packet) && !packet->shut;
}

static err_t packetSend(struct netif *netif, struct pbuf *frame)
{
	Packet packet = netif->state;
	uint8_t bytes[kFrameSendMax];
	if (!packetPasses(packet)) {
		packet->sentNoCarrier++;
		return ERR_IF;
	}
	if (frame->tot_len > sizeof bytes) {
		packet->refused++;
		return ERR_BUF;
	}
	pbuf_copy_partial(frame, bytes, frame->tot_len, 0);
	if (send(packet->source.fd, bytes, frame->tot_len, 0) != frame->tot_len) {
		packet->refused++;
		return ERR_IF;
	}
	packet->sent++;
	return ERR_OK;
}

static bool packetUnchecked(struct msghdr *message)
{
	struct cmsghdr *part;
	for (part = CMSG_FIRSTHDR(message); part; part = CMSG_NXTHDR(message, part))
		if (part->cmsg_level == SOL_PACKET && part->cmsg_type == PACKET_AUXDATA) {
			struct tpacket_auxdata data;
			memcpy(&data, CMSG_DATA(part), sizeof data);
			return data.tp_status & TP_STATUS_CSUMNOTREADY;
		}
	return false;
}

static void packetTake(Packet packet, const uint8_t *bytes, uint16_t length, bool unchecked)
{
	struct netif *netif = &packet->interface->netif;
	struct pbuf *frame;
	if (!netif_is_link_up(netif) || packet->shut)
		return;
	frame = pbuf_alloc(PBUF_RAW, length, PBUF_RAM);
	if (!frame)
		return;
	pbuf_take(frame, bytes, length);
	packet->received++;
	if (unchecked)
		NETIF_SET_CHECKSUM_CTRL(netif, NETIF_CHECKSUM_ENABLE_ALL & ~kChecksToSkip);
	if (netif->input(frame, netif) != ERR_OK)
		pbuf_free(frame);
	NETIF_SET_CHECKSUM_CTRL(netif, NETIF_CHECKSUM_ENABLE_ALL);
}

static void packetReady(HostSource source, short events)
{
	static uint8_t bytes[kFrameReceiveMax];
	Packet packet = source->context;
	int count;
	(void)events;
	for (count = 0; count < kFramesMax; count++) {
		char control[CMSG_SPACE(sizeof(struct tpacket_auxdata))];
		struct iovec part = { bytes, sizeof bytes };
		struct msghdr message = { .msg_iov = &part, .msg_iovlen = 1, .msg_control = control, .msg_controllen = sizeof control };
		ssize_t length = recvmsg(source->fd, &message, MSG_DONTWAIT);
		/* ENETDOWN is told once when the interface goes down; its carrier is watched elsewhere. */
		if (length < 0 && errno != ENETDOWN)
			return;
		if (length > 0 && !(message.msg_flags & MSG_TRUNC))
			packetTake(packet, bytes, (uint16_t)length, packetUnchecked(&message));
	}
}

static bool packetSocket(Packet packet)
{
	int index = packet->watch.carrier.index, one = 1;
	struct sockaddr_ll address = { .sll_family = AF_PACKET, .sll_protocol = htons(ETH_P_ALL), .sll_ifindex = index };
	struct packet_mreq all = { .mr_ifindex = index, .mr_type = PACKET_MR_ALLMULTI };
	/* Bound before it receives: protocol 0 until then. */
	int fd = socket(AF_PACKET, SOCK_RAW | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return false;
	if (setsockopt(fd, SOL_PACKET, PACKET_IGNORE_OUTGOING, &one, sizeof one)
		|| setsockopt(fd, SOL_PACKET, PACKET_AUXDATA, &one, sizeof one)
		|| setsockopt(fd, SOL_PACKET, PACKET_ADD_MEMBERSHIP, &all, sizeof all)
		|| bind(fd, (struct sockaddr *)&address, sizeof address)) {
		int error = errno;
		close(fd);
		errno = error;
		return false;
	}
	packet->source.fd = fd;
	hostSourceAdd(&packet->source);
	return true;
}

static void packetSocketClose(Packet packet)
{
	if (packet->source.fd < 0)
		return;
	hostSourceRemove(&packet->source);
	close(packet->source.fd);
	packet->source.fd = -1;
}

static void packetComplain(const char *device)
{
	const char *hint = errno == EPERM || errno == EACCES ? " (it takes root, or CAP_NET_RAW)" : "";
	fprintf(stderr, "uplink: %s: %s%s\n", device, strerror(errno), hint);
}

/* An adapter that was pulled and plugged in again is another one to the kernel. */
static void packetChanged(CarrierWatch watch)
{
	Packet packet = watch->context;
	struct sockaddr_ll address = { 0 };
	socklen_t size = sizeof address;
	bool same = packet->source.fd >= 0 && !getsockname(packet->source.fd, (struct sockaddr *)&address, &size)
		&& address.sll_ifindex == watch->carrier.index;
	if (!same) {
		packetSocketClose(packet);
		if (watch->carrier.index && !packetSocket(packet))
			packetComplain(watch->device);
	}
	if (watch->carrier.index)
		memcpy(packet->interface->netif.hwaddr, watch->carrier.address, sizeof watch->carrier.address);
	packet->onCarrier(packet);
}

static err_t packetNetif(struct netif *netif)
{
	Packet packet = netif->state;
	netif->name[0] = packet->watch.device[0];
	netif->name[1] = packet->watch.device[1];
	netif->output = etharp_output;
	netif->output_ip6 = ethip6_output;
	netif->linkoutput = packetSend;
	netif->mtu = kMTU;
	netif->hwaddr_len = sizeof packet->watch.carrier.address;
	memcpy(netif->hwaddr, packet->watch.carrier.address, netif->hwaddr_len);
	netif->flags = NETIF_FLAG_BROADCAST | NETIF_FLAG_ETHARP | NETIF_FLAG_ETHERNET | NETIF_FLAG_MLD6;
	return ERR_OK;
}

bool packetOpen(Packet packet, LwipInterface interface, const char *device)
{
	packet->interface = interface;
	packet->source = (HostSourceRecord){ .fd = -1, .events = POLLIN, .ready = packetReady, .context = packet };
	packet->watch.context = packet;
	packet->watch.changed = packetChanged;
	snprintf(packet->watch.device, IFNAMSIZ, "%s", device);
	if (!carrierWatch(&packet->watch)) {
		packetComplain(device);
		return false;
	}
	errno = ENODEV;
	if (!packet->watch.carrier.index || !packetSocket(packet)) {
		packetComplain(device);
		carrierForget(&packet->watch);
		return false;
	}
	netif_add_noaddr(&interface->netif, packet, packetNetif, netif_input);
	return true;
}

void packetClose(Packet packet)
{
	carrierForget(&packet->watch);
	packetSocketClose(packet);
}

void packetDescribe(Packet packet, FILE *to)
{
	fprintf(to, ",\"device\":\"%s\",\"carrier\":%s,\"received\":%u,\"sent\":%u,\"refused\":%u,\"sentNoCarrier\":%u",
		packet->watch.device, packetCarrier(packet) ? "true" : "false", packet->received, packet->sent,
		packet->refused, packet->sentNoCarrier);
}
