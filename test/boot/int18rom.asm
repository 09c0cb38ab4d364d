; SPDX-License-Identifier: BSD-2-Clause
;
; Option ROM: a BIOS whose INT 18h returns to its caller or, with -D RESTART,
; begins the boot order anew.

	bits 16
	org 0
	db	0x55, 0xaa, 1
	push	ds
	push	ax
	xor	ax, ax
	mov	ds, ax
	mov	word [0x18 * 4], nothing
	mov	[0x18 * 4 + 2], cs
	pop	ax
	pop	ds
	retf
nothing:
%ifdef RESTART
	int	0x19
%endif
	iret

	times 511 - ($ - $$) db 0
	db	0			; checksum; media.option_rom fills it in
