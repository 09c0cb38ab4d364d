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

int main(void)
{
	static struct CMUnitTest tests[COUNT_OF(rows) + 5];
	size_t count = 0;

	UNIT_ROWS(tests, count, rows, writes);
	UNIT_TEST(tests, count, fits_exactly_or_not_at_all);
	UNIT_TEST(tests, count, long_arguments_are_refused);
	UNIT_TEST(tests, count, a_setting_in_the_arguments_is_refused);
	UNIT_TEST(tests, count, without_options_only_the_address_is_kept);
	UNIT_TEST(tests, count, a_short_packet_is_refused);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
