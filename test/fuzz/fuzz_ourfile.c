/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Fuzz target: core/ourfile.c. The input is the file.
 *
 * Runs in: host.
 */
#include "fuzz.h"
#include "ourfile.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	uint32_t memory = 0;

	if (ourfile_parse(data, len, &memory))
		REQUIRE(memory >= len);
	else
		REQUIRE(memory == 0);
	return 0;
}
