/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Tests of core/loadoption.c.
 *
 * Runs in: host.
 */
#include "unit.h"

#include "loadoption.h"
#include "paths.h"
#include "uefierror.h"

#define DAMAGED ERR_OPTION_DAMAGED
#define ACTIVE "\x01\x00\x00\x00"
#define NAME_AB "A\0b\0\0\0"
#define EDK2_MARK                                                              \
	"\x4e\xac\x08\x81\x11\x9f\x59\x4d\x85\x0e\xe2\x1a\x52\x2c\x59\xb2"

/* --- Reading -------------------------------------------------------------- */

static const struct row {
	const char *name;
	const char *bytes;
	size_t len;
	int rc;
	const char *description;
	size_t path_len;
	const char *data;
	size_t data_len;
} rows[] = {
    {"read: whole", BYTES(ACTIVE "\x0a\x00" NAME_AB PCI END "data"), 0, "Ab",
     10, BYTES("data")},
    {"read: no data", BYTES(ACTIVE "\x0a\x00" NAME_AB PCI END), 0, "Ab", 10,
     BYTES("")},
    {"read: no description", BYTES(ACTIVE "\x04\x00\0\0" END), 0, "", 4,
     BYTES("")},
    {"read: beyond ASCII", BYTES(ACTIVE "\x04\x00\xe4\0\x41\x30x\0\0\0" END), 0,
     "??x", 4, BYTES("")},
    {"read: a second path in the list",
     BYTES(ACTIVE "\x0e\x00\0\0" PCI END END "d"), 0, "", 10, BYTES("d")},
    {"read: EDK2's own mark is no data",
     BYTES(ACTIVE "\x04\x00\0\0" END EDK2_MARK), 0, "", 4, BYTES("")},
    {"read: more than EDK2's mark is",
     BYTES(ACTIVE "\x04\x00\0\0" END EDK2_MARK "x"), 0, "", 4,
     BYTES(EDK2_MARK "x")},
    {"read: nothing", BYTES(""), DAMAGED, NULL, 0, BYTES("")},
    {"read: no list length", BYTES(ACTIVE "\x04"), DAMAGED, NULL, 0, BYTES("")},
    {"read: description without end", BYTES(ACTIVE "\x04\x00x\0y\0"), DAMAGED,
     NULL, 0, BYTES("")},
    {"read: half a character", BYTES(ACTIVE "\x04\x00x\0\0"), DAMAGED, NULL, 0,
     BYTES("")},
    {"read: list beyond the end", BYTES(ACTIVE "\x05\x00\0\0" END), DAMAGED,
     NULL, 0, BYTES("")},
    {"read: path longer than its list", BYTES(ACTIVE "\x08\x00\0\0" PCI END),
     DAMAGED, NULL, 0, BYTES("")},
    {"read: no list", BYTES(ACTIVE "\x00\x00\0\0"), DAMAGED, NULL, 0,
     BYTES("")},
};

static void reads(void **state)
{
	const struct row *row = *state;
	char *bytes = exact_new(row->bytes, row->len);
	struct loadoption option;
	char name[LOADOPTION_NAME_LEN];

	memset(&option, 0xa5, sizeof(option));
	assert_int_equal(loadoption_read(bytes, row->len, &option), row->rc);
	if (row->rc) {
		assert_int_equal(option.path_len, (size_t)-1 / 255 * 0xa5);
		exact_free(bytes);
		return;
	}
	loadoption_name(&option, name);
	assert_string_equal(name, row->description);
	assert_int_equal(option.attributes, 1);
	assert_int_equal(option.path_len, row->path_len);
	assert_int_equal(option.data_len, row->data_len);
	assert_memory_equal(option.data, row->data, row->data_len);
	exact_free(bytes);
}

static void every_length(void **state)
{
	static const char whole[] = ACTIVE "\x0a\x00" NAME_AB PCI END;
	struct loadoption option;
	char *bytes;
	size_t len;

	(void)state;
	for (len = 0; len < sizeof(whole); len++) {
		bytes = exact_new(whole, len);
		assert_int_equal(loadoption_read(bytes, len, &option),
				 len < sizeof(whole) - 1 ? DAMAGED : 0);
		exact_free(bytes);
	}
}

static void long_names_are_cut(void **state)
{
	uint8_t bytes[6 + 2 * (LOADOPTION_NAME_LEN + 2) + 4] = {1, 0, 0, 0, 4};
	struct loadoption option;
	char name[LOADOPTION_NAME_LEN];
	size_t units;
	size_t i;

	(void)state;
	for (units = LOADOPTION_NAME_LEN - 1; units <= LOADOPTION_NAME_LEN;
	     units++) {
		for (i = 0; i < units; i++) {
			bytes[6 + 2 * i] = 'n';
			bytes[7 + 2 * i] = 0;
		}
		memset(bytes + 6 + 2 * units, 0, 2);
		memcpy(bytes + 8 + 2 * units, END, 4);
		assert_int_equal(
		    loadoption_read(bytes, 12 + 2 * units, &option), 0);
		assert_int_equal(option.name_units, units);
		loadoption_name(&option, name);
		assert_int_equal(strlen(name), LOADOPTION_NAME_LEN - 1);
	}
}

/* --- Judging -------------------------------------------------------------- */

static const struct judged {
	const char *name;
	uint32_t attributes;
	const char *path;
	size_t len;
	int rc;
} judged_rows[] = {
    {"judge: disk", 1, BYTES(ROOT PCI SATA END), 0},
    {"judge: partition", 1, BYTES(HD FILE_A END), 0},
    {"judge: file", 1, BYTES(FILE_A END), 0},
    {"judge: hidden ones boot", 9, BYTES(HD FILE_A END), 0},
    {"judge: reconnecting ones boot", 3, BYTES(HD FILE_A END), 0},
    {"judge: inactive", 0, BYTES(HD FILE_A END), ERR_OPTION_INACTIVE},
    {"judge: application", 0x101, BYTES(HD FILE_A END), ERR_OPTION_APP},
    {"judge: unknown category", 0x301, BYTES(HD FILE_A END), ERR_OPTION_APP},
    {"judge: network", 1, BYTES(ROOT PCI MAC END), ERR_OPTION_NETWORK},
    {"judge: URI", 1, BYTES(URI END), ERR_OPTION_NETWORK},
    {"judge: BIOS", 1, BYTES(BBS END), ERR_OPTION_LEGACY},
    {"judge: firmware", 1, BYTES(FIRMWARE_FILE END), ERR_OPTION_FIRMWARE},
    {"judge: USB class", 1, BYTES(USB_CLASS END), ERR_OPTION_FORM},
    {"judge: nothing", 1, BYTES(END), ERR_OPTION_FORM},
};

static void judges(void **state)
{
	const struct judged *row = *state;
	struct loadoption option = {.attributes = row->attributes};

	option.path = (const uint8_t *)row->path;
	option.path_len = row->len;
	assert_int_equal(loadoption_judge(&option), row->rc);
}

int main(void)
{
	static struct CMUnitTest
	    tests[COUNT_OF(rows) + COUNT_OF(judged_rows) + 2];
	size_t n = 0;

	UNIT_ROWS(tests, n, rows, reads);
	UNIT_TEST(tests, n, every_length);
	UNIT_TEST(tests, n, long_names_are_cut);
	UNIT_ROWS(tests, n, judged_rows, judges);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
