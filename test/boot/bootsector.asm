; SPDX-License-Identifier: BSD-2-Clause
; The boot sector of the test media: reports the state it was started in.
; Runs in: real mode, 16-bit, started by a BIOS (or SAN boot) at linear 7C00h.
;
; nasm -f bin -D TOKEN="<8 hex digits>" (a string), and optionally
;   NO_SIGNATURE   leave the 55AA out
;   DO_INT18, DO_INT19   execute that interrupt after the report
;   UNTIL_ERROR   before that, read until INT 13h fails
;   CD   all sectors are loaded already (El Torito), so don't read them
;   CD_SECTORS=n   the image's length in sectors of 512 bytes; reports whether
;     the last of them arrived
;   LOAD_SEGMENT=n   where a CD's image is loaded when not at 07C0h
;   REST_LBA=n   where the other sectors are, to be read by LBA, when not
;     behind the first one
;   VBR=n   the boot sector of a partition whose BPB says n hidden sectors;
;     it reads the other sectors as VBRs do: by LBA, from its BPB
;
; The first sector saves what it was given, prints token and drive, lets two
; timer ticks pass (a loader may still have business at the first) and prints
; base memory, with nothing but INT 10h and COM1; only then it reads the others
; through INT 13h, so that a broken INT 13h shows.  See media.py:parse_report().

	cpu	386
	bits	16

%ifndef LOAD_SEGMENT
%define LOAD_SEGMENT 0x07c0
%endif
%ifdef REST_LBA
%define BY_LBA
%elifdef VBR
%define BY_LBA
%define REST_LBA 1			; from the partition's first sector
%endif
%if LOAD_SEGMENT * 16 > 0xe000
%error the code addresses itself in the first 64 KiB
%endif
	org	LOAD_SEGMENT * 16

SECTORS		equ 3
STACK_TOP	equ 0x7c00
PIC1_MASK	equ 0x21
PIC2_MASK	equ 0xa1
FLAG_IF		equ 0x0200
BDA_BASE_KIB	equ 0x413
BDA_TICKS	equ 0x46c
WAIT_TICKS	equ 2
TICK_POLLS	equ 1 << 24		; of a port: a second on fast machines
PORT_DELAY	equ 0x80
E820_BUFFER	equ 0x600
E820_USABLE	equ 1
SMAP		equ 0x534d4150
PCI_FIND_CLASS	equ 0xb103
PCI_READ_WORD	equ 0xb109
PCI_ETHERNET	equ 0x020000
PCI_COMMAND	equ 4

%define TOKEN_TEXT TOKEN

start:
%ifdef VBR
	jmp	short after_bpb
	nop
	times	0x0b - ($ - $$) db 0	; enough of a BPB to be known as one
	dw	512			; bytes in a sector
	db	1			; sectors in a cluster
	times	0x15 - ($ - $$) db 0
	db	0xf8			; media: a hard disk
	times	0x1c - ($ - $$) db 0
bpb_hidden:	dd VBR			; sectors before this one
	times	0x5a - ($ - $$) db 0
after_bpb:
%endif
	pushf				; on the stack the loader gave us
	cli
	cld
	jmp	0:.cs_is_0
.cs_is_0:
	mov	[cs:entry_dx], dx
	mov	[cs:entry_es], es
	mov	[cs:entry_di], di
	mov	[cs:entry_ds], ds
	mov	[cs:entry_si], si
	pop	word [cs:entry_flags]
	xor	ax, ax
	mov	ds, ax
	mov	ss, ax
	mov	sp, STACK_TOP
	in	al, PIC1_MASK
	mov	[entry_pic1], al
	in	al, PIC2_MASK
	mov	[entry_pic2], al
	call	probe_a20
	mov	es, ax
	sti
	mov	si, text_token
	call	puts
	mov	al, [entry_dx]
	call	put_hex8
	call	wait_ticks
	mov	si, text_mem
	call	puts
	mov	ax, [BDA_BASE_KIB]
	call	put_hex16
	call	put_newline
%ifndef CD
	call	read_rest
%endif
	jmp	report

; Let WAIT_TICKS timer interrupts pass; say so when they don't come.
; Clobbers: ax, ecx, si.
wait_ticks:
	mov	ah, [BDA_TICKS]
	mov	ecx, TICK_POLLS
.poll:
	mov	al, [BDA_TICKS]
	sub	al, ah
	cmp	al, WAIT_TICKS
	jae	.done
	in	al, PORT_DELAY
	a32 loop .poll
	mov	si, text_no_ticks
	jmp	puts
