/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * SAN addresses: iscsi:SERVER:PROTOCOL:PORT:LUN:TARGET (RFC 4173, section 5).
 *
 * Runs in: everywhere.
 */
#include <string.h>

#include "error.h"
#include "sanuri.h"

#define ISCSI_PORT 3260

/* The four short fields, in the order in which they stand. */
enum field { SERVER, PROTOCOL, PORT, LUN, FIELDS };

/* Cut text up to the next ':' off *rest; 0 when there is no ':'. */
static int cut_field(struct span *rest, struct span *ret_field)
{
	size_t i;

	for (i = 0; i < rest->len && rest->text[i] != ':'; i++)
		;
	if (i == rest->len)
		return 0;
	ret_field->text = rest->text;
	ret_field->len = i;
	rest->text += i + 1;
	rest->len -= i + 1;
	return 1;
}

/* The server may be an IPv6 address in brackets, full of colons. */
static int cut_server(struct span *rest, struct span *ret_field)
{
	size_t i;

	if (!rest->len || rest->text[0] != '[')
		return cut_field(rest, ret_field);
	for (i = 1; i < rest->len && rest->text[i] != ']'; i++)
		;
	if (rest->len - i < 2 || rest->text[i + 1] != ':')
		return 0;
	ret_field->text = rest->text + 1;
	ret_field->len = i - 1;
	rest->text += i + 2;
	rest->len -= i + 2;
	return 1;
}

/* Of a server that cannot be cut: the bracket, not a missing field, is why. */
static int has_bad_bracket(struct span rest)
{
	return rest.len && rest.text[0] == '[' &&
	       rest.text[rest.len - 1] != ']';
}

static int parse_lun(const struct span *field, uint16_t *lun)
{
	struct span group = {field->text, 0};
	uint32_t value;
	unsigned int n = 0;
	size_t i;

	if (!field->len)
		return 1;
	for (i = 0; i <= field->len; i++) {
		if (i < field->len && field->text[i] != '-') {
			group.len++;
			continue;
		}
		if (n == 4 || !span_number(&group, 16, 0xffff, &value))
			return 0;
		lun[n++] = (uint16_t)value;
		group.text = field->text + i + 1;
		group.len = 0;
	}
	return 1;
}

static int is_target(struct span target)
{
	return (span_skip(&target, "iqn.") || span_skip(&target, "eui.") ||
		span_skip(&target, "naa.")) &&
	       target.len > 0;
}

/* A control character or blank would change the command we hand on. */
static int find_bad_char(const char *text, size_t len, size_t *ret_at)
{
	size_t i;

	for (i = 0; i < len; i++) {
		if (text[i] <= ' ' || text[i] > '~' || text[i] == '"' ||
		    text[i] == '$' || text[i] == '\\') {
			*ret_at = i;
			return 1;
		}
	}
	return 0;
}

static int is_passed_on(struct span uri)
{
	return span_skip(&uri, "aoe:") || span_skip(&uri, "http:") ||
	       span_skip(&uri, "https:") || span_skip(&uri, "ib_srp:") ||
	       span_skip(&uri, "fcp:");
}

int sanuri_parse(const char *text, size_t len, struct sanuri *ret_uri,
		 struct sanuri_fault *ret_fault)
{
	struct span rest = {text, len};
	struct span field[FIELDS];
	struct sanuri uri;
	const char *at = text;
	uint32_t protocol = 6;
	size_t bad;
	int rc = 0;
	int i;

	memset(&uri, 0, sizeof(uri));
	uri.port = ISCSI_PORT;
	if (len > SANURI_MAX) {
		at = text + SANURI_MAX;
		rc = ERR_URI_TOO_LONG;
		goto fail;
	}
	if (find_bad_char(text, len, &bad)) {
		at = text + bad;
		rc = ERR_URI_CHAR;
		goto fail;
	}
	if (is_passed_on(rest))
		goto done;
	rc = ERR_URI_SCHEME;
	if (!span_skip(&rest, "iscsi:"))
		goto fail;
	uri.is_iscsi = 1;
	for (i = 0; i < FIELDS; i++) {
		at = rest.text;
		if (i == SERVER ? !cut_server(&rest, &field[i])
				: !cut_field(&rest, &field[i])) {
			rc = i == SERVER && has_bad_bracket(rest)
				 ? ERR_URI_SERVER
				 : ERR_URI_FIELDS;
			goto fail;
		}
	}
	uri.server = field[SERVER];
	uri.target = rest;

	at = field[SERVER].text;
	rc = ERR_URI_SERVER;
	if (!field[SERVER].len)
		goto fail;
	at = field[PROTOCOL].text;
	rc = ERR_URI_PROTOCOL;
	if (field[PROTOCOL].len &&
	    (!span_number(&field[PROTOCOL], 10, 255, &protocol) ||
	     protocol != 6))
		goto fail;
	at = field[PORT].text;
	rc = ERR_URI_PORT;
	if (field[PORT].len &&
	    (!span_number(&field[PORT], 10, 65535, &uri.port) || !uri.port))
		goto fail;
	at = field[LUN].text;
	rc = ERR_URI_LUN;
	if (!parse_lun(&field[LUN], uri.lun))
		goto fail;
	at = rest.text;
	rc = ERR_URI_TARGET;
	if (!is_target(rest))
		goto fail;
done:
	*ret_uri = uri;
	return 0;
fail:
	memset(ret_fault, 0, sizeof(*ret_fault));
	ret_fault->field = "";
	ret_fault->column = (unsigned int)(at - text) + 1;
	return rc;
}
