/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Tests of core/text.c.
 *
 * Runs in: host.
 */
#include "unit.h"

#define UNTOUCHED 0xa5

struct number_format {
	const char *name;
	const char *format;
	unsigned int value;
	const char *text;
};

static const struct number_format number_format_rows[] = {
    {"%u of 0", "%u", 0, "0"},
    {"%u of the greatest number", "%u", UINT32_MAX, "4294967295"},
    {"%x of 0", "%x", 0, "0"},
    {"%x is in small letters", "%x", 0xdeadbeef, "deadbeef"},
    {"%02x fills up with a zero", "%02x", 0xa, "0a"},
    {"%02x of what fits exactly", "%02x", 0x80, "80"},
    {"%02x does not cut what is longer", "%02x", 0x123, "123"},
    {"%09u, the greatest width", "%09u", 42, "000000042"},
    {"text around a number", "drive 0x%02x: ok", 0x81, "drive 0x81: ok"},
    {"%c", "<%c>", 'c', "<c>"},
    {"%% is one", "100%%", 0, "100%"},
    {"a lone % at the end", "100%", 0, "100%"},
    {"a width that the format's end cuts off is not read past", "%0", 0, "%"},
    {"nothing", "", 0, ""},
};

struct limit {
	const char *name;
	size_t len;
	const char *text;
};

/* Of "abc-123-xyz". */
static const struct limit limit_rows[] = {
    {"buffer: room to spare", 32, "abc-123-xyz"},
    {"buffer: room for text and NUL", 12, "abc-123-xyz"},
    {"buffer: one short", 11, "abc-123-xy"},
    {"buffer: ends in the number", 6, "abc-1"},
    {"buffer: ends in the first string", 3, "ab"},
    {"buffer: room for one character", 2, "a"},
    {"buffer: room for the NUL", 1, ""},
};

struct words {
	const char *name;
	const char *line;
	const char *words; /* each with a '|' behind it */
};

static const struct words words_rows[] = {
    {"words: none", "", ""},
    {"words: only blanks", " \t\r\n ", ""},
    {"words: one", "hd0", "hd0|"},
    {"words: blanks around", "  hd0\t ", "hd0|"},
    {"words: several", "sanboot iscsi:a keep", "sanboot|iscsi:a|keep|"},
    {"words: every kind of blank parts them", "a b\tc\rd\ne", "a|b|c|d|e|"},
    {"words: one character each", "a b", "a|b|"},
    {"words: quotes are characters", "\"a b\"", "\"a|b\"|"},
    {"words: other control characters are characters", "a\vb", "a\vb|"},
};

struct number {
	const char *name;
	const char *text;
	unsigned int base;
	uint32_t max;
	int ok;
	uint32_t value;
};

static const struct number number_rows[] = {
    {"number: 0", "0", 10, 9, 1, 0},
    {"number: zeros in front", "00017", 10, 17, 1, 17},
    {"number: at max", "255", 10, 255, 1, 255},
    {"number: one past max", "256", 10, 255, 0, 0},
    {"number: ten times max", "2550", 10, 255, 0, 0},
    {"number: max 0", "0", 10, 0, 1, 0},
    {"number: past max 0", "1", 10, 0, 0, 0},
    {"number: digit past a max of one digit", "9", 10, 8, 0, 0},
    {"number: greatest of 32 bits", "4294967295", 10, UINT32_MAX, 1,
     UINT32_MAX},
    {"number: one past 32 bits", "4294967296", 10, UINT32_MAX, 0, 0},
    {"number: wraps to a small one", "4294967297", 10, 65535, 0, 0},
    {"number: twenty digits", "99999999999999999999", 10, UINT32_MAX, 0, 0},
    {"number: hexadecimal, both cases", "aF", 16, 0xff, 1, 0xaf},
    {"number: hexadecimal greatest", "ffffffff", 16, UINT32_MAX, 1, UINT32_MAX},
    {"number: hexadecimal one past", "100000000", 16, UINT32_MAX, 0, 0},
    {"number: empty", "", 10, 9, 0, 0},
    {"number: hexadecimal digit in a decimal", "1a", 10, 99, 0, 0},
    {"number: the letter past f", "g", 16, 99, 0, 0},
    {"number: sign", "-1", 10, 99, 0, 0},
    {"number: plus", "+1", 10, 99, 0, 0},
    {"number: prefix", "0x1", 16, 99, 0, 0},
    {"number: blank in front", " 1", 10, 99, 0, 0},
    {"number: blank behind", "1 ", 10, 99, 0, 0},
    {"number: the character before 0", "/", 16, 99, 0, 0},
    {"number: the character past 9", ":", 16, 99, 0, 0},
    {"number: control character that is a digit less 20h", "\x10", 16, 99, 0,
     0},
    {"number: the character before A", "@", 16, 99, 0, 0},
    {"number: the character before a", "`", 16, 99, 0, 0},
    {"number: a digit with its top bit set", "\xb1", 16, 99, 0, 0},
};