.done:
	ret

; Set entry_a20 to "1" when linear 100000h + x is not linear x.
; Out: ax = 0.  Clobbers: es.
probe_a20:
	mov	ax, 0xffff
	mov	es, ax
	mov	ax, [probe]
	cmp	[es:probe + 0x10], ax
	jne	.on
	not	word [probe]
	mov	ax, [probe]
	cmp	[es:probe + 0x10], ax
	jne	.on
	mov	byte [entry_a20], '0'
.on:
	xor	ax, ax
	ret

%ifndef CD
; Load the other sectors behind this one; report and halt when that fails.
; Clobbers: everything, ds = es = 0.
read_rest:
%ifdef VBR
	mov	eax, [bpb_hidden]
	add	[packet.lba], eax
%endif
	call	.read
	jc	.failed
	cmp	dword [rest_magic], MAGIC
	mov	ah, 0xff		; no error, but not our data
	jne	.failed
	ret
.read:
	mov	dl, [entry_dx]
%ifdef BY_LBA
	mov	si, packet
	mov	ah, 0x42
%else
	mov	ax, 0x0200 + SECTORS - 1
	mov	bx, start + 512
	mov	cx, 0x0002		; cylinder 0, sector 2
	mov	dh, 0
%endif
	int	0x13
	mov	cx, 0			; some BIOSes lose ds and es
	mov	ds, cx
	mov	es, cx
	ret
.failed:
	mov	si, text_i13_failed
	call	puts
	mov	al, ah
	call	put_hex8
	call	put_newline
%endif

halt:
	sti
	hlt
	jmp	halt

%include "print.inc"

text_token:	db 13, 10, "TOKEN ", TOKEN_TEXT, " DL=", 0
text_mem:	db " MEM=", 0
text_i13_failed: db "I13FAILED=", 0
text_no_ticks:	db " TICKS=0", 0
%ifdef BY_LBA
packet:		dw 16, SECTORS - 1, start + 512, 0
.lba:		dq REST_LBA
%endif
entry_dx:	dw 0
entry_si:	dw 0			; ds:si as one far pointer
entry_ds:	dw 0
entry_di:	dw 0			; es:di as one far pointer
entry_es:	dw 0
entry_flags:	dw 0
entry_pic1:	db 0
entry_pic2:	db 0
entry_a20:	db '1'
probe:		dw 0x4e43

%ifdef VBR
	times	510 - ($ - $$) db 0
%else
	times	440 - ($ - $$) db 0
	times	70 db 0			; disk signature, partition table
%endif
%ifdef NO_SIGNATURE
	dw	0
%else
	dw	0xaa55
%endif

MAGIC		equ 0x52455354		; "TSER"
rest_magic:	dd MAGIC

; The rest of the report.
report:
	mov	si, vectors
	mov	cx, vectors_end - vectors
.vector:
	lodsb
	call	put_vector
	loop	.vector
	call	put_newline
	call	put_flags
	call	put_video_mode
	call	put_pnp
	call	put_e820
	call	put_pci_command
%ifdef CD_SECTORS
	call	put_last
%endif
	call	put_newline
%ifdef VBR
	call	put_partition
%endif
	mov	si, text_end
	call	puts
%ifdef UNTIL_ERROR
.again:
	call	read_rest.read
	jnc	.again
%endif
%ifdef DO_INT18
	int	0x18
%endif
%ifdef DO_INT19
	int	0x19
%endif
	jmp	halt

; Print "Inn=ssss:oooo " for interrupt al; a new line after every fourth.
; In: cx = vectors left, this one included.  Clobbers: ax, bx.
put_vector:
	mov	bl, al
	mov	bh, 0
	shl	bx, 2
	mov	ah, al
	mov	al, 'I'
	call	putc
	mov	al, ah
	call	put_hex8
	mov	al, '='
	call	putc
	mov	ax, [bx + 2]
	call	put_hex16
	mov	al, ':'
	call	putc
	mov	ax, [bx]
	call	put_hex16
	mov	al, ' '
	call	putc
	mov	ax, cx
	and	al, 3
	cmp	al, 1
	jne	.done
	cmp	cx, 1
	jne	put_newline
.done:
	ret

; Print interrupt flag, A20 and interrupt masks at entry.  Clobbers: ax, si.
put_flags:
	mov	si, text_if
	call	puts
	mov	al, '0'
	test	word [entry_flags], FLAG_IF
	jz	.masked
	inc	al
