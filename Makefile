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

PROGRAMS := localboot sanboot sanmenu
# Bytes; docs/ARCHITECTURE.md says what localboot's are spent on.
BUDGET_localboot := 23040
BUDGET_sanboot	 := 38912
BUDGET_sanmenu	 := 40960

CORE	 := $(patsubst core/%.c,%,$(wildcard core/*.c))
MENU	 := $(patsubst menu/%.c,%,$(wildcard menu/*.c))
BIOS	 := $(patsubst bios/%.c,%,$(wildcard bios/*.c))
BLOBS	 := guard drivemap watch lendback
COMMON	 := $(CORE:%=core/%) $(MENU:%=menu/%) $(BIOS:%=bios/%) \
	    bios/handoff_asm $(BLOBS:%=bios/%) \
	    com32/entry com32/prefix com32/image com32/execute com32/host_flat \
	    com32/host_nbp

# Both compilers; what only one knows is asked of it. -fno-tree-tail-merge and
# its neighbours: code that is more alike packs better.
opt = $(shell $(CC) -m32 -Werror $(1) -fsyntax-only -x c /dev/null \
	2>/dev/null && echo $(1))
WARN	 := -Wall -Wextra -Werror -Wshadow -Wstrict-prototypes \
	    -Wmissing-prototypes -Wpointer-arith -Wwrite-strings -Wundef
COM32FLAGS := -std=gnu11 -m32 -march=i386 -Os -ffreestanding -fno-pic \
	-mregparm=3 -DREGPARM=3 -fvisibility=hidden -fno-stack-protector \
	-fno-asynchronous-unwind-tables -fno-ident -fomit-frame-pointer \
	$(call opt,-freg-struct-return) $(call opt,-mpreferred-stack-boundary=2) \
	$(call opt,-fno-tree-tail-merge -fno-if-conversion -fno-move-loop-invariants) \
	$(call opt,-mstack-alignment=4) $(call opt,-malign-data=abi) $(call opt,-fno-tree-loop-distribute-patterns) \
	-ffunction-sections -fdata-sections \
	-nostdinc -isystem $(SYSLINUX) \
	-isystem $(shell $(CC) -print-file-name=include) \
	-D__COM32__ -D__FIRMWARE_BIOS__ -Icore -Imenu -Ibios $(WARN)
NASMFLAGS := -f elf32 -Wall -Werror -Ibios/
LDFLAGS	 := -m elf_i386 -shared --hash-style=gnu --gc-sections --no-warn-execstack \
	    -z notext --spare-dynamic-tags=0 \
	    -z max-page-size=4096 -z noseparate-code -z noexecstack \
	    --no-warn-rwx-segments --build-id=none -s

HOST_ELF := com32/host_elf com32/prefix_elf
UNIVERSAL := $(PROGRAMS:%=$(BUILD)/%.c32)
LEGACY	  := $(PROGRAMS:%=$(BUILD)/legacy/%.c32)
OBJ	  := $(BUILD)/obj/com32
LINKED	  := $(PROGRAMS:%=$(OBJ)/%.elf) $(PROGRAMS:%=$(OBJ)/%.legacy)
HOSTOBJ	  := $(BUILD)/obj/unit

.PHONY: all deps demo check tftp-root install clean help programs
#: all         what is missing, then the programs: build/*.c32, build/legacy/
all: deps
	@$(MAKE) --no-print-directory programs
programs: $(UNIVERSAL) $(LEGACY) $(LINKED) efi
	@for p in $(foreach p,$(PROGRAMS),$(p):$(BUDGET_$(p))); do \
		$(PYTHON) -B com32/c32check.py --budget $${p#*:} \
			$(BUILD)/$${p%:*}.c32=$(OBJ)/$${p%:*}.elf --legacy \
			$(BUILD)/legacy/$${p%:*}.c32=$(OBJ)/$${p%:*}.legacy || exit 1; \
	done

#: deps        install what is missing with apt, unpack boot loaders to .cache
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

# Imports go through the GOT; the prefix runs before anything is relocated.
$(addprefix $(OBJ)/com32/,host_elf.o prefix.o prefix_elf.o): COM32FLAGS += -fPIC -fno-plt

.SECONDARY:
$(OBJ)/%.elf: $(OBJ)/com32/%.o $(COMMON:%=$(OBJ)/%.o) $(HOST_ELF:%=$(OBJ)/%.o) com32/universal.ld
	$(Q)$(LD) $(LDFLAGS) -T com32/universal.ld -o $@ $(filter %.o,$^)
$(BUILD)/%.c32: $(OBJ)/%.elf com32/c32pack.py com32/c32stamp.py
	$(Q)$(PYTHON) -B com32/c32pack.py $< $@
$(OBJ)/%.legacy: $(OBJ)/com32/%.o $(COMMON:%=$(OBJ)/%.o) $(OBJ)/com32/legacy.o com32/legacy.ld
	$(Q)$(LD) $(LDFLAGS) -T com32/legacy.ld -o $@ $(filter %.o,$^)
$(BUILD)/legacy/%.c32: $(OBJ)/%.legacy com32/c32pack.py com32/c32stamp.py
	@mkdir -p $(@D)
	$(Q)$(PYTHON) -B com32/c32pack.py --legacy $< $@

include loader/efi.mk

# --- A TFTP root, and installing ------------------------------------------

IPXE	  ?= trixie
FIXTURE	  := $(NETCHAIN_CACHE)
BOOTFILES := $(FIXTURE)/syslinux/usr/lib/PXELINUX/pxelinux.0 \
	     $(FIXTURE)/syslinux/usr/lib/syslinux/modules/bios/ldlinux.c32 \
	     $(FIXTURE)/ipxe-$(IPXE)/usr/lib/ipxe/undionly.kpxe \
	     $(FIXTURE)/ipxe-$(IPXE)/usr/lib/ipxe/ipxe.lkrn \
	     $(FIXTURE)/ipxe-$(IPXE)/usr/lib/ipxe/ipxe.efi \
	     $(FIXTURE)/ipxe-$(IPXE)/usr/lib/ipxe/snponly.efi
SHARE	  := $(DESTDIR)$(PREFIX)/share

#: tftp-root   stage a complete TFTP root in build/tftp-root
tftp-root: all
	@rm -rf $(BUILD)/tftp-root
	@mkdir -p $(BUILD)/tftp-root
	@cp -r tftp-root/. $(BUILD)/tftp-root
	@cp -L $(BOOTFILES) $(UNIVERSAL) $(EFI_FILES) $(BUILD)/tftp-root
	@cp $(BUILD)/sanboot.c32 $(BUILD)/tftp-root/cmd.c32
	@echo "staged in $(BUILD)/tftp-root"

#: install     install the programs, examples and man pages (DESTDIR, PREFIX)
install: programs
	install -d $(SHARE)/netchain/legacy $(SHARE)/man/man8
	install -m 644 $(UNIVERSAL) $(EFI_FILES) $(SHARE)/netchain
	install -m 644 $(LEGACY) $(SHARE)/netchain/legacy
	cp -r tftp-root $(SHARE)/netchain
	install -m 644 docs/man/*.8 $(SHARE)/man/man8

# --- Checks ---------------------------------------------------------------

C_FILES	  = $(wildcard core/*.[ch] menu/*.[ch] bios/*.[ch] com32/*.[ch] \
	    loader/*.[ch] loader/include/*.h test/*/*.[ch])
SANITIZE  = -fsanitize=address,undefined -fno-sanitize-recover=all
UNITFLAGS = -std=gnu11 -g -O1 $(WARN) $(SANITIZE) -Icore -Imenu
PORTABLE  = $(CORE:%=core/%) $(MENU:%=menu/%)
UNITS	  = $(patsubst test/unit/%.c,$(HOSTOBJ)/%,$(wildcard test/unit/test_*.c))
FUZZERS	  = $(patsubst test/fuzz/fuzz_%.c,%,$(wildcard test/fuzz/fuzz_*.c))
PYTEST	  = $(PYTHON) -B -m pytest -q -p no:cacheprovider

# core/ and menu/ are compiled once for the tests, and once for the fuzzers.
$(HOSTOBJ)/portable/%.o: %.c $(wildcard core/*.h menu/*.h)
	@mkdir -p $(@D)
	$(Q)$(CC) $(UNITFLAGS) -c $< -o $@
$(BUILD)/fuzz/portable/%.o: %.c $(wildcard core/*.h menu/*.h)
	@mkdir -p $(@D)
	$(Q)clang $(UNITFLAGS) -fsanitize=fuzzer-no-link -c $< -o $@
$(HOSTOBJ)/portable.a: $(PORTABLE:%=$(HOSTOBJ)/portable/%.o)
	@rm -f $@; ar rcs $@ $^
$(BUILD)/fuzz/portable.a: $(PORTABLE:%=$(BUILD)/fuzz/portable/%.o)
	@rm -f $@; ar rcs $@ $^
$(HOSTOBJ)/test_%: test/unit/test_%.c $(HOSTOBJ)/portable.a $(wildcard test/unit/*.h)
	$(Q)$(CC) $(UNITFLAGS) $(filter %.c %.a,$^) -lcmocka -o $@
$(HOSTOBJ)/replay_%: test/fuzz/fuzz_%.c test/fuzz/replay.c $(HOSTOBJ)/portable.a $(wildcard test/fuzz/*.h)
	$(Q)$(CC) $(UNITFLAGS) $(filter %.c %.a,$^) -o $@
$(HOSTOBJ)/menumodel: test/boot/menumodel.c $(HOSTOBJ)/portable.a
	$(Q)$(CC) $(UNITFLAGS) $^ -o $@
$(BUILD)/fuzz/%: test/fuzz/fuzz_%.c $(BUILD)/fuzz/portable.a $(wildcard test/fuzz/*.h)
	$(Q)clang $(UNITFLAGS) -fsanitize=fuzzer $(filter %.c %.a,$^) -o $@

# comparePointers: the two ends of an object that the linker script marks.
.PHONY: check-static check-repro check-unit check-boot fuzz
check-static:
	$(PYTHON) -B test/layers.py
	clang-format --dry-run -Werror $(C_FILES)
	cppcheck -q --error-exitcode=1 --std=c11 --enable=warning,portability \
		--inline-suppr --suppress=missingIncludeSystem -Icore -Imenu core menu
	cppcheck -q --error-exitcode=1 --std=c11 --enable=warning,portability \
		--platform=unix32 --suppress=missingIncludeSystem \
		--suppress=comparePointers -Icore -Imenu -Ibios bios com32
	cppcheck -q --error-exitcode=1 --std=c11 --enable=warning,portability \
		--platform=unix64 --suppress=missingIncludeSystem \
		-DEFI_ARCH='"x64"' -DEFI_BOOT_FILE='"B"' -Icore -Imenu -Iloader loader

# Both compilers, and twice from different paths: the same bytes. The budget is
# for gcc's files; clang's have 10 % more, on UEFI 20 %.
check-repro:
	@$(MAKE) -s CC=clang BUILD=$(BUILD)/clang BUDGET_localboot=25344 \
		BUDGET_sanboot=42803 BUDGET_sanmenu=45056 BUDGET_efi=53248 \
		BUDGET_efi_sanboot=90112 BUDGET_efi_sanmenu=122880 programs
	@rm -rf $(BUILD)/elsewhere && mkdir -p $(BUILD)/elsewhere
	@cp -r Makefile core menu bios com32 loader test $(BUILD)/elsewhere
	@$(MAKE) -s -C $(BUILD)/elsewhere programs
	@for f in $(UNIVERSAL:$(BUILD)/%=%) $(LEGACY:$(BUILD)/%=%) \
		$(EFI_FILES:$(BUILD)/%=%); do \
		cmp $(BUILD)/$$f $(BUILD)/elsewhere/build/$$f || exit 1; \
	done; echo "same files from another path"

check-unit: $(UNITS) $(FUZZERS:%=$(HOSTOBJ)/replay_%) efi
	@for t in $(UNITS); do $$t || exit 1; done
	@for f in $(FUZZERS); do \
		$(HOSTOBJ)/replay_$$f test/fuzz/corpus/$$f/* || exit 1; done
	$(PYTEST) test/unit

# A VM waits now and then: five keep two cores busy.
BOOT_JOBS ?= 5
check-boot: tftp-root $(HOSTOBJ)/menumodel
	$(PYTEST) -n $(BOOT_JOBS) test/boot

#: check-quick static checks, unit tests, a boot of each kind: three minutes
.PHONY: check-quick
check-quick: all
	@$(MAKE) --no-print-directory -j2 check-static check-unit tftp-root \
		$(HOSTOBJ)/menumodel
	$(PYTEST) -n $(BOOT_JOBS) --quick test/boot

#: check       everything: static checks, both compilers, unit and boot tests
check: all
	@$(MAKE) --no-print-directory -j2 check-static check-repro check-unit
	@$(MAKE) --no-print-directory check-boot

#: bench-menu  what each loader's menu costs on the wire, as a table
.PHONY: bench-menu
bench-menu: all
	@$(PYTHON) -B test/boot/bench_menu.py

#: pictures    take the screens in docs/img anew
.PHONY: pictures
pictures: tftp-root
	@$(PYTHON) -B test/boot/pictures.py

#: fuzz        run each fuzzer for FUZZ_SECONDS (default 600)
FUZZ_SECONDS ?= 600
fuzz: $(FUZZERS:%=$(BUILD)/fuzz/%)
	for f in $(FUZZERS); do mkdir -p $(BUILD)/fuzz/corpus-$$f; \
		$(BUILD)/fuzz/$$f -max_total_time=$(FUZZ_SECONDS) -timeout=5 -max_len=8192 \
		$(BUILD)/fuzz/corpus-$$f test/fuzz/corpus/$$f || exit 1; done

#: demo        boot Linux with root on iSCSI, or a local disk (AUTO=1: by itself)
demo: all tftp-root
	@$(PYTHON) -B test/demo/demo.py $(if $(AUTO),--auto)

#: clean       remove build/
clean:
	rm -rf $(BUILD)

#: help        this list
help:
	@echo "make TARGET, with BUILD=build CC=gcc PREFIX=/usr/local DESTDIR="
	@sed -n 's/^#: /  /p' $(MAKEFILE_LIST)
