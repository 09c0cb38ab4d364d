; SPDX-License-Identifier: BSD-2-Clause
; The program of a bootable CD that stands for an installer: it looks for a
; disk to install to, with nothing handed over, writes to it and reads it back.
; Runs in: real mode, 16-bit, loaded whole at linear 7C00h (El Torito without
; emulation).
;
; nasm -f bin -D TOKEN="<8 hex digits>" (a string), and optionally
;   DRIVE=n   the disk, when not 80h
;   CONTENT="<text>" WRITE_LBA=n   what to write into that sector
;   BOOTCODE="<path>"   a file to write from sector 0 on
;
; It asks INT 13h for the disk and searches memory for an iBFT as operating
; systems do (iSCSI Boot Firmware Table 1.03: from 512 KiB to 1 MiB, each 16
; bytes).  media.py:parse_install() says what it prints.

	cpu	386
	bits	16
	org	0x7c00

%ifndef DRIVE
%define DRIVE 0x80
%endif
%define TOKEN_TEXT TOKEN

LOADED		equ 0x7c00
SECTOR		equ 512
BDA_BASE_KIB	equ 0x413
I13_VECTOR	equ 0x13 * 4
PARAMS		equ 0x6000		; of AH=48h
PARAMS_LEN	equ 0x1a
BUFFER		equ 0xa000
UNTOUCHED	equ 0xeeeeeeee
FIRST_SEGMENT	equ 0x8000
VGA_SEGMENT	equ 0xa000
VGA_END		equ 0xc000

; iBFT 1.03, section 3; the control structure's places are from the table's
; start, those of the others from their own.
IBFT_LEN	equ 4
IBFT_MIN_LEN	equ 66
IBFT_INITIATOR	equ 56
IBFT_PAIRS	equ 58			; of NIC and target, two of them
ID_INITIATOR	equ 2
ID_NIC		equ 3
ID_TARGET	equ 4
BLOCK_LEN	equ 2
FLAGS		equ 5
FLAG_VALID	equ 1
INITIATOR_NAME	equ 70
NIC_IP		equ 18			; the IPv4 part of 16 bytes
NIC_PREFIX	equ 22
NIC_ORIGIN	equ 23
NIC_GATEWAY	equ 36
NIC_MAC		equ 90
NIC_PCI		equ 96
TARGET_IP	equ 18
TARGET_PORT	equ 22
TARGET_LUN	equ 24
TARGET_CHAP	equ 32
TARGET_NIC	equ 33
TARGET_NAME	equ 34

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
	mov	si, text_start
	call	puts
	mov	al, dl
	call	put_hex8
	mov	si, text_mem
	call	puts
	mov	ax, [BDA_BASE_KIB]
	call	put_hex16
	mov	si, text_i13
	call	puts
	mov	ax, [I13_VECTOR + 2]
	call	put_hex16
	mov	al, ':'
	call	putc
	mov	ax, [I13_VECTOR]
	call	put_hex16
	call	put_newline
	call	put_size
	call	put_first_sector
	call	put_newline
	call	find_ibft
	call	put_newline
	call	write
	mov	si, text_end
	call	puts
halt:
	sti
	hlt
	jmp	halt

%include "print.inc"

; Print the word ax in decimal.  Clobbers: ax, cx, dx.
put_decimal:
	mov	cx, 10
	xor	dx, dx
	div	cx
	push	dx
	test	ax, ax
	jz	.last
	call	put_decimal
.last:
	pop	ax
	add	al, '0'
	jmp	putc

; Print eax in hexadecimal.  Clobbers: ax.
put_hex32:
	push	ax
	shr	eax, 16
	call	put_hex16
	pop	ax
	jmp	put_hex16

; --- The disk ---

; Call INT 13h for the disk, with the packet.
; In: ah = function, al = its argument.  Out: CF, ah = status.
; Clobbers: everything but sp; ds = es = 0.
i13_packet:
	mov	si, packet
	mov	dl, DRIVE
	int	0x13
	mov	cx, 0			; some BIOSes lose ds and es
	mov	ds, cx
	mov	es, cx
	cld
	ret

