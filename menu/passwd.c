/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Passwords as Syslinux's menu has them.
 *
 * $1$ is the MD5-crypt of FreeBSD, $5$ and $6$ are Drepper's SHA-crypt: the
 * latter two hash P and S, made from password and salt, where the former
 * takes password and salt themselves.
 *
 * Runs in: everywhere.
 */
#include <string.h>

#include "bounds.h"
#include "digest.h"
#include "passwd.h"
#include "text.h"

#define MD5_ROUNDS 1000
#define SHA_ROUNDS 5000
#define SHA_MIN_ROUNDS 1000
#define MD5_MAX_SALT 8
#define SHA_MAX_SALT 16

/* What is hashed, and what comes of it. */
struct crypt {
	enum digest_kind kind;
	struct span password;
	struct span salt;
	uint32_t rounds;
	uint8_t sum[DIGEST_MAX_LEN];
	struct digest digest;
};

static void add(struct crypt *crypt, const struct span *text)
{
	digest_add(&crypt->digest, text->text, text->len);
}

/* Add so many bytes of the sum, repeated as often as needed. */
static void add_sum(struct crypt *crypt, const uint8_t *sum,
		    unsigned int sum_len, size_t len)
{
	for (; len > sum_len; len -= sum_len)
		digest_add(&crypt->digest, sum, sum_len);
	digest_add(&crypt->digest, sum, len);
}

/* The sum of a text repeated count times, as long as the text. */
static void repeat(struct crypt *crypt, struct span *text, unsigned int count,
		   uint8_t *ret_bytes)
{
	uint8_t sum[DIGEST_MAX_LEN];
	unsigned int sum_len;
	size_t i;

	digest_begin(&crypt->digest, crypt->kind);
	while (count--)
		add(crypt, text);
	sum_len = digest_end(&crypt->digest, sum);
	for (i = 0; i < text->len; i++)
		ret_bytes[i] = sum[i % sum_len];
	text->text = (const char *)ret_bytes;
}

/* The first sum: of password, (magic,) salt, and a sum of these. */
static unsigned int first_sum(struct crypt *crypt)
{
	static const struct span magic = {"$1$", 3};
	int md5 = crypt->kind == DIGEST_MD5;
	size_t len = crypt->password.len;
	unsigned int sum_len;
	size_t bits;

	digest_begin(&crypt->digest, crypt->kind);
	add(crypt, &crypt->password);
	add(crypt, &crypt->salt);
	add(crypt, &crypt->password);
	sum_len = digest_end(&crypt->digest, crypt->sum);
	digest_begin(&crypt->digest, crypt->kind);
	add(crypt, &crypt->password);
	if (md5)
		add(crypt, &magic);
	add(crypt, &crypt->salt);
	add_sum(crypt, crypt->sum, sum_len, len);
	for (bits = len; bits; bits >>= 1) {
		if (md5)
			digest_add(&crypt->digest,
				   bits & 1 ? "" : crypt->password.text, 1);
		else if (bits & 1)
			digest_add(&crypt->digest, crypt->sum, sum_len);
		else
			add(crypt, &crypt->password);
	}
	return digest_end(&crypt->digest, crypt->sum);
}

static unsigned int run(struct crypt *crypt)
{
	uint8_t password[MENU_MAX_PASSWORD];
	uint8_t salt[SHA_MAX_SALT];
	unsigned int sum_len = first_sum(crypt);
	const struct span sum = {(const char *)crypt->sum, sum_len};
	uint32_t i;

	if (crypt->kind != DIGEST_MD5) {
		repeat(crypt, &crypt->password,
		       (unsigned int)crypt->password.len, password);
		repeat(crypt, &crypt->salt, 16u + crypt->sum[0], salt);
	}
	for (i = 0; i < crypt->rounds; i++) {
		digest_begin(&crypt->digest, crypt->kind);
		add(crypt, i & 1 ? &crypt->password : &sum);
		if (i % 3)
			add(crypt, &crypt->salt);
		if (i % 7)
			add(crypt, &crypt->password);
		add(crypt, i & 1 ? &sum : &crypt->password);
		digest_end(&crypt->digest, crypt->sum);
	}
	memset(password, 0, sizeof(password));
	return sum_len;
}

/* Compare count letters of 6 bits each, the low ones first. */
static int same_letters(const char **text, uint32_t bits, unsigned int count)
{
	static const char letters[] = "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				      "abcdefghijklmnopqrstuvwxyz";

	for (; count; count--, bits >>= 6)
		if (*(*text)++ != letters[bits & 63])
			return 0;
	return 1;
}

