/*
 * lwIP as ESP-IDF configures it for the ESP32, as far as our firmware can tell the difference; where
 * a figure is not ESP-IDF's default the line says why. One thread: the host's loop (NO_SYS).
 */

#ifndef LWIPOPTS_H
#define LWIPOPTS_H

#define NO_SYS 1
#define SYS_LIGHTWEIGHT_PROT 0
#define LWIP_SOCKET 0
#define LWIP_NETCONN 0

/* The heap is malloc's, as on ESP-IDF. Pools are real, so that each has its bound; under ASan they
   are malloc's too, so that it sees what outlives its record. */
#define MEM_LIBC_MALLOC 1
#define MEM_ALIGNMENT 8
#ifdef __SANITIZE_ADDRESS__
#define MEMP_MEM_MALLOC 1
#endif
#define MEMP_NUM_TCP_PCB 16
#define MEMP_NUM_TCP_PCB_LISTEN 16
#define MEMP_NUM_UDP_PCB 16
#define MEMP_NUM_RAW_PCB 4
/* All sockets with full queues both ways: 16 queued segments out, and what came out of order. */
#define MEMP_NUM_TCP_SEG 512
/* Ours beside lwIP's: interfaces, access points, resolvers and probes. */
#define MEMP_NUM_SYS_TIMEOUT (LWIP_NUM_SYS_TIMEOUT_INTERNAL + 48)
#define MEMP_NUM_PBUF 64
#define PBUF_POOL_SIZE 64

#define LWIP_IPV4 1
#define LWIP_ARP 1
#define LWIP_ETHERNET 1
#define ARP_QUEUEING 1
#define LWIP_ICMP 1
#define LWIP_RAW 1
#define IP_REASSEMBLY 0
#define IP_FRAG 1
#define IP_FORWARD 0

/* A link-local address is all we want of IPv6: the SDK's classes read 500 only with one. */
#define LWIP_IPV6 1
#define LWIP_IPV6_AUTOCONFIG 0
#define LWIP_IPV6_DHCP6 0
#define LWIP_IPV6_FRAG 0
#define LWIP_IPV6_REASS 0
#define LWIP_IPV6_SEND_ROUTER_SOLICIT 0
#define LWIP_IPV6_DUP_DETECT_ATTEMPTS 1
#define LWIP_ND6_ALLOW_RA_UPDATES 0

#define LWIP_DHCP 1
#define DHCP_DOES_ARP_CHECK 1
#define LWIP_DHCP_MAX_DNS_SERVERS 2
#define LWIP_DNS 1
#define DNS_MAX_SERVERS 3

#define LWIP_NETIF_HOSTNAME 1
#define LWIP_NETIF_STATUS_CALLBACK 1
#define LWIP_NETIF_LINK_CALLBACK 1
#define LWIP_NETIF_EXT_STATUS_CALLBACK 1
/* Nothing of ours speaks to itself, and nobody here would poll for what is looped back. */
#define LWIP_NETIF_LOOPBACK 0
/* For frames whose checksums the kernel of the other end left to hardware that is not there. */
#define LWIP_CHECKSUM_CTRL_PER_NETIF 1

#define LWIP_UDP 1
#define LWIP_TCP 1
#define TCP_MSS 1440
#define TCP_WND 5760
#define TCP_SND_BUF 5760
#define TCP_SND_QUEUELEN 16
#define TCP_OVERSIZE TCP_MSS
#define TCP_QUEUE_OOSEQ 1
#define LWIP_TCP_SACK_OUT 0
#define TCP_MAXRTX 12
#define TCP_SYNMAXRTX 12
#define TCP_LISTEN_BACKLOG 1
#define LWIP_TCP_KEEPALIVE 1
#define SO_REUSE 1

/* PPP over serial, for cellular. Van Jacobson's compression loses segments on 64-bit hosts. */
#define PPP_SUPPORT 1
#define PPPOS_SUPPORT 1
#define PPP_IPV4_SUPPORT 1
#define PPP_IPV6_SUPPORT 0
#define PAP_SUPPORT 1
#define CHAP_SUPPORT 1
#define CCP_SUPPORT 0
#define VJ_SUPPORT 0
#define PPP_NOTIFY_PHASE 1
/* Off in ESP-IDF unless asked for: without echoes a lost antenna is never noticed. */
#define LCP_ECHOINTERVAL 5
#define LCP_MAXECHOFAILS 4

/* ESP-IDF routes what is bound to an address by that address; plain lwIP does not. */
#define LWIP_HOOK_FILENAME "hooks.h"
#define LWIP_HOOK_IP4_ROUTE_SRC(source, destination) lwipRouteBySource(source, destination)

#define LWIP_HOOK_TCP_ISN lwipInitialSequence

#define LWIP_STATS 0

#endif
