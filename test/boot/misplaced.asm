; SPDX-License-Identifier: BSD-2-Clause
;
; Test NBP: starts the .c32 in it where no loader would, as 16-bit code at
; 1000:0000 or, with -D FLAT, as 32-bit code without COM32 arguments.

	bits 16
	org 0x7c00
	jmp	0:start
start:	xor	ax, ax
	mov	ds, ax
	mov	ax, 0x1000
	mov	es, ax
	mov	si, program
	xor	di, di
	mov	cx, program_end - program
	cld
	rep movsb
%ifndef FLAT
	call	0x1000:0
	sti
	jmp	$
%else
	cli
	lgdt	[gdt_pointer]
	mov	eax, cr0
	or	al, 1
	mov	cr0, eax
	jmp	8:flat
	bits 32
flat:	mov	ax, 16
	mov	ds, ax
	mov	es, ax
	mov	ss, ax
	mov	esp, 0x9000
	push	dword 0			; where the argument count would be
	mov	eax, 0x10000
	call	eax
	jmp	$
	align	8
gdt:	dq	0, 0x00cf9b000000ffff, 0x00cf93000000ffff
gdt_pointer:
	dw	$ - gdt - 1
	dd	gdt
%endif

program:
	incbin	PROGRAM
program_end:
