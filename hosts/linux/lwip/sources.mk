# lwIP as build/sources.ts unpacks it, and the device's side of it. lwIP's own DHCP client is compiled
# through dhcp-client.c.
LWIP := build/linux/sources/lwip-2.1.3
LWIP_SOURCES += $(filter-out %/dhcp.c,$(wildcard $(LWIP)/src/core/*.c $(LWIP)/src/core/ipv4/*.c $(LWIP)/src/core/ipv6/*.c)) \
	$(LWIP)/src/netif/ethernet.c \
	$(addprefix $(LWIP)/src/netif/ppp/,auth.c chap-md5.c chap-new.c fsm.c ipcp.c lcp.c magic.c polarssl/md5.c ppp.c pppos.c upap.c utils.c) \
	hosts/linux/lwip/dhcp-client.c
LWIP_FLAGS += -Ihosts/linux/lwip -isystem $(LWIP)/src/include -isystem $(LWIP)/src
HOST_SOURCES += $(filter-out %/dhcp-client.c,$(wildcard hosts/linux/lwip/*.c))
