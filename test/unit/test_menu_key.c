/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Tests of menu/key.c: what the BIOS and terminals send for a key.
 *
 * Runs in: host.
 */
#include "unit.h"

#include "key.h"

struct bios_row {
	const char *name;
	uint16_t ax;
	unsigned int key;
};

static const struct bios_row bios_rows[] = {
    {"bios: a letter", 0x1e61, 'a'},
    {"bios: Enter", 0x1c0d, KEY_ENTER},
    {"bios: Enter of the number pad", 0xe00d, KEY_ENTER},
    {"bios: Esc", 0x011b, KEY_ESC},
    {"bios: Tab", 0x0f09, KEY_TAB},
    {"bios: Backspace", 0x0e08, KEY_BACKSPACE},
    {"bios: Ctrl-A", 0x1e01, KEY_CTRL('A')},
    {"bios: F1", 0x3b00, KEY_F1},
    {"bios: F10", 0x4400, KEY_F1 + 9},
    {"bios: F11", 0x8500, KEY_F1 + 10},
    {"bios: F12", 0x8600, KEY_F12},
    {"bios: Shift-F1", 0x5400, KEY_NONE},
    {"bios: up", 0x4800, KEY_UP},
    {"bios: up, grey", 0x48e0, KEY_UP},
    {"bios: down", 0x5000, KEY_DOWN},
    {"bios: left", 0x4b00, KEY_LEFT},
    {"bios: right", 0x4d00, KEY_RIGHT},
    {"bios: page up", 0x49e0, KEY_PAGE_UP},
    {"bios: page down", 0x5100, KEY_PAGE_DOWN},
    {"bios: home", 0x4700, KEY_HOME},
    {"bios: end", 0x4f00, KEY_END},
    {"bios: insert", 0x5200, KEY_INSERT},
    {"bios: delete", 0x53e0, KEY_DELETE},
    {"bios: a digit of the number pad", 0x4838, '8'},
    {"bios: a letter without scan code", 0x00e0, 0xe0},
    {"bios: Alt-A", 0x1e00, KEY_NONE},
    {"bios: nothing", 0, KEY_NONE},
};

static void from_bios(void **state)
{
	const struct bios_row *row = *state;

	assert_int_equal(key_from_bios(row->ax), row->key);
}

struct efi_row {
	const char *name;
	uint16_t scan;
	uint16_t character;
	unsigned int key;
};

static const struct efi_row efi_rows[] = {
    {"efi: a letter", 0, 'a', 'a'},
    {"efi: Enter", 0, '\r', KEY_ENTER},
    {"efi: Backspace", 0, '\b', KEY_BACKSPACE},
    {"efi: Latin 1", 0, 0xe4, 0xe4},
    {"efi: beyond it", 0, 0x20ac, KEY_NONE},
    {"efi: up", 1, 0, KEY_UP},
    {"efi: down", 2, 0, KEY_DOWN},
    {"efi: right", 3, 0, KEY_RIGHT},
    {"efi: left", 4, 0, KEY_LEFT},
    {"efi: home", 5, 0, KEY_HOME},
    {"efi: end", 6, 0, KEY_END},
    {"efi: insert", 7, 0, KEY_INSERT},
    {"efi: delete", 8, 0, KEY_DELETE},
    {"efi: page up", 9, 0, KEY_PAGE_UP},
    {"efi: page down", 10, 0, KEY_PAGE_DOWN},
    {"efi: F1", 0x0b, 0, KEY_F1},
    {"efi: F12", 0x16, 0, KEY_F12},
    {"efi: Esc", 0x17, 0, KEY_ESC},
    {"efi: mute", 0x7f, 0, KEY_NONE},
    {"efi: nothing", 0, 0, KEY_NONE},
};

static void from_efi(void **state)
{
	const struct efi_row *row = *state;

	assert_int_equal(key_from_efi(row->scan, row->character), row->key);
}

struct name_row {
	const char *name;
	const char *word;
	unsigned int key;
};

