/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Fuzz target: menu/passwd.c. The input is what was typed, up to a line's
 * end, then the password that is stored.
 *
 * Runs in: host.
 */
#include <string.h>

#include "bounds.h"
#include "fuzz.h"
#include "passwd.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	const uint8_t *end = len ? memchr(data, '\n', len) : NULL;
	size_t typed_len = end ? (size_t)(end - data) : len;
	size_t stored_len = len - typed_len - (end != NULL);
	char *stored = malloc(stored_len + 1);
	const char *rounds;
	int matches;

	REQUIRE(stored);
	if (end)
		memcpy(stored, end + 1, stored_len);
	stored[stored_len] = '\0';
	rounds = strstr(stored, "rounds=");
	/* Many rounds only take long. */
	if (rounds && strspn(rounds + 7, "0123456789") > 4)
		rounds = "rounds=9";
	if (!rounds || rounds[7] == '1' || rounds[7] == '0') {
		matches = passwd_matches(stored, (const char *)data, typed_len);
		REQUIRE(!matches || (typed_len && *stored));
		if (stored[0] != '$')
			REQUIRE(matches ==
				(typed_len && typed_len <= MENU_MAX_PASSWORD &&
				 strlen(stored) == typed_len &&
				 !memcmp(stored, data, typed_len)));
	}
	free(stored);
	return 0;
}