struct prefix {
	const char *name;
	const char *text;
	const char *prefix;
	int is_prefix;
	int is_same;
};

static const struct prefix prefix_rows[] = {
    {"prefix: of a longer text", "hd0", "hd", 1, 0},
    {"prefix: the whole text", "hd", "hd", 1, 1},
    {"prefix: longer than the text", "hd", "hd0", 0, 0},
    {"prefix: empty", "hd", "", 1, 0},
    {"prefix: both empty", "", "", 1, 1},
    {"prefix: of an empty text", "", "h", 0, 0},
    {"prefix: another first character", "cd0", "hd", 0, 0},
    {"prefix: another last character", "he0", "hd", 0, 0},
    {"prefix: capitals are others", "HD0", "hd", 0, 0},
};

static const struct prefix any_case_rows[] = {
    {"any case: small letters", "iscsi:a", "iscsi:", 1, 0},
    {"any case: capital letters", "ISCSI:A", "iscsi:", 1, 0},
    {"any case: mixed, and it is all", "iScSi:", "iscsi:", 1, 0},
    {"any case: too short", "ISCS", "iscsi:", 0, 0},
    {"any case: another letter", "ISCSU:", "iscsi:", 0, 0},
    {"any case: [ is no capital {", "[", "{", 0, 0},
    {"any case: nothing of nothing", "", "", 1, 0},
};

struct cut {
	const char *name;
	const char *text;
	const char *part;
	const char *rest;
	int is_there;
};

static const struct cut cut_rows[] = {
    {"cut: between", "ab:c", "ab", "c", 1},
    {"cut: the first of two", "a:b:", "a", "b:", 1},
    {"cut: in front", ":a", "", "a", 1},
    {"cut: behind", "a:", "a", "", 1},
    {"cut: alone", ":", "", "", 1},
    {"cut: not there", "abc", "abc", "", 0},
    {"cut: nothing", "", "", "", 0},
};

static void formats_a_number(void **state)
{
	const struct number_format *row = *state;
	char buf[32];

	assert_int_equal(text_format(buf, sizeof(buf), row->format, row->value),
			 strlen(row->text));
	assert_string_equal(buf, row->text);
}

static void stops_at_the_limit(void **state)
{
	const struct limit *row = *state;
	const struct span span = {"xyzzy", 3};
	char *buf = malloc(row->len);

	assert_non_null(buf);
	assert_int_equal(
	    text_format(buf, row->len, "%s-%u-%S", "abc", 123u, &span),
	    strlen(row->text));
	assert_string_equal(buf, row->text);
	free(buf);
}

static void a_buffer_of_no_bytes_is_not_written(void **state)
{
	char buf = 'x';

	(void)state;
	assert_int_equal(text_format(&buf, 0, "%s", "abc"), 0);
	assert_int_equal(buf, 'x');
	assert_int_equal(text_format(NULL, 0, "%s", "abc"), 0);
}

static void a_span_needs_no_nul(void **state)
{
	char *exact = exact_new("abc", 3);
	struct span span = {exact, 3};
	char buf[8];

	(void)state;
	assert_int_equal(text_format(buf, sizeof(buf), "[%S]", &span), 5);
	assert_string_equal(buf, "[abc]");
	span.len = 0;
	assert_int_equal(text_format(buf, sizeof(buf), "[%S]", &span), 2);
	exact_free(exact);
}