static const struct name_row name_rows[] = {
    {"name: one character", "A", 'A'},
    {"name: another one", "a", 'a'},
    {"name: a caret", "^", '^'},
    {"name: Ctrl-A", "^A", 1},
    {"name: Ctrl-a", "^a", 1},
    {"name: rubout", "^?", KEY_RUBOUT},
    {"name: Backspace", "Backspace", KEY_BACKSPACE},
    {"name: Tab", "TAB", KEY_TAB},
    {"name: Enter", "enter", KEY_ENTER},
    {"name: Esc", "Esc", KEY_ESC},
    {"name: Escape", "Escape", KEY_ESC},
    {"name: Space", "Space", ' '},
    {"name: F1", "F1", KEY_F1},
    {"name: F12", "f12", KEY_F12},
    {"name: F13", "F13", KEY_NONE},
    {"name: F0", "F0", KEY_NONE},
    {"name: Fx", "Fx", KEY_NONE},
    {"name: Up", "Up", KEY_UP},
    {"name: Down", "Down", KEY_DOWN},
    {"name: Left", "Left", KEY_LEFT},
    {"name: Right", "Right", KEY_RIGHT},
    {"name: PgUp", "PgUp", KEY_PAGE_UP},
    {"name: PgDn", "PgDn", KEY_PAGE_DOWN},
    {"name: Home", "Home", KEY_HOME},
    {"name: End", "End", KEY_END},
    {"name: Insert", "Insert", KEY_INSERT},
    {"name: Delete", "Delete", KEY_DELETE},
    {"name: no name", "Foo", KEY_NONE},
    {"name: a part of one", "Del", KEY_NONE},
    {"name: nothing", "", KEY_NONE},
};

static void from_name(void **state)
{
	const struct name_row *row = *state;
	size_t len = strlen(row->word);
	char *word = exact_new(row->word, len);
	const struct span span = {word, len};

	assert_int_equal(key_from_name(&span), row->key);
	exact_free(word);
}

struct terminal_row {
	const char *name;
	const char *bytes;
	unsigned int key; /* of the last byte; those before give none */
};

#define E "\033"

static const struct terminal_row terminal_rows[] = {
    {"terminal: a letter", "a", 'a'},
    {"terminal: a byte above", "\xe4", 0xe4},
    {"terminal: Enter", "\r", KEY_ENTER},
    {"terminal: up", E "[A", KEY_UP},
    {"terminal: down", E "[B", KEY_DOWN},
    {"terminal: right", E "[C", KEY_RIGHT},
    {"terminal: left", E "[D", KEY_LEFT},
    {"terminal: up, application mode", E "OA", KEY_UP},
    {"terminal: home, xterm", E "[H", KEY_HOME},
    {"terminal: end, xterm", E "[F", KEY_END},
    {"terminal: home, VT220", E "[1~", KEY_HOME},
    {"terminal: insert", E "[2~", KEY_INSERT},
    {"terminal: delete", E "[3~", KEY_DELETE},
    {"terminal: end, VT220", E "[4~", KEY_END},
    {"terminal: page up", E "[5~", KEY_PAGE_UP},
    {"terminal: page down", E "[6~", KEY_PAGE_DOWN},
    {"terminal: home, rxvt", E "[7~", KEY_HOME},
    {"terminal: end, rxvt", E "[8~", KEY_END},
    {"terminal: F1, VT100", E "OP", KEY_F1},
    {"terminal: F4, VT100", E "OS", KEY_F1 + 3},
    {"terminal: F1, Linux", E "[[A", KEY_F1},
    {"terminal: F5, Linux", E "[[E", KEY_F1 + 4},
    {"terminal: F1, rxvt", E "[11~", KEY_F1},
    {"terminal: F5", E "[15~", KEY_F1 + 4},
    {"terminal: F6", E "[17~", KEY_F1 + 5},
    {"terminal: F10", E "[21~", KEY_F1 + 9},
    {"terminal: F11", E "[23~", KEY_F1 + 10},
    {"terminal: F12", E "[24~", KEY_F12},
    {"terminal: no function key", E "[16~", KEY_NONE},
    {"terminal: no function key, too big", E "[25~", KEY_NONE},
    {"terminal: none", E "[0~", KEY_NONE},
    {"terminal: none, Linux", E "[[F", KEY_NONE},
    {"terminal: none, a letter", E "[Z", KEY_NONE},
    {"terminal: none, another letter", E "[E", KEY_NONE},
    {"terminal: number pad's Enter", E "OM", KEY_ENTER},
    {"terminal: with modifiers, given up", E "[1;5A", KEY_NONE},
    {"terminal: given up at last", E "[123456", KEY_NONE},
    {"terminal: tilde behind O", E "O2~", KEY_NONE},
    {"terminal: Ctrl-F 1", "\0061", KEY_F1},
    {"terminal: Ctrl-F 0", "\0060", KEY_F1 + 9},
    {"terminal: Ctrl-F c", "\006c", KEY_F12},
    {"terminal: Ctrl-F A", "\006A", KEY_F1 + 9},
    {"terminal: Ctrl-F x", "\006x", KEY_NONE},
    {"terminal: Alt and a letter", E "x", 'x'},
};

