/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Fuzz target: core/sanuri.c. The input is the address.
 *
 * Runs in: host.
 */
#include <string.h>

#include "error.h"
#include "fuzz.h"
#include "sanuri.h"

#define UNTOUCHED 0xa5

static void check_rejected(int rc, size_t len, const struct sanuri *uri,
			   unsigned int column)
{
	struct sanuri before;

	memset(&before, UNTOUCHED, sizeof(before));
	REQUIRE(memcmp(uri, &before, sizeof(before)) == 0);
	REQUIRE(rc <= ERR_URI_SCHEME && rc >= ERR_URI_TOO_LONG);
	REQUIRE(column >= 1 && column <= len + 1);
	REQUIRE((rc == ERR_URI_TOO_LONG) == (len > SANURI_MAX));
	if (rc == ERR_URI_SCHEME || rc == ERR_URI_CHAR)
		REQUIRE(column <= len || len == 0);
	if (rc == ERR_URI_SCHEME)
		REQUIRE(column == 1);
}

static void check_iscsi(const char *text, size_t len, const struct sanuri *uri)
{
	const struct span *target = &uri->target;

	REQUIRE(len > 6 && memcmp(text, "iscsi:", 6) == 0);
	REQUIRE(uri->server.len > 0 && target->len > 4);
	REQUIRE(
	    lies_inside(uri->server.text, uri->server.len, text + 6, len - 6));
	REQUIRE(lies_inside(target->text, target->len, text, len));
	/* The target is the rest, whatever it holds. */
	REQUIRE(target->text + target->len == text + len);
	REQUIRE(target->text[-1] == ':');
	REQUIRE(uri->server.text + uri->server.len + 4 <= target->text);
	REQUIRE(memcmp(target->text, "iqn.", 4) == 0 ||
		memcmp(target->text, "eui.", 4) == 0 ||
		memcmp(target->text, "naa.", 4) == 0);
	REQUIRE(uri->port >= 1 && uri->port <= 65535);
	if (uri->server.text[-1] == '[')
		REQUIRE(uri->server.text[uri->server.len] == ']');
	else
		REQUIRE(uri->server.text == text + 6);
}

static void check_accepted(const char *text, size_t len,
			   const struct sanuri *uri, unsigned int column)
{
	size_t i;

	REQUIRE(column == 0);
	REQUIRE(len <= SANURI_MAX);
	for (i = 0; i < len; i++)
		REQUIRE(text[i] > ' ' && text[i] <= '~' && text[i] != '$' &&
			text[i] != '"' && text[i] != '\\');
	REQUIRE(uri->is_iscsi <= 1);
	if (uri->is_iscsi)
		check_iscsi(text, len, uri);
	else
		REQUIRE(len >= 4 && memchr(text, ':', len < 7 ? len : 7));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	const char *text = (const char *)data;
	struct sanuri uri;
	struct sanuri_fault fault = {0};
	unsigned int column;
	int rc;

	memset(&uri, UNTOUCHED, sizeof(uri));
	rc = sanuri_parse(text, len, &uri, &fault);
	column = fault.column;
	if (rc)
		check_rejected(rc, len, &uri, column);
	else
		check_accepted(text, len, &uri, column);
	return 0;
}
