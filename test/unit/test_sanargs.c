/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Tests of core/sanargs.c: argument lines it takes, and what it hides.
 *
 * Runs in: host.
 */
#include "unit.h"

#include "error.h"
#include "sanargs.h"

#define A "iscsi:a::::iqn.a"
#define B "iscsi:b::::iqn.b"
#define TEXT_LEN 2048

/* What was understood, written down as describe() does. */
struct accepted {
	const char *name;
	const char *line;
	const char *meaning;
};

static const struct accepted accepted_rows[] = {
    {"nothing", "", ""},
    {"blanks", " \t ", ""},
    {"sanboot alone", "sanboot", ""},
    {"an address", A, " uri=" A},
    {"gpxecmd.c32's form", "sanboot " A, " uri=" A},
    {"blanks around", "  sanboot \t" A " ", " uri=" A},
    {"two paths", A " " B, " uri=" A " uri=" B},
    {"as many paths as can be", A " " B " aoe:e0.1 http://a/b",
     " uri=" A " uri=" B " uri=aoe:e0.1 uri=http://a/b"},
    {"an address with = in it", "http://a/b?c=d:e", " uri=http://a/b?c=d:e"},
    {"failover", A " failover=" B, " uri=" A " failover=" B},
    {"two failovers", "failover=" B " " A " failover=" A,
     " uri=" A " failover=" B " failover=" A},
    {"drive=", "drive=0x81 " A, " uri=" A " drive=81"},
    {"--drive=", "--drive=0x81 " A, " uri=" A " drive=81"},
    {"--drive", "--drive 0x81 " A, " uri=" A " drive=81"},
    {"-d", "-d 0x81 " A, " uri=" A " drive=81"},
    {"drive, decimal as iPXE takes it", "-d 129", " drive=81"},
    {"drive: least", "drive=0x80", " drive=80"},
    {"drive: greatest", "drive=0xff", " drive=ff"},
    {"keep", A " keep", " uri=" A " keep"},
    {"--keep", "--keep " A, " uri=" A " keep"},
    {"-k", "-k " A, " uri=" A " keep"},
    {"hook", A " hook", " uri=" A " menu"},
    {"then=menu", A " then=menu ", " uri=" A " menu"},
    {"then=cd", A " then=cd", " uri=" A " localboot(cd)"},
    {"then=hd1 and keys", A " then=hd1,cd map=0x80  entry=1 ",
     " uri=" A " localboot(hd1,cd map=0x80  entry=1)"},
    {"then=localboot", A " then=localboot", " uri=" A " localboot()"},
    {"then=localboot and arguments", "then=localboot  hd,menu label=x\t",
     " localboot(hd,menu label=x)"},
    {"then=kernel", A " then=kernel vmlinuz", " uri=" A " kernel(vmlinuz)"},
    {"then=kernel with our words among its own",
     "then=kernel  vmlinuz keep drive=0x81 iscsi initrd=a,b ",
     " kernel(vmlinuz keep drive=0x81 iscsi initrd=a,b)"},
    {"then=kernelx is localboot's to refuse", "then=kernelx",
     " localboot(kernelx)"},
    {"gateway=target", "gateway=target", " gateway=target"},
    {"gateway=none", "gateway=none", " gateway=none"},
    {"gateway=keep", "gateway=keep", ""},
    {"initiator=", "initiator=iqn.2009-06.org.example:me",
     " initiator=iqn.2009-06.org.example:me"},
    {"user= and secret=", "user=me secret=it=:#;|&",
     " user=me secret=it=:#;|&"},
    {"secret=ask", "secret=ask user=me", " user=me ask"},
    {"secret=asked is none", "secret=asked user=ask", " user=ask secret=asked"},
    {"mutual CHAP", "target-secret=d target-user=c secret=b user=a",
     " user=a secret=b target-user=c target-secret=d"},
    {"mutual CHAP, asked", "target-secret=ask target-user=c secret=ask user=a",
     " user=a ask target-user=c target-ask"},
    {"retry=", "retry=3", " retry=3,5"},
    {"retry= with seconds", "retry=3,10", " retry=3,10"},
    {"retry=: greatest", "retry=99,600", " retry=99,600"},
    {"retry=: least", "retry=0,0", " retry=0,0"},
    {"speed=yes", "speed=yes", " speed"},
    {"speed=no", "speed=no", ""},
    {"ipxe=", "ipxe=http://a/ipxe.lkrn", " ipxe=http://a/ipxe.lkrn"},
    {"ipxe= twice", "ipxe=b ipxe=a", " ipxe=b ipxe=a"},
    {"ibft", "ibft", "ibft"},
    {"sanboot ibft", " sanboot  ibft ", "ibft"},
    {"help", "help", "help"},
};

static size_t add(char *text, const char *name, const struct span *span)
{
	return span->len ? text_format(text, TEXT_LEN, " %s=%S", name, span)
			 : 0;
}

static size_t add_all(char *text, const char *name, const struct span *span,
		      unsigned int count)
{
	size_t used = 0;

	while (count--)
		used += add(text + used, name, span++);
	return used;
}

