# The SDK's two network interfaces, and the radio with its access points beneath one of them.
HOST_SOURCES += $(wildcard hosts/linux/interface/*.c)
HOST_FLAGS += -Ihosts/linux/interface
