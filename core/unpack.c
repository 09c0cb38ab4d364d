/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Unpacking LZMA, after the LZMA specification.
 *
 * Runs in: everywhere.
 */
#include "unpack.h"

#define STATES 12
#define FIRST_MATCH_STATE 7 /* from here on: the last was a match */
#define LENGTHS (2 + 7 + 7 + 255)
#define FOOTER_SLOTS 14 /* the slots below have all their bits modelled */
#define RANGE_MIN (1u << 24)
#define EVEN 1024 /* of 2048 */

/* Where each model has its chances. */
enum model {
	IS_MATCH = 0,
	IS_REPEAT = IS_MATCH + STATES,
	IS_OLDER = IS_REPEAT + STATES, /* not the last, not the one before, */
	IS_LONG = IS_OLDER + 3 * STATES,
	SLOT = IS_LONG + STATES,
	FOOTER = SLOT + 4 * 63,
	ALIGN = FOOTER + 114,
	LENGTH = ALIGN + 15,
	REPEAT_LENGTH = LENGTH + LENGTHS,
	LITERAL = REPEAT_LENGTH + LENGTHS,
	MODELS_END = LITERAL + (0x300 << UNPACK_LC),
};

_Static_assert(MODELS_END == UNPACK_CHANCES, "unpack.h: UNPACK_CHANCES");
_Static_assert(UNPACK_LP == 0 && UNPACK_PB == 0, "no position in the models");

static void next_byte(struct unpack *u)
{
	u->range <<= 8;
	u->code <<= 8;
	if (!u->in_len) {
		u->is_short = 1;
		return;
	}
	u->in_len--;
	u->code |= *u->in++;
}

static unsigned int bit(struct unpack *u, unsigned int model)
{
	uint16_t *chance = &u->chance[model];
	uint32_t bound;

	if (u->range < RANGE_MIN)
		next_byte(u);
	bound = (u->range >> 11) * *chance;
	if (u->code < bound) {
		u->range = bound;
		*chance = (uint16_t)(*chance + ((2048 - *chance) >> 5));
		return 0;
	}
	u->range -= bound;
	u->code -= bound;
	*chance = (uint16_t)(*chance - (*chance >> 5));
	return 1;
}

/* Bits of even chance, the highest first. */
static uint32_t plain_bits(struct unpack *u, unsigned int count)
{
	uint32_t value = 0;

	while (count--) {
		if (u->range < RANGE_MIN)
			next_byte(u);
		u->range >>= 1;
		value <<= 1;
		if (u->code >= u->range) {
			u->code -= u->range;
			value++;
		}
	}
	return value;
}

/* A number of so many bits, the highest first. */
static unsigned int tree(struct unpack *u, unsigned int model,
			 unsigned int bits)
{
	unsigned int node = 1;

	while (!(node >> bits))
		node = node << 1 | bit(u, model + node - 1);
	return node - (1u << bits);
}

/* The lowest first. */
static uint32_t tree_reverse(struct unpack *u, unsigned int model,
			     unsigned int bits)
{
	unsigned int number = tree(u, model, bits);
	uint32_t value = 0;

	for (; bits; bits--, number >>= 1)
		value = value << 1 | (number & 1);
	return value;
}

static unsigned int length(struct unpack *u, unsigned int model)
{
	if (!bit(u, model))
		return 2 + tree(u, model + 2, 3);
	if (!bit(u, model + 1))
		return 10 + tree(u, model + 9, 3);
	return 18 + tree(u, model + 16, 8);
}

static uint32_t distance(struct unpack *u, unsigned int len)
{
	unsigned int slot = tree(u, SLOT + 63 * (len < 5 ? len - 2 : 3), 6);
	unsigned int bits = (slot >> 1) - 1;
	uint32_t base;

	if (slot < 4)
		return slot;
	base = (2 | (slot & 1)) << bits;
	if (slot < FOOTER_SLOTS)
		return base + tree_reverse(u, FOOTER + base - slot, bits);
	base += plain_bits(u, bits - 4) << 4;
	return base + tree_reverse(u, ALIGN, 4);
}

/*
 * After a match: the byte that stood where it would have gone on is likely
 * to differ, and guides the models until it does.
 */
static unsigned int literal(struct unpack *u)
{
	unsigned int model = LITERAL;
	unsigned int guide = 0;
	unsigned int guided = 0;
	unsigned int node = 1;
	unsigned int half;

	if (u->used)
		model += 0x300u * (u->out[-1] >> (8 - UNPACK_LC));
	if (u->state >= FIRST_MATCH_STATE) {
		guide = *(u->out - u->back[0] - 1);
		guided = 0x100;
	}
	while (node < 0x100) {
		guide <<= 1;
		half = guide & guided;
		node = node << 1 | bit(u, model + guided + half + node);
		if (node & 1)
			guided = half;
		else
			guided ^= half;
	}
	return node;
}

/* Make one of the last distances the last. */
static void to_front(struct unpack *u, unsigned int which)
{
	uint32_t back = u->back[which];

	for (; which; which--)
		u->back[which] = u->back[which - 1];
	u->back[0] = back;
}

/* Sets back[0] and returns the length. */
static unsigned int match(struct unpack *u)
{
	unsigned int state = u->state;
	unsigned int was_match = state >= FIRST_MATCH_STATE ? 3 : 0;
	unsigned int which = 0;
	unsigned int len;

	u->state = 7 + was_match;
	if (!bit(u, IS_REPEAT + state)) {
		len = length(u, LENGTH);
		to_front(u, 3);
		u->back[0] = distance(u, len);
		return len;
	}
	u->state = 8 + was_match;
	while (which < 3 && bit(u, IS_OLDER + STATES * which + state))
		which++;
	if (!which && !bit(u, IS_LONG + state)) {
		u->state = was_match ? 11 : 9;
		return 1;
	}
	to_front(u, which);
	return length(u, REPEAT_LENGTH);
}

static void start(struct unpack *u)
{
	unsigned int i;

	for (i = 0; i < UNPACK_CHANCES; i++)
		u->chance[i] = EVEN;
	for (i = 0; i < 4; i++)
		u->back[i] = 0;
	u->used = 0;
	u->state = 0;
	u->is_short = 0;
	for (i = 0; i < 5; i++)
		next_byte(u);
	u->range = 0xffffffff;
}

static void put(struct unpack *u, unsigned int byte)
{
	*u->out++ = (uint8_t)byte;
	u->out_len--;
	u->used++;
}

int unpack(struct unpack *u)
{
	unsigned int len;

	start(u);
	while (u->out_len) {
		if (!bit(u, IS_MATCH + u->state)) {
			put(u, literal(u));
			u->state = u->state < 4	   ? 0
				   : u->state < 10 ? u->state - 3
						   : u->state - 6;
			continue;
		}
		len = match(u);
		if (u->back[0] >= u->used || len > u->out_len)
			return 0;
		while (len--)
			put(u, *(u->out - u->back[0] - 1));
	}
	return !u->is_short;
}

uint32_t unpack_crc32(const void *buf, size_t len)
{
	const uint8_t *bytes = buf;
	uint32_t crc = 0xffffffff;
	unsigned int i;

	while (len--) {
		crc ^= *bytes++;
		for (i = 0; i < 8; i++)
			crc = crc >> 1 ^ (crc & 1 ? 0xedb88320 : 0);
	}
	return ~crc;
}
