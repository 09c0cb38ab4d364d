/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Message digests: MD5, SHA-1, SHA-256, SHA-512.
 *
 * Small rather than fast: SHA-256 is SHA-512 with half the word.
 *
 * Runs in: everywhere.
 */
#include <string.h>

#include "bytes.h"
#include "digest.h"
#include "line.h"

/* Fractions of the square roots of the first 8 primes (FIPS 180-4, 5.3). */
static const uint64_t sha2_start[8] = {
    0x6a09e667f3bcc908, 0xbb67ae8584caa73b, 0x3c6ef372fe94f82b,
    0xa54ff53a5f1d36f1, 0x510e527fade682d1, 0x9b05688c2b3e6c1f,
    0x1f83d9abfb41bd6b, 0x5be0cd19137e2179,
};

/* Of the cube roots of the first 80 (4.2.3); SHA-256's are the high halves. */
static const uint64_t sha2_table[80] = {
    0x428a2f98d728ae22, 0x7137449123ef65cd, 0xb5c0fbcfec4d3b2f,
    0xe9b5dba58189dbbc, 0x3956c25bf348b538, 0x59f111f1b605d019,
    0x923f82a4af194f9b, 0xab1c5ed5da6d8118, 0xd807aa98a3030242,
    0x12835b0145706fbe, 0x243185be4ee4b28c, 0x550c7dc3d5ffb4e2,
    0x72be5d74f27b896f, 0x80deb1fe3b1696b1, 0x9bdc06a725c71235,
    0xc19bf174cf692694, 0xe49b69c19ef14ad2, 0xefbe4786384f25e3,
    0x0fc19dc68b8cd5b5, 0x240ca1cc77ac9c65, 0x2de92c6f592b0275,
    0x4a7484aa6ea6e483, 0x5cb0a9dcbd41fbd4, 0x76f988da831153b5,
    0x983e5152ee66dfab, 0xa831c66d2db43210, 0xb00327c898fb213f,
    0xbf597fc7beef0ee4, 0xc6e00bf33da88fc2, 0xd5a79147930aa725,
    0x06ca6351e003826f, 0x142929670a0e6e70, 0x27b70a8546d22ffc,
    0x2e1b21385c26c926, 0x4d2c6dfc5ac42aed, 0x53380d139d95b3df,
    0x650a73548baf63de, 0x766a0abb3c77b2a8, 0x81c2c92e47edaee6,
    0x92722c851482353b, 0xa2bfe8a14cf10364, 0xa81a664bbc423001,
    0xc24b8b70d0f89791, 0xc76c51a30654be30, 0xd192e819d6ef5218,
    0xd69906245565a910, 0xf40e35855771202a, 0x106aa07032bbd1b8,
    0x19a4c116b8d2d0c8, 0x1e376c085141ab53, 0x2748774cdf8eeb99,
    0x34b0bcb5e19b48a8, 0x391c0cb3c5c95a63, 0x4ed8aa4ae3418acb,
    0x5b9cca4f7763e373, 0x682e6ff3d6b2b8a3, 0x748f82ee5defb2fc,
    0x78a5636f43172f60, 0x84c87814a1f0ab72, 0x8cc702081a6439ec,
    0x90befffa23631e28, 0xa4506cebde82bde9, 0xbef9a3f7b2c67915,
    0xc67178f2e372532b, 0xca273eceea26619c, 0xd186b8c721c0c207,
    0xeada7dd6cde0eb1e, 0xf57d4f7fee6ed178, 0x06f067aa72176fba,
    0x0a637dc5a2c898a6, 0x113f9804bef90dae, 0x1b710b35131c471b,
    0x28db77f523047d84, 0x32caab7b40c72493, 0x3c9ebe0a15c9bebc,
    0x431d67c49c100d4c, 0x4cc5d4becb3e42b6, 0x597f299cfc657e2a,
    0x5fcb6fab3ad6faec, 0x6c44198c4a475817,
};

