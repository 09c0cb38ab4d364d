/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * SAN addresses: iscsi:SERVER:PROTOCOL:PORT:LUN:TARGET (RFC 4173, section 5),
 * and the other kinds that iPXE attaches.
 *
 * Runs in: everywhere.
 */
#include <string.h>

#include "error.h"
#include "sanfix.h"
#include "sanuri.h"

#define ISCSI_PORT 3260
#define SYSTEM_PORT 860 /* RFC 3720, section 12: iSCSI's other one */
#define LUN_GROUPS 4

/* The fields of iscsi: in the order in which they stand; then other places. */
enum field {
	SERVER,
	PROTOCOL,
	PORT,
	LUN,
	TARGET,
	SCHEME,
	ADDRESS, /* of another kind; its fields have no names here */
};

static const char field_names[][9] = {"SERVER", "PROTOCOL", "PORT",   "LUN",
				      "TARGET", "scheme",   "address"};

/*
 * Each scheme, and the form of what stands behind it, where a capital letter
 * means: S something without '/'; R perhaps anything; D decimal digits; X one
 * hexadecimal digit; H some, with '-' or 0x; O the same or nothing. iscsi: has
 * more than a form.
 */
static const struct {
	char scheme[8];
	char form[26];
} kinds[] = {
    {"iscsi:", ""},
    {"https:", "//S/R"},
    {"http:", "//S/R"},
    {"aoe:", "eD.D"},
    {"fcp:", "XX:XX:XX:XX:XX:XX:XX:XX:O"},
    {"ib_srp:", "O:O:O:H:O:H:O:H:H"},
};

enum { ISCSI, HTTPS, HTTP, KINDS = 6 };

/* What was found; `at` is the first wrong place when something is wrong. */
struct check {
	struct sanuri uri;
	const char *at;
	const char *hint_at;
	enum field field;
	uint32_t number; /* that was read last */
};

/* --- Characters ----------------------------------------------------------- */

static int is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static int is_letter(char c)
{
	c |= 0x20;
	return c >= 'a' && c <= 'z';
}

static int is_hex(char c)
{
	return is_digit(c) || (is_letter(c) && (c | 0x20) <= 'f');
}

int sanuri_is_unsafe(char c)
{
	return c <= ' ' || c > '~' || c == '"' || c == '$' || c == '\\';
}

/*
 * Functions is_...(check, text) return 1, or 0 with check->at at the first
 * wrong character, or at the end where one is missing.
 */

static int is_number(struct check *check, struct span text, unsigned int base,
		     uint32_t max)
{
	size_t len = text.len;

	for (text.len = 1; text.len <= len; text.len++)
		if (!span_number(&text, base, max, &check->number))
			break;
	check->at = text.text + text.len - 1;
	return len && text.len > len;
}

/* --- SERVER --------------------------------------------------------------- */

/* iPXE reads a part like 010 as octal: only where that is the same. */
static int is_ipv4(struct check *check, struct span host)
{
	struct span part;
	int more;
	int n;

	for (n = 3; n >= 0; n--) {
		more = span_cut(&host, n ? '.' : '\0', &part);
		if (!is_number(check, part, 10, 255) || more != !!n)
			return 0;
		if (part.text[0] == '0' && check->number > 7) {
			check->at = part.text;
			return 0;
		}
	}
	return 1;
}

static int is_host(struct check *check, struct span host)
{
	const char *end = host.text + host.len;
	const char *label = host.text;
	const char *at;
	int numeric = 0;

	for (at = host.text; at < end; at++) {
		check->at = at;
		if (at - host.text == SANURI_MAX_HOST)
			return 0;
		if (at > label && *at == '.' && at[-1] != '-') {
			label = at + 1;
			continue;
		}
		if (at - label == SANURI_MAX_LABEL ||
		    !(is_digit(*at) || is_letter(*at) || *at == '_' ||
		      (*at == '-' && at > label)))
			return 0;
		numeric = (numeric || at == label) && is_digit(*at);
	}
	check->at = end;
	return host.len && end[-1] != '-' && (!numeric || is_ipv4(check, host));
}

