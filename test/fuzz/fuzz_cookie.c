/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Fuzz target: core/cookie.c. The input is 16 bytes of memory, the tick count
 * (4 bytes) and, for the cookie we write, the ticks that pass (4 bytes).
 *
 * Runs in: host.
 */
#include <string.h>

#include "cookie.h"
#include "error.h"
#include "fuzz.h"

#define RESERVED_OFFSET 8
#define TICKS_OFFSET 10
#define UNTOUCHED 0xa5

static uint32_t get32(const uint8_t *bytes)
{
	return bytes[0] | (uint32_t)bytes[1] << 8 | (uint32_t)bytes[2] << 16 |
	       (uint32_t)bytes[3] << 24;
}

static int is_untouched(const struct cookie *cookie)
{
	return cookie->method == UNTOUCHED && cookie->rung == UNTOUCHED &&
	       cookie->drive == UNTOUCHED && cookie->partition == UNTOUCHED;
}

/* Memory of unknown content: what is taken must be what we would write. */
static void check_memory(const uint8_t *bytes, uint32_t ticks)
{
	struct cookie cookie = {UNTOUCHED, UNTOUCHED, UNTOUCHED, UNTOUCHED};
	uint8_t again[COOKIE_LEN];
	int rc;

	rc = cookie_read(bytes, ticks, &cookie);
	REQUIRE(rc == 0 || rc == ERR_COOKIE_NONE || rc == ERR_COOKIE_EXPIRED);
	if (rc) {
		REQUIRE(is_untouched(&cookie));
		return;
	}
	cookie_write(again, &cookie, get32(bytes + TICKS_OFFSET));
	REQUIRE(memcmp(again, bytes, RESERVED_OFFSET) == 0);
	REQUIRE(cookie_read(again, ticks, &cookie) == 0);
}

/* A cookie of ours: readable for its time, and only unchanged. */
static void check_written(const struct cookie *written, uint32_t ticks,
			  uint32_t passed)
{
	const uint32_t limit = written->drive == COOKIE_NO_DRIVE
				   ? COOKIE_MAX_TICKS
				   : COOKIE_MAX_DRIVE_TICKS;
	struct cookie cookie = {UNTOUCHED, UNTOUCHED, UNTOUCHED, UNTOUCHED};
	uint8_t bytes[COOKIE_LEN];
	uint32_t now;
	unsigned int at;
	int rc;

	ticks %= COOKIE_DAY_TICKS;
	passed %= COOKIE_DAY_TICKS;
	now = (ticks + passed) % COOKIE_DAY_TICKS;
	cookie_write(bytes, written, ticks);
	rc = cookie_read(bytes, now, &cookie);
	if (passed > limit) {
		REQUIRE(rc == ERR_COOKIE_EXPIRED && is_untouched(&cookie));
		return;
	}
	REQUIRE(rc == 0 && cookie.method == written->method);
	REQUIRE(cookie.rung == written->rung);
	REQUIRE(cookie.drive == written->drive);
	REQUIRE(cookie.partition == written->partition);
	for (at = 0; at < COOKIE_LEN; at++) {
		bytes[at] ^= (uint8_t)(passed % 255 + 1);
		REQUIRE(cookie_read(bytes, now, &cookie) == ERR_COOKIE_NONE);
		bytes[at] ^= (uint8_t)(passed % 255 + 1);
	}
	cookie_clear(bytes);
	REQUIRE(cookie_read(bytes, now, &cookie) == ERR_COOKIE_NONE);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct cookie written;
	uint8_t *exact;

	if (len < COOKIE_LEN + 8)
		return 0;
	exact = malloc(COOKIE_LEN);
	REQUIRE(exact);
	memcpy(exact, data, COOKIE_LEN);
	check_memory(exact, get32(data + COOKIE_LEN));
	written.method = data[5];
	written.rung = data[6];
	written.drive = data[7];
	check_written(&written, get32(data + COOKIE_LEN),
		      get32(data + COOKIE_LEN + 4));
	free(exact);
	return 0;
}