/* 2^32 times the sine of 1 to 64 (RFC 1321, section 3.4). */
static const uint32_t md5_table[64] = {
    0xd76aa478, 0xe8c7b756, 0x242070db, 0xc1bdceee, 0xf57c0faf, 0x4787c62a,
    0xa8304613, 0xfd469501, 0x698098d8, 0x8b44f7af, 0xffff5bb1, 0x895cd7be,
    0x6b901122, 0xfd987193, 0xa679438e, 0x49b40821, 0xf61e2562, 0xc040b340,
    0x265e5a51, 0xe9b6c7aa, 0xd62f105d, 0x02441453, 0xd8a1e681, 0xe7d3fbc8,
    0x21e1cde6, 0xc33707d6, 0xf4d50d87, 0x455a14ed, 0xa9e3e905, 0xfcefa3f8,
    0x676f02d9, 0x8d2a4c8a, 0xfffa3942, 0x8771f681, 0x6d9d6122, 0xfde5380c,
    0xa4beea44, 0x4bdecfa9, 0xf6bb4b60, 0xbebfbc70, 0x289b7ec6, 0xeaa127fa,
    0xd4ef3085, 0x04881d05, 0xd9d4d039, 0xe6db99e5, 0x1fa27cf8, 0xc4ac5665,
    0xf4292244, 0x432aff97, 0xab9423a7, 0xfc93a039, 0x655b59c3, 0x8f0ccc92,
    0xffeff47d, 0x85845dd1, 0x6fa87e4f, 0xfe2ce6e0, 0xa3014314, 0x4e0811a1,
    0xf7537e82, 0xbd3af235, 0x2ad7d2bb, 0xeb86d391,
};

/*
 * Rotations of SHA-2's functions (FIPS 180-4, 4.1.2 and 4.1.3): two of the
 * schedule, where the third is a shift, and two of the rounds.
 */
static const uint8_t sha2_turns[2][4][3] = {
    {{7, 18, 3}, {17, 19, 10}, {6, 11, 25}, {2, 13, 22}},
    {{1, 8, 7}, {19, 61, 6}, {14, 18, 41}, {28, 34, 39}},
};

static const uint32_t sha1_start[5] = {0x67452301, 0xefcdab89, 0x98badcfe,
				       0x10325476, 0xc3d2e1f0};
static const uint32_t sha1_add[4] = {0x5a827999, 0x6ed9eba1, 0x8f1bbcdc,
				     0xca62c1d6};
static const uint8_t md5_turns[4][4] = {
    {7, 12, 17, 22}, {5, 9, 14, 20}, {4, 11, 16, 23}, {6, 10, 15, 21}};

static const uint8_t digest_len[] = {16, 20, 32, 64};

static uint32_t turn_left(uint32_t x, unsigned int n)
{
	return x << n | x >> (32 - n);
}

/* Out of line: 64-bit shifts are long on the machines this is for. */
__attribute__((noinline)) static uint64_t turn_right(uint64_t x, unsigned int n)
{
	return x >> n | x << (64 - n);
}

/*
 * One of SHA-2's functions. Of 32-bit words only the low halves count; twice
 * beside itself, such a word turns as one of 64 bits does.
 */
static uint64_t mix(uint64_t x, const uint8_t turns[3], int is_schedule,
		    int wide)
{
	uint64_t low = wide ? x : (uint32_t)x;
	uint64_t both = wide ? x : low | x << 32;

	return turn_right(both, turns[0]) ^ turn_right(both, turns[1]) ^
	       (is_schedule ? low >> turns[2] : turn_right(both, turns[2]));
}

static uint64_t word_at(const uint8_t *bytes, unsigned int len)
{
	uint64_t word = 0;

	while (len--)
		word = word << 8 | *bytes++;
	return word;
}

/* The last word goes before the first. */
static void rotate(void *words, size_t len, size_t word_len)
{
	uint8_t *first = words;
	uint8_t last[8];

	memcpy(last, first + len - word_len, word_len);
	move_bytes(first + word_len, first, len - word_len);
	memcpy(first, last, word_len);
}

static void sha2_block(struct digest *digest)
{
	int wide = digest->kind == DIGEST_SHA512;
	const uint8_t(*turns)[3] = sha2_turns[wide];
	unsigned int word_len = wide ? 8 : 4;
	uint64_t w[16];
	uint64_t s[8];
	uint64_t sum;
	unsigned int i;

	for (i = 0; i < 16; i++)
		w[i] = word_at(digest->block + i * word_len, word_len);
	memcpy(s, digest->state, sizeof(s));
	for (i = 0; i < (wide ? 80 : 64); i++) {
		sum = s[7] + mix(s[4], turns[2], 0, wide) +
		      (s[6] ^ (s[4] & (s[5] ^ s[6]))) + w[i & 15] +
		      (wide ? sha2_table[i] : sha2_table[i] >> 32);
		s[7] = sum + mix(s[0], turns[3], 0, wide) +
		       ((s[0] & s[1]) | (s[2] & (s[0] | s[1])));
		s[3] += sum;
		rotate(s, sizeof(s), sizeof(*s));
		w[i & 15] += mix(w[(i + 14) & 15], turns[1], 1, wide) +
			     w[(i + 9) & 15] +
			     mix(w[(i + 1) & 15], turns[0], 1, wide);
	}
	for (i = 0; i < 8; i++)
		digest->state[i] += s[i];
}

