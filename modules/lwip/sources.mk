# What lives in C over lwIP, the same on every host that has it.
HOST_SOURCES += $(wildcard modules/lwip/*.c)
HOST_FLAGS += -Imodules/lwip
