/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Fuzz target: core/unpack.c. The input is the length asked for (2 bytes),
 * then the stream.
 *
 * Runs in: host.
 */
#include <string.h>

#include "fuzz.h"
#include "unpack.h"

/* In memory of exactly its length, so that ASan sees a byte too much. */
static uint8_t *unpacked(const uint8_t *in, size_t len, size_t out_len,
			 int *ret_rc)
{
	static struct unpack u;
	uint8_t *out = malloc(out_len + !out_len);

	REQUIRE(out);
	memset(&u, 0xa5, sizeof(u));
	memset(out, 0, out_len);
	u.in = in;
	u.in_len = len;
	u.out = out;
	u.out_len = out_len;
	*ret_rc = unpack(&u);
	REQUIRE(u.in_len <= len && u.in == in + len - u.in_len);
	REQUIRE(u.out_len <= out_len && u.out == out + out_len - u.out_len);
	REQUIRE(*ret_rc == 0 || (*ret_rc == 1 && u.out_len == 0));
	return out;
}

/* Less of the same: its beginning, unless it ends inside a match. */
static void check(const uint8_t *in, size_t len, size_t out_len)
{
	uint8_t *whole;
	uint8_t *half;
	int rc;
	int half_rc;

	whole = unpacked(in, len, out_len, &rc);
	half = unpacked(in, len, out_len / 2, &half_rc);
	if (rc && half_rc) {
		REQUIRE(memcmp(whole, half, out_len / 2) == 0);
		REQUIRE(unpack_crc32(whole, out_len / 2) ==
			unpack_crc32(half, out_len / 2));
	}
	free(whole);
	free(half);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	if (len >= 2)
		check(data + 2, len - 2, data[0] | (size_t)data[1] << 8);
	return 0;
}
