/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Tests of core/bzimage.c.
 *
 * Runs in: host.
 */
#include "unit.h"

#include "bytes.h"
#include "bzimage.h"
#include "error.h"

/* As ipxe.lkrn: 5 setup sectors, and 1001 bytes behind, which are 63 * 16. */
#define SETUP_LEN 3072
#define KERNEL_LEN 1001
#define FILE_LEN (SETUP_LEN + KERNEL_LEN)

static void make(uint8_t *file)
{
	memset(file, 0, FILE_LEN);
	file[0x1f1] = 5;
	put_le32(file + 0x1f4, 63);
	file[0x1fe] = 0x55;
	file[0x1ff] = 0xaa;
	memcpy(file + 0x202, "HdrS\x07\x02", 6);
	file[0x211] = 0x01;
	put_le32(file + 0x22c, 0x37ffffff);
}

struct row {
	const char *name;
	size_t at; /* 0: nothing is changed */
	uint8_t value;
	int rc;
};

static const struct row rows[] = {
    {"whole", 0, 0, 0},
    {"no boot flag", 0x1fe, 0xaa, ERR_CARRIER_IMAGE},
    {"no boot flag, high byte", 0x1ff, 0x55, ERR_CARRIER_IMAGE},
    {"magic: first byte", 0x202, 'h', ERR_CARRIER_IMAGE},
    {"magic: last byte", 0x205, 's', ERR_CARRIER_IMAGE},
    {"protocol 1.07", 0x207, 1, ERR_CARRIER_IMAGE},
    {"protocol 2.02, no initrd_addr_max", 0x206, 2, ERR_CARRIER_IMAGE},
    {"protocol 2.03", 0x206, 3, 0},
    {"protocol 3.07", 0x207, 3, 0},
    {"a zImage, loaded low", 0x211, 0x80, ERR_CARRIER_IMAGE},
    {"other flags", 0x211, 0xff, 0},
    {"syssize: as long as the file", 0x1f4, 63, 0},
    {"syssize: shorter", 0x1f4, 62, 0},
    {"syssize: 16 bytes more", 0x1f4, 64, ERR_CARRIER_SHORT},
    {"syssize: 4 GiB", 0x1f7, 0x80, ERR_CARRIER_SHORT},
    {"setup: the file's end, nothing behind", 0x1f1, 7, ERR_CARRIER_SHORT},
    {"setup: 63 sectors, beyond the file", 0x1f1, 63, ERR_CARRIER_SHORT},
    {"setup: 64 sectors, over 32 KiB", 0x1f1, 64, ERR_CARRIER_IMAGE},
    {"setup: 255 sectors", 0x1f1, 255, ERR_CARRIER_IMAGE},
};

static int parse(const uint8_t *file, size_t len, struct bzimage *image)
{
	char *exact = exact_new(file, len);
	int rc = bzimage_parse(exact, len, image);

	exact_free(exact);
	return rc;
}

static void parses(void **state)
{
	const struct row *row = *state;
	struct bzimage image = {1, 2, 3, 4, 5, 6};
	uint8_t file[FILE_LEN];

	make(file);
	if (row->at)
		file[row->at] = row->value;
	assert_int_equal(parse(file, sizeof(file), &image), row->rc);
	assert_int_equal(image.setup_len, row->rc ? 1 : SETUP_LEN);
	assert_int_equal(image.kernel_len, row->rc ? 2 : KERNEL_LEN);
	assert_int_equal(image.code32_start, row->rc ? 3 : 0);
	assert_int_equal(image.initrd_max, row->rc ? 4 : 0x37ffffff);
}

/* boot.rst: "For backwards compatibility, if the setup_sects field contains
 * 0, the real value is 4." */
static void no_setup_sectors_are_four(void **state)
{
	struct bzimage image;
	uint8_t file[FILE_LEN];

	(void)state;
	make(file);
	file[0x1f1] = 0;
	assert_int_equal(parse(file, sizeof(file), &image), 0);
	assert_int_equal(image.setup_len, 5 * 512);
	assert_int_equal(image.kernel_len, FILE_LEN - 5 * 512);
}