.masked:
	call	putc
	mov	si, text_a20
	call	puts
	mov	al, [entry_a20]
	call	putc
	mov	si, text_pic
	call	puts
	mov	al, [entry_pic1]
	call	put_hex8
	mov	al, ':'
	call	putc
	mov	al, [entry_pic2]
	jmp	put_hex8

; Clobbers: ax, bx, si.
put_video_mode:
	mov	si, text_vm
	call	puts
	mov	ah, 0x0f
	int	0x10
	jmp	put_hex8

; Print whether es:di pointed to a $PnP structure.  Clobbers: ax, di, si.
put_pnp:
	mov	si, text_pnp
	call	puts
	les	di, [entry_di]
	mov	al, '0'
	cmp	dword [es:di], 0x506e5024	; "$PnP"
	jne	.no
	inc	al
.no:
	push	ds
	pop	es
	jmp	putc

; Print the bytes of usable memory below 4 GiB.
; Clobbers: eax, ebx, ecx, edx, ebp, di, si.
put_e820:
	mov	si, text_e820
	call	puts
	xor	ebp, ebp
	xor	ebx, ebx
.entry:
	mov	eax, 0xe820
	mov	edx, SMAP
	mov	ecx, 20
	mov	di, E820_BUFFER
	push	ebp
	int	0x15
	pop	ebp
	jc	.end
	cmp	eax, SMAP
	jne	.end
	cmp	dword [E820_BUFFER + 16], E820_USABLE
	jne	.next
	cmp	dword [E820_BUFFER + 4], 0
	jne	.next
	add	ebp, [E820_BUFFER + 8]
.next:
	test	ebx, ebx
	jnz	.entry
.end:
	mov	eax, ebp
	shr	eax, 16
	call	put_hex16
	mov	ax, bp
	jmp	put_hex16

; Print the command register of the first Ethernet controller, "none"
; without one.  Clobbers: eax, ebx, ecx, edx, di, si.
put_pci_command:
	mov	si, text_pci
	call	puts
	mov	ax, PCI_FIND_CLASS
	mov	ecx, PCI_ETHERNET
	xor	si, si
	int	0x1a
	jc	.none
	test	ah, ah
	jnz	.none
	mov	ax, PCI_READ_WORD
	mov	di, PCI_COMMAND
	int	0x1a
	jc	.none
	mov	ax, cx
	jmp	put_hex16
.none:
	mov	si, text_none
	jmp	puts

%ifdef VBR
; Print DS:SI as it was at entry and the partition table's entry there.
; Clobbers: al, cx, si.
put_partition:
	mov	si, text_si
	call	puts
	mov	ax, [entry_ds]
	call	put_hex16
	mov	al, ':'
	call	putc
	mov	ax, [entry_si]
	call	put_hex16
	mov	si, text_pe
	call	puts
	push	ds
	lds	si, [entry_si]
	mov	cx, 16
.byte:
	lodsb
	call	put_hex8
	loop	.byte
	pop	ds
	jmp	put_newline
%endif

%ifdef CD_SECTORS
; Print whether the last bytes of the image are where they should be.
; Clobbers: ax, si.
put_last:
	mov	si, text_last
	call	puts
	push	es
	mov	ax, LOAD_SEGMENT + CD_SECTORS * 32 - 1
	mov	es, ax
	mov	al, '0'
	cmp	dword [es:12], MAGIC
	jne	.no
	inc	al
.no:
	pop	es
	jmp	putc
%endif

vectors:	db 0x08, 0x10, 0x13, 0x15, 0x18, 0x19, 0x1a, 0x1c
		db 0x20, 0x21, 0x22, 0x70, 0x72, 0x73
vectors_end:
text_if:	db "IF=", 0
text_a20:	db " A20=", 0
text_pic:	db " PIC=", 0
text_vm:	db " VM=", 0
text_pnp:	db " PNP=", 0
text_e820:	db " E820=", 0
text_pci:	db " PCI=", 0
text_none:	db "none", 0
%ifdef CD_SECTORS
text_last:	db " LAST=", 0
%endif
%ifdef VBR
text_si:	db "SI=", 0
text_pe:	db " PE=", 0
%endif
text_end:	db "END ", TOKEN_TEXT, 13, 10, 0

	times	SECTORS * 512 - ($ - $$) db 0
%ifdef CD_SECTORS
	times	CD_SECTORS * 512 - 4 - ($ - $$) db 0
	dd	MAGIC
%endif