static void cuts_words(void **state)
{
	const struct words *row = *state;
	char *line = exact_new(row->line, strlen(row->line) + 1);
	const char *at = line;
	char found[64];
	struct span word;
	size_t used = 0;

	found[0] = '\0';
	while (text_next_word(&at, &word))
		used += text_format(found + used, sizeof(found) - used, "%S|",
				    &word);
	assert_string_equal(found, row->words);
	assert_ptr_equal(at, line + strlen(row->line));
	exact_free(line);
}

static void the_last_word_stays_when_there_is_none(void **state)
{
	const char *line = " ";
	struct span word = {line, 7};

	(void)state;
	assert_int_equal(text_next_word(&line, &word), 0);
	assert_int_equal(word.len, 7);
}

static void reads_a_number(void **state)
{
	const struct number *row = *state;
	size_t len = strlen(row->text);
	char *exact = exact_new(row->text, len);
	const struct span span = {exact, len};
	uint32_t value = UNTOUCHED;

	assert_int_equal(span_number(&span, row->base, row->max, &value),
			 row->ok);
	assert_int_equal(value, row->ok ? row->value : UNTOUCHED);
	exact_free(exact);
}

static void skips_a_prefix(void **state)
{
	const struct prefix *row = *state;
	size_t len = strlen(row->text);
	size_t cut = row->is_prefix ? strlen(row->prefix) : 0;
	char *exact = exact_new(row->text, len);
	struct span span = {exact, len};

	assert_int_equal(span_is(&span, row->prefix), row->is_same);
	assert_int_equal(span_skip(&span, row->prefix), row->is_prefix);
	assert_ptr_equal(span.text, exact + cut);
	assert_int_equal(span.len, len - cut);
	exact_free(exact);
}

static void skips_a_prefix_in_any_case(void **state)
{
	const struct prefix *row = *state;
	size_t len = strlen(row->text);
	size_t cut = row->is_prefix ? strlen(row->prefix) : 0;
	char *exact = exact_new(row->text, len);
	struct span span = {exact, len};

	assert_int_equal(span_skip_any_case(&span, row->prefix),
			 row->is_prefix);
	assert_ptr_equal(span.text, exact + cut);
	assert_int_equal(span.len, len - cut);
	exact_free(exact);
}

static void cuts_at_a_character(void **state)
{
	const struct cut *row = *state;
	size_t len = strlen(row->text);
	char *exact = exact_new(row->text, len);
	struct span rest = {exact, len};
	struct span part;

	assert_int_equal(span_cut(&rest, ':', &part), row->is_there);
	assert_span(part, row->part);
	assert_span(rest, row->rest);
	assert_ptr_equal(part.text, exact);
	assert_ptr_equal(rest.text + rest.len, exact + len);
	exact_free(exact);
}

int main(void)
{
	static struct CMUnitTest
	    tests[COUNT_OF(number_format_rows) + COUNT_OF(limit_rows) +
		  COUNT_OF(words_rows) + COUNT_OF(number_rows) +
		  COUNT_OF(prefix_rows) + COUNT_OF(any_case_rows) +
		  COUNT_OF(cut_rows) + 3];
	size_t n = 0;

	UNIT_ROWS(tests, n, number_format_rows, formats_a_number);
	UNIT_ROWS(tests, n, limit_rows, stops_at_the_limit);
	UNIT_TEST(tests, n, a_buffer_of_no_bytes_is_not_written);
	UNIT_TEST(tests, n, a_span_needs_no_nul);
	UNIT_ROWS(tests, n, words_rows, cuts_words);
	UNIT_TEST(tests, n, the_last_word_stays_when_there_is_none);
	UNIT_ROWS(tests, n, number_rows, reads_a_number);
	UNIT_ROWS(tests, n, prefix_rows, skips_a_prefix);
	UNIT_ROWS(tests, n, any_case_rows, skips_a_prefix_in_any_case);
	UNIT_ROWS(tests, n, cut_rows, cuts_at_a_character);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