static void every_length(void **state)
{
	struct bzimage image;
	uint8_t file[FILE_LEN];
	size_t len;

	(void)state;
	make(file);
	for (len = 0; len < 0x230; len++)
		assert_int_equal(parse(file, len, &image), ERR_CARRIER_IMAGE);
	/* 62 * 16 bytes and one are 63 * 16. */
	for (; len <= SETUP_LEN + 62 * 16; len++)
		assert_int_equal(parse(file, len, &image), ERR_CARRIER_SHORT);
	for (; len <= FILE_LEN; len++)
		assert_int_equal(parse(file, len, &image), 0);
}

struct field_row {
	const char *name;
	uint16_t version;
	uint32_t cmdline_size;
	uint32_t pref_address;
	uint32_t init_size;
	uint32_t cmdline_max;
	uint32_t end;
};

static const struct field_row field_rows[] = {
    {"2.05: no cmdline_size", 0x205, 9, 0, 0, 255, 0x100000 + 8 * KERNEL_LEN},
    {"2.06: cmdline_size", 0x206, 2047, 0, 0, 2047, 0x100000 + 8 * KERNEL_LEN},
    {"2.09: no init_size", 0x209, 2047, 0x1000000, 0x3000000, 2047,
     0x100000 + 8 * KERNEL_LEN},
    {"2.10: init_size", 0x20a, 2047, 0x1000000, 0x3000000, 2047, 0x4000000},
    {"preferred address below 1 MiB", 0x20f, 2047, 0x90000, 0x3000000, 2047,
     0x3100000},
    {"init_size shorter than what is loaded", 0x20f, 2047, 0, KERNEL_LEN - 1,
     2047, 0x100000 + KERNEL_LEN},
    {"up to 4 GiB", 0x20f, 2047, 0x1000000, 0xfeffffff, 2047, 0xffffffff},
    {"beyond 4 GiB", 0x20f, 2047, 0x1000000, 0xff000000, 2047, 0xffffffff},
};

static void reads_what_it_needs(void **state)
{
	const struct field_row *row = *state;
	struct bzimage image;
	uint8_t file[FILE_LEN];

	make(file);
	file[0x206] = (uint8_t)row->version;
	file[0x207] = (uint8_t)(row->version >> 8);
	put_le32(file + 0x238, row->cmdline_size);
	put_le32(file + 0x258, row->pref_address);
	put_le32(file + 0x260, row->init_size);
	assert_int_equal(parse(file, sizeof(file), &image), 0);
	assert_int_equal(image.cmdline_max, row->cmdline_max);
	assert_int_equal(image.end, row->end);
}

static void writes_what_a_loader_has_to(void **state)
{
	uint8_t file[FILE_LEN];
	uint8_t expected[FILE_LEN];

	(void)state;
	make(file);
	file[0x228] = 0xee;
	memcpy(expected, file, sizeof(file));
	expected[0x210] = 0xff;
	expected[0x211] = 0x81;
	memcpy(expected + 0x218, "\x78\x56\x34\x12\x21\x43\0\0", 8);
	memcpy(expected + 0x224, "\x00\xde", 2);
	expected[0x228] = 0;
	bzimage_set_initrd(file, 0x12345678, 0x4321);
	assert_memory_equal(file, expected, sizeof(file));
	memcpy(expected + 0x228, "\x00\xe0\x01", 3);
	bzimage_set_cmdline(file, 0x1e000);
	assert_memory_equal(file, expected, sizeof(file));
}

int main(void)
{
	static struct CMUnitTest
	    tests[COUNT_OF(rows) + COUNT_OF(field_rows) + 3];
	size_t count = 0;

	UNIT_ROWS(tests, count, rows, parses);
	UNIT_ROWS(tests, count, field_rows, reads_what_it_needs);
	UNIT_TEST(tests, count, no_setup_sectors_are_four);
	UNIT_TEST(tests, count, every_length);
	UNIT_TEST(tests, count, writes_what_a_loader_has_to);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
