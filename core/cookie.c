/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The loop guard: what localboot tried before it gave the machine away.
 *
 * Runs in: everywhere.
 */
#include <string.h>

#include "cookie.h"
#include "error.h"

struct cookie_image {
	char magic[4];
	uint8_t version;
	uint8_t method;
	uint8_t rung;
	uint8_t drive;
	uint8_t partition[2]; /* little endian */
	uint8_t ticks[4];     /* little endian */
	uint8_t checksum[2];
};

_Static_assert(sizeof(struct cookie_image) == COOKIE_LEN, "cookie layout");

static const char cookie_magic[4] = {'N', 'e', 'C', 'h'};
#define COOKIE_VERSION 2

/*
 * Fletcher's sum: a plain one would take all-zero bytes, or swapped ones.
 * Modulo 256, for modulo 255 a byte 00h counts the same as FFh.
 */
static uint16_t cookie_checksum(const struct cookie_image *image)
{
	const uint8_t *bytes = (const uint8_t *)image;
	unsigned int low = 1;
	unsigned int high = 0;
	unsigned int i;

	for (i = 0; i < COOKIE_LEN - 2; i++) {
		low = (low + bytes[i]) & 0xff;
		high = (high + low) & 0xff;
	}
	return (uint16_t)(high << 8 | low);
}

void cookie_write(void *bytes, const struct cookie *cookie, uint32_t ticks)
{
	struct cookie_image image;
	uint16_t checksum;
	unsigned int i;

	memset(&image, 0, sizeof(image));
	memcpy(image.magic, cookie_magic, sizeof(cookie_magic));
	image.version = COOKIE_VERSION;
	image.method = cookie->method;
	image.rung = cookie->rung;
	image.drive = cookie->drive;
	image.partition[0] = (uint8_t)cookie->partition;
	image.partition[1] = (uint8_t)(cookie->partition >> 8);
	for (i = 0; i < 4; i++)
		image.ticks[i] = (uint8_t)(ticks >> (8 * i));
	checksum = cookie_checksum(&image);
	image.checksum[0] = (uint8_t)checksum;
	image.checksum[1] = (uint8_t)(checksum >> 8);
	memcpy(bytes, &image, sizeof(image));
}

int cookie_read(const void *bytes, uint32_t ticks, struct cookie *ret_cookie)
{
	struct cookie_image image;
	uint32_t then = 0;
	uint16_t checksum;
	unsigned int i;

	memcpy(&image, bytes, sizeof(image));
	checksum = cookie_checksum(&image);
	if (memcmp(image.magic, cookie_magic, sizeof(cookie_magic)) != 0 ||
	    image.version != COOKIE_VERSION ||
	    image.checksum[0] != (uint8_t)checksum ||
	    image.checksum[1] != (uint8_t)(checksum >> 8))
		return ERR_COOKIE_NONE;
	for (i = 0; i < 4; i++)
		then |= (uint32_t)image.ticks[i] << (8 * i);
	if (ticks < then)
		ticks += COOKIE_DAY_TICKS;
	if (ticks - then > (image.drive == COOKIE_NO_DRIVE
				? COOKIE_MAX_TICKS
				: COOKIE_MAX_DRIVE_TICKS))
		return ERR_COOKIE_EXPIRED;
	ret_cookie->method = image.method;
	ret_cookie->rung = image.rung;
	ret_cookie->drive = image.drive;
	ret_cookie->partition =
	    (uint16_t)(image.partition[0] | image.partition[1] << 8);
	return 0;
}

void cookie_clear(void *bytes)
{
	memset(bytes, 0, COOKIE_LEN);
}
