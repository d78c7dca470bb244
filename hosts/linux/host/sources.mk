# The process around the device, and C that the SDK has under the same names.
HOST_SOURCES += $(wildcard hosts/linux/host/*.c hosts/linux/sdk/*.c)
HOST_FLAGS += -Ihosts/linux/host -Ihosts/linux/sdk
