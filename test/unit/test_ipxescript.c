/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Tests of core/ipxescript.c.
 *
 * Runs in: host.
 */
#include "unit.h"

#include "error.h"
#include "ipxescript.h"

#define BUF_LEN 4096

/* A DHCPACK: 192.0.2.9, MAC 52:54:00:0a:0b:ff; netmask, two routers, a DNS. */
static const char options[] = "\1\4\377\377\377\0"
			      "\3\10\300\0\2\1\300\0\2\2"
			      "\6\4\300\0\2\3"
			      "\377";

static struct ipxescript make(uint8_t ack[300], const char *boot,
			      const char *program, const char *arguments)
{
	struct ipxescript script = {
	    .ack = ack,
	    .ack_len = 300,
	    .server = {192, 0, 2, 7},
	    .boot = {boot, strlen(boot)},
	    .program = program,
	    .arguments = arguments,
	};

	memset(ack, 0, 300);
	memcpy(ack + 16, "\300\0\2\11", 4);
	memcpy(ack + 28, "\x52\x54\x00\x0a\x0b\xff", 6);
	memcpy(ack + 236, "\143\202\123\143", 4);
	memcpy(ack + 240, options, sizeof(options));
	return script;
}

static const char head[] =
    "#!ipxe\n"
    "set ncn:int32 0\n"
    ":nic\n"
    "isset ${net${ncn}/mac} || goto none\n"
    "iseq ${net${ncn}/mac} 52:54:00:0a:0b:ff && goto found ||\n"
    "inc ncn\n"
    "goto nic\n"
    ":found\n"
    "ifconf --configurator dhcp net${ncn} && goto run ||\n"
    "echo sanboot: no answer by DHCP; keeping the address from before\n"
    "ifopen net${ncn} ||\n"
    "set net${ncn}/ip 192.0.2.9\n"
    "set net${ncn}/netmask 255.255.255.0\n"
    "set net${ncn}/gateway 192.0.2.1\n"
    "set net${ncn}/dns 192.0.2.3\n"
    ":run\n";

#define PAUSE " || prompt --timeout 30000 Press a key to go on (30 s) ||\n"

struct row {
	const char *name;
	const char *boot;
	const char *program; /* NULL: is the boot file */
	const char *arguments;
	const char *run; /* what follows the head, as far as it varies */
};

static const struct row rows[] = {
    {"boot file without folder, no arguments", "sanboot.c32", NULL, "",
     "chain tftp://192.0.2.7/sanboot.c32" PAUSE "exit\n"},
    {"arguments are hidden and one word", "sanboot.c32", NULL,
     "iscsi:h::::x || # user=a",
     "set nca:hexraw "
     "69736373693a683a3a3a3a78207c7c202320757365723d61\n"
     "chain tftp://192.0.2.7/sanboot.c32 ${nca:string}" PAUSE "exit\n"},
    {"program beside the boot file", "net/boot/pxelinux.0", "sanboot.c32", "",
     "chain tftp://192.0.2.7/net/boot/sanboot.c32" PAUSE
     "set net${ncn}/filename net/boot/pxelinux.0\n"
     "set net${ncn}/next-server 192.0.2.7\n"
     "chain tftp://192.0.2.7/net/boot/pxelinux.0 ||\n"
     "exit\n"},
    {"program in a folder below", "pxelinux.0", "nc/sanboot.c32", "",
     "chain tftp://192.0.2.7/nc/sanboot.c32" PAUSE
     "set net${ncn}/filename pxelinux.0\n"
     "set net${ncn}/next-server 192.0.2.7\n"
     "chain tftp://192.0.2.7/pxelinux.0 ||\n"
     "exit\n"},
    {"program by its URL", "b/pxelinux.0", "tftp://192.0.2.8//nc/s.c32", "",
     "chain tftp://192.0.2.8//nc/s.c32" PAUSE
     "set net${ncn}/filename b/pxelinux.0\n"
     "set net${ncn}/next-server 192.0.2.7\n"
     "chain tftp://192.0.2.7/b/pxelinux.0 ||\n"
     "exit\n"},
    {"program from the root", "b/pxelinux.0", "/nc/s.c32", "",
     "chain tftp://192.0.2.7/nc/s.c32" PAUSE
     "set net${ncn}/filename b/pxelinux.0\n"
     "set net${ncn}/next-server 192.0.2.7\n"
     "chain tftp://192.0.2.7/b/pxelinux.0 ||\n"
     "exit\n"},
    {"absolute path", "/tftpboot/sanboot.c32", NULL, "",
     "chain tftp://192.0.2.7//tftpboot/sanboot.c32" PAUSE "exit\n"},
    {"backslashes", "boot\\x86\\pxe.0", "s.c32", "",
     "chain tftp://192.0.2.7/boot%5cx86%5cs.c32" PAUSE
     "set net${ncn}/filename boot\\x86\\pxe.0\n"
     "set net${ncn}/next-server 192.0.2.7\n"
     "chain tftp://192.0.2.7/boot%5cx86%5cpxe.0 ||\n"
     "exit\n"},
    {"characters that end a path in a URI", "a b#c?d%e$f&\344", NULL, "",
     "chain tftp://192.0.2.7/a%20b%23c%3fd%25e%24f%26%e4" PAUSE "exit\n"},
};

