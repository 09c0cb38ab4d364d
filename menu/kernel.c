/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What an entry's first word says: a file's type by its name, a program of
 * ours, LOCALBOOT's number.
 *
 * Runs in: everywhere.
 */
#include <string.h>

#include "config.h"
#include "kernel.h"
#include "line.h"
#include "text.h"

/* Behind the last dot; types[] has the same order. */
static const char endings[] = "c32\0img\0bss\0bin\0bs\0"
			      "0\0pxe\0kpxe\0kkpxe\0"
			      "ipxe\0gpxe\0efi\0";

static const uint8_t types[] = {
    KERNEL_COM32, KERNEL_FDIMAGE, KERNEL_BSS,	 KERNEL_BOOT,
    KERNEL_BOOT,  KERNEL_PXE,	  KERNEL_PXE,	 KERNEL_PXE,
    KERNEL_PXE,	  KERNEL_SCRIPT,  KERNEL_SCRIPT, KERNEL_UEFI,
};

size_t kernel_base(const char *file, size_t len)
{
	while (len && file[len - 1] != '/' && file[len - 1] != ':')
		len--;
	return len;
}

int kernel_find(const char *names, const char *file, size_t len)
{
	size_t at = kernel_base(file, len);

	return find_name(names, file + at, len - at);
}

unsigned int kernel_by_name(const char *file, size_t len)
{
	size_t at = len;
	int number;

	while (at && file[at - 1] != '.')
		at--;
	if (at < 2)
		return KERNEL_ANY;
	number = find_name(endings, file + at, len - at);
	return number < 0 ? KERNEL_ANY : types[number];
}

int kernel_number(const char *text, uint32_t *ret_number)
{
	struct span digits = {text, strlen(text)};
	int is_hex = span_skip_any_case(&digits, "0x");

	if (same_text(text, "-1")) {
		*ret_number = KERNEL_NEXT;
		return 1;
	}
	return span_number(&digits, is_hex ? 16 : 10, KERNEL_NEXT, ret_number);
}
