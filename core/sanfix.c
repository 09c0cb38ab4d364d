/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What a wrong SAN address was probably meant to be.
 *
 * Runs in: everywhere.
 */
#include "sanfix.h"

#define LEAST_PORT 860 /* a lesser number is rather a LUN */
#define SHORT_FIELDS 3 /* PROTOCOL, PORT, LUN */
#define TYPE_LEN 3     /* iqn eui naa */

struct parts {
	struct span server; /* without brackets */
	struct span port;
	struct span lun;
	struct span target;
	const char *format;
};

/* Take the target, and what separates it, off the end of *text. */
static int take_target(struct span *text, struct parts *parts)
{
	struct span rest = *text;

	while (rest.len > 1) {
		rest.text++;
		rest.len--;
		if ((rest.text[-1] == ':' || rest.text[-1] == '/') &&
		    sanuri_begins_name(rest)) {
			parts->target = rest;
			text->len -= rest.len + 1;
			return 1;
		}
	}
	return 0;
}

/* In fe80::1::3260: it ends at the third colon from the right. */
static int take_bare_ipv6(struct span *text, struct parts *parts)
{
	struct span server = *text;
	int colons = 0;

	while (server.len && colons < SHORT_FIELDS)
		colons += server.text[--server.len] == ':';
	if (!sanuri_is_ipv6(server) || server.text[server.len - 1] == ':')
		return 0;
	parts->server = server;
	text->text += server.len;
	text->len -= server.len;
	return 1;
}

/*
 * What is left of *text begins with ':', or is empty. Of an IPv6 address
 * without brackets or fields the last group may be a port.
 */
static int take_server(struct span *text, struct parts *parts)
{
	parts->format = "iscsi:[%S]::%S:%S:%S";
	if (span_skip(text, "["))
		return span_cut(text, ']', &parts->server);
	if (sanuri_is_ipv6(*text))
		return 0;
	if (take_bare_ipv6(text, parts))
		return 1;
	parts->format = "iscsi:%S::%S:%S:%S";
	if (span_cut(text, ':', &parts->server)) {
		text->text--;
		text->len++;
	}
	return 1;
}

static int is_port(const struct span *value)
{
	uint32_t port;

	return value->text[0] != '0' && span_number(value, 10, 65535, &port) &&
	       port >= LEAST_PORT;
}

/*
 * The values between server and target, whichever fields they stand in. A
 * port is told from a LUN by its size, else by its place.
 */
static int take_numbers(struct span text, struct parts *parts)
{
	struct span value[2];
	struct span part;
	int more = span_skip(&text, ":");
	int protocol = 0;
	int fields;
	int n = 0;

	for (fields = 0; more; fields++) {
		more = span_cut(&text, ':', &part);
		if (!part.len || (!fields && span_is(&part, "tcp")))
			continue;
		if (!fields && span_is(&part, "6")) {
			if (!more) /* or LUN 6? */
				return 0;
			continue;
		}
		if (n == 2)
			return 0;
		protocol |= !fields;
		value[n++] = part;
	}
	if (!n) /* but not [::1]text */
		return !text.len;
	if (n == 2 && is_port(&value[1])) {
		if (is_port(&value[0]))
			return 0;
		part = value[0];
		value[0] = value[1];
		value[1] = part;
	}
	parts->lun = value[n - 1];
	if (n == 2 || is_port(&value[0]))
		parts->port = value[0];
	if (is_port(&value[0])) {
		if (n == 1)
			parts->lun.len = 0;
		return 1;
	}
	return fields == SHORT_FIELDS ? !protocol : n == 1;
}

/* "/1" behind the target is a LUN, in decimal. */
static int take_path_lun(struct parts *parts, char *hex, size_t len)
{
	struct span path = parts->target;
	uint32_t lun;

	if (parts->lun.len)
		return 0;
	if (!span_cut(&path, '/', &parts->target))
		return 1;
	if (!span_number(&path, 10, 0xff, &lun))
		return 0;
	parts->lun.text = hex;
	parts->lun.len = text_format(hex, len, "%x", (unsigned int)lun);
	return 1;
}

static void small(char *text, size_t len)
{
	while (len--)
		*text++ |= 0x20;
}

void sanfix(struct span text, char ret_text[SANURI_MAX + 1])
{
	struct parts parts = {.lun.len = 0};
	struct span fixed = {ret_text, 0};
	char lun[4];
	int slashes;

	ret_text[0] = '\0';
	span_skip_any_case(&text, "iscsi:");
	slashes = span_skip(&text, "//");
	if (!take_target(&text, &parts))
		return;
	if (!take_server(&text, &parts) || !take_numbers(text, &parts) ||
	    (slashes && !take_path_lun(&parts, lun, sizeof(lun))))
		return;
	span_skip_any_case(&parts.lun, "0x");
	if (parts.target.len > SANURI_MAX_NAME)
		return;
	fixed.len =
	    text_format(ret_text, SANURI_MAX + 1, parts.format, &parts.server,
			&parts.port, &parts.lun, &parts.target);
	small(ret_text + fixed.len - parts.target.len, TYPE_LEN);
	if (!sanuri_is_valid(fixed))
		ret_text[0] = '\0';
}
