/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Tests of menu/expand.c and menu/search.c.
 *
 * Runs in: host.
 */
#include "unit.h"

#include "mistake.h"
#include "search.h"

#define UUID "b8945908-d6a6-41a9-611d-74a6ab80b83d"
/* Its bytes as they are in SMBIOS. */
#define RAW_UUID "085994b8-a6d6-a941-611d-74a6ab80b83d"
#define LEN 512

#define SPAN(string)                                                           \
	{                                                                      \
		string, sizeof(string) - 1                                     \
	}

static const struct facts full = {
    .mac = SPAN("52:54:00:12:34:56"),
    .ip = SPAN("192.0.2.91"),
    .server = SPAN("10.0.0.1"),
    .gateway = SPAN("10.0.0.254"),
    .netmask = SPAN("255.255.255.0"),
    .asset = SPAN("A-7"),
    .uuid = SPAN(UUID),
    .cpu = SPAN("6PXL"),
    .vendor = SPAN("  ACME \t Inc. "),
    .product = SPAN("Box & Co"),
    .version = SPAN("v1"),
    .serial = SPAN("S/N 1"),
    .sku = SPAN("K"),
    .family = SPAN("F"),
    .board_vendor = SPAN("bv"),
    .board_product = SPAN("bp"),
    .board_version = SPAN("bw"),
    .board_serial = SPAN("bs"),
    .board_asset = SPAN("ba"),
    .bios_vendor = SPAN("iv"),
    .bios_version = SPAN("iw"),
    .form_factor = SPAN("3"),
    .arp_type = 1,
};
static const struct facts empty = {.arp_type = 1};

struct row {
	const char *name;
	const char *text;
	const char *expanded;
	unsigned int flags;
};

static const struct row rows[] = {
    {"nothing", "", "", 0},
    {"no name", "a b", "a b", 0},
    {"the seed's", "http://${next-server}/gpxe.cgi?mac=${mac}",
     "http://10.0.0.1/gpxe.cgi?mac=52:54:00:12:34:56", 0},
    {"all names",
     "${mac} ${uuid} ${ip} ${gateway} ${netmask} ${manufacturer} ${product} "
     "${serial} ${asset}",
     "52:54:00:12:34:56 " UUID " 192.0.2.91 10.0.0.254 255.255.255.0   ACME "
     "\t Inc.  Box & Co S/N 1 A-7",
     0},
    {"of a network card", "${net0/mac} ${netX/ip} ${net1/gateway}",
     "52:54:00:12:34:56 192.0.2.91 10.0.0.254", 0},
    {"not of a network card", "${net0/uuid}", "${net0/uuid}", 0},
    {"unknown", "a${foo}b${}c", "a${foo}b${}c", 0},
    {"unknown formats", "${mac:base64} ${mac:}", "${mac:base64} ${mac:}", 0},
    {"hexhyp", "01-${mac:hexhyp}", "01-52-54-00-12-34-56", 0},
    {"hexraw", "${net0/mac:hexraw}", "525400123456", 0},
    {"a dollar alone", "$ $$ $a", "$ $$ $a", 0},
    {"a dollar before", "$${ip}", "$192.0.2.91", 0},
    {"not ended", "${ip", "${ip", 0},
    {"not ended at the name's begin", "x${", "x${", 0},
    {"one in another", "${a${ip}}", "${a192.0.2.91}", 0},
    {"one behind another", "${ip}${ip}", "192.0.2.91192.0.2.91", 0},
    {"longer and shorter names", "${i}${ipp}", "${i}${ipp}", 0},
    {"URL: escaped", "?p=${product}&s=${serial}",
     "?p=Box%20%26%20Co&s=S%2fN%201", EXPAND_URL},
    {"URL: not what stands around", "a b&${ip}", "a b&192.0.2.91", EXPAND_URL},
    {"URL: a MAC address", "${mac}", "52:54:00:12:34:56", EXPAND_URL},
};

static void expands(void **state)
{
	const struct row *row = *state;
	size_t len = strlen(row->text);
	size_t expanded = strlen(row->expanded);
	char *text = exact_new(row->text, len);
	char buf[LEN];

	assert_int_equal(expand(text, len, &full, row->flags, buf, LEN),
			 expanded);
	assert_string_equal(buf, row->expanded);
	/* It fits exactly, and one byte less is too little. */
	assert_int_equal(
	    expand(text, len, &full, row->flags, buf, expanded + 1), expanded);
	assert_int_equal(expand(text, len, &full, row->flags, buf, expanded),
			 ERR_MENU_COMMAND);
	exact_free(text);
}