static void writes(void **state)
{
	const struct row *row = *state;
	uint8_t ack[300];
	struct ipxescript script =
	    make(ack, row->boot, row->program, row->arguments);
	char buf[BUF_LEN];
	int len = ipxescript_write(&script, buf, sizeof(buf));

	assert_true(len > 0);
	assert_int_equal(strlen(buf), len);
	assert_memory_equal(buf, head, sizeof(head) - 1);
	assert_memory_equal(buf + sizeof(head) - 1, row->run, strlen(row->run));
	assert_memory_equal(buf + sizeof(head) - 1 + strlen(row->run),
			    ":none\n", 6);
	assert_string_equal(buf + len - 7, "reboot\n");
}

static void fits_exactly_or_not_at_all(void **state)
{
	uint8_t ack[300];
	struct ipxescript script = make(ack, "p.0", "s.c32", "iscsi:x");
	char buf[BUF_LEN];
	int whole = ipxescript_write(&script, buf, sizeof(buf));
	size_t len;

	(void)state;
	for (len = 0; len <= (size_t)whole + 1; len++) {
		char *exact = exact_new(buf, len);

		assert_int_equal(ipxescript_write(&script, exact, len),
				 ERR_CARRIER_ARGUMENTS);
		exact_free(exact);
	}
	assert_int_equal(ipxescript_write(&script, buf, len), whole);
}

static void long_arguments_are_refused(void **state)
{
	static char arguments[BUF_LEN];
	uint8_t ack[300];
	struct ipxescript script = make(ack, "s.c32", NULL, arguments);
	char buf[BUF_LEN];

	(void)state;
	memset(arguments, 'x', sizeof(arguments) - 1);
	assert_int_equal(ipxescript_write(&script, buf, sizeof(buf)),
			 ERR_CARRIER_ARGUMENTS);
}

/* iPXE would put its own setting there, wherever it comes from. */
static void a_setting_in_the_arguments_is_refused(void **state)
{
	uint8_t ack[300];
	struct ipxescript script = make(ack, "s.c32", NULL, "secret=a${b}");
	char buf[BUF_LEN];

	(void)state;
	assert_int_equal(ipxescript_write(&script, buf, sizeof(buf)),
			 ERR_CARRIER_ARGUMENTS);
	script.arguments = "secret=$a{b}$";
	assert_true(ipxescript_write(&script, buf, sizeof(buf)) > 0);
}

static void without_options_only_the_address_is_kept(void **state)
{
	uint8_t ack[300];
	struct ipxescript script = make(ack, "s.c32", NULL, "");
	char buf[BUF_LEN];

	(void)state;
	memcpy(ack + 240, "\3\3\1\2\3\377", 6);
	assert_true(ipxescript_write(&script, buf, sizeof(buf)) > 0);
	assert_non_null(strstr(buf, "/ip 192.0.2.9\n:run\n"));
	assert_null(strstr(buf, "gateway"));
}

static void a_short_packet_is_refused(void **state)
{
	uint8_t ack[300];
	struct ipxescript script = make(ack, "s.c32", NULL, "");
	char buf[BUF_LEN];

	(void)state;
	script.ack_len = 239;
	assert_int_equal(ipxescript_write(&script, buf, sizeof(buf)),
			 ERR_DHCP_PACKET);
	script.ack_len = 240;
	assert_true(ipxescript_write(&script, buf, sizeof(buf)) > 0);
}

/* --- All in a script ------------------------------------------------------ */

#define NIC                                                                    \
	"set ncn:int32 0\n"                                                    \
	":nic\n"                                                               \
	"isset ${net${ncn}/mac} || goto none\n"                                \
	"iseq ${net${ncn}/mac} 52:54:00:0a:0b:ff && goto found ||\n"           \
	"inc ncn\n"                                                            \
	"goto nic\n"
#define ANY                                                                    \
	":found\n"                                                             \
	"ifconf --configurator dhcp && goto run ||\n"                          \
	"chain file:/p attached=dhcp,0 ${nca:string} ||\n"                     \
	"exit 1\n"                                                             \
	":run\n"                                                               \
	"echo sanboot: carrier: iPXE ${version}\n"
#define TRY                                                                    \
	"set nct:int32 1\n"                                                    \
	":try\n"
#define ATTEMPT(which, command)                                                \
	"set nce 0\n" command " && goto do" which " ||\n"                      \
	"set nce ${errno:hexraw}\n"                                            \
	":do" which "\n"                                                       \
	"chain file:/p attached=${nce}," which " ${nca:string} ||\n"
#define DETACH "iseq ${nce} 0 && sanunhook --drive 0x80 ||\n"
#define URI_A "iscsi:a::::iqn.a:b"