; Read sectors into the buffer, which then has nothing else.
; In: cx = sectors, ebx = LBA.  Out: CF, ah = status.  Clobbers: everything.
read:
	mov	[packet.count], cx
	mov	[packet.lba], ebx
	mov	word [packet.buffer], BUFFER
	shl	cx, 7
	mov	di, BUFFER
	mov	eax, UNTOUCHED
	rep	stosd
	mov	ax, 0x4200
	jmp	i13_packet

; Print AH=48h's status, number of sectors and their length.
; Clobbers: everything.
put_size:
	mov	word [PARAMS], PARAMS_LEN
	mov	si, PARAMS
	mov	dl, DRIVE
	mov	ah, 0x48
	int	0x13
	mov	cx, 0
	mov	ds, cx
	mov	es, cx
	cld
	jnc	.good
	mov	si, text_no_size
	jmp	put_status
.good:
	mov	si, text_sectors
	call	puts
	mov	eax, [PARAMS + 20]
	call	put_hex32
	mov	eax, [PARAMS + 16]
	call	put_hex32
	mov	si, text_sector_len
	call	puts
	mov	ax, [PARAMS + 24]
	jmp	put_hex16

; Print the text at si and the status ah.  Clobbers: ax, si.
put_status:
	call	puts
	mov	al, ah
	jmp	put_hex8

; Print what the disk's first sector is.  Clobbers: everything.
put_first_sector:
	mov	cx, 1
	xor	ebx, ebx
	call	read
	mov	si, text_first_error
	jc	put_status
	mov	si, text_first
	call	puts
	call	find_token
	je	.token
	mov	di, BUFFER
	mov	cx, SECTOR / 4
	xor	eax, eax
	repe	scasd
	mov	si, text_empty
	je	puts
	mov	eax, [BUFFER]
	jmp	put_hex32
.token:
	mov	cx, 8
	jmp	put_chars

; Look for bootsector.asm's "TOKEN " in the buffer.
; Out: ZF and si behind it when it is there.  Clobbers: bx, cx, di, si.
find_token:
	mov	bx, BUFFER
.next:
	mov	di, bx
	mov	si, text_token
	mov	cx, TOKEN_TEXT_LEN
	repe	cmpsb
	mov	si, di
	je	.done
	inc	bx
	cmp	bx, BUFFER + SECTOR - TOKEN_TEXT_LEN - 8
	jbe	.next
.done:
	ret

; Print cx bytes at ds:si, those that don't print as "?".  Clobbers: ax, cx, si.
put_chars:
	lodsb
	cmp	al, ' '
	jbe	.odd
	cmp	al, 0x7f
	jb	.print
.odd:
	mov	al, '?'
.print:
	call	putc
	loop	put_chars
	ret

; --- The iBFT: es = its segment ---

; Search for valid tables; print the first, or what is wrong with the last.
; Clobbers: everything; es = 0.
find_ibft:
	mov	ax, FIRST_SEGMENT
.next:
	mov	es, ax
	cmp	dword [es:0], 0x54464269	; "iBFT"
	jne	.skip
	call	check_ibft
	jc	.skip
	inc	word [tables]
	cmp	word [tables], 1
	jne	.skip
	mov	[table], es
.skip:
	mov	ax, es
	inc	ax
	jz	.end
	cmp	ax, VGA_SEGMENT
	jne	.next
	mov	ax, VGA_END
	jmp	.next
.end:
	cmp	word [tables], 0
	je	.none
	mov	es, [table]
	call	put_ibft
	push	0
	pop	es
	ret
.none:
	mov	es, ax
	mov	si, text_ibft
	call	puts
	mov	si, [verdict]
	jmp	puts

; Out: CF and [verdict] when the table at es:0 is not whole.
; Clobbers: eax, ecx, si.
check_ibft:
	mov	word [verdict], text_bad_len
	mov	ecx, [es:IBFT_LEN]
	cmp	ecx, 0xffff
	ja	.bad
	cmp	cx, IBFT_MIN_LEN
	jb	.bad
	mov	ax, es
	neg	ax
	movzx	eax, ax
	shl	eax, 4			; bytes up to 1 MiB
	cmp	ecx, eax
	ja	.bad
	mov	word [verdict], text_bad_sum
	xor	si, si
	xor	al, al