static void not_known(void **state)
{
	char buf[LEN];

	(void)state;
	assert_int_equal(expand("a${mac}b", 8, &empty, 0, buf, LEN), 2);
	assert_string_equal(buf, "ab");
}

/* A name ends where it ends, not at a NUL in the text. */
static void nul_in_a_name(void **state)
{
	static const char text[] = "${asset\0\0\0\0\0\0\0\0}";
	char buf[LEN];

	(void)state;
	assert_int_equal(expand(text, sizeof(text) - 1, &full, 0, buf, LEN),
			 sizeof(text) - 1);
	assert_memory_equal(buf, text, sizeof(text));
}

struct append_row {
	const char *name;
	uint32_t mask;
	const char *words;
};

static const struct append_row append_rows[] = {
    {"sysappend: nothing", 0, ""},
    {"sysappend: ip", 1, " ip=192.0.2.91:10.0.0.1:10.0.0.254:255.255.255.0"},
    {"sysappend: BOOTIF", 2, " BOOTIF=01-52-54-00-12-34-56"},
    {"sysappend: SYSUUID", 4, " SYSUUID=" RAW_UUID},
    {"sysappend: CPU", 8, " CPU=6PXL"},
    {"sysappend: blanks", 0x10, " SYSVENDOR=ACME_Inc."},
    {"sysappend: as it is", 0x20, " SYSPRODUCT=Box_&_Co"},
    {"sysappend: SYSVERSION", 0x40, " SYSVERSION=v1"},
    {"sysappend: SYSSERIAL", 0x80, " SYSSERIAL=S/N_1"},
    {"sysappend: SYSSKU, SYSFAMILY", 0x300, " SYSSKU=K SYSFAMILY=F"},
    {"sysappend: board", 0x7c00,
     " MBVENDOR=bv MBPRODUCT=bp MBVERSION=bw MBSERIAL=bs MBASSET=ba"},
    {"sysappend: BIOS", 0x18000, " BIOSVENDOR=iv BIOSVERSION=iw"},
    {"sysappend: SYSFF", 0x20000, " SYSFF=3"},
    {"sysappend: FSUUID is not known", 0xfffc0000, ""},
    {"sysappend: several", 0x20006,
     " BOOTIF=01-52-54-00-12-34-56 SYSUUID=" RAW_UUID " SYSFF=3"},
};

static void appends(void **state)
{
	const struct append_row *row = *state;
	size_t len = strlen(row->words);
	char buf[LEN] = "ab";

	assert_int_equal(sysappend(row->mask, &full, buf, 2, LEN), len + 2);
	assert_memory_equal(buf, "ab", 2);
	assert_string_equal(buf + 2, row->words);
	buf[2] = '\0';
	assert_int_equal(sysappend(row->mask, &full, buf, 2, len + 3), len + 2);
	if (!len)
		return;
	buf[2] = '\0';
	assert_int_equal(sysappend(row->mask, &full, buf, 2, len + 2),
			 ERR_MENU_COMMAND);
	assert_string_equal(buf, "ab");
}

/* What is not known has no word; an address in ip= that is not is 0.0.0.0. */
static void words_not_known(void **state)
{
	struct facts facts = {
	    .ip = SPAN("10.0.0.2"), .product = SPAN(" "), .arp_type = 1};
	char buf[LEN] = "";

	(void)state;
	assert_int_equal(sysappend(0x3ffff, &empty, buf, 0, LEN), 0);
	sysappend(0x1f, &facts, buf, 0, LEN);
	assert_string_equal(buf, " ip=10.0.0.2:0.0.0.0:0.0.0.0:0.0.0.0");
}

static void uuids(void **state)
{
	static const struct {
		const char *text;
		int is;
	} cases[] = {
	    {UUID, 1},
	    {"00000000-0000-0000-0000-000000000000", 0},
	    {"ffffffff-ffff-ffff-ffff-ffffffffffff", 0},
	    {"FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF", 0},
	    {"00000000-0000-0010-0000-000000000000", 1},
	    {"00000000-0000-00ef-0000-000000000000", 1},
	    {"00000000-0000-1001-0000-000000000000", 0},
	    {"00000000-0000-00f0-0000-000000000000", 0},
	    {"00000000-0000-0010-0000-00000000000", 0},
	    {"", 0},
	};
	struct facts facts = {.arp_type = 1};
	char text[FACTS_UUID_LEN];
	unsigned int i;

	(void)state;
	for (i = 0; i < COUNT_OF(cases); i++) {
		facts.uuid =
		    (struct span){cases[i].text, strlen(cases[i].text)};
		assert_int_equal(facts_uuid(&facts, text),
				 cases[i].is ? FACTS_UUID_LEN : 0);
	}
}

