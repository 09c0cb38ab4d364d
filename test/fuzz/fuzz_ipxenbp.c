/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Fuzz target: core/ipxenbp.c. The input is the file's beginning; 2 KiB of
 * zeros follow, for files under 4 KiB are none.
 *
 * Runs in: host.
 */
#include <string.h>

#include "error.h"
#include "fuzz.h"
#include "ipxenbp.h"

#define MIN_LEN 0x1000
#define FILL 0x800

static void check(const uint8_t *file, size_t len)
{
	uint32_t cmdline = 0xffffffff;
	int rc = ipxenbp_parse(file, len, &cmdline);

	REQUIRE(rc == 0 || rc == ERR_CARRIER_IMAGE || rc == ERR_CARRIER_SHORT);
	if (rc) {
		REQUIRE(cmdline == 0xffffffff);
		return;
	}
	REQUIRE(len >= MIN_LEN && file[0] == 0xea);
	REQUIRE(len - 4 >= cmdline);
	REQUIRE(memcmp(file + cmdline, "\0\0\0\0", 4) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	uint8_t *file = calloc(1, len + FILL);

	REQUIRE(file);
	if (len)
		memcpy(file, data, len);
	check(data, len);
	check(file, len + FILL);
	free(file);
	return 0;
}
