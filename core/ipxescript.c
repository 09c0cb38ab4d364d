/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The script for a freshly started iPXE.
 *
 * Runs in: everywhere.
 */
#include <string.h>

#include "dhcp.h"
#include "error.h"
#include "ipxescript.h"

/* Appends; once something did not fit, nothing more does. */
struct out {
	char *buf;
	size_t len;
	size_t used;
	int full;
};

static void add(struct out *out, const char *format, ...)
{
	size_t room = out->len - out->used;
	va_list args;

	if (out->full)
		return;
	va_start(args, format);
	out->used += text_vformat(out->buf + out->used, room, format, args);
	va_end(args);
	out->full = out->len - out->used < 2; /* only the NUL's place left */
}

static void add_address(struct out *out, const char *prefix, const char *name,
			const uint8_t *ip)
{
	add(out, "%s%s%u.%u.%u.%u", prefix, name, ip[0], ip[1], ip[2], ip[3]);
}

static int is_plain(char c)
{
	return (c >= '-' && c <= '9') || (c >= '@' && c <= 'Z') ||
	       (c >= 'a' && c <= 'z') || c == '_' || c == '~';
}

/* A path in a URI (RFC 3986, section 3.3). */
static void add_path(struct out *out, const char *text, size_t len)
{
	size_t i;

	for (i = 0; i < len; i++)
		if (is_plain(text[i]))
			add(out, "%c", text[i]);
		else
			add(out, "%%%02x", (uint8_t)text[i]);
}

static void add_uri(struct out *out, const struct ipxescript *script,
		    size_t folder_len, const char *name)
{
	add_address(out, "chain tftp://", "", script->server);
	add(out, "/");
	add_path(out, script->boot.text, folder_len);
	if (name)
		add_path(out, name, strlen(name));
}

/* net${ncn} becomes the NIC with this MAC address. */
static const char find_nic[] =
    "#!ipxe\n"
    "set ncn:int32 0\n"
    ":nic\n"
    "isset ${net${ncn}/mac} || goto none\n"
    "iseq ${net${ncn}/mac} %02x:%02x:%02x:%02x:%02x:%02x && goto found ||\n"
    "inc ncn\n"
    "goto nic\n";

static const char configure[] =
    ":found\n"
    "ifconf --configurator dhcp net${ncn} && goto run ||\n"
    "echo sanboot: no answer by DHCP; keeping the address from before\n"
    "ifopen net${ncn} ||\n";

static const char no_nic[] =
    ":none\n"
    "echo sanboot: this iPXE has no driver for the network card\n"
    "echo Without ipxe.lkrn on the server, undionly.kpxe is taken, which "
    "needs none.\n"
    "prompt --timeout 60000 Press a key to restart the machine ||\n"
    "reboot\n";

static void add_configuration(struct out *out, const struct ipxescript *script)
{
	static const struct {
		uint8_t option;
		const char *name;
	} kept[] = {
	    {DHCP_NETMASK, "/netmask "},
	    {DHCP_ROUTER, "/gateway "},
	    {DHCP_DNS, "/dns "},
	};
	static const char set[] = "set net${ncn}";
	struct span value;
	size_t i;

	add(out, "%s", configure);
	add_address(out, set, "/ip ", script->ack + DHCP_YIADDR);
	for (i = 0; i < sizeof(kept) / sizeof(kept[0]); i++)
		if (!dhcp_option(script->ack, script->ack_len, kept[i].option,
				 &value) &&
		    value.len >= 4) {
			add(out, "\n");
			add_address(out, set, kept[i].name,
				    (const uint8_t *)value.text);
		}
	add(out, "\n:run\n");
}

/* As one word, whatever is in it, and without a trace on the screen. */
static void add_arguments(struct out *out, const char *arguments)
{
	if (!*arguments)
		return;
	add(out, "set nca:hexraw ");
	for (; *arguments; arguments++) {
		if (arguments[0] == '$' && arguments[1] == '{')
			out->full = 1;
		add(out, "%02x", (uint8_t)*arguments);
	}
	add(out, "\n");
}

static size_t folder_len(const struct span *path)
{
	size_t len = path->len;

	while (len && path->text[len - 1] != '/' && path->text[len - 1] != '\\')
		len--;
	return len;
}

static void add_return(struct out *out, const struct ipxescript *script)
{
	add(out, " || prompt --timeout 30000 Press a key to go on (30 s) ||\n");
	if (script->program) {
		/* What PXELINUX looks at to find its files. */
		add(out, "set net${ncn}/filename %S\n", &script->boot);
		add_address(out, "set net${ncn}", "/next-server ",
			    script->server);
		add(out, "\n");
		add_uri(out, script, script->boot.len, NULL);
		add(out, " ||\n");
	}
	add(out, "exit\n");
}

int ipxescript_write(const struct ipxescript *script, char *buf, size_t len)
{
	struct out out = {.buf = buf, .len = len, .full = len < 2};
	const uint8_t *mac;

	if (script->ack_len < DHCP_MIN_LEN)
		return ERR_DHCP_PACKET;
	mac = script->ack + DHCP_CHADDR;
	add(&out, find_nic, mac[0], mac[1], mac[2], mac[3], mac[4], mac[5]);
	add_configuration(&out, script);
	add_arguments(&out, script->arguments);
	add_uri(&out, script,
		script->program ? folder_len(&script->boot) : script->boot.len,
		script->program);
	add(&out, *script->arguments ? " ${nca:string}" : "");
	add_return(&out, script);
	add(&out, "%s", no_nic);
	return out.full ? ERR_CARRIER_ARGUMENTS : (int)out.used;
}
