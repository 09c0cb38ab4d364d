/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Fuzz target: core/ladder.c. The input is the argument line.
 *
 * Runs in: host.
 */
#include <string.h>

#include "error.h"
#include "fuzz.h"
#include "ladder.h"

#define UNTOUCHED 0xa5
#define NAME_LEN 9

static void check_rejected(int rc, const char *line,
			   const struct ladder *ladder, const struct span *word)
{
	struct ladder before;

	memset(&before, UNTOUCHED, sizeof(before));
	REQUIRE(memcmp(ladder, &before, sizeof(before)) == 0);
	REQUIRE(rc == ERR_METHOD || rc == ERR_METHOD_DRIVE ||
		rc == ERR_METHOD_MANY);
	REQUIRE(lies_inside(word->text, word->len, line, strlen(line)));
}

/* The names, written again as a list, make the same ladder. */
static void check_names(const struct ladder *ladder)
{
	char list[LADDER_MAX_RUNGS * NAME_LEN];
	struct ladder again;
	struct span word;
	size_t used = 0;
	unsigned int i;

	for (i = 0; i < ladder->count; i++) {
		if (i)
			list[used++] = ',';
		ladder_name(&ladder->rung[i], list + used, NAME_LEN);
		REQUIRE(memchr(list + used, '\0', NAME_LEN));
		used += strlen(list + used);
	}
	REQUIRE(ladder_parse(list, &again, &word) == 0);
	REQUIRE(again.count == ladder->count);
	for (i = 0; i < ladder->count; i++) {
		REQUIRE(again.rung[i].method == ladder->rung[i].method);
		REQUIRE(again.rung[i].drive == ladder->rung[i].drive);
	}
}

static void check_accepted(const struct ladder *ladder)
{
	unsigned int method;
	unsigned int first;
	unsigned int i;

	REQUIRE(ladder->count >= 1 && ladder->count <= LADDER_MAX_RUNGS);
	for (i = 0; i < ladder->count; i++) {
		REQUIRE(ladder->rung[i].method < METHODS);
		REQUIRE((ladder->rung[i].method == METHOD_DRIVE) ==
			(ladder->rung[i].drive >= 0x80));
	}
	for (method = 0; method <= 255; method++) {
		first = ladder_resume(ladder, (uint8_t)method, 255);
		REQUIRE(first <= ladder->count);
		/* No boot loop: what came back is not tried again. */
		for (i = first; first && i < ladder->count; i++)
			REQUIRE(ladder->rung[i].method != method);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	static const char here;
	struct span word = {&here, 12345};
	struct ladder ladder;
	char *line;
	int rc;

	line = malloc(len + 1);
	REQUIRE(line);
	if (len)
		memcpy(line, data, len);
	line[len] = '\0';
	memset(&ladder, UNTOUCHED, sizeof(ladder));
	rc = ladder_parse(line, &ladder, &word);
	if (rc) {
		check_rejected(rc, line, &ladder, &word);
	} else {
		REQUIRE(word.text == &here && word.len == 12345);
		check_accepted(&ladder);
		check_names(&ladder);
	}
	free(line);
	return 0;
}
