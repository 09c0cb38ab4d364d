/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Error texts.
 *
 * Runs in: everywhere.
 */
#include "error.h"

const char *error_text(int code)
{
#define ERROR_STRING(name, text) text,
	static const char *const texts[] = {"ok", ERROR_TABLE(ERROR_STRING)};

	if (code > 0 || code <= -ERROR_COUNT)
		return "unknown error";
	return texts[-code];
}
