# SPDX-License-Identifier: BSD-2-Clause
# The .efi programs: for each architecture the same sources, gnu-efi's headers,
# one linker script, and loader/elf2efi.py. Included by the Makefile.

EFI_PROGRAMS := localboot sanboot sanmenu
# Bytes; docs/UEFI.md, "The file", says why the others' are more.
BUDGET_efi   := 49152
BUDGET_efi_sanboot := 81920
BUDGET_efi_sanmenu := 106496
EFI_ARCHES   := x64 aa64
# localboot.efi is for x86-64; others have the processor in their names.
EFI_FILES    := $(EFI_PROGRAMS:%=$(BUILD)/%.efi) \
	        $(EFI_PROGRAMS:%=$(BUILD)/%aa64.efi)
EFI_TESTS    := $(foreach a,$(EFI_ARCHES),$(patsubst test/efi/%.c,\
		$(BUILD)/test-efi/%$(a).efi,$(wildcard test/efi/*.c)))

EFI_LOADER   := $(patsubst loader/%.c,%,$(wildcard loader/*.c))
EFI_COMMON   := $(CORE:%=core/%) $(MENU:%=menu/%) \
		$(filter-out $(EFI_PROGRAMS:%=loader/%),$(EFI_LOADER:%=loader/%))

GNUEFI	     := $(NETCHAIN_CACHE)/gnu-efi-arm64/usr/include/efi
# clang is a cross compiler by itself; gcc has one for each processor.
efi_cc_x64   := $(CC)
efi_cc_aa64  := $(if $(findstring clang,$(CC)),$(CC) --target=aarch64-linux-gnu,aarch64-linux-gnu-gcc)
efi_ld_x64   := ld -m elf_x86_64
efi_ld_aa64  := aarch64-linux-gnu-ld -m aarch64linux
efi_arch_x64  := -m64 -mno-red-zone -DGNU_EFI_USE_MS_ABI
efi_inc_x64  := /usr/include/efi
efi_arch_aa64 := -mstrict-align
efi_inc_aa64 := $(GNUEFI)
efi_file_x64  := BOOTX64.EFI
efi_file_aa64 := BOOTAA64.EFI
EFIFLAGS     := -std=gnu11 -Os -ffreestanding -fpie -fshort-wchar \
	-fvisibility=hidden -mgeneral-regs-only -fno-stack-protector \
	-fno-asynchronous-unwind-tables -fno-ident -fno-strict-aliasing \
	-fno-tree-loop-distribute-patterns -ffunction-sections -fdata-sections \
	-nostdinc -Icore -Imenu -Iloader -isystem loader/include $(WARN)
EFILDFLAGS   := -pie --no-dynamic-linker -Bsymbolic -z text -z norelro \
	--gc-sections --no-warn-rwx-segments --build-id=none -s -T loader/efi.lds

# $(call efi_rules,ARCH,SUFFIX)
define efi_rules
$(BUILD)/obj/efi-$(1)/%.o: %.c | $(GNUEFI)
	@mkdir -p $$(@D)
	$(Q)$$(efi_cc_$(1)) $$(filter-out $$(EFI_NOT_$(if $(findstring clang,$(CC)),clang,gcc)),$$(EFIFLAGS)) $$(efi_arch_$(1)) \
		-isystem $$(shell $$(CC) -print-file-name=include) \
		-isystem $$(efi_inc_$(1)) -DEFI_ARCH='"$(1)"' -DEFI_BOOT_FILE='"$$(efi_file_$(1))"' -MMD -MP -c $$< -o $$@
$(BUILD)/obj/efi-$(1)/%.elf: $(BUILD)/obj/efi-$(1)/loader/%.o $(EFI_COMMON:%=$(BUILD)/obj/efi-$(1)/%.o) loader/efi.lds
	$(Q)$$(efi_ld_$(1)) $$(EFILDFLAGS) -o $$@ $$(filter %.o,$$^)
$(BUILD)/%$(2).efi: $(BUILD)/obj/efi-$(1)/%.elf loader/elf2efi.py
	$(Q)$$(PYTHON) loader/elf2efi.py $$< $$@
$(BUILD)/obj/efi-$(1)/test/%.elf: $(BUILD)/obj/efi-$(1)/test/efi/%.o $(BUILD)/obj/efi-$(1)/loader/string.o loader/efi.lds
	$(Q)$$(efi_ld_$(1)) $$(EFILDFLAGS) -o $$@ $$(filter %.o,$$^)
$(BUILD)/test-efi/%$(1).efi: $(BUILD)/obj/efi-$(1)/test/%.elf loader/elf2efi.py
	@mkdir -p $$(@D)
	$(Q)$$(PYTHON) loader/elf2efi.py $$< $$@
endef
EFI_NOT_clang := -fno-tree-loop-distribute-patterns
$(eval $(call efi_rules,aa64,aa64))
$(eval $(call efi_rules,x64,))

$(GNUEFI):
	@echo "gnu-efi for AArch64 is missing: run 'make deps'" >&2; exit 1

.PHONY: efi sign
#: efi         the UEFI programs: build/*.efi
efi: $(EFI_FILES) $(EFI_TESTS)
	@$(foreach p,$(EFI_PROGRAMS),$(PYTHON) loader/eficheck.py --budget \
		$(or $(BUDGET_efi_$(p)),$(BUDGET_efi)) $(BUILD)/$(p).efi \
		$(BUILD)/$(p)aa64.efi &&) true

#: sign        sign them for Secure Boot into build/signed (KEY=, CERT=: PEM)
sign: efi
	@test -n "$(KEY)" -a -n "$(CERT)" || \
		{ echo "usage: make sign KEY=db.key CERT=db.pem" >&2; exit 1; }
	@mkdir -p $(BUILD)/signed
	@for f in $(notdir $(EFI_FILES)); do \
		sbsign --key "$(KEY)" --cert "$(CERT)" \
			--output $(BUILD)/signed/$$f $(BUILD)/$$f || exit 1; \
	done
