/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Tests of menu/kernel.c: what an entry's first word says.
 *
 * Runs in: host.
 */
#include "unit.h"

#include "config.h"
#include "kernel.h"

struct type_row {
	const char *name; /* of the file */
	unsigned int type;
};

static const struct type_row type_rows[] = {
    {"x.c32", KERNEL_COM32},
    {"x.img", KERNEL_FDIMAGE},
    {"x.bss", KERNEL_BSS},
    {"x.bin", KERNEL_BOOT},
    {"x.bs", KERNEL_BOOT},
    {"x.0", KERNEL_PXE},
    {"x.pxe", KERNEL_PXE},
    {"x.kpxe", KERNEL_PXE},
    {"x.kkpxe", KERNEL_PXE},
    {"x.ipxe", KERNEL_SCRIPT},
    {"x.gpxe", KERNEL_SCRIPT},
    {"x.efi", KERNEL_UEFI},
    {"FOO.C32", KERNEL_COM32},
    {"dir.d/X.Efi", KERNEL_UEFI},
    {"http://server/x.KPXE", KERNEL_PXE},
    {"x.c32.gz", KERNEL_ANY},
    {"x.c3", KERNEL_ANY},
    {"x.c32x", KERNEL_ANY},
    {"xc32", KERNEL_ANY},
    {"vmlinuz-6.1.0", KERNEL_PXE}, /* as in Syslinux */
    {"vmlinuz-6.1.12", KERNEL_ANY},
    {"dir.c32/x", KERNEL_ANY},
    {"x.", KERNEL_ANY},
    {".c32", KERNEL_ANY},
    {".", KERNEL_ANY},
    {"", KERNEL_ANY},
};

static void type(void **state)
{
	const struct type_row *row = *state;
	size_t len = strlen(row->name);
	char *file = exact_new(row->name, len);

	assert_int_equal(kernel_by_name(file, len), row->type);
	exact_free(file);
}

struct find_row {
	const char *name; /* of the file */
	int number;
};

static const struct find_row find_rows[] = {
    {"one.c32", 0},
    {"two.efi", 1},
    {"/a/b/two.efi", 1},
    {"10.0.0.1::one.c32", 0},
    {"http://s:80/one.c32", 0},
    {"TWO.EFI", 1},
    {"one.c32/", -1},
    {"one.c32/x", -1},
    {"none.c32", -1},
    {"one", -1},
    {"", -1},
};

static void find(void **state)
{
	const struct find_row *row = *state;
	size_t len = strlen(row->name);
	char *file = exact_new(row->name, len);

	assert_int_equal(kernel_find("one.c32\0two.efi\0", file, len),
			 row->number);
	exact_free(file);
}

struct number_row {
	const char *name; /* what LOCALBOOT has */
	int is_number;
	uint32_t number;
};

static const struct number_row number_rows[] = {
    {"0", 1, 0},       {"128", 1, 128},	     {"0x80", 1, 128}, {"0X81", 1, 129},
    {"-1", 1, 0xffff}, {"65535", 1, 0xffff}, {"65536", 0, 9},  {"-2", 0, 9},
    {"0x", 0, 9},      {"hd,cd", 0, 9},	     {"1st", 0, 9},    {"", 0, 9},
};

static void number(void **state)
{
	const struct number_row *row = *state;
	uint32_t got = 9;

	assert_int_equal(kernel_number(row->name, &got), row->is_number);
	assert_int_equal(got, row->number);
}

int main(void)
{
	struct CMUnitTest tests[COUNT_OF(type_rows) + COUNT_OF(find_rows) +
				COUNT_OF(number_rows)];
	size_t n = 0;

	UNIT_ROWS(tests, n, type_rows, type);
	UNIT_ROWS(tests, n, find_rows, find);
	UNIT_ROWS(tests, n, number_rows, number);
	return _cmocka_run_group_tests("kernel", tests, n, NULL, NULL);
}
