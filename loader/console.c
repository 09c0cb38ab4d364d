/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What is said, and the key that is waited for.
 *
 * Runs in: UEFI.
 */
#include "console.h"
#include "firmware.h"
#include "sanuri.h"
#include "text.h"

#define LINE_LEN 640
#define TICKS_PER_SECOND 10000000 /* of a timer: 100 ns */
#define KEYS_TO_DROP 32

void say(const char *format, ...)
{
	static char line[LINE_LEN];
	static CHAR16 wide[2 * LINE_LEN];
	CHAR16 *to = wide;
	const char *from;
	va_list args;

	va_start(args, format);
	text_vformat(line, sizeof(line), format, args);
	va_end(args);
	for (from = line; *from; from++) {
		if (*from == '\n')
			*to++ = '\r';
		*to++ = (CHAR16)*from;
	}
	*to = 0;
	st->ConOut->OutputString(st->ConOut, wide);
}

unsigned int console_wait(const char *format, unsigned int seconds)
{
	EFI_EVENT events[2];
	EFI_INPUT_KEY key = {0};
	UINTN index;
	unsigned int i;

	if (!st->ConIn ||
	    EFI_ERROR(bs->CreateEvent(EVT_TIMER, 0, NULL, NULL, &events[0])))
		return 0;
	/* A stuck key has no end. */
	for (i = 0; i < KEYS_TO_DROP; i++)
		if (EFI_ERROR(st->ConIn->ReadKeyStroke(st->ConIn, &key)))
			break;
	say(format, seconds);
	bs->SetTimer(events[0], TimerRelative,
		     (UINT64)seconds * TICKS_PER_SECOND);
	events[1] = st->ConIn->WaitForKey;
	bs->WaitForEvent(2, events, &index);
	if (index == 1)
		st->ConIn->ReadKeyStroke(st->ConIn, &key);
	bs->CloseEvent(events[0]);
	return key.ScanCode;
}

void console_pause(unsigned int seconds)
{
	console_wait("Press a key to go on (%u s)\n", seconds);
}

static int wait_for_key(EFI_INPUT_KEY *key)
{
	UINTN index;

	if (!st->ConIn ||
	    EFI_ERROR(bs->WaitForEvent(1, &st->ConIn->WaitForKey, &index)))
		return -1;
	return EFI_ERROR(st->ConIn->ReadKeyStroke(st->ConIn, key));
}

int console_secret(char *buf, size_t len)
{
	EFI_INPUT_KEY key;
	size_t used = 0;
	int rc;

	for (;;) {
		rc = wait_for_key(&key);
		if (rc < 0 || (!rc && key.ScanCode == SCAN_ESC))
			return -1;
		if (rc)
			continue;
		if (key.UnicodeChar == '\r')
			break;
		if (key.UnicodeChar == '\b' && used) {
			used--;
			say("\b \b");
		}
		if (key.UnicodeChar <= ' ' || key.UnicodeChar > '~' ||
		    sanuri_is_unsafe((char)key.UnicodeChar) ||
		    key.UnicodeChar == '\'' || used + 1 >= len)
			continue;
		buf[used++] = (char)key.UnicodeChar;
		say("*");
	}
	buf[used] = '\0';
	return 0;
}
