; SPDX-License-Identifier: BSD-2-Clause
; A boot sector that asks a BIOS's services and prints what they answer.
; Runs in: real mode, 16-bit, started by a BIOS at linear 7C00h, best from a
; floppy: the faults of hostile.asm are those of hard disks.
;
; nasm -f bin -D DRIVES="<number>, ..." (which to ask), and optionally
;   NO_READS   only ask
;   DO_INT18   execute INT 18h at the end; prints "BACK" when it returns
;
; media.py:parse_probe() says what it prints.

	cpu	386
	bits	16
	org	0x7c00

SECTORS		equ 3
BDA_BASE_KIB	equ 0x413
BDA_TICKS	equ 0x46c
BDA_DISKS	equ 0x475
RESULT		equ 0x6000		; of AH=48h
RESULT_LEN	equ 0x1a
BUFFER		equ 0x9000
UNTOUCHED	equ 0xeeeeeeee
SENTINEL	equ 0x5a5a5a5a
HIGH_HALF		equ 0x5a5a

start:
	cli
	cld
	xor	ax, ax
	mov	ds, ax
	mov	es, ax
	mov	ss, ax
	mov	sp, start
	jmp	0:.cs_is_0
.cs_is_0:
	sti
	mov	ax, 0x0200 + SECTORS - 1
	mov	bx, start + 512
	mov	cx, 0x0002
	mov	dh, 0
	int	0x13
	jnc	probe
	mov	si, text_failed
	call	puts
halt:
	sti
	hlt
	jmp	halt

text_failed:	db "no second sector", 0

%include "print.inc"

	times	510 - ($ - $$) db 0
	dw	0xaa55

probe:
	call	put_services
	mov	si, drives
.drive:
	lodsb
	mov	[drive], al
	push	si
	call	put_drive
	pop	si
	cmp	si, drives_end
	jb	.drive
	mov	si, text_end
	call	puts
%ifdef DO_INT18
	int	0x18
	mov	si, text_back
	call	puts
%endif
	jmp	halt

; Print CF, 0 or 1, after the text at si.  Out: CF as it was.
; Clobbers: al, si.
put_cf:
	pushf
	call	puts
	popf
	pushf
	setc	al
	add	al, '0'
	call	putc
	popf
	ret

; Print AH of a failure, 00 without CF.  In: CF, ah, si = text before it.
; Clobbers: ax, si.
put_status:
	jc	.failed
	mov	ah, 0
.failed:
	push	ax
	call	puts
	pop	ax
	mov	al, ah
	jmp	put_hex8

; What belongs to no drive.
put_services:
	mov	si, text_bda
	call	puts
	mov	al, [BDA_DISKS]
	call	put_hex8
	mov	si, text_mem
	call	puts
	mov	ax, [BDA_BASE_KIB]
	call	put_hex16
	mov	eax, 0xe820
	mov	edx, 0x534d4150
	mov	ecx, 20
	xor	ebx, ebx
	mov	di, RESULT
	int	0x15
	mov	si, text_e820
	call	put_cf
	mov	ax, 0xe801
	int	0x15
	mov	si, text_e801
	call	put_cf
	mov	ah, 0x88
	int	0x15
	mov	si, text_88
	call	put_cf
	mov	ax, 0x2401
	int	0x15
	mov	si, text_2401
	call	put_cf
	mov	si, text_key
	call	puts
	mov	ah, 1
	int	0x16
	jnz	.key
	xor	ax, ax
.key:
	call	put_hex16
	jmp	put_newline

; Everything about [drive].  Clobbers: everything.
put_drive:
	mov	si, text_drive
	call	puts
	mov	al, [drive]
	call	put_hex8
	mov	ah, 0x08
	mov	dl, [drive]
	xor	di, di
	int	0x13
	mov	bl, dl
	mov	si, text_08
	call	put_status
	mov	al, ':'
	call	putc
	mov	al, bl
	call	put_hex8
	xor	ax, ax
	mov	es, ax
	mov	ah, 0x41
	mov	bx, 0x55aa
	mov	dl, [drive]
	int	0x13
	mov	si, text_41
	call	put_status
	call	put_parameters
%ifndef NO_READS
	mov	si, text_reading
	call	puts
	mov	al, [BDA_TICKS]
	mov	[ticks], al
	call	put_chs
	call	put_lba
	call	put_ticks
%endif
	call	put_a20
	jmp	put_newline

