/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Tests of core/smbios.c.
 *
 * Runs in: host.
 */
#include "bytes.h"
#include "unit.h"

#include "error.h"
#include "smbios.h"

#define UNTOUCHED 0xa5
#define BYTES(string) string, sizeof(string) - 1

/* --- Entry points --------------------------------------------------------- */

#define AREA_LEN 256

enum kind { SM, SM3 };

/* Entry points in an area, and then one byte of it changed. */
struct area {
	const char *name;
	struct {
		uint16_t at; /* 0: none */
		uint8_t kind;
		uint8_t len;
		uint32_t address;
	} entries[3];
	uint16_t spoil;
	uint8_t byte;
	int rc;
	uint64_t address;
	uint32_t len;
};

#define NO ERR_SMBIOS_NONE, 0, 0
#define HIGH 0x123400000000

static const struct area area_rows[] = {
    {"area: nothing", {{0, 0, 0, 0}}, 0, 0, NO},
    {"area: _SM_", {{16, SM, 31, 0xe0000}}, 0, 0, 0, 0xe0000, 0x456},
    {"area: _SM3_", {{16, SM3, 24, 0xe0000}}, 0, 0, 0, HIGH + 0xe0000, 0x12345},
    {"area: _SM_ in the last place",
     {{AREA_LEN - 32, SM, 31, 1}},
     0,
     0,
     0,
     1,
     0x456},
    {"area: _SM3_ in the last place",
     {{AREA_LEN - 32, SM3, 24, 1}},
     0,
     0,
     0,
     HIGH + 1,
     0x12345},
    {"area: _SM3_ behind _SM_ is taken",
     {{32, SM, 31, 1}, {64, SM3, 24, 2}},
     0,
     0,
     0,
     HIGH + 2,
     0x12345},
    {"area: _SM3_ in front of _SM_ is taken",
     {{32, SM3, 24, 1}, {64, SM, 31, 2}},
     0,
     0,
     0,
     HIGH + 1,
     0x12345},
    {"area: the first of two _SM_",
     {{32, SM, 31, 1}, {64, SM, 31, 2}},
     0,
     0,
     0,
     1,
     0x456},
    {"area: a damaged _SM3_, so _SM_",
     {{32, SM, 31, 1}, {64, SM3, 24, 2}},
     64 + 9,
     7,
     0,
     1,
     0x456},
    {"area: a damaged _SM_, so the next",
     {{32, SM, 31, 1}, {64, SM, 31, 2}},
     32 + 9,
     7,
     0,
     2,
     0x456},
    {"area: on no paragraph", {{24, SM, 31, 1}}, 0, 0, NO},
    {"area: _SM3_ on no paragraph", {{40, SM3, 24, 1}}, 0, 0, NO},
    {"_SM_: 30 bytes, as 2.1 said", {{16, SM, 30, 1}}, 0, 0, 0, 1, 0x456},
    {"_SM_: 29 bytes", {{16, SM, 29, 1}}, 0, 0, NO},
    {"_SM_: 32 bytes", {{16, SM, 32, 1}}, 0, 0, 0, 1, 0x456},
    {"_SM_: 33 bytes", {{16, SM, 33, 1}}, 0, 0, NO},
    {"_SM_: sum", {{16, SM, 31, 1}}, 16 + 4, 0x77, NO},
    {"_SM_: last byte in the sum", {{16, SM, 31, 1}}, 16 + 30, 0x77, NO},
    {"_SM_: behind the sum", {{16, SM, 31, 1}}, 16 + 31, 0x77, 0, 1, 0x456},
    {"_SM3_: 23 bytes", {{16, SM3, 23, 1}}, 0, 0, NO},
    {"_SM3_: 32 bytes", {{16, SM3, 32, 1}}, 0, 0, 0, HIGH + 1, 0x12345},
    {"_SM3_: 33 bytes", {{16, SM3, 33, 1}}, 0, 0, NO},
    {"_SM3_: sum", {{16, SM3, 24, 1}}, 16 + 5, 0x77, NO},
    {"_SM3_: last byte in the sum", {{16, SM3, 24, 1}}, 16 + 23, 0x77, NO},
    {"_SM3_: behind the sum",
     {{16, SM3, 24, 1}},
     16 + 24,
     0x77,
     0,
     HIGH + 1,
     0x12345},
};

/* Make the sum of len bytes zero by the one at sum. */
static void fix_sum(uint8_t *bytes, size_t len, uint8_t *sum)
{
	uint8_t total = 0;

	*sum = 0;
	while (len--)
		total = (uint8_t)(total + *bytes++);
	*sum = (uint8_t)-total;
}

static void put_sm(uint8_t *at, uint8_t len, uint32_t address)
{
	memcpy(at, "_SM_", 4);
	at[5] = len;
	memcpy(at + 16, "_DMI_", 5);
	at[22] = 0x56;
	at[23] = 0x04;
	put_le32(at + 24, address);
	fix_sum(at + 16, 15, at + 21);
	fix_sum(at, len, at + 4);
}

static void put_sm3(uint8_t *at, uint8_t len, uint32_t address)
{
	memcpy(at, "_SM3_", 5);
	at[6] = len;
	put_le32(at + 12, 0x12345);
	put_le32(at + 16, address);
	put_le32(at + 20, HIGH >> 32);
	fix_sum(at, len, at + 5);
}

static int find(const uint8_t *area, size_t len, struct smbios_table *table)
{
	struct smbios_table untouched;
	char *exact = exact_new(area, len);
	int rc;

	memset(&untouched, UNTOUCHED, sizeof(untouched));
	memset(table, UNTOUCHED, sizeof(*table));
	rc = smbios_find(exact, len, table);
	if (rc) {
		assert_int_equal(rc, ERR_SMBIOS_NONE);
		assert_memory_equal(table, &untouched, sizeof(untouched));
	}
	exact_free(exact);
	return rc;
}

static void finds(void **state)
{
	const struct area *row = *state;
	uint8_t area[AREA_LEN + 64] = {0};
	struct smbios_table table;
	size_t i;

	for (i = 0; i < COUNT_OF(row->entries) && row->entries[i].at; i++)
		(row->entries[i].kind == SM ? put_sm : put_sm3)(
		    area + row->entries[i].at, row->entries[i].len,
		    row->entries[i].address);
	if (row->spoil)
		area[row->spoil] = row->byte;
	assert_int_equal(find(area, AREA_LEN, &table), row->rc);
	if (!row->rc) {
		assert_int_equal(table.address, row->address);
		assert_int_equal(table.len, row->len);
	}
}

/* Sums right, but not the words. */
static void words_of_entry_points(void **state)
{
	static const uint8_t sm_bytes[] = {0, 1, 2, 3, 16, 17, 18, 19, 20};
	struct smbios_table table;
	uint8_t area[32];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(sm_bytes); i++) {
		memset(area, 0, sizeof(area));
		put_sm(area, 31, 1);
		assert_int_equal(find(area, sizeof(area), &table), 0);
		area[sm_bytes[i]] ^= 0x20;
		fix_sum(area + 16, 15, area + 21);
		fix_sum(area, 31, area + 4);
		assert_int_not_equal(find(area, sizeof(area), &table), 0);
	}
	for (i = 0; i < 5; i++) {
		memset(area, 0, sizeof(area));
		put_sm3(area, 24, 1);
		assert_int_equal(find(area, sizeof(area), &table), 0);
		area[i] ^= 0x20;
		fix_sum(area, 24, area + 5);
		assert_int_not_equal(find(area, sizeof(area), &table), 0);
	}
	/* _DMI_ has a sum of its own. */
	memset(area, 0, sizeof(area));
	put_sm(area, 31, 1);
	area[21]++;
	fix_sum(area, 31, area + 4);
	assert_int_not_equal(find(area, sizeof(area), &table), 0);
}

static void every_length_of_an_area(void **state)
{
	struct smbios_table table;
	uint8_t area[48] = {0};
	size_t len;

	(void)state;
	put_sm(area + 16, 31, 1);
	for (len = 0; len < sizeof(area); len++)
		assert_int_equal(find(area, len, &table) == 0, len >= 16 + 31);
	memset(area, 0, sizeof(area));
	put_sm3(area + 16, 24, 1);
	for (len = 0; len < sizeof(area); len++)
		assert_int_equal(find(area, len, &table) == 0, len >= 16 + 24);
	/* One that says 30 is read to the end of _DMI_, its 31st byte. */
	memset(area, 0, sizeof(area));
	put_sm(area + 16, 30, 1);
	for (len = 0; len < sizeof(area); len++)
		assert_int_equal(find(area, len, &table) == 0, len >= 16 + 31);
	memset(area, 0, sizeof(area));
	put_sm(area + 16, 32, 1);
	for (len = 0; len < sizeof(area); len++)
		assert_int_not_equal(find(area, len, &table), 0);
	assert_int_equal(find(area, len, &table), 0);
}

/* --- Structures ----------------------------------------------------------- */

#define BIOS "\0\6\0\0\1\2"
#define SYSTEM "\1\10\1\0\1\2\0\3"
#define DELL "Dell Inc.\0OptiPlex 7010\0ABC123\0\0"
#define END "\177\4\0\0\0\0"

struct table {
	const char *name;
	const char *table;
	size_t len;
	int rc;
	const char *strings[5]; /* in the order of struct smbios */
};

#define NOTHING                                                                \
	ERR_SMBIOS_NONE,                                                       \
	{                                                                      \
		NULL                                                           \
	}

static const struct table table_rows[] = {
    {"table: BIOS and system",
     BYTES(BIOS "Acme\0 1.0\0\0" SYSTEM DELL END),
     0,
     {"Dell Inc.", "OptiPlex 7010", "ABC123", "Acme", "1.0"}},
    {"table: system and BIOS",
     BYTES(SYSTEM DELL BIOS "Acme\0 1.0\0\0" END),
     0,
     {"Dell Inc.", "OptiPlex 7010", "ABC123", "Acme", "1.0"}},
    {"table: others between",
     BYTES("\3\4\0\0x\0y\0\0" BIOS "A\0B\0\0\2\5\0\0\1z\0\0" SYSTEM DELL END),
     0,
     {"Dell Inc.", "OptiPlex 7010", "ABC123", "A", "B"}},
    {"table: only a system",
     BYTES(SYSTEM DELL END),
     0,
     {"Dell Inc.", "OptiPlex 7010", "ABC123", "", ""}},
    {"table: only a BIOS",
     BYTES(BIOS "Acme\0 1.0\0\0" END),
     0,
     {"", "", "", "Acme", "1.0"}},
    {"table: neither", BYTES("\2\4\0\0x\0\0" END), NOTHING},
    {"table: nothing", BYTES(""), NOTHING},
    {"table: only its end", BYTES(END), NOTHING},
    {"table: behind its end", BYTES(END SYSTEM DELL), NOTHING},
    {"table: no end",
     BYTES(SYSTEM DELL),
     0,
     {"Dell Inc.", "OptiPlex 7010", "ABC123", "", ""}},
    {"table: two systems, the first counts",
     BYTES(SYSTEM DELL SYSTEM "a\0b\0c\0\0" END),
     0,
     {"Dell Inc.", "OptiPlex 7010", "ABC123", "", ""}},
    {"strings: blanks around",
     BYTES(SYSTEM " \tDell Inc. \t \0x \0 y\0\0" END),
     0,
     {"Dell Inc.", "x", "y", "", ""}},
    {"strings: only blanks",
     BYTES(SYSTEM "   \0b\0\t\0\0" END),
     0,
     {"", "b", "", "", ""}},
    {"strings: number 0 is none",
     BYTES("\1\10\0\0\0\1\0\0Dell\0\0" END),
     0,
     {"", "Dell", "", "", ""}},
    {"strings: the same number twice",
     BYTES("\1\10\0\0\1\1\0\1Dell\0\0" END),
     0,
     {"Dell", "Dell", "Dell", "", ""}},
    {"strings: one number too great",
     BYTES("\1\10\0\0\1\2\0\3Dell\0x\0\0" END),
     0,
     {"Dell", "x", "", "", ""}},
    {"strings: the greatest number",
     BYTES("\1\10\0\0\1\377\0\0Dell\0\0" END),
     0,
     {"Dell", "", "", "", ""}},
    {"strings: none, but numbers",
     BYTES("\1\10\0\0\1\2\0\3\0\0" BIOS "A\0B\0\0" END),
     0,
     {"", "", "", "A", "B"}},
    {"strings: a field behind the structure",
     BYTES("\1\7\0\0\2\2\0\2Dell\0x\0\0" END),
     0,
     {"x", "x", "", "", ""}},
    {"structure: header only",
     BYTES("\1\4\0\0Dell\0\0" END),
     0,
     {"", "", "", "", ""}},
    {"structure: longer ones, as newer versions have them",
     BYTES("\1\14\0\0\1\2\0\3\377\377\0\0Dell\0x\0y\0\0" END),
     0,
     {"Dell", "x", "y", "", ""}},
    {"structure: shorter than its header",
     BYTES(BIOS "A\0B\0\0\1\3\0\0Dell\0\0"),
     0,
     {"", "", "", "A", "B"}},
    {"structure: length 0", BYTES("\1\0\0\0Dell\0\0"), NOTHING},
    {"structure: longer than the table", BYTES("\1\24\0\0\1\2\0\3\0\0"),
     NOTHING},
    {"structure: strings without end", BYTES(SYSTEM "Dell\0x\0y\0"), NOTHING},
    {"structure: what came before the damage counts",
     BYTES(BIOS "A\0B\0\0" SYSTEM "Dell\0x"),
     0,
     {"", "", "", "A", "B"}},
};

