/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Fuzz target: menu/expand.c, search.c, names.c. The input is the flags, the
 * room there is, a SYSAPPEND mask of 4 bytes, and then the text, a part of
 * which is what the machine says of itself.
 *
 * Runs in: host.
 */
#include <string.h>

#include "bytes.h"
#include "fuzz.h"
#include "mistake.h"
#include "names.h"
#include "search.h"

#define BIG (1 << 18)

static char big[BIG];

/* Facts that are parts of the text. */
static void make_facts(const char *text, size_t len, struct facts *facts)
{
	struct span *span = (struct span *)(void *)facts;
	unsigned int i;

	for (i = 0; i < offsetof(struct facts, arp_type) / sizeof(*span); i++) {
		span[i].text = text + i * 3 % (len + 1);
		span[i].len = (len - i * 3 % (len + 1)) / (1 + i % 5);
		if (span[i].len > 60)
			span[i].len = 60;
	}
	facts->arp_type = (uint8_t)len;
}

static void check_expand(const char *text, size_t len,
			 const struct facts *facts, unsigned int flags,
			 size_t size)
{
	int whole = expand(text, len, facts, flags, big, BIG);
	char *buf = malloc(size);
	int part;

	REQUIRE(buf && whole >= 0);
	REQUIRE(memchr(text, '\0', len) || strlen(big) == (size_t)whole);
	part = expand(text, len, facts, flags, buf, size);
	REQUIRE((part >= 0) == ((size_t)whole < size));
	if (part >= 0)
		REQUIRE(part == whole && !memcmp(buf, big, (size_t)whole + 1));
	else
		REQUIRE(part == ERR_MENU_COMMAND);
	/* What has no "${" stays as it is. */
	if (!memchr(text, '$', len))
		REQUIRE((size_t)whole == len && !memcmp(big, text, len));
	free(buf);
}

static void check_append(uint32_t mask, const struct facts *facts, size_t size)
{
	char *buf = malloc(size);
	int whole;
	int part;

	big[0] = '\0';
	whole = sysappend(mask, facts, big, 0, BIG);
	REQUIRE(buf && whole >= 0);
	buf[0] = '\0';
	part = sysappend(mask, facts, buf, 0, size);
	REQUIRE((part >= 0) == ((size_t)whole < size));
	REQUIRE(part >= 0 ? !memcmp(buf, big, (size_t)whole + 1) : !buf[0]);
	free(buf);
}

static void check_search(const char *text, size_t len,
			 const struct facts *facts, size_t size)
{
	struct search search = {facts, {text, len}, 0};
	char *buf = malloc(size);
	unsigned int count = 0;

	REQUIRE(buf);
	while (search_next(&search, buf, size)) {
		REQUIRE(memchr(buf, '\0', size));
		REQUIRE(++count <= 12);
	}
	free(buf);
}

/* What was placed stays where it is. */
static void check_names(const char *text, size_t len, size_t size)
{
	const struct span prefix = {"::", 2};
	char *name = malloc(len + 1);
	char *buf = malloc(size);
	int rc;

	REQUIRE(name && buf);
	text_format(name, len + 1, "%S", &(struct span){text, len});
	rc = names_place(prefix, name, buf, size);
	if (rc >= 0) {
		REQUIRE(strlen(buf) == (size_t)rc);
		REQUIRE(names_place(prefix, buf, big, BIG) == rc);
		REQUIRE(!memcmp(buf, big, (size_t)rc + 1));
	}
	free(name);
	free(buf);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	const char *text = (const char *)data + 6;
	struct facts facts;
	size_t size;

	if (len <= 6)
		return 0;
	len -= 6;
	if (len > 2048)
		len = 2048;
	size = data[1] + 1u;
	make_facts(text, len, &facts);
	check_expand(text, len, &facts, data[0] & 1, size);
	check_append(get_le32(data + 2), &facts, size);
	check_search(text, len, &facts, size);
	check_names(text, len, size);
	return 0;
}
