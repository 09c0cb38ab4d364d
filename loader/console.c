/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What is said, and the key that is waited for.
 *
 * Runs in: UEFI.
 */
#include "console.h"
#include "firmware.h"
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
