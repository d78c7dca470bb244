# TCP and UDP over lwIP, in the SDK's shapes.
HOST_SOURCES += $(wildcard hosts/linux/socket/*.c)
HOST_FLAGS += -Ihosts/linux/socket
