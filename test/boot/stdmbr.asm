; SPDX-License-Identifier: BSD-2-Clause
; A master boot record as operating systems install it: it starts the active
; partition and knows three complaints, each followed by INT 18h.
; Runs in: real mode, 16-bit, started by a BIOS at 0000:7C00.
;
; The partition's boot sector gets DL as the BIOS gave it and DS:SI -> its
; entry in the copy of the partition table.  media.py:mbr_disk adds the table.

	cpu	386
	bits	16
	org	0x600

LOAD_ADDR	equ 0x7c00
TABLE_OFFSET	equ 446
ENTRIES		equ 4
ENTRY_LEN	equ 16
ENTRY_LBA	equ 8
ACTIVE		equ 0x80
SIGNATURE	equ 0xaa55

start:
	xor	ax, ax
	mov	ss, ax
	mov	sp, LOAD_ADDR
	mov	ds, ax
	mov	es, ax
	cld
	mov	si, LOAD_ADDR
	mov	di, start
	mov	cx, 256
	rep	movsw
	jmp	0:moved

moved:
	sti
	call	find_active
	mov	bp, si
	call	load
	mov	si, text_error
	jc	complain
	cmp	word [LOAD_ADDR + 510], SIGNATURE
	mov	si, text_missing
	jne	complain
	mov	si, bp
	jmp	0:LOAD_ADDR

; Out: si = the active entry; does not return when there is none, or two.
; Clobbers: al, bx, cx.
find_active:
	xor	bx, bx
	mov	si, start + TABLE_OFFSET
	mov	cx, ENTRIES
.entry:
	mov	al, [si]
	test	al, al
	jz	.next
	cmp	al, ACTIVE
	jne	.invalid
	test	bx, bx
	jnz	.invalid
	mov	bx, si
.next:
	add	si, ENTRY_LEN
	loop	.entry
	mov	si, text_missing
	test	bx, bx
	jz	complain
	mov	si, bx
	ret
.invalid:
	mov	si, text_invalid

; Print the text at si; let the BIOS go on.
complain:
	lodsb
	test	al, al
	jz	.end
	mov	ah, 0x0e
	mov	bx, 7
	int	0x10
	jmp	complain
.end:
	int	0x18
	jmp	$

; Load the boot sector of the entry at si from drive dl: by LBA when the BIOS
; can, else by the entry's CHS address.
; Out: CF = failed.  Clobbers: ax, bx, cx, dh, di.
load:
	mov	ah, 0x41
	mov	bx, 0x55aa
	push	dx
	push	si
	int	0x13
	pop	si
	pop	dx
	jc	.chs
	cmp	bx, 0xaa55
	jne	.chs
	test	cl, 1
	jz	.chs
	mov	eax, [si + ENTRY_LBA]
	mov	[packet.lba], eax
	mov	si, packet
	mov	ah, 0x42
	jmp	.read
.chs:
	mov	ax, 0x0201
	mov	bx, LOAD_ADDR
	mov	dh, [si + 1]
	mov	cx, [si + 2]
.read:
	push	dx
	int	0x13
	pop	dx
	ret

packet:		dw 16, 1, LOAD_ADDR, 0
.lba:		dq 0

text_invalid:	db "Invalid partition table", 0
text_error:	db "Error loading operating system", 0
text_missing:	db "Missing operating system", 0

	times	440 - ($ - $$) db 0
	times	70 db 0			; disk signature, partition table
	dw	SIGNATURE