.byte:
	add	al, [es:si]
	inc	si
	loop	.byte
	test	al, al
	jnz	.bad
	clc
	ret
.bad:
	stc
	ret

; Print the table at es:0.  Clobbers: everything but es.
put_ibft:
	mov	si, text_ibft_ok
	call	puts
	mov	ax, es
	call	put_hex16
	mov	si, text_tables
	call	puts
	mov	ax, [tables]
	call	put_hex8
	mov	bx, [es:IBFT_INITIATOR]
	mov	al, ID_INITIATOR
	call	check_block
	jc	.pairs
	mov	si, text_initiator
	call	puts
	add	bx, INITIATOR_NAME
	call	put_string
.pairs:
	mov	di, IBFT_PAIRS
	call	put_pair
	inc	byte [pair]
	add	di, 4			; and on to the second

; Print the NIC and the target whose places stand at es:di.
; Clobbers: eax, bx, cx, dx, bp, si.
put_pair:
	mov	bx, [es:di]
	mov	al, ID_NIC
	mov	bp, nic_fields
	call	put_block
	mov	bx, [es:di + 2]
	mov	al, ID_TARGET
	mov	bp, target_fields

; Print the fields listed at bp of the structure at es:bx, if it is there.
; In: al = its ID.  Clobbers: eax, bx, cx, dx, bp, si.
put_block:
	call	check_block
	jc	.done
	call	put_newline
.field:
	mov	si, [bp]
	call	puts
	mov	al, [pair]
	call	putc
	mov	al, '='
	call	putc
	push	bx
	add	bx, [bp + 2]
	call	[bp + 4]
	pop	bx
	mov	al, ' '
	call	putc
	add	bp, 6
	cmp	word [bp], 0
	jne	.field
.done:
	ret

; Out: CF when at es:bx is no valid structure of ID al.  Clobbers: ax, cx.
check_block:
	cmp	bx, IBFT_PAIRS
	jb	.no
	mov	cx, [es:IBFT_LEN]
	sub	cx, bx
	jbe	.no
	cmp	cx, [es:bx + BLOCK_LEN]
	jb	.no
	mov	ah, [es:bx + FLAGS]
	and	ah, FLAG_VALID
	jz	.no
	cmp	al, [es:bx]
	jne	.no
	clc
	ret
.no:
	stc
	ret

; What a field's printer gets: es:bx = the field.  Clobbers: eax, cx, dx, si.

; A string's length and its place in the table.
put_string:
	mov	cx, [es:bx]
	mov	si, text_none
	jcxz	.text
	mov	ax, [es:bx + 2]
	mov	si, ax
	add	ax, cx
	jc	.outside
	cmp	ax, [es:IBFT_LEN]
	ja	.outside
	push	ds
	push	es
	pop	ds
	call	put_chars
	pop	ds
	ret
.outside:
	mov	si, text_outside
.text:
	jmp	puts

put_ipv4:
	mov	si, bx
	call	.octet
	call	.dot
	call	.dot
.dot:
	mov	al, '.'
	call	putc
.octet:
	mov	al, [es:si]
	mov	ah, 0
	inc	si
	jmp	put_decimal

put_byte:
	movzx	ax, byte [es:bx]
	jmp	put_decimal

put_word:
	mov	ax, [es:bx]
	jmp	put_decimal

put_word_hex:
	mov	ax, [es:bx]
	jmp	put_hex16

put_lun:
	mov	cx, 8
	jmp	put_bytes
put_mac:
	mov	cx, 6
put_bytes:
	mov	si, bx
.byte:
	mov	al, [es:si]
	call	put_hex8
	inc	si
	loop	.byte
	ret

nic_fields:
	dw	text_mac, NIC_MAC, put_mac
	dw	text_nic_ip, NIC_IP, put_ipv4
	dw	text_prefix, NIC_PREFIX, put_byte
	dw	text_gateway, NIC_GATEWAY, put_ipv4
	dw	text_origin, NIC_ORIGIN, put_byte
	dw	text_pci, NIC_PCI, put_word_hex
	dw	0
