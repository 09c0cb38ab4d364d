/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Error texts of the UEFI programs.
 *
 * Runs in: everywhere.
 */
#include <string.h>

#include "uefierror.h"

#define ERROR_STRING(name, text) text "\0"

static const char texts[] = ERROR_TABLE_UEFI(ERROR_STRING);

const char *error_text_uefi(int code)
{
	const char *text = texts;
	int index;

	if (code >= -UEFI_ERROR_FIRST || code <= -UEFI_ERROR_END)
		return error_text_local(code);
	for (index = -code - UEFI_ERROR_FIRST - 1; index; index--)
		text += strlen(text) + 1;
	return text;
}
