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

/* What it is corrected to parses, and has the same target. */
static void check_corrected(const char *text, size_t len, const char *corrected)
{
	struct sanuri_fault fault;
	struct sanuri uri;
	size_t at;

	REQUIRE(memchr(corrected, '\0', SANURI_MAX + 1));
	if (!*corrected)
		return;
	REQUIRE(sanuri_parse(corrected, strlen(corrected), &uri, &fault) == 0);
	REQUIRE(uri.is_iscsi && uri.hint != ERR_HINT_SCHEME);
	REQUIRE(strlen(corrected) != len || memcmp(text, corrected, len) != 0);
	for (at = 0; at + uri.target.len <= len; at++)
		if (memcmp(text + at + 3, uri.target.text + 3,
			   uri.target.len - 3) == 0)
			return;
	REQUIRE(!"the target is none of the address's");
}

static void check_rejected(int rc, const char *text, size_t len,
			   const struct sanuri *uri,
			   const struct sanuri_fault *fault)
{
	struct sanuri before;

	memset(&before, UNTOUCHED, sizeof(before));
	REQUIRE(memcmp(uri, &before, sizeof(before)) == 0);
	REQUIRE(rc <= ERR_URI_SCHEME && rc >= ERR_URI_TOO_LONG);
	REQUIRE(fault->column >= 1 && fault->column <= len + 1);
	REQUIRE(strlen(fault->field) >= 3);
	REQUIRE((rc == ERR_URI_TOO_LONG) == (len > SANURI_MAX));
	if (rc == ERR_URI_CHAR)
		REQUIRE(sanuri_is_unsafe(text[fault->column - 1]) ||
			text[fault->column - 1] == '#');
	if (rc == ERR_URI_SCHEME)
		REQUIRE(fault->column == 1);
	check_corrected(text, len, fault->corrected);
}

static void check_iscsi(const char *text, size_t len, const struct sanuri *uri)
{
	const struct span *target = &uri->target;
	size_t at;

	REQUIRE(len > 6 && text[5] == ':');
	REQUIRE(uri->server.len > 0 && target->len > 4);
	REQUIRE(target->len <= SANURI_MAX_NAME);
	REQUIRE(
	    lies_inside(uri->server.text, uri->server.len, text + 6, len - 6));
	REQUIRE(lies_inside(target->text, target->len, text, len));
	/* The target is the rest, whatever it holds. */
	REQUIRE(target->text + target->len == text + len);
	REQUIRE(target->text[-1] == ':');
	REQUIRE(uri->server.text + uri->server.len + 4 <= target->text);
	REQUIRE(sanuri_is_name(*target, &at) && at == target->len);
	REQUIRE(sanuri_begins_name(*target));
	REQUIRE(uri->port >= 1 && uri->port <= 65535);
	if (uri->server.text[-1] == '[') {
		REQUIRE(uri->server.text[uri->server.len] == ']');
		REQUIRE(sanuri_is_ipv6(uri->server));
	} else {
		REQUIRE(uri->server.text == text + 6);
		REQUIRE(uri->server.len <= SANURI_MAX_HOST);
		REQUIRE(!memchr(uri->server.text, '/', uri->server.len));
	}
}

static void check_accepted(const char *text, size_t len,
			   const struct sanuri *uri,
			   const struct sanuri_fault *fault)
{
	struct sanuri_fault before;
	struct span whole = {text, len};
	size_t i;

	memset(&before, UNTOUCHED, sizeof(before));
	REQUIRE(memcmp(fault, &before, sizeof(before)) == 0);
	REQUIRE(sanuri_is_valid(whole));
	REQUIRE(len <= SANURI_MAX);
	for (i = 0; i < len; i++)
		REQUIRE(text[i] > ' ' && text[i] <= '~' && text[i] != '$' &&
			text[i] != '"' && text[i] != '\\');
	REQUIRE(!uri->hint == !uri->hint_column && uri->hint_column <= len);
	if (uri->is_iscsi) {
		check_iscsi(text, len, uri);
		return;
	}
	REQUIRE(len >= 8 && memchr(text, ':', 7));
	REQUIRE(!uri->server.len && !uri->target.len && !uri->port);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	const char *text = (const char *)data;
	struct sanuri_fault fault;
	struct sanuri uri;
	int rc;

	memset(&uri, UNTOUCHED, sizeof(uri));
	memset(&fault, UNTOUCHED, sizeof(fault));
	rc = sanuri_parse(text, len, &uri, &fault);
	if (rc)
		check_rejected(rc, text, len, &uri, &fault);
	else
		check_accepted(text, len, &uri, &fault);
	return 0;
}
