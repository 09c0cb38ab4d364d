; SPDX-License-Identifier: BSD-2-Clause
;
; The first bytes of a legacy .c32 (COM32R), which Syslinux 4 asks for.
;
; Runs in: flat 32-bit, at any address.

	section .legacy progbits alloc exec write align=16
	extern entry32
	extern image_end		; behind all memory that it needs

	bits 32
	mov	eax, 0x21cd4cfe		; the magic, harmless as code
	jmp	entry32
	db	"Nc"			; core/ourfile.c looks for these
	dd	image_end - $
