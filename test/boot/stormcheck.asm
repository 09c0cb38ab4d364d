; SPDX-License-Identifier: BSD-2-Clause
; A boot file that ends the PXE stack and goes on, as a loaded system does.
; Runs in: real mode, 16-bit, started by a PXE ROM at 0000:7C00.
;
; nasm -f bin, and optionally -D MASK: it masks the lines of the second PIC
; that belong to no device of the BIOS.  Prints "SHUT" then, and "QUIET" when
; it still runs two seconds later.

	cpu	386
	bits	16
	org	0x7c00

PXENV_UNDI_SHUTDOWN	equ 0x05
BANG_ENTRY	equ 0x10
PIC2_MASK	equ 0xa1
LINES		equ 0x0e		; IRQ 9 to 11
BDA_TICKS	equ 0x46c
WAIT_TICKS	equ 36

; In: ss:sp = return address, pointer to !PXE.
start:
	cld
	mov	bp, sp
	xor	ax, ax
	mov	ds, ax
	les	bx, [bp + 4]
	push	ds
	push	shutdown
	push	word PXENV_UNDI_SHUTDOWN
	call	far [es:bx + BANG_ENTRY]
	add	sp, 6
%ifdef MASK
	in	al, PIC2_MASK
	or	al, LINES
	out	PIC2_MASK, al
%endif
	sti
	mov	si, text_shut
	call	puts
	mov	bx, [BDA_TICKS]
.wait:
	mov	ax, [BDA_TICKS]
	sub	ax, bx
	cmp	ax, WAIT_TICKS
	jb	.wait
	mov	si, text_quiet
	call	puts
	jmp	$

%include "print.inc"

text_shut:	db "SHUT", 13, 10, 0
text_quiet:	db "QUIET", 13, 10, 0
shutdown:	dw 0