static void check_strings(const struct smbios *smbios,
			  const char *const *strings)
{
	assert_span(smbios->vendor, strings[0]);
	assert_span(smbios->product, strings[1]);
	assert_span(smbios->serial, strings[2]);
	assert_span(smbios->bios_vendor, strings[3]);
	assert_span(smbios->bios_version, strings[4]);
}

static int read_table(const char *table, size_t len, const char *const *strings)
{
	struct smbios untouched;
	struct smbios smbios;
	char *exact = exact_new(table, len);
	int rc;

	memset(&untouched, UNTOUCHED, sizeof(untouched));
	smbios = untouched;
	rc = smbios_read(exact, len, &smbios);
	if (rc)
		assert_memory_equal(&smbios, &untouched, sizeof(smbios));
	else
		check_strings(&smbios, strings);
	exact_free(exact);
	return rc;
}

static void reads(void **state)
{
	const struct table *row = *state;

	assert_int_equal(read_table(row->table, row->len, row->strings),
			 row->rc);
}

static void every_length_of_a_table(void **state)
{
	static const char table[] = BIOS "A\0B\0\0" SYSTEM DELL END;
	static const char *const bios[] = {"", "", "", "A", "B"};
	static const char *const both[] = {"Dell Inc.", "OptiPlex 7010",
					   "ABC123", "A", "B"};
	const size_t system = 6 + 5;
	const size_t end = system + 8 + sizeof(DELL) - 1;
	size_t len;

	(void)state;
	for (len = 0; len < system; len++)
		assert_int_equal(read_table(table, len, NULL), ERR_SMBIOS_NONE);
	for (; len < end; len++)
		assert_int_equal(read_table(table, len, bios), 0);
	for (; len < sizeof(table); len++)
		assert_int_equal(read_table(table, len, both), 0);
}

int main(void)
{
	static struct CMUnitTest
	    tests[COUNT_OF(area_rows) + COUNT_OF(table_rows) + 3];
	size_t n = 0;

	UNIT_ROWS(tests, n, area_rows, finds);
	UNIT_TEST(tests, n, words_of_entry_points);
	UNIT_TEST(tests, n, every_length_of_an_area);
	UNIT_ROWS(tests, n, table_rows, reads);
	UNIT_TEST(tests, n, every_length_of_a_table);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