static const struct attach {
	const char *name;
	const char *mac;
	const char *line;
	const char *begin; /* after the magic and the arguments */
	const char *end;   /* from the echo on */
} attach_rows[] = {
    {"attach: one address, all NICs", NULL, URI_A, ANY,
     TRY ATTEMPT("0", "sanhook --drive 0x80 " URI_A) DETACH "exit 1\n"},
    {"attach: this NIC", "\x52\x54\x00\x0a\x0b\xff", URI_A,
     NIC ":found\n"
	 "ifconf --configurator dhcp net${ncn} && goto run ||\n"
	 "chain file:/p attached=dhcp,0 ${nca:string} ||\n"
	 "exit 1\n"
	 ":none\n"
	 "chain file:/p attached=nic,0 ${nca:string} ||\n"
	 "exit 1\n"
	 ":run\n",
     TRY ATTEMPT("0", "sanhook --drive 0x80 " URI_A) DETACH "exit 1\n"},
    {"attach: names, secrets, two paths, another drive", NULL,
     "keep drive=0x82 " URI_A " aoe:e1.2 initiator=iqn.i:j user=u secret=s "
     "target-user=t target-secret=v",
     ANY,
     "set initiator-iqn iqn.i:j\nset username u\nset password s\n"
     "set reverse-username t\nset reverse-password v\n" TRY ATTEMPT(
	 "0", "sanhook --drive 0x82 " URI_A
	      " aoe:e1.2") "iseq ${nce} 0 && sanunhook --drive 0x82 ||\n"
			   "exit 1\n"},
    {"attach: other portals", NULL,
     URI_A " failover=aoe:e1.2 failover=aoe:e3.4", ANY,
     TRY ATTEMPT("0", "sanhook --drive 0x80 " URI_A) DETACH
     "echo sanboot: trying the next portal\n" ATTEMPT(
	 "1", "sanhook --drive 0x80 aoe:e1.2") DETACH
     "echo sanboot: trying the next portal\n" ATTEMPT(
	 "2", "sanhook --drive 0x80 aoe:e3.4") DETACH "exit 1\n"},
    {"attach: tries", NULL, URI_A " retry=2,7", ANY,
     TRY ATTEMPT("0", "sanhook --drive 0x80 " URI_A) DETACH
     "iseq ${nct} 3 && exit 1 ||\n"
     "inc nct\n"
     "prompt --timeout 7000 sanboot: try ${nct} of 3 in 7 s; a key gives up "
     "&& exit 1 ||\n"
     "goto try\nexit 1\n"},
    {"attach: tries without a pause", NULL, URI_A " retry=1,0", ANY,
     TRY ATTEMPT("0", "sanhook --drive 0x80 " URI_A) DETACH
     "iseq ${nct} 2 && exit 1 ||\n"
     "inc nct\n"
     "goto try\nexit 1\n"},
};

static struct ipxescript_attach make_attach(const struct attach *row,
					    struct sanargs *args)
{
	static struct sanargs_fault fault;

	assert_int_equal(sanargs_parse(row->line, args, &fault), 0);
	return (struct ipxescript_attach){
	    .mac = (const uint8_t *)row->mac,
	    .args = args,
	    .program = "file:/p",
	    .arguments = row->line,
	};
}

static void attaches(void **state)
{
	const struct attach *row = *state;
	struct sanargs args;
	struct ipxescript_attach script = make_attach(row, &args);
	char wanted[BUF_LEN] = "#!ipxe\nset nca:hexraw ";
	char buf[BUF_LEN];
	size_t used = strlen(wanted);
	size_t i;
	int rc;

	for (i = 0; row->line[i]; i++)
		used += text_format(wanted + used, BUF_LEN - used, "%02x",
				    row->line[i]);
	used +=
	    text_format(wanted + used, BUF_LEN - used, "\n%s%s%s", row->begin,
			row->mac ? "echo sanboot: carrier: iPXE "
				   "${version}\n"
				 : "",
			row->end);
	rc = ipxescript_attach(&script, buf, sizeof(buf));
	assert_string_equal(buf, wanted);
	assert_int_equal(rc, used);
	/* In a buffer that is just long enough, and in one that is not. */
	assert_int_equal(ipxescript_attach(&script, buf, used + 2), used);
	assert_int_equal(ipxescript_attach(&script, buf, used + 1),
			 ERR_CARRIER_ARGUMENTS);
}

int main(void)
{
	static struct CMUnitTest
	    tests[COUNT_OF(rows) + COUNT_OF(attach_rows) + 5];
	size_t count = 0;

	UNIT_ROWS(tests, count, rows, writes);
	UNIT_ROWS(tests, count, attach_rows, attaches);
	UNIT_TEST(tests, count, fits_exactly_or_not_at_all);
	UNIT_TEST(tests, count, long_arguments_are_refused);
	UNIT_TEST(tests, count, a_setting_in_the_arguments_is_refused);
	UNIT_TEST(tests, count, without_options_only_the_address_is_kept);
	UNIT_TEST(tests, count, a_short_packet_is_refused);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
