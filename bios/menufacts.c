/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the menu is told of this machine.
 *
 * Runs in: flat 32-bit, over struct host.
 */
#include <string.h>

#include "bios.h"
#include "facts.h"
#include "menufacts.h"
#include "names.h"
#include "place.h"
#include "pxe.h"
#include "smbios.h"

#define SMBIOS_AREA 0xf0000
#define SMBIOS_AREA_LEN 0x10000
#define SMBIOS_MAX_LEN 0x10000

/* DHCP options of PXELINUX (RFC 5071, sections 4 and 5). */
#define OPTION_CONFIG_FILE 209
#define OPTION_PREFIX 210

static struct facts_store store;

static void find_smbios(void)
{
	struct smbios_table table;

	if (!smbios_find(phys(SMBIOS_AREA), SMBIOS_AREA_LEN, &table) &&
	    !(table.address >> 32) && table.len <= SMBIOS_MAX_LEN)
		facts_smbios(&store, phys((uint32_t)table.address), table.len);
}

/* CPUID is there when its bit in EFLAGS can be changed. */
static int has_cpuid(void)
{
	uint32_t before;
	uint32_t after;

	__asm__("pushfl\n\t"
		"popl %0\n\t"
		"movl %0, %1\n\t"
		"xorl %2, %1\n\t"
		"pushl %1\n\t"
		"popfl\n\t"
		"pushfl\n\t"
		"popl %1\n\t"
		"pushl %0\n\t"
		"popfl"
		: "=&r"(before), "=&r"(after)
		: "i"(EFLAGS_ID)
		: "cc");
	return (before ^ after) & EFLAGS_ID;
}

static void ask_cpu(uint32_t leaf, uint32_t *eax, uint32_t *ecx, uint32_t *edx)
{
	uint32_t ebx;

	__asm__("cpuid"
		: "=a"(*eax), "=b"(ebx), "=c"(*ecx), "=d"(*edx)
		: "a"(leaf));
}

#define EXTENDED 0x80000000

static void find_cpu(void)
{
	struct cpuid cpuid = {0};
	uint32_t other;
	uint32_t eax;

	if (!has_cpuid())
		return;
	ask_cpu(1, &cpuid.signature, &cpuid.features2, &cpuid.features);
	ask_cpu(EXTENDED, &eax, &other, &other);
	if (eax > EXTENDED)
		ask_cpu(EXTENDED + 1, &eax, &cpuid.ext_features2,
			&cpuid.ext_features);
	facts_cpu(&store, &cpuid);
}

/* A DHCP option's text, copied; "" when there is none. */
static void take_option(uint8_t option, char *buf, size_t size,
			struct span *ret_text)
{
	struct span value;

	buf[0] = '\0';
	if (!pxe_dhcp_option(option, &value))
		text_format(buf, size, "%S", &value);
	ret_text->text = buf;
	ret_text->len = strlen(buf);
}

/* The loader below puts it before the names of its files itself. */
static void take_prefix(struct source *source)
{
	static const struct span root = {NAMES_ROOT, 2};
	static char option[256];
	static char prefix[sizeof(option) + sizeof(NAMES_ROOT)];
	struct span value;

	take_option(OPTION_PREFIX, option, sizeof(option), &value);
	if (!value.len)
		return;
	names_place(root, option, prefix, sizeof(prefix));
	value = (struct span){prefix, strlen(prefix)};
	place_below(value);
	if (!host_can_execute())
		source->prefix = value;
}

void menufacts_learn(struct source *source)
{
	static char file[256];
	struct pxe_boot_file boot;
	const uint8_t *packet;
	size_t len;

	facts_clear(&store);
	packet = pxe_dhcp_ack(&len);
	if (packet)
		facts_dhcp(&store, packet, len);
	if (!pxe_boot_file(&boot))
		facts_server(&store, boot.server);
	find_smbios();
	find_cpu();
	source->facts = &store.facts;
	take_prefix(source);
	take_option(OPTION_CONFIG_FILE, file, sizeof(file),
		    &source->config_file);
}
