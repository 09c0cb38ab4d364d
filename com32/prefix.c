/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The part of a program that is not packed: it unpacks the rest. Calls nothing
 * but core/unpack.c, and nothing in it needs a relocation.
 *
 * Runs in: flat 32-bit, wherever the loader has put the file.
 */
#include "bytes.h"
#include "image.h"
#include "unpack.h"

/* com32/entry.asm; com32/c32pack.py fills it in. */
struct pack {
	uint32_t magic;
	uint32_t work; /* from here to image_work */
	uint32_t packed_len;
	uint32_t unpacked_len; /* of the image, then its relocations */
	uint32_t calls_len;    /* of the image, as far as calls are changed */
	uint32_t crc;	       /* of the unpacked bytes */
};

/*
 * com32/universal.ld and legacy.ld: what the loaders have, what is unpacked
 * behind it, and memory for unpacking, in the BSS's place.
 */
extern uint8_t image_start[] HIDDEN;
extern const struct pack image_pack HIDDEN;
extern uint8_t image_packed[] HIDDEN;
extern uint8_t image_data_end[] HIDDEN;
extern struct unpack image_work HIDDEN;
extern uint8_t image_bss_start[] HIDDEN;
extern uint8_t image_bss_end[] HIDDEN;

_Static_assert(sizeof(struct unpack) <= 0x2000, "universal.ld, legacy.ld");

/* Copy upwards to an overlapping place; both given by their ends. */
static void move_up(uint8_t *to_end, const uint8_t *from_end, size_t len)
{
	while (len--)
		*--to_end = *--from_end;
}

static uint32_t swapped(uint32_t value)
{
	return value << 24 | (value & 0xff00) << 8 | (value >> 8 & 0xff00) |
	       value >> 24;
}

/*
 * Targets, counted from the beginning of the image, back to distances. Only
 * those inside the image were changed; what looked like a target already took
 * the place of the distance that has become it.
 */
static void restore_calls(uint8_t *image, uint32_t len)
{
	uint32_t at = 0;
	uint32_t word;

	while (len - at >= 5) {
		if (image[at++] != 0xe8)
			continue;
		word = get_le32(image + at);
		if (swapped(word) < len)
			word = swapped(word) - (at - 1);
		else
			while (word + at - 1 < len)
				word = swapped(word + at - 1);
		put_le32(image + at, word);
		at += 4;
	}
}

/*
 * Each number is the distance to the next address, the first from the byte
 * before the image; 0 stands for 255 more.
 */
static void relocate(uint8_t *image, const uint8_t *step, const uint8_t *end)
{
	size_t behind = 0;
	uint8_t *word;

	for (; step != end; step++) {
		if (!*step) {
			behind += 255;
			continue;
		}
		behind += *step;
		word = image + behind - 1;
		put_le32(word, swapped(get_le32(word)) + (uint32_t)image_start);
	}
}

int image_unpack(void)
{
	const struct pack *pack = &image_pack;
	struct unpack *work = &image_work;
	uint8_t *end = (uint8_t *)work;
	size_t room = (size_t)(end - image_packed);
	size_t len = pack->unpacked_len;

	if (len > room || pack->packed_len > room || pack->calls_len > len)
		return 0;
	move_up(end, image_packed + pack->packed_len, pack->packed_len);
	work->in = end - pack->packed_len;
	work->in_len = pack->packed_len;
	work->out = image_packed;
	work->out_len = len;
	if (!unpack(work) || unpack_crc32(image_packed, len) != pack->crc)
		return 0;
	restore_calls(image_packed, pack->calls_len);
	relocate(image_packed, image_data_end, image_packed + len);
	for (end = image_bss_start; end != image_bss_end; end++)
		*end = 0;
	return 1;
}
