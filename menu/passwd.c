/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Passwords as Syslinux's menu has them.
 *
 * Runs in: everywhere.
 */
#include <string.h>

#include "passwd.h"

int passwd_matches(const char *stored, const char *typed, size_t len)
{
	return len && strlen(stored) == len && memcmp(stored, typed, len) == 0;
}
