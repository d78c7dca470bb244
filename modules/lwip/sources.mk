HOST_SOURCES += $(wildcard modules/lwip/*.c)
HOST_FLAGS += -Imodules/lwip