/*
 * Is the sum the one in the text? Three bytes a third apart are four letters;
 * from one to the next the thirds change their places, but not in MD5.
 */
static int same_sum(const uint8_t *sum, unsigned int len, const char *text)
{
	unsigned int third = len == 16 ? 6 : len / 3;
	unsigned int turn = len == 16 ? 0 : len == 64 ? 1 : 2;
	unsigned int byte;
	uint32_t bits;
	unsigned int i;
	unsigned int j;

	for (i = 0; i < len / 3; i++) {
		bits = 0;
		for (j = 0; j < 3; j++) {
			byte = third * ((j + i * turn) % 3) + i;
			bits = bits << 8 | sum[byte < len ? byte : 5];
		}
		if (!same_letters(&text, bits, 4))
			return 0;
	}
	bits = sum[len == 16 ? 11 : len - 1];
	if (len == 32)
		bits = bits << 8 | sum[30];
	return same_letters(&text, bits, len == 32 ? 3 : 2) &&
	       (!*text || *text == '$');
}

/* Cut off what ends with '$'. Returns 0 when nothing does. */
static int cut_part(const char **text, struct span *ret_part)
{
	const char *end = *text;

	while (*end && *end != '$')
		end++;
	if (!*end)
		return 0;
	ret_part->text = *text;
	ret_part->len = (size_t)(end - *text);
	*text = end + 1;
	return 1;
}

static int matches_crypt(struct crypt *crypt, const char *text)
{
	size_t max_salt = SHA_MAX_SALT;

	crypt->rounds = SHA_ROUNDS;
	if (!cut_part(&text, &crypt->salt))
		return 0;
	if (crypt->kind == DIGEST_MD5) {
		crypt->rounds = MD5_ROUNDS;
		max_salt = MD5_MAX_SALT;
	} else if (span_skip(&crypt->salt, "rounds=")) {
		if (!span_number(&crypt->salt, 10, MENU_MAX_ROUNDS,
				 &crypt->rounds) ||
		    crypt->rounds < SHA_MIN_ROUNDS ||
		    !cut_part(&text, &crypt->salt))
			return 0;
	}
	return crypt->salt.len <= max_salt &&
	       same_sum(crypt->sum, run(crypt), text);
}

static unsigned int base64_value(char c)
{
	if (c >= 'A' && c <= 'Z')
		return (unsigned int)(c - 'A');
	if (c >= 'a' && c <= 'z')
		return (unsigned int)(c - 'a' + 26);
	if (c >= '0' && c <= '9')
		return (unsigned int)(c - '0' + 52);
	if (c == '+' || c == '-' || c == '.')
		return 62;
	return c == '/' || c == '_' ? 63 : 64;
}

/* $4$: SHA-1 of salt and password, in base64; the salt may be left out. */
static int matches_sha1(struct crypt *crypt, const char *text)
{
	unsigned int sum_len;
	unsigned int bits = 0;
	unsigned int count = 0;
	unsigned int i = 0;
	unsigned int value;

	digest_begin(&crypt->digest, DIGEST_SHA1);
	if (cut_part(&text, &crypt->salt))
		add(crypt, &crypt->salt);
	add(crypt, &crypt->password);
	sum_len = digest_end(&crypt->digest, crypt->sum);
	for (; *text && i < sum_len; text++) {
		value = base64_value(*text);
		if (value > 63)
			continue;
		bits = bits << 6 | value;
		count += 6;
		if (count < 8)
			continue;
		count -= 8;
		if ((uint8_t)(bits >> count) != crypt->sum[i++])
			return 0;
	}
	return i == sum_len;
}

int passwd_matches(const char *stored, const char *typed, size_t len)
{
	struct crypt crypt = {.password = {typed, len}};
	int matches;

	if (!len || len > MENU_MAX_PASSWORD)
		return 0;
	if (stored[0] != '$' || !stored[1] || stored[2] != '$')
		return span_is(&crypt.password, stored);
	if (stored[1] == '4') {
		matches = matches_sha1(&crypt, stored + 3);
	} else {
		if (stored[1] == '1')
			crypt.kind = DIGEST_MD5;
		else if (stored[1] == '5')
			crypt.kind = DIGEST_SHA256;
		else if (stored[1] == '6')
			crypt.kind = DIGEST_SHA512;
		else
			return 0;
		matches = matches_crypt(&crypt, stored + 3);
	}
	memset(&crypt, 0, sizeof(crypt));
	return matches;
}
