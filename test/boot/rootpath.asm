; SPDX-License-Identifier: BSD-2-Clause
; A boot file that prints the root path that DHCP gave to its PXE stack.
; Runs in: real mode, 16-bit, started by a PXE ROM at 0000:7C00.
;
; Prints "ROOT=<path>;" of the cached DHCPACK; nothing in between: it has none.

	cpu	386
	bits	16
	org	0x7c00

PXENV_GET_CACHED_INFO	equ 0x71
DHCP_ACK		equ 2
BANG_ENTRY		equ 0x10
DHCP_OPTIONS		equ 240
OPTION_ROOT_PATH	equ 17
OPTION_PAD		equ 0
OPTION_END		equ 255

; In: ss:sp = return address, pointer to !PXE.
; Out: ax = 0.  Stack: the ROM's.
start:
	cld
	mov	bp, sp
	xor	ax, ax
	mov	ds, ax
	les	bx, [bp + 4]
	push	ds
	push	word cached_info
	push	word PXENV_GET_CACHED_INFO
	call	far [es:bx + BANG_ENTRY]
	add	sp, 6
	xor	ax, ax
	mov	ds, ax
	mov	si, text_root
	call	puts
	call	find_root_path
	jne	.end
	call	put_counted
.end:
	mov	si, text_end
	call	puts
	xor	ax, ax
	retf

; Out: ZF = found, es:bx = its length byte.  Clobbers: ax, bx, es.
find_root_path:
	les	bx, [cached_info.buffer]
	add	bx, DHCP_OPTIONS
.option:
	mov	al, [es:bx]
	inc	bx
	cmp	al, OPTION_ROOT_PATH
	je	.done
	cmp	al, OPTION_PAD
	je	.option
	cmp	al, OPTION_END
	je	.none
	movzx	ax, byte [es:bx]
	inc	bx
	add	bx, ax
	jmp	.option
.none:
	cmp	al, OPTION_ROOT_PATH
.done:
	ret

; Print the string at es:bx behind the byte of its length, never 0.
; Clobbers: ax, bx, cx.
put_counted:
	movzx	cx, byte [es:bx]
.char:
	inc	bx
	mov	al, [es:bx]
	call	putc
	loop	.char
	ret

%include "print.inc"

text_root:	db "ROOT=", 0
text_end:	db ";", 13, 10, 0

cached_info:
.status:	dw 0
.type:		dw DHCP_ACK
.len:		dw 0
.buffer:	dd 0
.limit:		dw 0
