# Each part that has files here names its own: these are the device's own, and none of the network.
HOST_SOURCES += $(addprefix hosts/linux/io/,config-module.c debug-line.c host-module.c key-value.c \
	storage-file.c time.c timer.c)
# Networking.
HOST_SOURCES += $(addprefix hosts/linux/io/,access-points.c commands.c configure.c control.c ethernet.c radio.c \
	silicon.c tcp.c tcp-events.c udp.c view.c wifi-scan.c wifi.c)
HOST_FLAGS += -Ihosts/linux/io
