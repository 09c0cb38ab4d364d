/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the fuzz targets share.
 *
 * Runs in: host.
 */
#ifndef FUZZ_FUZZ_H
#define FUZZ_FUZZ_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

/* libFuzzer's entry: one input of exactly len bytes. Returns 0. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

/* A property that holds for every input. */
#define REQUIRE(condition)                                                     \
	do {                                                                   \
		if (!(condition)) {                                            \
			fprintf(stderr, "%s:%d: does not hold: %s\n",          \
				__FILE__, __LINE__, #condition);               \
			abort();                                               \
		}                                                              \
	} while (0)

/* 1 when the part lies inside the whole; both may be empty. */
static inline int lies_inside(const char *part, size_t part_len,
			      const char *whole, size_t whole_len)
{
	return part >= whole && part <= whole + whole_len &&
	       part_len <= whole_len - (size_t)(part - whole);
}

#endif /* FUZZ_FUZZ_H */
