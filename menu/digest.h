/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Message digests: MD5 (RFC 1321), SHA-1, SHA-256, SHA-512 (FIPS 180-4).
 *
 * Runs in: everywhere.
 */
#ifndef MENU_DIGEST_H
#define MENU_DIGEST_H

#include <stddef.h>
#include <stdint.h>

enum digest_kind { DIGEST_MD5, DIGEST_SHA1, DIGEST_SHA256, DIGEST_SHA512 };

#define DIGEST_MAX_LEN 64

struct digest {
	uint32_t len; /* bytes so far; no more than 2^29 */
	uint8_t used; /* of block */
	uint8_t block_len;
	uint8_t kind;
	uint64_t state[8];
	uint8_t block[128];
};

void digest_begin(struct digest *digest, enum digest_kind kind);
void digest_add(struct digest *digest, const void *bytes, size_t len);

/* Returns the bytes of the result: 16, 20, 32 or 64. */
unsigned int digest_end(struct digest *digest, uint8_t *ret_bytes);

#endif /* MENU_DIGEST_H */
