/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Keys: BIOS scan codes, names, terminal sequences.
 *
 * Runs in: everywhere.
 */
#include "key.h"
#include "line.h"

/* Scan codes of KEY_UP to KEY_DELETE (set 1, as INT 16h gives them). */
static const uint8_t scan_codes[] = {0x48, 0x50, 0x4b, 0x4d, 0x49,
				     0x51, 0x47, 0x4f, 0x52, 0x53};
#define SCAN_F1 0x3b
#define SCAN_F10 0x44
#define SCAN_F11 0x85

unsigned int key_from_bios(uint16_t ax)
{
	unsigned int character = ax & 0xff;
	unsigned int scan = ax >> 8;
	unsigned int i;

	/* E0h is a character (of code page 437) when no scan code is there. */
	if (character && (character != 0xe0 || !scan))
		return character;
	if (scan >= SCAN_F1 && scan <= SCAN_F10)
		return KEY_F1 + scan - SCAN_F1;
	if (scan == SCAN_F11 || scan == SCAN_F11 + 1)
		return KEY_F1 + 10 + scan - SCAN_F11;
	for (i = 0; i < sizeof(scan_codes); i++)
		if (scan == scan_codes[i])
			return KEY_UP + i;
	return KEY_NONE;
}

/* Of EFI_INPUT_KEY from 1 on (UEFI 2.10, table 12.2), F1 to F12 among them. */
static const uint8_t efi_keys[] = {
    KEY_UP - KEY_F1,	    KEY_DOWN - KEY_F1,	 KEY_RIGHT - KEY_F1,
    KEY_LEFT - KEY_F1,	    KEY_HOME - KEY_F1,	 KEY_END - KEY_F1,
    KEY_INSERT - KEY_F1,    KEY_DELETE - KEY_F1, KEY_PAGE_UP - KEY_F1,
    KEY_PAGE_DOWN - KEY_F1,
};
#define EFI_F1 0x0b
#define EFI_F12 0x16
#define EFI_ESC 0x17

unsigned int key_from_efi(uint16_t scan, uint16_t character)
{
	if (!scan)
		return character <= 0xff ? character : KEY_NONE;
	if (scan <= sizeof(efi_keys))
		return KEY_F1 + efi_keys[scan - 1];
	if (scan >= EFI_F1 && scan <= EFI_F12)
		return KEY_F1 + scan - EFI_F1;
	return scan == EFI_ESC ? KEY_ESC : KEY_NONE;
}

/* Names, with the keys below them. */
static const char key_names[] = "backspace\0"
				"tab\0"
				"enter\0"
				"esc\0"
				"escape\0"
				"space\0"
				"up\0"
				"down\0"
				"left\0"
				"right\0"
				"pgup\0"
				"pgdn\0"
				"home\0"
				"end\0"
				"insert\0"
				"delete\0";
static const uint8_t named_keys[] = {KEY_BACKSPACE, KEY_TAB, KEY_ENTER,
				     KEY_ESC,	    KEY_ESC, ' '};

unsigned int key_from_name(const struct span *word)
{
	struct span rest = *word;
	uint32_t number;
	int i;

	if (word->len == 1)
		return (unsigned char)word->text[0];
	if (word->len == 2 && word->text[0] == '^')
		return word->text[1] == '?' ? KEY_RUBOUT : word->text[1] & 0x1f;
	if (span_skip(&rest, "F") || span_skip(&rest, "f")) {
		if (span_number(&rest, 10, 12, &number) && number)
			return KEY_F1 + number - 1;
		return KEY_NONE;
	}
	i = find_name(key_names, word->text, word->len);
	if (i < 0)
		return KEY_NONE;
	if ((size_t)i < sizeof(named_keys))
		return named_keys[i];
	return KEY_UP + (unsigned int)i - sizeof(named_keys);
}

/*
 * What stands between ESC and a sequence's end. "[" and "O" begin sequences
 * that a letter ends; "[[" is the Linux console's.
 */
#define LETTERS_FROM 'A'
static const uint8_t cursor_letters[] = {KEY_UP - KEY_F1,
					 KEY_DOWN - KEY_F1,
					 KEY_RIGHT - KEY_F1,
					 KEY_LEFT - KEY_F1,
					 0xff,
					 KEY_END - KEY_F1,
					 0xff,
					 KEY_HOME - KEY_F1};
