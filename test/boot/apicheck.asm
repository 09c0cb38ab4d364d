; SPDX-License-Identifier: BSD-2-Clause
; A boot file that shows which kind of PXE stack started it.
; Runs in: real mode, 16-bit, started by a PXE ROM at 0000:7C00.
;
; Prints "SUMS=0000" (the byte sums of !PXE and PXENV+), the exit code of
; FILE_API_CHECK by either entry ("BANG=", "ENV="; 0000: iPXE's extensions are
; there) and of a plain call, GET_CACHED_INFO, by either ("PLAIN=").

	cpu	386
	bits	16
	org	0x7c00

PXENV_FILE_API_CHECK	equ 0xe6
PXENV_GET_CACHED_INFO	equ 0x71
API_CHECK_MAGIC		equ 0x91d447b2
BANG_LEN	equ 0x04
BANG_ENTRY	equ 0x10
ENV_LEN		equ 0x08
ENV_ENTRY	equ 0x0a

; In: es:bx = PXENV+; ss:sp = return address, pointer to !PXE.
; Out: ax = 0.  Stack: the ROM's.
start:
	cld
	mov	bp, sp
	xor	ax, ax
	mov	ds, ax
	mov	eax, [es:bx + ENV_ENTRY]
	mov	[env_entry], eax
	movzx	cx, byte [es:bx + ENV_LEN]
	call	byte_sum
	mov	dl, al
	les	bx, [bp + 4]
	mov	eax, [es:bx + BANG_ENTRY]
	mov	[bang_entry], eax
	movzx	cx, byte [es:bx + BANG_LEN]
	call	byte_sum
	mov	dh, al
	mov	si, text_sums
	call	puts
	mov	ax, dx
	call	put_hex16
	mov	bx, PXENV_FILE_API_CHECK
	mov	di, api_check
	mov	si, text_bang
	call	by_bang
	mov	dword [api_check.magic], API_CHECK_MAGIC
	mov	si, text_env
	call	by_env
	mov	bx, PXENV_GET_CACHED_INFO
	mov	di, cached_info
	mov	si, text_plain
	call	by_bang
	mov	si, text_plain
	call	by_env
	mov	si, text_end
	call	puts
	xor	ax, ax
	retf

; Out: al = sum of the cx bytes at es:bx.  Clobbers: bx, cx.
byte_sum:
	mov	al, 0
.byte:
	add	al, [es:bx]
	inc	bx
	loop	.byte
	ret

; Make a call through !PXE, print the name at si and the exit code.
; In: bx = opcode, di = parameters.  Clobbers: ax, cx, dx, si, es.
by_bang:
	pusha
	call	puts
	push	ds
	push	di
	push	bx
	call	far [bang_entry]
	add	sp, 6
	call	put_hex16
	popa
	ret

; The same through PXENV+.
by_env:
	pusha
	call	puts
	push	ds
	pop	es
	call	far [env_entry]
	call	put_hex16
	popa
	ret

%include "print.inc"

text_sums:	db "SUMS=", 0
text_bang:	db " BANG=", 0
text_env:	db " ENV=", 0
text_plain:	db " PLAIN=", 0
text_end:	db " CHECKED", 13, 10, 0
bang_entry:	dd 0
env_entry:	dd 0

api_check:
.status:	dw 0
.size:		dw api_check_end - api_check
.magic:		dd API_CHECK_MAGIC
.provider:	dd 0
.mask:		dd 0
.flags:		dd 0
api_check_end:

cached_info:
.status:	dw 0
.type:		dw 2
.len:		dw 0
.buffer:	dd 0
.limit:		dw 0