target_fields:
	dw	text_target, TARGET_NAME, put_string
	dw	text_ip, TARGET_IP, put_ipv4
	dw	text_port, TARGET_PORT, put_word
	dw	text_lun, TARGET_LUN, put_lun
	dw	text_chap, TARGET_CHAP, put_byte
	dw	text_nic, TARGET_NIC, put_byte
	dw	0

; --- Writing ---

; Write what is to be written, and print how that went.  Clobbers: everything.
write:
%ifdef BOOTCODE
	mov	si, text_boot
	mov	bp, bootcode
	mov	cx, BOOTCODE_SECTORS
	xor	ebx, ebx
	call	write_and_compare
%endif
%ifdef CONTENT
	mov	si, text_write
	mov	bp, content
	mov	cx, 1
	mov	ebx, WRITE_LBA
	call	write_and_compare
%endif
	ret

; In: bp = data, cx = sectors, ebx = LBA, si = the text before the verdict.
; Clobbers: everything.
write_and_compare:
	push	si
	push	bp
	push	cx
	push	ebx
	mov	[packet.count], cx
	mov	[packet.buffer], bp
	mov	[packet.lba], ebx
	mov	ax, 0x4300
	call	i13_packet
	pop	ebx
	pop	cx
	pop	bp
	pop	si
	jc	.failed
	push	si
	push	bp
	push	cx
	call	read
	pop	cx
	pop	bp
	pop	si
	jc	.failed
	call	puts
	mov	si, bp
	mov	di, BUFFER
	shl	cx, 7
	repe	cmpsd
	mov	si, text_ok
	je	puts
	mov	si, text_differs
	jmp	puts
.failed:
	call	puts
	mov	si, text_error
	call	put_status
	jmp	put_newline

tables:		dw 0			; valid ones
table:		dw 0			; segment of the first
verdict:	dw text_none
pair:		db '0'
	align	4
packet:		dw 16
.count:		dw 0
.buffer:	dw 0, 0
.lba:		dq 0

text_start:	db 13, 10, "INSTALLER ", TOKEN_TEXT, " CD=", 0
text_mem:	db " MEM=", 0
text_i13:	db " I13=", 0
text_sectors:	db "SECTORS=", 0
text_sector_len: db " LENGTH=", 0
text_no_size:	db "NOSIZE=", 0
text_first:	db " FIRST=", 0
text_first_error: db " FIRST=error:", 0
text_empty:	db "EMPTY", 0
text_token:	db "TOKEN "
TOKEN_TEXT_LEN	equ $ - text_token
text_ibft:	db "IBFT=", 0
text_ibft_ok:	db "IBFT=ok SEGMENT=", 0
text_tables:	db " TABLES=", 0
text_initiator:	db " INITIATOR=", 0
text_none:	db "none", 0
text_bad_len:	db "length", 0
text_bad_sum:	db "checksum", 0
text_outside:	db "outside", 0
text_mac:	db "MAC", 0
text_nic_ip:	db "NICIP", 0
text_prefix:	db "PREFIX", 0
text_gateway:	db "GATEWAY", 0
text_origin:	db "ORIGIN", 0
text_pci:	db "PCI", 0
text_target:	db "TARGET", 0
text_ip:	db "IP", 0
text_port:	db "PORT", 0
text_lun:	db "LUN", 0
text_chap:	db "CHAP", 0
text_nic:	db "NIC", 0
text_boot:	db "BOOTCODE=", 0
text_write:	db "WRITE=", 0
text_ok:	db "ok", 13, 10, 0
text_differs:	db "differs", 13, 10, 0
text_error:	db "error:", 0
text_end:	db "END ", TOKEN_TEXT, 13, 10, 0

%ifdef CONTENT
	align	4
content:	db CONTENT
	times	SECTOR - ($ - content) db 0
%endif
%ifdef BOOTCODE
	align	4
bootcode:	incbin BOOTCODE
BOOTCODE_LEN	equ $ - bootcode
	times	(SECTOR - BOOTCODE_LEN % SECTOR) % SECTOR db 0
BOOTCODE_SECTORS equ ($ - bootcode) / SECTOR
%endif
	times	BUFFER - LOADED - ($ - $$) db 0
