# Each part that has files here names its own: these are the device's own, and none of the network.
HOST_SOURCES += $(addprefix hosts/linux/io/,config-module.c host-module.c time.c timer.c)
HOST_FLAGS += -Ihosts/linux/io
