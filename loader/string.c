/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The part of <string.h> that core/ uses, and the compiler by itself.
 *
 * Runs in: UEFI.
 */
#include <stdint.h>
#include <string.h>

void *memchr(const void *memory, int byte, size_t len)
{
	const uint8_t *p = memory;

	for (; len; p++, len--)
		if (*p == (uint8_t)byte)
			return (void *)p;
	return NULL;
}

int memcmp(const void *a, const void *b, size_t len)
{
	const uint8_t *one = a;
	const uint8_t *two = b;

	for (; len; one++, two++, len--)
		if (*one != *two)
			return *one - *two;
	return 0;
}

void *memcpy(void *to, const void *from, size_t len)
{
	return memmove(to, from, len);
}

void *memmove(void *to, const void *from, size_t len)
{
	const uint8_t *source = from;
	uint8_t *target = to;

	if (target <= source) {
		while (len--)
			*target++ = *source++;
	} else {
		while (len--)
			target[len] = source[len];
	}
	return to;
}

void *memset(void *memory, int byte, size_t len)
{
	uint8_t *p = memory;

	while (len--)
		*p++ = (uint8_t)byte;
	return memory;
}

size_t strlen(const char *text)
{
	const char *p = text;

	while (*p)
		p++;
	return (size_t)(p - text);
}