put_parameters:
	mov	word [RESULT], RESULT_LEN
	mov	ah, 0x48
	mov	dl, [drive]
	mov	si, RESULT
	int	0x13
	pushf
	mov	si, text_48
	call	put_status
	popf
	jc	.done
	mov	al, ':'
	call	putc
	mov	ax, [RESULT + 0x18]
	call	put_hex16
	mov	al, ':'
	call	putc
	mov	ax, [RESULT + 0x12]
	call	put_hex16
	mov	ax, [RESULT + 0x10]
	call	put_hex16
.done:
	ret

; Read the second sector by cylinder 0, head 0, sector 2.
put_chs:
	mov	dword [BUFFER], UNTOUCHED
	mov	ax, 0x0201
	mov	bx, BUFFER
	mov	cx, 0x0002
	mov	dh, 0
	mov	dl, [drive]
	int	0x13
	mov	si, 0
	mov	ds, si
	mov	es, si
	mov	si, text_chs
	call	put_status
	jmp	put_buffer

; Read the second sector by LBA; print also which registers it changed.
put_lba:
	mov	dword [BUFFER], UNTOUCHED
	mov	word [packet.count], 1
	mov	eax, SENTINEL
	mov	ah, 0x42
	mov	ebx, SENTINEL
	mov	ecx, ebx
	mov	edi, ebx
	mov	ebp, ebx
	mov	edx, ebx
	mov	esi, packet
	mov	dl, [drive]
	mov	es, bx
	int	0x13
	pushad
	pushf
	xor	bx, bx
	push	ds
	pop	ax
	cmp	ax, 1			; CF = is 0
	rcl	bx, 1
	xor	bl, 1
	mov	ds, [cs:zero]
	push	es
	pop	ax
	mov	es, [zero]
	cmp	ax, HIGH_HALF
	call	note
	mov	bp, sp
	cmp	dword [bp + 2], SENTINEL	; edi
	call	note
	cmp	dword [bp + 6], packet		; esi
	call	note
	cmp	dword [bp + 10], SENTINEL	; ebp
	call	note
	cmp	dword [bp + 18], SENTINEL	; ebx
	call	note
	cmp	word [bp + 24], HIGH_HALF		; edx, its upper half
	call	note
	cmp	dword [bp + 26], SENTINEL	; ecx
	call	note
	cmp	word [bp + 32], HIGH_HALF		; eax, its upper half
	call	note
	mov	[changed], bx
	popf
	popad
	mov	si, text_lba
	call	put_status
	mov	al, ':'
	call	putc
	mov	ax, [packet.count]
	call	put_hex16
	call	put_buffer
	mov	si, text_changed
	call	puts
	mov	ax, [changed]
	jmp	put_hex16

; Shift "not equal" into bx.
note:
	setne	al
	shr	al, 1
	rcl	bx, 1
	ret

; Print ":" and the buffer's first four bytes as a number.
put_buffer:
	mov	al, ':'
	call	putc
	mov	ax, [BUFFER + 2]
	call	put_hex16
	mov	ax, [BUFFER]
	jmp	put_hex16

; Print how many timer ticks the reads took.
put_ticks:
	mov	si, text_ticks
	call	puts
	mov	al, [BDA_TICKS]
	sub	al, [ticks]
	jmp	put_hex8

; Print whether linear 100000h + x differs from linear x.  Clobbers: ax, si.
put_a20:
	mov	si, text_a20
	call	puts
	mov	ax, 0xffff
	mov	fs, ax
	mov	ax, [zero]
	cmp	[fs:zero + 0x10], ax
	jne	.open
	not	word [zero]
	mov	ax, [zero]
	cmp	[fs:zero + 0x10], ax
	mov	word [zero], 0
	jne	.open
	mov	al, '0'
	jmp	putc
.open:
	mov	al, '1'
	jmp	putc

packet:		dw 16
.count:		dw 1
		dw BUFFER, 0
		dq 1
zero:		dw 0
changed:	dw 0
drive:		db 0
ticks:		db 0
drives:		db DRIVES
drives_end:
text_bda:	db 13, 10, "BDA=", 0
text_mem:	db " MEM=", 0
text_e820:	db " E820=", 0
text_e801:	db " E801=", 0
text_88:	db " X88=", 0
text_2401:	db " X2401=", 0
text_key:	db " KEY=", 0
text_drive:	db "DRIVE=", 0
text_08:	db " X08=", 0
text_41:	db " X41=", 0
text_48:	db " X48=", 0
text_reading:	db " READING", 0
text_chs:	db " CHS=", 0
text_lba:	db " LBA=", 0
text_changed:	db " CHANGED=", 0
text_ticks:	db " TICKS=", 0
text_a20:	db " A20=", 0
%ifdef DO_INT18
text_back:	db "BACK", 13, 10, 0
%endif
text_end:	db "PROBED", 13, 10, 0

	times	SECTORS * 512 - ($ - $$) db 0