/* The functions of SHA-1's and MD5's rounds. */
enum { IF, XOR, MOST, IF_NOT, LAST };

static uint32_t choose(unsigned int how, uint32_t b, uint32_t c, uint32_t d)
{
	switch (how) {
	case IF:
		return d ^ (b & (c ^ d));
	case IF_NOT:
		return c ^ (d & (b ^ c));
	case MOST:
		return (b & c) | (d & (b | c));
	case LAST:
		return c ^ (b | ~d);
	}
	return b ^ c ^ d;
}

static void sha1_block(struct digest *digest)
{
	static const uint8_t how[4] = {IF, XOR, MOST, XOR};
	uint32_t w[16];
	uint32_t s[5];
	unsigned int i;

	for (i = 0; i < 16; i++)
		w[i] = (uint32_t)word_at(digest->block + i * 4, 4);
	for (i = 0; i < 5; i++)
		s[i] = (uint32_t)digest->state[i];
	for (i = 0; i < 80; i++) {
		s[4] += turn_left(s[0], 5) +
			choose(how[i / 20], s[1], s[2], s[3]) +
			sha1_add[i / 20] + w[i & 15];
		s[1] = turn_left(s[1], 30);
		rotate(s, sizeof(s), sizeof(*s));
		w[i & 15] = turn_left(w[(i + 13) & 15] ^ w[(i + 8) & 15] ^
					  w[(i + 2) & 15] ^ w[i & 15],
				      1);
	}
	for (i = 0; i < 5; i++)
		digest->state[i] += s[i];
}

static void md5_block(struct digest *digest)
{
	static const uint8_t how[4] = {IF, IF_NOT, XOR, LAST};
	/* Which word of the block: step and start of each round. */
	static const uint8_t steps[4][2] = {{1, 0}, {5, 1}, {3, 5}, {7, 0}};
	uint32_t s[4];
	unsigned int round;
	unsigned int word;
	unsigned int i;

	for (i = 0; i < 4; i++)
		s[i] = (uint32_t)digest->state[i];
	for (i = 0; i < 64; i++) {
		round = i / 16;
		word = (i * steps[round][0] + steps[round][1]) & 15;
		s[0] += choose(how[round], s[1], s[2], s[3]) + md5_table[i] +
			get_le32(digest->block + 4 * word);
		s[0] = s[1] + turn_left(s[0], md5_turns[round][i & 3]);
		rotate(s, sizeof(s), sizeof(*s));
	}
	for (i = 0; i < 4; i++)
		digest->state[i] += s[i];
}

static void do_block(struct digest *digest)
{
	digest->used = 0;
	if (digest->kind == DIGEST_MD5)
		md5_block(digest);
	else if (digest->kind == DIGEST_SHA1)
		sha1_block(digest);
	else
		sha2_block(digest);
}

void digest_begin(struct digest *digest, enum digest_kind kind)
{
	unsigned int i;

	digest->kind = (uint8_t)kind;
	digest->used = 0;
	digest->block_len = kind == DIGEST_SHA512 ? 128 : 64;
	digest->len = 0;
	for (i = 0; i < 8; i++) {
		digest->state[i] = sha2_start[i];
		if (kind == DIGEST_SHA256)
			digest->state[i] >>= 32;
		else if (kind != DIGEST_SHA512 && i < 5)
			digest->state[i] = sha1_start[i];
	}
}

void digest_add(struct digest *digest, const void *bytes, size_t len)
{
	const uint8_t *byte = bytes;

	digest->len += (uint32_t)len;
	while (len--) {
		digest->block[digest->used++] = *byte++;
		if (digest->used == digest->block_len)
			do_block(digest);
	}
}

unsigned int digest_end(struct digest *digest, uint8_t *ret_bytes)
{
	unsigned int log = digest->kind == DIGEST_SHA512 ? 3 : 2;
	unsigned int mask = (1u << log) - 1;
	/* SHA's words begin with the high byte, MD5's with the low one. */
	unsigned int turned = digest->kind == DIGEST_MD5 ? 0 : 7;
	unsigned int len = digest_len[digest->kind];
	uint32_t bits = digest->len << 3;
	unsigned int i;

	digest_add(digest, "\x80", 1);
	while (digest->used != digest->block_len - 2 * (mask + 1))
		digest_add(digest, "", 1);
	memset(digest->block + digest->used, 0, 2 * (mask + 1));
	for (i = 0; i < 4; i++)
		digest->block[digest->block_len - 8 + (i ^ turned)] =
		    (uint8_t)(bits >> 8 * i);
	do_block(digest);
	for (i = 0; i < len; i++)
		ret_bytes[i ^ (turned & mask)] =
		    (uint8_t)(digest->state[i >> log] >> 8 * (i & mask));
	return len;
}
