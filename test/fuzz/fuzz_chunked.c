/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Fuzz target: core/chunked.c. The input is where the body is cut in two (1
 * byte), then the body.
 *
 * Runs in: host.
 */
#include <stdlib.h>
#include <string.h>

#include "chunked.h"
#include "fuzz.h"

static void check(size_t cut, const uint8_t *data, size_t len)
{
	struct chunked whole = {0};
	struct chunked parts = {0};
	uint8_t *one = malloc(len + 1);
	uint8_t *two = malloc(len + 1);
	size_t one_len;
	size_t first;
	size_t second;

	if (!one || !two)
		abort();
	memcpy(one, data, len);
	memcpy(two, data, len);
	one_len = chunked_take(&whole, one, len);
	first = chunked_take(&parts, two, cut);
	second = chunked_take(&parts, two + cut, len - cut);
	/* However it comes, it is the same. */
	REQUIRE(one_len <= len && first <= cut && second <= len - cut);
	REQUIRE(one_len == first + second && whole.state == parts.state);
	REQUIRE(memcmp(one, two, first) == 0);
	REQUIRE(memcmp(one + first, two + cut, second) == 0);
	free(one);
	free(two);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	if (len)
		check(data[0] % len, data + 1, len - 1);
	return 0;
}
