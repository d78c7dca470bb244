# The control socket of the laboratory.
HOST_SOURCES += $(wildcard hosts/linux/control/*.c)
HOST_FLAGS += -Ihosts/linux/control
