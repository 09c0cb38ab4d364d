/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Fuzz target: core/ladder.c and core/select.c's sizes. The input is the
 * argument line.
 *
 * Runs in: host.
 */
#include <string.h>

#include "error.h"
#include "fuzz.h"
#include "ladder.h"

#define UNTOUCHED 0xa5

static void check_rejected(int rc, const char *line,
			   const struct ladder *ladder, const struct span *word)
{
	struct ladder before;

	memset(&before, UNTOUCHED, sizeof(before));
	REQUIRE(memcmp(ladder, &before, sizeof(before)) == 0);
	REQUIRE(rc == ERR_METHOD || rc == ERR_METHOD_DRIVE ||
		rc == ERR_METHOD_MANY || rc == ERR_METHOD_PART ||
		rc == ERR_KEY_VALUE);
	REQUIRE(lies_inside(word->text, word->len, line, strlen(line)));
	REQUIRE(!memchr(word->text, ' ', word->len));
}

/* The names, written again as a list, make the same ladder. */
static void check_names(const struct ladder *ladder)
{
	char list[LADDER_MAX_RUNGS * LADDER_NAME_LEN];
	char name[LADDER_NAME_LEN];
	struct ladder again;
	struct span word;
	size_t used = 0;
	unsigned int i;

	for (i = 0; i < ladder->count; i++) {
		if (i)
			list[used++] = ',';
		ladder_name(&ladder->rung[i], name);
		REQUIRE(memchr(name, '\0', sizeof(name)));
		memcpy(list + used, name, strlen(name) + 1);
		used += strlen(name);
	}
	REQUIRE(ladder_parse(list, &again, &word) == 0);
	REQUIRE(!again.automatic);
	REQUIRE(again.count == ladder->count);
	REQUIRE(memcmp(again.rung, ladder->rung, sizeof(again.rung)) == 0);
}

static void check_span(const struct span *span, const char *line)
{
	if (span->len)
		REQUIRE(lies_inside(span->text, span->len, line, strlen(line)));
}

static void check_keys(const struct ladder *ladder, const char *line)
{
	const struct selector *selector = &ladder->selector;

	check_span(&selector->guid, line);
	check_span(&selector->label, line);
	check_span(&selector->serial, line);
	check_span(&ladder->report, line);
	check_span(&ladder->quirks, line);
	REQUIRE(selector->size_min <= selector->size_max);
	REQUIRE(selector->internal <= 1);
	REQUIRE(!ladder->map || ladder->map >= DRIVE_FIRST_DISK);
}

static void check_rungs(const struct ladder *ladder)
{
	const struct rung *rung = ladder->rung;
	unsigned int i;

	REQUIRE(ladder->count >= 1 && ladder->count <= LADDER_MAX_RUNGS);
	for (i = 0; i < ladder->count; i++, rung++) {
		REQUIRE(rung->method < METHODS);
		REQUIRE(!rung->drive || rung->drive >= DRIVE_FIRST_DISK);
		REQUIRE(rung->method != METHOD_DRIVE || rung->drive);
		REQUIRE(rung->method == METHOD_DRIVE ||
			rung->method == METHOD_PART || !rung->drive);
		REQUIRE((rung->method == METHOD_PART) == !!rung->partition);
	}
}

static void check_resume(const struct ladder *ladder)
{
	unsigned int method;
	unsigned int from;
	unsigned int rung;
	unsigned int i;
	int is_there;

	for (method = 0; method <= METHODS; method++) {
		is_there = 0;
		for (i = 0; i < ladder->count; i++)
			is_there |= ladder->rung[i].method == method;
		for (from = 0; from <= LADDER_MAX_RUNGS; from++) {
			rung = UNTOUCHED;
			REQUIRE(ladder_resume(ladder, (uint8_t)method,
					      (uint8_t)from,
					      &rung) == is_there);
			REQUIRE(is_there || rung == UNTOUCHED);
			if (!is_there)
				continue;
			REQUIRE(rung < ladder->count);
			REQUIRE(ladder->rung[rung].method == method);
			/* No boot loop: elsewhere it is the last place. */
			for (i = rung + 1; rung != from && i < ladder->count;
			     i++)
				REQUIRE(ladder->rung[i].method != method);
		}
	}
}

/* A row that says the same changes nothing, and twice is as good as once. */
static void check_merge(const struct ladder *ladder)
{
	static const struct ladder nothing = {.count = 1};
	struct ladder merged = *ladder;
	struct ladder again;

	ladder_merge(&merged, ladder);
	REQUIRE(memcmp(&merged, ladder, sizeof(merged)) == 0);
	merged = nothing;
	merged.automatic = 1;
	ladder_merge(&merged, ladder);
	again = merged;
	ladder_merge(&again, ladder);
	REQUIRE(memcmp(&merged, &again, sizeof(merged)) == 0);
	check_rungs(&merged);
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
		check_rungs(&ladder);
		check_keys(&ladder, line);
		check_names(&ladder);
		check_resume(&ladder);
		check_merge(&ladder);
	}
	free(line);
	return 0;
}
