/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Fuzz target: core/bzimage.c. The input is the file.
 *
 * Runs in: host.
 */
#include <string.h>

#include "bzimage.h"
#include "error.h"
#include "fuzz.h"

#define HEADER_FIRST 0x1f1
#define HEADER_END 0x230

/* What is written lies in the header, and does not change what it says. */
static void check_write(const uint8_t *file, size_t len,
			const struct bzimage *image)
{
	struct bzimage again;
	uint8_t *copy = malloc(len);
	size_t i;

	REQUIRE(copy);
	memcpy(copy, file, len);
	bzimage_set_initrd(copy, 0x12345678, 1);
	for (i = 0; i < len; i++)
		REQUIRE(copy[i] == file[i] ||
			(i >= HEADER_FIRST && i < HEADER_END));
	REQUIRE(bzimage_parse(copy, len, &again) == 0);
	REQUIRE(memcmp(&again, image, sizeof(again)) == 0);
	free(copy);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct bzimage image;
	int rc = bzimage_parse(data, len, &image);

	REQUIRE(rc == 0 || rc == ERR_CARRIER_IMAGE || rc == ERR_CARRIER_SHORT);
	if (rc)
		return 0;
	REQUIRE(image.setup_len >= HEADER_END);
	REQUIRE(image.setup_len <= BZIMAGE_SETUP_MAX);
	REQUIRE(image.kernel_len && image.kernel_len < len);
	REQUIRE(image.setup_len == len - image.kernel_len);
	REQUIRE(image.end >= BZIMAGE_KERNEL_ADDRESS + image.kernel_len);
	check_write(data, len, &image);
	return 0;
}