/* As iPXE reads it: without an IPv4 address in it; with a zone (%net0). */
static int is_ipv6(struct check *check, struct span zone)
{
	struct span group = {NULL, 1};
	struct span rest;
	unsigned int groups = 0;
	unsigned int gap = 0;
	size_t was;
	int more;

	if (span_cut(&zone, '%', &rest) && !is_host(check, zone))
		return 0;
	check->at = rest.text + 1;
	if (span_skip(&rest, ":") && (!rest.len || rest.text[0] != ':'))
		return 0;
	do {
		was = group.len;
		more = span_cut(&rest, ':', &group);
		check->at = group.text;
		if (!group.len ? (more ? gap++ : was)
			       : groups++ + gap == 8 ||
				     !is_number(check, group, 16, 0xffff) ||
				     group.len > 4)
			return 0;
	} while (more);
	return gap ? groups < 8 : groups == 8;
}

int sanuri_is_ipv6(struct span host)
{
	struct check check;

	return is_ipv6(&check, host);
}

/* Take the server off, and the ':' behind it. */
static int check_server(struct check *check, struct span *rest)
{
	struct span *server = &check->uri.server;
	int more;

	if (!span_skip(rest, "[")) {
		more = span_cut(rest, ':', server);
		if (!is_host(check, *server))
			return ERR_URI_SERVER;
		return more ? 0 : ERR_URI_FIELDS;
	}
	if (!span_cut(rest, ']', server) || !is_ipv6(check, *server))
		return ERR_URI_SERVER;
	check->at = rest->text;
	if (span_skip(rest, ":"))
		return 0;
	return rest->len ? ERR_URI_SERVER : ERR_URI_FIELDS;
}

/* --- PROTOCOL, PORT, LUN -------------------------------------------------- */

/* RFC 4173: leading zeros of a group and trailing groups may be left out. */
static int is_lun(struct check *check, struct span field)
{
	struct span group;
	int more = 1;
	int n;

	for (n = 0; more; n++) {
		more = span_cut(&field, '-', &group);
		if (!is_number(check, group, 16, 0xffff) ||
		    (more && n == LUN_GROUPS - 1))
			return 0;
		check->uri.lun[n] = (uint16_t)check->number;
	}
	return 1;
}

static int check_field(struct check *check, struct span field)
{
	int is_right;

	if (!field.len)
		return 0;
	switch (check->field) {
	case PROTOCOL:
		is_right =
		    is_number(check, field, 10, 255) && check->number == 6;
		check->at = field.text;
		return is_right ? 0 : ERR_URI_PROTOCOL;
	case PORT:
		if (!is_number(check, field, 10, 65535))
			return ERR_URI_PORT;
		check->at = field.text;
		check->uri.port = check->number;
		return check->number ? 0 : ERR_URI_PORT;
	default:
		if (!is_lun(check, field))
			return ERR_URI_LUN;
		check->at = field.text;
		return span_is(&field, "3260") ? ERR_URI_LUN_PORT : 0;
	}
}

/* --- TARGET --------------------------------------------------------------- */

int sanuri_is_name(struct span name, size_t *ret_at)
{
	struct span rest = name;
	size_t max = SANURI_MAX_NAME - 4;
	size_t i;
	int is_iqn = span_skip(&rest, "iqn.");
	char c;

	*ret_at = 0;
	if (!is_iqn) {
		max = span_skip(&rest, "naa.") ? 32 : 16;
		if (max == 16 && !span_skip(&rest, "eui."))
			return 0;
	}
	for (i = 0; i < rest.len && i < max; i++) {
		c = rest.text[i];
		if (is_iqn ? sanuri_is_unsafe(c) || c == '#' : !is_hex(c))
			break;
	}
	*ret_at = i + 4;
	return i && i == rest.len && (is_iqn || i == 16 || i == 32);
}

int sanuri_begins_name(struct span text)
{
	return span_skip_any_case(&text, "iqn.") ||
	       span_skip_any_case(&text, "eui.") ||
	       span_skip_any_case(&text, "naa.");
}

static void hint(struct check *check, int hint, const char *at)
{
	if (check->uri.hint)
		return;
	check->uri.hint = hint;
	check->hint_at = at;
}

/* RFC 3722, section 6.2; but '_' is in too many names to speak of it. */
static void hint_name(struct check *check, struct span name)
{
	if (name.text[0] != 'i')
		return;
	for (; name.len; name.text++, name.len--) {
		if (*name.text >= 'A' && *name.text <= 'Z')
			hint(check, ERR_HINT_CASE, name.text);
		else if (!is_letter(*name.text) && !is_digit(*name.text) &&
			 *name.text != '-' && *name.text != '.' &&
			 *name.text != ':' && *name.text != '_')
			hint(check, ERR_HINT_NAME, name.text);
	}
}

