# The device's own modules, none of the network.
HOST_SOURCES += $(wildcard hosts/linux/io/*.c)
HOST_FLAGS += -Ihosts/linux/io
