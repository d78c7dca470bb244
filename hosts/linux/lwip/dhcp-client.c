/*
 * lwIP's DHCP client, but for where it leaves the name servers: its own dns_setserver writes the one
 * table and forgets whose they are, ours knows.
 */

#include "lwip/dns.h"
#include "hooks.h"

#define dns_setserver lwipNameServerGiven
#include "core/ipv4/dhcp.c"
