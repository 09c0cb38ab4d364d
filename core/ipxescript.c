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

static const char magic[] = "#!ipxe\n";

/* net${ncn} becomes the NIC with this MAC address. */
static const char find_nic[] =
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

static void add_find_nic(struct out *out, const uint8_t *mac)
{
	add(out, find_nic, mac[0], mac[1], mac[2], mac[3], mac[4], mac[5]);
}

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

/* Where it is not a URL, and its path no whole one: beside the boot file. */
static void add_program(struct out *out, const struct ipxescript *script)
{
	const char *program = script->program;
	struct span rest = {program, program ? strlen(program) : 0};
	struct span scheme;

	if (span_cut(&rest, ':', &scheme) && span_skip(&rest, "//"))
		add(out, "chain %s", program);
	else if (!program)
		add_uri(out, script, script->boot.len, NULL);
	else if (*program == '/')
		add_uri(out, script, 0, program + 1);
	else
		add_uri(out, script, folder_len(&script->boot), program);
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

	if (script->ack_len < DHCP_MIN_LEN)
		return ERR_DHCP_PACKET;
	add(&out, "%s", magic);
	add_find_nic(&out, script->ack + DHCP_CHADDR);
	add_configuration(&out, script);
	add_arguments(&out, script->arguments);
	add_program(&out, script);
	add(&out, *script->arguments ? " ${nca:string}" : "");
	add_return(&out, script);
	add(&out, "%s", no_nic);
	return out.full ? ERR_CARRIER_ARGUMENTS : (int)out.used;
}

const char *const ipxescript_settings[SANARGS_TEXTS] = {
    "initiator-iqn",	"username",	    "password",
    "reverse-username", "reverse-password",
};

/* Run the program, with what came of it. */
static void add_report(struct out *out, const struct ipxescript_attach *script,
		       const char *what, unsigned int which)
{
	add(out, "chain %s " IPXESCRIPT_DONE "%s,%u", script->program, what,
	    which);
	add(out, "%s ||\n", *script->arguments ? " ${nca:string}" : "");
}

/* The labels of find_nic[], and what follows when an address is there. */
static void add_network(struct out *out, const struct ipxescript_attach *script)
{
	add(out, ":found\nifconf --configurator dhcp%s && goto run ||\n",
	    script->mac ? " net${ncn}" : "");
	add_report(out, script, IPXESCRIPT_NO_DHCP, 0);
	add(out, "exit 1\n");
	if (script->mac) {
		add(out, ":none\n");
		add_report(out, script, IPXESCRIPT_NO_NIC, 0);
		add(out, "exit 1\n");
	}
}

static void add_identity(struct out *out, const struct sanargs *args)
{
	unsigned int i;

	for (i = 0; i < SANARGS_TEXTS; i++)
		if (args->text[i].len)
			add(out, "set %s %S\n", ipxescript_settings[i],
			    &args->text[i]);
}

static void add_attempt(struct out *out, const struct ipxescript_attach *script,
			const struct span *uri, unsigned int uris,
			unsigned int which)
{
	unsigned int drive = script->args->drive;
	unsigned int i;

	add(out, "set nce " IPXESCRIPT_ATTACHED "\nsanhook --drive 0x%02x",
	    drive);
	for (i = 0; i < uris; i++)
		add(out, " %S", &uri[i]);
	add(out, " && goto do%u ||\nset nce ${errno:hexraw}\n:do%u\n", which,
	    which);
	add_report(out, script, "${nce}", which);
	add(out,
	    "iseq ${nce} " IPXESCRIPT_ATTACHED
	    " && sanunhook --drive 0x%02x ||\n",
	    drive);
}

static void add_retries(struct out *out, const struct sanargs *args)
{
	unsigned int tries = args->retries + 1u;
	unsigned int seconds = args->retry_s;

	if (tries == 1)
		return;
	add(out, "iseq ${nct} %u && exit 1 ||\ninc nct\n", tries);
	if (seconds)
		add(out,
		    "prompt --timeout %u000 sanboot: try ${nct} of %u in %u s; "
		    "a key gives up && exit 1 ||\n",
		    seconds, tries, seconds);
	add(out, "goto try\n");
}

int ipxescript_attach(const struct ipxescript_attach *script, char *buf,
		      size_t len)
{
	struct out out = {.buf = buf, .len = len, .full = len < 2};
	const struct sanargs *args = script->args;
	unsigned int i;

	add(&out, "%s", magic);
	add_arguments(&out, script->arguments);
	if (script->mac)
		add_find_nic(&out, script->mac);
	add_network(&out, script);
	add(&out, ":run\necho sanboot: carrier: iPXE ${version}\n");
	add_identity(&out, args);
	add(&out, "set nct:int32 1\n:try\n");
	add_attempt(&out, script, args->uri, args->uris, 0);
	for (i = 0; i < args->failovers; i++) {
		add(&out, "echo sanboot: trying the next portal\n");
		add_attempt(&out, script, &args->failover[i], 1, i + 1);
	}
	add_retries(&out, args);
	add(&out, "exit 1\n");
	return out.full ? ERR_CARRIER_ARGUMENTS : (int)out.used;
}