static void describe(const struct sanargs *args, char *text)
{
	static const char *const gateways[] = {"", " gateway=target",
					       " gateway=none"};
	static const char *const thens[] = {"", " menu", " localboot(",
					    " kernel("};
	char *t = text;

	if (args->command != SANARGS_BOOT) {
		strcpy(text, args->command == SANARGS_IBFT ? "ibft" : "help");
		return;
	}
	t += add_all(t, "uri", args->uri, args->uris);
	t += add_all(t, "failover", args->failover, args->failovers);
	if (args->has_drive)
		t += text_format(t, 10, " drive=%02x", args->drive);
	t += text_format(t, 60, "%s%s%s", args->keep ? " keep" : "",
			 args->speed ? " speed" : "", gateways[args->gateway]);
	t += add(t, "initiator", &args->initiator);
	t += add(t, "user", &args->user);
	t += add(t, "secret", &args->secret);
	t += text_format(t, 10, args->ask_secret ? " ask" : "");
	t += add(t, "target-user", &args->target_user);
	t += add(t, "target-secret", &args->target_secret);
	t += text_format(t, 20, args->ask_target_secret ? " target-ask" : "");
	if (args->retries || args->retry_s != SANARGS_RETRY_S)
		t += text_format(t, 20, " retry=%u,%u", args->retries,
				 args->retry_s);
	if (!span_is(&args->ipxe[0], "ipxe.lkrn"))
		t += add_all(t, "ipxe", args->ipxe, args->ipxes);
	t += text_format(t, 20, "%s", thens[args->then]);
	if (args->then >= THEN_LOCALBOOT)
		text_format(t, TEXT_LEN, "%S)", &args->rest);
}

/* In memory of its exact length, and the fault left alone. */
static void accepts(void **state)
{
	const struct accepted *row = *state;
	char *line = exact_new(row->line, strlen(row->line) + 1);
	char text[TEXT_LEN] = "";
	struct sanargs_fault untouched;
	struct sanargs_fault fault;
	struct sanargs args;

	memset(&fault, 0xa5, sizeof(fault));
	untouched = fault;
	assert_int_equal(sanargs_parse(line, &args, &fault), 0);
	assert_memory_equal(&fault, &untouched, sizeof(fault));
	describe(&args, text);
	assert_string_equal(text, row->meaning);
	exact_free(line);
}

static void defaults(void **state)
{
	struct sanargs_fault fault;
	struct sanargs args;

	(void)state;
	assert_int_equal(sanargs_parse(A, &args, &fault), 0);
	assert_int_equal(args.command, SANARGS_BOOT);
	assert_int_equal(args.then, THEN_BOOT);
	assert_int_equal(args.gateway, SANARGS_GATEWAY_KEEP);
	assert_int_equal(args.drive, 0x80);
	assert_int_equal(args.has_drive, 0);
	assert_int_equal(args.retries, 0);
	assert_int_equal(args.retry_s, 5);
	assert_int_equal(args.ipxes, 2);
	assert_span(args.ipxe[0], "ipxe.lkrn");
	assert_span(args.ipxe[1], "undionly.kpxe");
	assert_int_equal(sanargs_parse("ipxe=x", &args, &fault), 0);
	assert_int_equal(args.ipxes, 1);
}

/* Four lines of 79 columns, each key in them. */
static void usage_fits_the_screen(void **state)
{
	const char *text = SANARGS_USAGE;
	const char *end;
	int lines;

	(void)state;
	for (lines = 0; *text; lines++) {
		end = strchr(text, '\n');
		assert_non_null(end);
		assert_true(end - text <= 79);
		text = end + 1;
	}
	assert_in_range(lines, 1, 4);
}

struct redacted {
	const char *name;
	const char *line;
	const char *shown;
};

static const struct redacted redacted_rows[] = {
    {"shown: nothing", "", ""},
    {"shown: a line without secrets", " a  b=c\td ", " a  b=c\td "},
    {"shown: a secret", A " secret=it user=me", A " secret=*** user=me"},
    {"shown: both, the last at the end", "target-secret=x\tsecret=yyyyyy",
     "target-secret=***\tsecret=***"},
    {"shown: empty secret", "secret= a", "secret=*** a"},
    {"shown: in then= too", "then=kernel a secret=b",
     "then=kernel a secret=***"},
    {"shown: only a word's beginning counts", "xsecret=a user=secret=b",
     "xsecret=a user=secret=b"},
};

static void shows(void **state)
{
	const struct redacted *row = *state;
	size_t full = strlen(row->shown);
	char *line = exact_new(row->line, strlen(row->line) + 1);
	size_t len;
	char *buf;

	assert_int_equal(sanargs_redact(line, NULL, 0), 0);
	for (len = 1; len <= full + 2; len++) {
		buf = malloc(len);
		assert_non_null(buf);
		assert_int_equal(sanargs_redact(line, buf, len),
				 len <= full ? len - 1 : full);
		assert_int_equal(strlen(buf), len <= full ? len - 1 : full);
		assert_memory_equal(buf, row->shown, strlen(buf));
		free(buf);
	}
	exact_free(line);
}

int main(void)
{
	static struct CMUnitTest
	    tests[COUNT_OF(accepted_rows) + COUNT_OF(redacted_rows) + 2];
	size_t n = 0;

	UNIT_ROWS(tests, n, accepted_rows, accepts);
	UNIT_ROWS(tests, n, redacted_rows, shows);
	UNIT_TEST(tests, n, defaults);
	UNIT_TEST(tests, n, usage_fits_the_screen);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