static void cpus(void **state)
{
	static const struct {
		struct cpuid cpuid;
		const char *text;
	} cases[] = {
	    {{0x00000480, 0, 0, 0, 0}, "4"},
	    {{0x00000543, 0x40, 0, 0, 0}, "5P"},
	    {{0x000106a5, 0x40, 0x60, 0x20100000, 0}, "6PVTXL"},
	    {{0x00100f42, 0x40, 0, 0x20100000, 4}, "6PXLS"}, /* family 10h */
	    {{0x00000f29, 0, 0, 0, 0}, "6"},
	    {{0x00000673, ~0x40u, ~0x60u, ~0x20100000u, ~4u}, "6"},
	    {{0x00000673, ~0u, ~0u, ~0u, ~0u}, "6PVTXLS"},
	};
	char buf[EXPAND_CPU_LEN];
	unsigned int i;

	(void)state;
	for (i = 0; i < COUNT_OF(cases); i++) {
		expand_cpu(&cases[i].cpuid, buf);
		assert_string_equal(buf, cases[i].text);
	}
}

struct search_row {
	const char *name;
	const struct facts *facts;
	const char *config_file;
	const char *names; /* a blank behind each */
};

static const struct facts no_uuid = {
    .mac = SPAN("aa:bb:cc:00:01:02"), .ip = SPAN("10.0.2.15"), .arp_type = 6};
static const struct facts bad_ip = {.ip = SPAN("10.0.2"), .arp_type = 1};
static const struct facts long_ip = {.ip = SPAN("10.0.2.15.1"), .arp_type = 1};
static const struct facts big_ip = {.ip = SPAN("10.0.2.256"), .arp_type = 1};

#define P "pxelinux.cfg/"

static const struct search_row search_rows[] = {
    {"search: in order", &full, "",
     P RAW_UUID " " P "01-52-54-00-12-34-56 " P "C000025B " P "C000025 " P
		"C00002 " P "C0000 " P "C000 " P "C00 " P "C0 " P "C " P
		"default "},
    {"search: without UUID, another ARP type", &no_uuid, "",
     P "06-aa-bb-cc-00-01-02 " P "0A00020F " P "0A00020 " P "0A0002 " P
       "0A000 " P "0A00 " P "0A0 " P "0A " P "0 " P "default "},
    {"search: nothing known", &empty, "", P "default "},
    {"search: no address", &bad_ip, "", P "default "},
    {"search: no address, too long", &long_ip, "", P "default "},
    {"search: no address, too big", &big_ip, "", P "default "},
    {"search: option 209", &empty, "tftp://s/a", "tftp://s/a " P "default "},
};

static void searches(void **state)
{
	const struct search_row *row = *state;
	struct search search = {
	    row->facts, {row->config_file, strlen(row->config_file)}, 0};
	char found[1024] = "";
	char name[128];

	while (search_next(&search, name, sizeof(name))) {
		strcat(found, name);
		strcat(found, " ");
	}
	assert_string_equal(found, row->names);
	assert_int_equal(search_next(&search, name, sizeof(name)), 0);
}

/* Names that do not fit are passed over. */
static void short_names(void **state)
{
	struct search search = {&full, {"", 0}, 0};
	char name[sizeof(P "C0000")];

	(void)state;
	assert_int_equal(search_next(&search, name, sizeof(name)), 1);
	assert_string_equal(name, P "C0000");
}

int main(void)
{
	static struct CMUnitTest tests[COUNT_OF(rows) + COUNT_OF(append_rows) +
				       COUNT_OF(search_rows) + 6];
	size_t n = 0;

	UNIT_ROWS(tests, n, rows, expands);
	UNIT_ROWS(tests, n, append_rows, appends);
	UNIT_ROWS(tests, n, search_rows, searches);
	UNIT_TEST(tests, n, not_known);
	UNIT_TEST(tests, n, nul_in_a_name);
	UNIT_TEST(tests, n, words_not_known);
	UNIT_TEST(tests, n, uuids);
	UNIT_TEST(tests, n, cpus);
	UNIT_TEST(tests, n, short_names);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
