/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Tests of core/ipxeerror.c.
 *
 * Runs in: host.
 */
#include "unit.h"

#include "error.h"
#include "ipxeerror.h"

/* What Debian's three iPXEs said in the situation. */
struct row {
	const char *name;
	uint32_t number;
	int cause;
};

static const struct row rows[] = {
    {"a machine that is not there", 0x4c0a6035, ERR_ATTACH_TIMEOUT},
    {"a closed port", 0x0f0a6039, ERR_ATTACH_REFUSED},
    {"a connection closed in the login", 0x0f0d6039, ERR_ATTACH_RESET},
    {"no route", 0x280a6011, ERR_ATTACH_UNREACHABLE},
    {"a name that DNS does not know", 0x3e11613b, ERR_ATTACH_NAME},
    {"no answer from DNS", 0x4c116035, ERR_ATTACH_NAME},
    {"no DNS server", 0x3e11623b, ERR_ATTACH_NAME},
    {"login status 0201, wrong secret", 0x410d613c, ERR_ATTACH_DENIED},
    {"login status 0202", 0x410d623c, ERR_ATTACH_FORBIDDEN},
    {"login status 0203, unknown target", 0x2c0d603b, ERR_ATTACH_TARGET},
    {"login status 0206", 0x3c0d6103, ERR_ATTACH_PROTOCOL},
    {"login status 0300", 0x3c0d6403, ERR_ATTACH_BUSY},
    {"login status 0301", 0x1d0d6139, ERR_ATTACH_BUSY},
    {"login status 0302", 0x1d0d6239, ERR_ATTACH_BUSY},
    {"login status 0400", 0x1c0d6002, ERR_ATTACH_PROTOCOL},
    {"CHAP, but no user name set", 0x430d6601, ERR_ATTACH_CREDENTIALS},
    {"the target's user name is wrong", 0x020d613c, ERR_ATTACH_MUTUAL},
    {"the target's secret is wrong", 0x020d623c, ERR_ATTACH_MUTUAL},
    {"a target's user name, no own one", 0x1c0d6202, ERR_ATTACH_ARGUMENT},
    {"no initiator name", 0x1c0d6502, ERR_ATTACH_INITIATOR},
    {"a LUN that is no number", 0x1c704002, ERR_ATTACH_ARGUMENT},
    {"an address too short", 0x1c0d6102, ERR_ATTACH_ARGUMENT},
    {"a LUN that is not there", 0x1d704039, ERR_ATTACH_LUN},
    {"sense key 2", 0x1d704239, ERR_ATTACH_NOT_READY},
    {"sense key 3", 0x1d704339, ERR_ATTACH_MEDIUM},
    {"sense key 4", 0x1d704439, ERR_ATTACH_MEDIUM},
    {"sense key 5", 0x1d704539, ERR_ATTACH_NO_LUN},
    {"sense key 6", 0x1d704639, ERR_ATTACH_NOT_READY},
    {"sense key 11", 0x1d704b39, ERR_ATTACH_LUN},
    {"a drive number in use", 0x03232019, ERR_ATTACH_DRIVE},
    {"an unknown scheme", 0x3c092003, ERR_ATTACH_UNSUPPORTED},
    {"a scheme without blocks", 0x3f122003, ERR_ATTACH_UNSUPPORTED},
    {"AoE without an answer", 0x4c006035, ERR_ATTACH_TIMEOUT},
    {"HTTP 404", 0x2d0c613b, ERR_ATTACH_HTTP},
    {"HTTP 401", 0x020c613c, ERR_ATTACH_HTTP},
    {"HTTP 403", 0x410c613c, ERR_ATTACH_HTTP},
    {"HTTP 405", 0x1d0c6439, ERR_ATTACH_HTTP},
    {"HTTP 500", 0x1d0c6539, ERR_ATTACH_HTTP},
    {"out of memory", 0x310d6006, ERR_ATTACH_MEMORY},
    {"three disks or paths", 0x34852006, ERR_ATTACH_TABLE},
    {"no such command", 0x2e022001, ERR_ATTACH_OTHER},
};

/* What is known when there is no number. */
static const struct row usual_rows[] = {
    {"status 01", 0x01, ERR_ATTACH_OTHER},
    {"status 02", 0x02, ERR_ATTACH_ARGUMENT},
    {"status 03", 0x03, ERR_ATTACH_UNSUPPORTED},
    {"status 06", 0x06, ERR_ATTACH_MEMORY},
    {"status 11", 0x11, ERR_ATTACH_UNREACHABLE},
    {"status 19", 0x19, ERR_ATTACH_DRIVE},
    {"status 35", 0x35, ERR_ATTACH_TIMEOUT},
    {"status 38", 0x38, ERR_ATTACH_REFUSED},
    {"status 39", 0x39, ERR_ATTACH_LUN},
    {"status 3b", 0x3b, ERR_ATTACH_TARGET},
    {"status 3c", 0x3c, ERR_ATTACH_DENIED},
    {"status 00", 0x00, ERR_ATTACH_OTHER},
    {"status 55", 0x55, ERR_ATTACH_OTHER},
    {"status ff", 0xff, ERR_ATTACH_OTHER},
};