static void from_terminal(void **state)
{
	const struct terminal_row *row = *state;
	struct key_decoder decoder = {.used = 0};
	const char *p;

	for (p = row->bytes; p[1]; p++)
		assert_int_equal(key_decode(&decoder, (uint8_t)*p, 5),
				 KEY_NONE);
	assert_int_equal(key_decode(&decoder, (uint8_t)*p, 5), row->key);
	/* Whatever it was, the next key is a key. */
	assert_int_equal(decoder.used, 0);
	assert_int_equal(key_decode(&decoder, 'q', 6), 'q');
}

static void esc_alone(void **state)
{
	struct key_decoder decoder = {.used = 0};
	uint32_t now_ms = UINT32_MAX - 100;

	(void)state;
	assert_int_equal(key_decode_idle(&decoder, now_ms), KEY_NONE);
	assert_int_equal(key_decode(&decoder, KEY_ESC, now_ms), KEY_NONE);
	now_ms += KEY_ESC_MS - 1;
	assert_int_equal(key_decode_idle(&decoder, now_ms), KEY_NONE);
	assert_int_equal(key_decode_idle(&decoder, now_ms + 1), KEY_ESC);
	assert_int_equal(key_decode_idle(&decoder, now_ms + 999), KEY_NONE);
	/* Twice: the second may begin a sequence. */
	assert_int_equal(key_decode(&decoder, KEY_ESC, 0), KEY_NONE);
	assert_int_equal(key_decode(&decoder, KEY_ESC, 9), KEY_ESC);
	assert_int_equal(key_decode_idle(&decoder, KEY_ESC_MS), KEY_NONE);
	assert_int_equal(key_decode(&decoder, '[', 10), KEY_NONE);
	assert_int_equal(key_decode(&decoder, 'A', 11), KEY_UP);
	/* Ctrl-F alone is itself; a sequence that stops is nothing. */
	assert_int_equal(key_decode(&decoder, KEY_CTRL('F'), 0), KEY_NONE);
	assert_int_equal(key_decode_idle(&decoder, 300), KEY_CTRL('F'));
	assert_int_equal(key_decode(&decoder, KEY_ESC, 0), KEY_NONE);
	assert_int_equal(key_decode(&decoder, '[', 0), KEY_NONE);
	assert_int_equal(key_decode_idle(&decoder, 300), KEY_NONE);
	assert_int_equal(key_decode(&decoder, 'A', 301), 'A');
}

int main(void)
{
	static struct CMUnitTest
	    tests[COUNT_OF(bios_rows) + COUNT_OF(efi_rows) +
		  COUNT_OF(name_rows) + COUNT_OF(terminal_rows) + 1];
	size_t n = 0;

	UNIT_ROWS(tests, n, bios_rows, from_bios);
	UNIT_ROWS(tests, n, efi_rows, from_efi);
	UNIT_ROWS(tests, n, name_rows, from_name);
	UNIT_ROWS(tests, n, terminal_rows, from_terminal);
	UNIT_TEST(tests, n, esc_alone);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
