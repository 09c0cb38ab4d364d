/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Error texts.
 *
 * Runs in: everywhere.
 */
#include <string.h>

#include "error.h"

/* Texts one after the other, each with its NUL: no pointers to relocate. */
#define ERROR_STRING(name, text) text "\0"

static const char common[] = "ok\0" ERROR_TABLE(ERROR_STRING);
static const char local[] = ERROR_TABLE_LOCAL(ERROR_STRING);
static const char san[] = ERROR_TABLE_SAN(ERROR_STRING);

static const char *find(const char *texts, int index)
{
	for (; index; index--)
		texts += strlen(texts) + 1;
	return texts;
}

const char *error_text(int code)
{
	if (code > 0 || code <= -ERROR_COMMON_COUNT)
		return "unknown error";
	return find(common, -code);
}

const char *error_text_local(int code)
{
	if (code > -ERROR_COMMON_COUNT || code <= -ERROR_LOCAL_COUNT)
		return error_text(code);
	return find(local, -code - ERROR_COMMON_COUNT);
}

const char *error_text_san(int code)
{
	if (code > -ERROR_LOCAL_COUNT || code <= -ERROR_COUNT)
		return error_text(code);
	return find(san, -code - ERROR_LOCAL_COUNT);
}