static int check_target(struct check *check, struct span name)
{
	size_t at;

	check->field = TARGET;
	check->uri.target = name;
	if (sanuri_is_name(name, &at))
		return 0;
	check->at = name.text + at;
	return at == SANURI_MAX_NAME ? ERR_URI_TARGET_LONG : ERR_URI_TARGET;
}

/* --- The kinds of addresses ----------------------------------------------- */

static int check_iscsi(struct check *check, struct span rest)
{
	const char *port = NULL;
	struct span field;
	int rc;

	check->uri.is_iscsi = 1;
	check->uri.port = ISCSI_PORT;
	check->field = SERVER;
	check->at = rest.text;
	if (!rest.len)
		return ERR_URI_FIELDS;
	if (rest.text[0] == '/')
		return ERR_URI_SLASH;
	rc = check_server(check, &rest);
	if (rc)
		return rc;
	for (check->field = PROTOCOL; check->field < TARGET; check->field++) {
		check->at = rest.text;
		if (sanuri_begins_name(rest) || !span_cut(&rest, ':', &field))
			return ERR_URI_FIELDS;
		rc = check_field(check, field);
		if (rc)
			return rc;
		if (check->field == PORT)
			port = field.text;
	}
	rc = check_target(check, rest);
	if (rc)
		return rc;
	if (!field.len && check->uri.port < SYSTEM_PORT)
		hint(check, ERR_HINT_PORT, port);
	hint_name(check, rest);
	return 0;
}

static int fits(char c, char form)
{
	switch (form) {
	case 'D':
		return is_digit(c);
	case 'X':
		return is_hex(c);
	case 'H':
	case 'O':
		return is_hex(c) || c == '-' || c == 'x';
	case 'S':
		return c != '/' && !sanuri_is_unsafe(c);
	case 'R':
		return !sanuri_is_unsafe(c);
	default:
		return c == form;
	}
}

static int is_form(struct check *check, struct span rest, const char *form)
{
	int n;

	check->field = ADDRESS;
	for (; *form; form++) {
		for (n = 0; rest.len && fits(*rest.text, *form); n++) {
			if (n && (*form < 'D' || *form > 'S'))
				break;
			rest.text++;
			rest.len--;
		}
		check->at = rest.text;
		if (!n && *form != 'O' && *form != 'R')
			return 0;
	}
	return !rest.len;
}

_Static_assert(ERR_URI_HTTP - ERR_URI_IB_SRP == KINDS - 1 - HTTP,
	       "codes for a wrong form stand in error.h as the kinds do here");

static int check_kind(struct check *check, struct span rest)
{
	struct span text = rest;
	int kind;

	for (kind = 0; kind < KINDS; kind++)
		if (span_skip_any_case(&rest, kinds[kind].scheme))
			break;
	if (kind == KINDS)
		return ERR_URI_SCHEME;
	if (!span_skip(&text, kinds[kind].scheme))
		hint(check, ERR_HINT_SCHEME, text.text);
	if (kind == ISCSI)
		return check_iscsi(check, rest);
	if (is_form(check, rest, kinds[kind].form))
		return 0;
	return kind == HTTPS ? ERR_URI_HTTP : ERR_URI_HTTP - (kind - HTTP);
}

/* iPXE takes '#' for the end of an address. */
static int check_all(struct check *check, struct span text)
{
	const char *end = text.text + text.len;
	int rc;

	memset(check, 0, sizeof(*check));
	check->field = SCHEME;
	check->at = text.text;
	if (text.len > SANURI_MAX) {
		check->field = ADDRESS;
		check->at += SANURI_MAX;
		return ERR_URI_TOO_LONG;
	}
	rc = check_kind(check, text);
	if (rc && check->at < end &&
	    (sanuri_is_unsafe(*check->at) || *check->at == '#'))
		rc = ERR_URI_CHAR;
	return rc;
}

int sanuri_is_valid(struct span text)
{
	struct check check;

	return !check_all(&check, text);
}

int sanuri_parse(const char *text, size_t len, struct sanuri *ret_uri,
		 struct sanuri_fault *ret_fault)
{
	struct span span = {text, len};
	struct check check;
	int rc;

	rc = check_all(&check, span);
	if (!rc) {
		if (check.uri.hint)
			check.uri.hint_column =
			    (unsigned int)(check.hint_at - text) + 1;
		*ret_uri = check.uri;
		return 0;
	}
	ret_fault->column = (unsigned int)(check.at - text) + 1;
	ret_fault->field = field_names[check.field];
	ret_fault->corrected[0] = '\0';
	if (rc != ERR_URI_TOO_LONG)
		sanfix(span, ret_fault->corrected);
	return rc;
}
