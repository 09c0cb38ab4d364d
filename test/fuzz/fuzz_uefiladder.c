/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Fuzz target: core/loadargs.c and core/uefiladder.c. The input is the
 * program's file name up to a line's end, then its load options.
 *
 * Runs in: host.
 */
#include <string.h>

#include "fuzz.h"
#include "loadargs.h"
#include "uefierror.h"
#include "uefiladder.h"

#define MAX_NAME 63

static void check_span(const struct span *span, const char *line)
{
	if (span->len)
		REQUIRE(lies_inside(span->text, span->len, line, strlen(line)));
}

static void check_ladder(const struct uefiladder *ladder, const char *line)
{
	unsigned int i;

	REQUIRE(ladder->count > 0 && ladder->count <= UEFILADDER_MAX_RUNGS);
	for (i = 0; i < ladder->count; i++)
		REQUIRE(ladder->rung[i] < UEFI_METHODS &&
			*uefiladder_name(ladder->rung[i]));
	REQUIRE(ladder->exit <= UEFI_EXIT_ABORTED);
	REQUIRE(ladder->selector.internal <= 1 && ladder->automatic <= 1);
	REQUIRE(ladder->selector.size_min <= ladder->selector.size_max);
	check_span(&ladder->selector.guid, line);
	check_span(&ladder->selector.label, line);
	check_span(&ladder->selector.serial, line);
	check_span(&ladder->report, line);
	check_span(&ladder->quirks, line);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	static const char here;
	struct uefiladder ladder = {.count = 12345};
	struct span word = {&here, 67890};
	const uint8_t *end = len ? memchr(data, '\n', len) : NULL;
	size_t name_len = end ? (size_t)(end - data) : 0;
	char name[MAX_NAME + 1] = "";
	char buf[LOADARGS_LEN];
	const char *line;
	int rc;

	if (end) {
		memcpy(name, data, name_len < MAX_NAME ? name_len : MAX_NAME);
		data += name_len + 1;
		len -= name_len + 1;
	}
	line = loadargs_read(data, len, name, buf);
	REQUIRE(line >= buf && line + strlen(line) < buf + LOADARGS_LEN);
	REQUIRE(strlen(line) <= len);
	rc = uefiladder_parse(line, &ladder, &word);
	REQUIRE(!rc || rc == ERR_UEFI_METHOD || rc == ERR_METHOD_MANY ||
		rc == ERR_KEY_VALUE);
	if (rc) {
		REQUIRE(ladder.count == 12345);
		REQUIRE(lies_inside(word.text, word.len, line, strlen(line)));
	} else {
		REQUIRE(word.text == &here && word.len == 67890);
		check_ladder(&ladder, line);
	}
	return 0;
}
