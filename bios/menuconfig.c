/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Finding and reading the menu's configuration.
 *
 * Runs in: flat 32-bit, over struct host.
 */
#include <string.h>

#include "absent.h"
#include "bios.h"
#include "error.h"
#include "facts.h"
#include "fetch.h"
#include "handoff.h"
#include "line.h"
#include "menuconfig.h"
#include "pxe.h"
#include "search.h"
#include "smbios.h"
#include "source.h"

/* What a configuration may take: MENU.md's 1 MiB and 10,000 entries. */
#define ARENA_LEN 0x300000
#define ARENA_STEP 0x80000
#define SMBIOS_AREA 0xf0000
#define SMBIOS_AREA_LEN 0x10000
#define SMBIOS_MAX_LEN 0x10000

/* Characters of a file's name, and of FALLBACK: as a boot file has room. */
#define MAX_NAME 1024
#define MAX_FALLBACK 512

/* DHCP options of PXELINUX (RFC 5071, sections 4 and 5). */
#define OPTION_CONFIG_FILE 209
#define OPTION_PREFIX 210

char menuconfig_mistake[MENU_MAX_STATUS + 1];

static uint8_t *arena;
static size_t memory_len;
static size_t arena_len; /* of it the configuration's */
static struct facts_store store;
static char first[MAX_NAME]; /* the file "~" stands for */
static char fallback[MAX_FALLBACK];

/* Returns how much there is at arena; 0: too little. */
static size_t take_memory(void)
{
	size_t len;

	handoff_a20_on();
	for (len = ARENA_LEN; len; len -= ARENA_STEP) {
		arena = host->stage(len);
		if (arena)
			break;
	}
	return len;
}

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

void *menuconfig_start(size_t reserved)
{
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
	memory_len = take_memory();
	if (!memory_len)
		return NULL;
	arena_len = memory_len - reserved;
	return arena + arena_len;
}

void menuconfig_end(void)
{
	host->stage_free(arena, memory_len);
}

const struct facts *menuconfig_facts(void)
{
	return &store.facts;
}

const char *menuconfig_fallback(void)
{
	return fallback;
}

static int read_file(void *context, const char *name, void *buf, size_t len,
		     size_t *ret_len)
{
	static char expanded[MENU_MAX_COMMAND + 1];

	(void)context;
	if (same_text(name, "~"))
		name = first;
	if (expand(name, strlen(name), &store.facts,
		   fetch_is_url(name) ? EXPAND_URL : 0, expanded,
		   sizeof(expanded)) < 0)
		return ERR_MENU_COMMAND;
	return fetch(expanded, buf, len, ret_len);
}

static void take_mistake(void *context, const struct mistake *mistake)
{
	(void)context;
	if (!menuconfig_mistake[0])
		mistake_format(mistake, fetch_reason(mistake->error),
			       menuconfig_mistake, sizeof(menuconfig_mistake));
}

static int read_names(struct config *config, const char *names)
{
	static const struct config_io io = {
	    .read = read_file,
	    .mistake = take_mistake,
	};
	int rc;

	menuconfig_mistake[0] = '\0';
	rc = config_read(config, arena, arena_len, &io, names);
	if (!rc && config->fallback)
		text_format(fallback, sizeof(fallback), "%s",
			    config_text(config, config->fallback));
	return rc;
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

/* As PXELINUX does; where there is PXELINUX, it has done it. */
static int search(struct config *config)
{
	static char prefix[256];
	static char file[256];
	struct search names = {.facts = &store.facts};
	uint32_t absent = 0;
	int rc = ERR_FILE_NONE;

	if (host->kind == HOST_ELF && elf_config_file()) {
		text_format(first, sizeof(first), "%s", elf_config_file());
		return read_names(config, first);
	}
	take_option(OPTION_PREFIX, prefix, sizeof(prefix), &names.prefix);
	take_option(OPTION_CONFIG_FILE, file, sizeof(file), &names.config_file);
	if (names.config_file.len && search_next(&names, first, sizeof(first)))
		rc = read_names(config, first);
	if (rc == ERR_FILE_NONE)
		absent = absent_names(names);
	while (rc == ERR_FILE_NONE && search_next(&names, first, sizeof(first)))
		if (absent & 1u << names.step)
			console_print("%s: %s\n", first, fetch_reason(rc));
		else
			rc = read_names(config, first);
	return rc;
}

int menuconfig_read(struct config *config, const char *given)
{
	static char names[MENU_MAX_COMMAND + 1];
	unsigned int ways = 0;
	int rc;

	text_format(names, sizeof(names), "%s", given);
	if (names[0]) {
		text_format(first, sizeof(first), "%s", names);
		first[word_len(first)] = '\0';
		rc = read_names(config, names);
	} else {
		rc = search(config);
	}
	while (!rc && ways++ < SOURCE_MAX_WAYS &&
	       source_leads_on(config, names, sizeof(names)))
		rc = read_names(config, names);
	if (!rc && !config->count)
		rc = ERR_MENU_EMPTY;
	return rc;
}

uint32_t menuconfig_sum(const struct config *config)
{
	uint32_t sum = 0;
	uint32_t at;

	for (at = 0; at < config->end; at++) {
		if (at == config->low)
			at = config->high;
		sum = (sum << 1 | sum >> 31) + config->arena[at];
	}
	return sum;
}
