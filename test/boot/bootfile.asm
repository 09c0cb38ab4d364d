; SPDX-License-Identifier: BSD-2-Clause
; A boot file that says how it was started.
; Runs in: real mode, 16-bit, started by a PXE ROM at 0000:7C00.
;
; nasm -f bin -D TOKEN="<8 digits>".  Prints "BOOTFILE <token> CS:IP PXENV+ !PXE",
; the last two only when what PXE 2.1, section 4.4.5, promises is there, and
; returns.

	cpu	386
	bits	16
	org	0x7c00

; In: es:bx = PXENV+; ss:sp = return address, pointer to !PXE.
; Out: ax = 0.  Stack: the ROM's.
start:
	cld
	call	.here
.here:
	pop	dx
	mov	bp, sp
	push	cs
	pop	cx
	xor	ax, ax
	mov	ds, ax
	push	es
	mov	si, text_name
	call	puts
	mov	ax, cx
	call	put_hex16
	mov	al, ':'
	call	putc
	mov	ax, dx
	sub	ax, .here - start
	call	put_hex16
	pop	es
	mov	si, text_pxenv
	cmp	dword [es:bx], "PXEN"
	jne	.no_pxenv
	call	puts
.no_pxenv:
	les	di, [bp + 4]
	mov	si, text_pxe
	cmp	dword [es:di], "!PXE"
	jne	.no_pxe
	call	puts
.no_pxe:
	call	put_newline
	xor	ax, ax
	retf

%include "print.inc"

text_name:	db "BOOTFILE ", TOKEN, " ", 0
text_pxenv:	db " PXENV+", 0
text_pxe:	db " !PXE", 0
