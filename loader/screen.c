/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The firmware's text console as the menu's screen and keyboard.
 *
 * Runs in: UEFI.
 */
#include "codepage.h"
#include "firmware.h"
#include "key.h"
#include "screen.h"

/* Where the console does not tell: each has mode 0 (UEFI 2.10, 12.4). */
#define COLUMNS 80
#define ROWS 25

#define TICK_MS 50
#define UNITS_PER_MS 10000 /* of a timer: 100 ns */
#define NORMAL 0x07
/* Backgrounds have no bright colours (section 12.4.3). */
#define ATTRIBUTES 0x7f
/* As a BIOS's keyboard has them for MENU SHIFTKEY. */
#define SHIFT_BITS                                                             \
	(EFI_LEFT_SHIFT_PRESSED | EFI_RIGHT_SHIFT_PRESSED |                    \
	 EFI_LEFT_ALT_PRESSED | EFI_RIGHT_ALT_PRESSED)
#define TOGGLE_BITS (EFI_CAPS_LOCK_ACTIVE | EFI_SCROLL_LOCK_ACTIVE)

static CHAR16 to_unicode(cell from)
{
	uint8_t character = (uint8_t)from;

	if (character >= 0x80)
		return codepage_unicode(character);
	return character < ' ' || character == 0x7f ? ' ' : character;
}

static void clear(struct terminal *terminal)
{
	(void)terminal;
	st->ConOut->SetAttribute(st->ConOut, NORMAL);
	st->ConOut->ClearScreen(st->ConOut);
	st->ConOut->EnableCursor(st->ConOut, FALSE);
}

/* The cells that have the attribute of the first, and what they say. */
static size_t take_run(const cell *cells, size_t count,
		       CHAR16 text[VIEW_MAX_COLUMNS + 1])
{
	size_t i;

	for (i = 0; i < count && cells[i] >> 8 == cells[0] >> 8; i++)
		text[i] = to_unicode(cells[i]);
	text[i] = 0;
	return i;
}

static void put(struct terminal *terminal, unsigned int row,
		unsigned int column, const cell *cells, size_t count)
{
	CHAR16 text[VIEW_MAX_COLUMNS + 1];
	size_t len;

	/* A character in the last place of all would scroll the screen. */
	if (row + 1 == terminal->rows && column + count == terminal->columns)
		count--;
	st->ConOut->SetCursorPosition(st->ConOut, column, row);
	for (; count; cells += len, count -= len) {
		len = take_run(cells, count, text);
		st->ConOut->SetAttribute(st->ConOut,
					 cells[0] >> 8 & ATTRIBUTES);
		st->ConOut->OutputString(st->ConOut, text);
	}
}

static void cursor(struct terminal *terminal, int row, int column)
{
	(void)terminal;
	if (row >= 0)
		st->ConOut->SetCursorPosition(st->ConOut, (UINTN)column,
					      (UINTN)row);
	st->ConOut->EnableCursor(st->ConOut, row >= 0);
}

void screen_start(struct terminal *ret_terminal)
{
	static const struct terminal methods = {
	    .clear = clear,
	    .put = put,
	    .cursor = cursor,
	};
	UINTN columns = 0;
	UINTN rows = 0;

	*ret_terminal = methods;
	if (EFI_ERROR(st->ConOut->QueryMode(
		st->ConOut, (UINTN)st->ConOut->Mode->Mode, &columns, &rows)) ||
	    !columns || !rows) {
		columns = COLUMNS;
		rows = ROWS;
	}
	if (columns > VIEW_MAX_COLUMNS)
		columns = VIEW_MAX_COLUMNS;
	if (rows > SCREEN_MAX_ROWS)
		rows = SCREEN_MAX_ROWS;
	ret_terminal->columns = (uint16_t)columns;
	ret_terminal->rows = (uint16_t)rows;
}

void screen_end(void)
{
	clear(NULL);
	st->ConOut->EnableCursor(st->ConOut, TRUE);
}

/* A timer that ticks, or NULL. */
static EFI_EVENT timer(void)
{
	static EFI_EVENT event;

	if (!event &&
	    (EFI_ERROR(bs->CreateEvent(EVT_TIMER, 0, NULL, NULL, &event)) ||
	     EFI_ERROR(
		 bs->SetTimer(event, TimerPeriodic, TICK_MS * UNITS_PER_MS))))
		event = NULL;
	return event;
}

static uint32_t passed_ms;

static void wait_for_tick(void)
{
	EFI_EVENT event = timer();
	UINTN index;

	if (!event || EFI_ERROR(bs->WaitForEvent(1, &event, &index)))
		bs->Stall(TICK_MS * 1000);
}

uint32_t screen_now_ms(void)
{
	return passed_ms;
}

/* A key that came when only the state of others was asked for. */
static unsigned int waiting;

/*
 * The state comes with a key, and when there is none as well (UEFI 2.10,
 * section 12.2.3).
 */
int screen_shift(void)
{
	static EFI_GUID guid = EFI_SIMPLE_TEXT_INPUT_EX_PROTOCOL_GUID;
	EFI_SIMPLE_TEXT_INPUT_EX_PROTOCOL *input =
	    firmware_protocol(st->ConsoleInHandle, &guid);
	EFI_KEY_DATA data = {.KeyState = {0}};
	const EFI_KEY_STATE *state = &data.KeyState;

	if (!input)
		return 0;
	if (!EFI_ERROR(input->ReadKeyStrokeEx(input, &data)))
		waiting = key_from_efi(data.Key.ScanCode, data.Key.UnicodeChar);
	return (state->KeyShiftState & EFI_SHIFT_STATE_VALID &&
		state->KeyShiftState & SHIFT_BITS) ||
	       (state->KeyToggleState & EFI_TOGGLE_STATE_VALID &&
		state->KeyToggleState & TOGGLE_BITS);
}

unsigned int screen_key(void)
{
	unsigned int taken = waiting;
	EFI_INPUT_KEY key;

	waiting = KEY_NONE;
	if (taken != KEY_NONE)
		return taken;
	if (st->ConIn &&
	    !EFI_ERROR(st->ConIn->ReadKeyStroke(st->ConIn, &key))) {
		/* With one key after the other nobody waits. */
		if (timer() && !EFI_ERROR(bs->CheckEvent(timer())))
			passed_ms += TICK_MS;
		return key_from_efi(key.ScanCode, key.UnicodeChar);
	}
	wait_for_tick();
	passed_ms += TICK_MS;
	return KEY_NONE;
}