/* ESC [ number ~, from 1 on. */
static const uint8_t tilde_numbers[] = {KEY_HOME - KEY_F1,
					KEY_INSERT - KEY_F1,
					KEY_DELETE - KEY_F1,
					KEY_END - KEY_F1,
					KEY_PAGE_UP - KEY_F1,
					KEY_PAGE_DOWN - KEY_F1,
					KEY_HOME - KEY_F1,
					KEY_END - KEY_F1,
					0xff,
					0xff,
					0,
					1,
					2,
					3,
					4,
					0xff,
					5,
					6,
					7,
					8,
					9,
					0xff,
					10,
					11};

static unsigned int from_table(const uint8_t *table, size_t count, size_t i)
{
	return i < count && table[i] != 0xff ? KEY_F1 + table[i] : KEY_NONE;
}

/* A whole sequence, without ESC: its first character is [ or O. */
static unsigned int key_of_sequence(const char *text, unsigned int len)
{
	char last = text[len - 1];
	struct span number = {text + 1, len - 2};
	uint32_t value;

	if (last == '~') {
		if (text[0] != '[' || !span_number(&number, 10, 99, &value))
			return KEY_NONE;
		return from_table(tilde_numbers, sizeof(tilde_numbers),
				  value - 1);
	}
	if (len == 3 && text[1] == '[') /* Linux: F1 to F5 */
		return last >= 'A' && last <= 'E'
			   ? KEY_F1 + (unsigned int)(last - 'A')
			   : KEY_NONE;
	if (len != 2)
		return KEY_NONE;
	if (text[0] == 'O' && last >= 'P' && last <= 'S')
		return KEY_F1 + (unsigned int)(last - 'P');
	if (text[0] == 'O' && last == 'M')
		return KEY_ENTER;
	return from_table(cursor_letters, sizeof(cursor_letters),
			  (size_t)(unsigned char)last - LETTERS_FROM);
}

/* Ctrl-F and a digit: 1 to 9, 0 for F10, A to C for F10 to F12. */
static unsigned int function_key(uint8_t byte)
{
	if (byte >= '1' && byte <= '9')
		return KEY_F1 + byte - '1';
	if (byte == '0')
		return KEY_F1 + 9;
	byte |= 0x20;
	if (byte >= 'a' && byte <= 'c')
		return KEY_F1 + 9 + byte - 'a';
	return KEY_NONE;
}

/* Is the sequence at its end? "ESC [ [" is followed by one letter more. */
static int ends(const struct key_decoder *decoder)
{
	char last = decoder->bytes[decoder->used - 1];

	if (decoder->used < 3)
		return 0;
	if (decoder->used == 3)
		return last >= '@' && last != '[';
	return last >= '@' || decoder->bytes[2] == '[';
}

unsigned int key_decode(struct key_decoder *decoder, uint8_t byte,
			uint32_t now_ms)
{
	unsigned int key;

	if (decoder->used == 1 && decoder->bytes[0] != KEY_ESC) {
		decoder->used = 0;
		return function_key(byte);
	}
	if (decoder->used == 1 && byte != '[' && byte != 'O') {
		/* Esc and another key: a second Esc may begin a sequence. */
		decoder->since_ms = now_ms;
		decoder->used = byte == KEY_ESC;
		return byte;
	}
	if (!decoder->used) {
		if (byte != KEY_ESC && byte != KEY_CTRL('F'))
			return byte;
		decoder->since_ms = now_ms;
	}
	decoder->bytes[decoder->used++] = (char)byte;
	if (ends(decoder)) {
		key = key_of_sequence(decoder->bytes + 1, decoder->used - 1u);
		decoder->used = 0;
		return key;
	}
	if (decoder->used == sizeof(decoder->bytes))
		decoder->used = 0;
	return KEY_NONE;
}

unsigned int key_decode_idle(struct key_decoder *decoder, uint32_t now_ms)
{
	uint8_t used = decoder->used;

	if (!used || now_ms - decoder->since_ms < KEY_ESC_MS)
		return KEY_NONE;
	decoder->used = 0;
	return used == 1 ? (unsigned char)decoder->bytes[0] : KEY_NONE;
}
