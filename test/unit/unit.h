/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the unit tests share: a cmocka test for each row of a table, and text
 * in memory of exactly its length.
 *
 * Runs in: host.
 */
#ifndef UNIT_UNIT_H
#define UNIT_UNIT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "text.h"

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

/*
 * Put a test for each row of a table into tests[] from index at on; a row
 * begins with its name, and the test finds the row in *state.
 */
#define UNIT_ROWS(tests, at, rows, function)                                   \
	do {                                                                   \
		for (size_t row = 0; row < COUNT_OF(rows); row++)              \
			(tests)[(at)++] = (struct CMUnitTest){                 \
			    .name = (rows)[row].name,                          \
			    .test_func = (function),                           \
			    .initial_state = (void *)&(rows)[row],             \
			};                                                     \
	} while (0)

/* Put one test that has no table into tests[]. */
#define UNIT_TEST(tests, at, function)                                         \
	((tests)[(at)++] = (struct CMUnitTest)cmocka_unit_test(function))

/*
 * A copy of len bytes that ends where its memory ends, so that ASan sees the
 * first byte read behind it, of an empty one too.
 */
static inline char *exact_new(const void *bytes, size_t len)
{
	char *memory = malloc(len + 1);

	if (!memory)
		abort();
	if (len)
		memcpy(memory + 1, bytes, len);
	return memory + 1;
}

static inline void exact_free(char *bytes)
{
	free(bytes - 1);
}

/* A span is this text. */
#define assert_span(span, string)                                              \
	do {                                                                   \
		assert_int_equal((span).len, strlen(string));                  \
		assert_memory_equal((span).text, string, (span).len);          \
	} while (0)

#endif /* UNIT_UNIT_H */