/* As a program finds out: it can only ask for one number after another. */
static int ask(uint32_t number)
{
	uint8_t status = (uint8_t)number;
	uint32_t candidate;
	unsigned int n;

	for (n = 0; (candidate = ipxeerror_candidate(status, n)); n++)
		if (candidate == number)
			break;
	return ipxeerror_cause(status, candidate);
}

static void has_cause(void **state)
{
	const struct row *row = *state;

	assert_string_equal(error_text_san(ask(row->number)),
			    error_text_san(row->cause));
	assert_int_equal(ipxeerror_cause((uint8_t)row->number, row->number),
			 row->cause);
}

/* iPXE for UEFI puts an EFI status where the PXE status is. */
static void has_cause_on_uefi(void **state)
{
	const struct row *row = *state;

	assert_string_equal(
	    error_text_san(ipxeerror_cause_uefi(row->number ^ 0x55)),
	    error_text_san(row->cause));
}

static const struct passed {
	const char *name;
	int cause;
	unsigned int count;
} passed_rows[] = {
    {"passed: all", 0, 3},
    {"passed: up to the drive", ERR_ATTACH_DRIVE, 3},
    {"passed: up to the LUN", ERR_ATTACH_NO_LUN, 2},
    {"passed: up to the login", ERR_ATTACH_TARGET, 1},
    {"passed: nothing", ERR_ATTACH_TIMEOUT, 0},
    {"passed: what is not known", ERR_ATTACH_OTHER, 0},
};

static void has_passed(void **state)
{
	static const char *const words[] = {"server: reached",
					    "login: accepted", "LUN: ready"};
	const struct passed *row = *state;
	unsigned int i;

	for (i = 0; i < row->count; i++)
		assert_string_equal(ipxeerror_passed(row->cause, i), words[i]);
	assert_null(ipxeerror_passed(row->cause, row->count));
	assert_null(ipxeerror_passed(row->cause, 1000));
}

static void is_usual(void **state)
{
	const struct row *row = *state;
	uint8_t status = (uint8_t)row->number;

	assert_int_equal(ipxeerror_cause(status, 0), row->cause);
	/* Of another status, or of no row. */
	assert_int_equal(ipxeerror_cause(status, 0x0f0a6000), row->cause);
	assert_int_equal(ipxeerror_cause(status, 0x7fffff00U | status),
			 row->cause);
	if (status != 0x39)
		assert_int_equal(ipxeerror_cause(status, 0x0f0a6039),
				 row->cause);
}

/* PXE statuses of iPXE's POSIX errors (its ipxe/errno/pcbios.h). */
static const uint8_t statuses[0x80] = {
    [0x02] = 0x3c, [0x0f] = 0x39, [0x1c] = 0x02, [0x1d] = 0x39,
    [0x2d] = 0x3b, [0x34] = 0x06, [0x3c] = 0x03, [0x3e] = 0x3b,
    [0x41] = 0x3c, [0x43] = 0x01, [0x4c] = 0x35,
};

static void candidates_are_worth_asking_for(void **state)
{
	unsigned int status;
	unsigned int total = 0;
	uint32_t number;
	unsigned int n;
	unsigned int i;

	(void)state;
	for (status = 0; status < 256; status++) {
		for (n = 0; (number = ipxeerror_candidate(status, n)); n++) {
			assert_int_equal(number & 0xff, status);
			assert_int_equal(statuses[number >> 24], status);
			/* File identifiers are multiples of 2000h. */
			assert_true(number & 0x00ffe000);
			assert_int_not_equal(ipxeerror_cause(status, number),
					     ipxeerror_cause(status, 0));
			for (i = 0; i < n; i++)
				assert_int_not_equal(
				    ipxeerror_candidate(status, i), number);
		}
		/* A question takes about a millisecond. */
		assert_true(n <= 16);
		assert_int_equal(ipxeerror_candidate(status, n + 1), 0);
		total += n;
	}
	assert_int_equal(total, 36);
}

int main(void)
{
	static struct CMUnitTest tests[2 * COUNT_OF(rows) +
				       COUNT_OF(usual_rows) +
				       COUNT_OF(passed_rows) + 1];
	size_t n = 0;

	UNIT_ROWS(tests, n, rows, has_cause);
	UNIT_ROWS(tests, n, rows, has_cause_on_uefi);
	UNIT_ROWS(tests, n, usual_rows, is_usual);
	UNIT_ROWS(tests, n, passed_rows, has_passed);
	UNIT_TEST(tests, n, candidates_are_worth_asking_for);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
