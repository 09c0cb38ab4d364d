# SPDX-License-Identifier: BSD-2-Clause
# netchain: boot programs for machines that start from the network.
# `make help` lists the targets.

BUILD	 ?= build
Q	 ?= @
PREFIX	 ?= /usr/local
DESTDIR	 ?=
CC	 ?= gcc
LD	 := ld
NASM	 := nasm
PYTHON	 ?= /usr/bin/python3
export NETCHAIN_CACHE ?= $(CURDIR)/.cache
SYSLINUX := $(NETCHAIN_CACHE)/syslinux-src/com32/include

PROGRAMS := localboot sanboot
BUDGET	 := 16384

CORE	 := $(patsubst core/%.c,%,$(wildcard core/*.c))
BIOS	 := console disk handoff pxe
COMMON	 := $(CORE:%=core/%) $(BIOS:%=bios/%) bios/handoff_asm \
	    com32/entry com32/image com32/host_flat com32/host_nbp

# Both compilers; what only one knows is asked of it.
opt = $(shell $(CC) -m32 -Werror $(1) -c -x c /dev/null -o /dev/null \
	2>/dev/null && echo $(1))
WARN	 := -Wall -Wextra -Werror -Wshadow -Wstrict-prototypes \
	    -Wmissing-prototypes -Wpointer-arith -Wwrite-strings -Wundef
COM32FLAGS := -std=gnu11 -m32 -march=i386 -Os -ffreestanding -fPIC \
	-mregparm=3 -DREGPARM=3 -fvisibility=hidden -fno-stack-protector \
	-fno-asynchronous-unwind-tables -fno-ident -fno-plt -fomit-frame-pointer \
	$(call opt,-freg-struct-return) $(call opt,-mpreferred-stack-boundary=2) \
	$(call opt,-mstack-alignment=4) $(call opt,-malign-data=abi) $(call opt,-fno-tree-loop-distribute-patterns) \
	-ffunction-sections -fdata-sections \
	-nostdinc -isystem $(SYSLINUX) \
	-isystem $(shell $(CC) -print-file-name=include) \
	-D__COM32__ -D__FIRMWARE_BIOS__ -Icore -Ibios $(WARN)
NASMFLAGS := -f elf32 -Wall -Werror -Ibios/
LDFLAGS	 := -m elf_i386 -shared -Bsymbolic --hash-style=gnu --gc-sections --no-warn-execstack \
	    -z max-page-size=4096 -z noseparate-code -z noexecstack \
	    --no-warn-rwx-segments --build-id=none -s

UNIVERSAL := $(PROGRAMS:%=$(BUILD)/%.c32)
LEGACY	  := $(PROGRAMS:%=$(BUILD)/legacy/%.c32)
OBJ	  := $(BUILD)/obj/com32
HOSTOBJ	  := $(BUILD)/obj/unit

.PHONY: all deps demo check tftp-root install clean help programs
all: deps
	@$(MAKE) --no-print-directory programs
programs: $(UNIVERSAL) $(LEGACY)
	@$(PYTHON) com32/c32check.py --budget $(BUDGET) $(UNIVERSAL) \
		--legacy $(LEGACY)

deps:
	@sh test/deps.sh

$(OBJ)/%.o: %.c | $(SYSLINUX)
	@mkdir -p $(@D)
	$(Q)$(CC) $(COM32FLAGS) -MMD -MP -c $< -o $@
$(OBJ)/bios/handoff_asm.o: bios/handoff.asm
	@mkdir -p $(@D)
	$(Q)$(NASM) $(NASMFLAGS) -MD $(@:.o=.d) $< -o $@
$(OBJ)/%.o: %.asm
	@mkdir -p $(@D)
	$(Q)$(NASM) $(NASMFLAGS) -MD $(@:.o=.d) $< -o $@
-include $(shell find $(BUILD)/obj -name '*.d' 2>/dev/null)

$(SYSLINUX):
	@echo "Syslinux's headers are missing: run 'make deps'" >&2; exit 1

.SECONDARY:
$(OBJ)/%.elf: $(OBJ)/com32/%.o $(COMMON:%=$(OBJ)/%.o) $(OBJ)/com32/host_elf.o com32/universal.ld
	$(Q)$(LD) $(LDFLAGS) -T com32/universal.ld -o $@ $(filter %.o,$^)
$(BUILD)/%.c32: $(OBJ)/%.elf com32/c32stamp.py
	$(Q)$(PYTHON) com32/c32stamp.py $< $@
$(OBJ)/%.legacy: $(OBJ)/com32/%.o $(COMMON:%=$(OBJ)/%.o) $(OBJ)/com32/legacy.o com32/legacy.ld
	$(Q)$(LD) $(LDFLAGS) -T com32/legacy.ld -o $@ $(filter %.o,$^)
$(BUILD)/legacy/%.c32: $(OBJ)/%.legacy
	@mkdir -p $(@D)
	$(Q)objcopy -O binary $< $@

clean:
	rm -rf $(BUILD)

help:
	@sed -n 's/^#: //p' $(MAKEFILE_LIST)
