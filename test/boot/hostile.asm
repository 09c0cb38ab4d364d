; SPDX-License-Identifier: BSD-2-Clause
; Option ROM: a BIOS with the faults of real ones.
; Runs in: real mode, 16-bit, started by a BIOS as an option ROM.
;
; nasm -f bin -D MODE... (several at once, of INT18_* only one)
;   INT18_HALT     INT 18h prints a message and halts, interrupts on
;   INT18_KEY      INT 18h prints it, waits for a key, begins the boot order anew
;   INT18_RETURN   INT 18h returns
;   INT18_RESTART  INT 18h begins the boot order anew
;   INT19_NET      INT 19h prints a line on the debug port, then does its work
;   LOWMEM_KIB=n   at INT 19h base memory ends at n KiB
;   I15_FAIL       INT 15h knows no E820h, E801h, 88h and no A20 gate
;   I16_KEYS       a stuck key: there is always a blank to read
;   I13_A20        INT 13h leaves the A20 gate closed
;   I13_MANY       20 drives; the last is the first one there was, the others
;                  have its size but read as zeros
;   I13_PHANTOM    AH=08h counts a drive more than there are; it can be asked
;                  for all, reads of it succeed but transfer nothing
;   I13_PHANTOM_FAIL   the same, but reads of it fail
; and with drive -D DRIVE=n (80h)
;   I13_TIMEOUT    reads fail after TIMEOUT_TICKS (3 s)
;   I13_HANG       reads never return, interrupts on
;   I13_NO_EDD     INT 13h functions 41h to 49h fail
;   I13_SHORT      AH=42h says success but transfers nothing, 0 blocks
;   I13_4K         its sectors have 4096 bytes; AH=02h and 08h fail
;   I13_CORRUPT    reads change all registers that are no result
;
; The saved vectors are patched into the ROM while it is still writable; no
; other memory is used.  media.option_rom() adds the checksum.

	cpu	386
	bits	16
	org	0

BLOCKS		equ 3
BDA_BASE_KIB	equ 0x413
BDA_TICKS	equ 0x46c
BDA_DISKS	equ 0x475
PORT_A20	equ 0x92
PORT_DEBUG	equ 0x402
FLAG_CF		equ 0x0001
FLAG_ZF		equ 0x0040
FIRST_DISK	equ 0x80
MANY		equ 20
STATUS_INVALID	equ 0x01
STATUS_TIMEOUT	equ 0x80
UNSUPPORTED	equ 0x86
BLANK_KEY	equ 0x3920
GARBAGE		equ 0xdeadbeef

%ifndef DRIVE
%define DRIVE FIRST_DISK
%endif
%ifndef TIMEOUT_TICKS
%define TIMEOUT_TICKS 54
%endif
%ifdef I13_PHANTOM_FAIL
%define I13_PHANTOM
%endif

; Only the interrupts that a mode needs are hooked.
%ifdef I13_A20
%define HOOK_13
%elifdef I13_MANY
%define HOOK_13
%elifdef I13_PHANTOM
%define HOOK_13
%elifdef I13_TIMEOUT
%define HOOK_13
%elifdef I13_HANG
%define HOOK_13
%elifdef I13_NO_EDD
%define HOOK_13
%elifdef I13_SHORT
%define HOOK_13
%elifdef I13_4K
%define HOOK_13
%elifdef I13_CORRUPT
%define HOOK_13
%endif

%ifdef INT18_HALT
%define HOOK_18
%elifdef INT18_KEY
%define HOOK_18
%elifdef INT18_RETURN
%define HOOK_18
%elifdef INT18_RESTART
%define HOOK_18
%endif

%ifdef INT19_NET
%define HOOK_19
%elifdef LOWMEM_KIB
%define HOOK_19
%elifdef I13_MANY
%define HOOK_19
%endif

	db	0x55, 0xaa, BLOCKS
	jmp	init
	times	0x1c - ($ - $$) db 0	; no PCI and no PnP header

; Save a vector and set it.  Mode: ds = 0.  Clobbers: eax.
%macro hook 3				; number, handler, where to save it
	mov	eax, [%1 * 4]
	mov	[cs:%3], eax
	mov	word [%1 * 4], %2
	mov	[%1 * 4 + 2], cs
%endmacro

%macro call_old_13 0
	pushf
	call	far [cs:old_13]
%endmacro

; Go to %1 when ah is one of the reads.
%macro if_read 1
	cmp	ah, 0x02
	je	%1
	cmp	ah, 0x42
	je	%1
%endmacro

init:
	pushad
	push	ds
	xor	ax, ax
	mov	ds, ax
%ifdef HOOK_13
	hook	0x13, int_13, old_13
%endif
%ifdef I15_FAIL
	hook	0x15, int_15, old_15
%endif
%ifdef I16_KEYS
	hook	0x16, int_16, old_16
%endif
%ifdef HOOK_18
	hook	0x18, int_18, old_18
%endif
%ifdef HOOK_19
	hook	0x19, int_19, old_19
%endif
	pop	ds
	popad
	retf

old_13:		dd 0
old_15:		dd 0
old_16:		dd 0
old_18:		dd 0
old_19:		dd 0

; Return from an interrupt with CF and ZF as they are now.
return_flags:
	push	bp
	mov	bp, sp
	push	ax
	lahf
	and	ah, FLAG_CF | FLAG_ZF
	and	byte [bp + 6], ~(FLAG_CF | FLAG_ZF) & 0xff
	or	[bp + 6], ah
	pop	ax
	pop	bp
	iret

%ifdef HOOK_13
int_13:
%ifdef I13_A20
	pushf
	push	cs
	call	drives
	pushf
	push	ax
	in	al, PORT_A20
	and	al, ~2 & 0xff
	out	PORT_A20, al
	pop	ax
	popf
	jmp	return_flags
drives:
%endif

%ifdef I13_MANY
	cmp	dl, FIRST_DISK
	jb	one_drive
	cmp	dl, FIRST_DISK + MANY - 1
	je	as_first
	jb	.zeros
%ifndef I13_PHANTOM
	jmp	invalid
%endif
.zeros:
	if_read	read_zeros
%endif

%ifdef I13_PHANTOM
	cmp	dl, FIRST_DISK
	jb	one_drive
	call	is_phantom
	je	.phantom
	cmp	ah, 0x08
	je	as_first
	jmp	.there
.phantom:
%ifdef I13_PHANTOM_FAIL
	if_read	invalid
%else
	if_read	success
%endif
	jmp	as_first
.there:
%endif

%ifdef I13_MANY
	jmp	as_first
%endif

one_drive:
	cmp	dl, DRIVE
	jne	pass_13
%ifdef I13_NO_EDD
	cmp	ah, 0x41
	jb	.edd
	cmp	ah, 0x49
	jbe	invalid
.edd:
%endif
%ifdef I13_HANG
	if_read	hang
%endif
%ifdef I13_TIMEOUT
	if_read	time_out
%endif
%ifdef I13_SHORT
	cmp	ah, 0x42
	je	read_nothing
%endif
%ifdef I13_4K
	cmp	ah, 0x02
	je	invalid
	cmp	ah, 0x08
	je	invalid
	cmp	ah, 0x42
	je	read_4k
	cmp	ah, 0x48
	je	parameters_4k
%endif
%ifdef I13_CORRUPT
	if_read	read_corrupt
%endif
pass_13:
	jmp	far [cs:old_13]

success:
	mov	ah, 0
	clc
	jmp	return_flags

invalid:
	mov	ah, STATUS_INVALID
	stc
	jmp	return_flags

; Let the BIOS answer for its first disk.
as_first:
	cmp	ah, 0x08
	je	.count
	cmp	ah, 0x15		; the size is in cx:dx
	je	.size
	push	dx
	mov	dl, FIRST_DISK
	call_old_13
	pop	dx
	jmp	return_flags
.count:
	mov	dl, FIRST_DISK
	call_old_13
%ifdef I13_PHANTOM
	jc	return_flags
	inc	dl
	clc
%endif
	jmp	return_flags
.size:
	mov	dl, FIRST_DISK
	call_old_13
	jmp	return_flags

%ifdef I13_MANY
; In: as INT 13h AH=02h or 42h.  Out: the same.
read_zeros:
	pusha
	push	es
	mov	di, bx
	mov	ch, al			; sectors * 256 words
	cmp	ah, 0x02
	je	.fill
	mov	ch, [si + 2]
	les	di, [si + 4]
.fill:
	mov	cl, 0
	xor	ax, ax
	cld
	rep	stosw
	pop	es
	popa
	jmp	success
%endif

%ifdef I13_PHANTOM
; Out: ZF = drive dl is the one behind the last.
is_phantom:
	push	ax
	push	ds
	xor	ax, ax
	mov	ds, ax
	mov	al, [BDA_DISKS]
	add	al, FIRST_DISK
	cmp	dl, al
	pop	ds
	pop	ax
	ret
%endif

%ifdef I13_HANG
hang:
	sti
	hlt
	jmp	hang
%endif

%ifdef I13_TIMEOUT
time_out:
	push	bx
	push	ds
	xor	bx, bx
	mov	ds, bx
	mov	bl, [BDA_TICKS]
	sti
.wait:
	hlt
	mov	bh, [BDA_TICKS]
	sub	bh, bl
	cmp	bh, TIMEOUT_TICKS
	jb	.wait
	pop	ds
	pop	bx
	mov	ah, STATUS_TIMEOUT
	stc
	jmp	return_flags
%endif

%ifdef I13_SHORT
read_nothing:
	mov	word [si + 2], 0
	jmp	success
%endif

%ifdef I13_4K
; AH=42h with a packet of our own, on the stack, in units of 512 bytes.
read_4k:
	push	bp
	mov	bp, sp
	push	eax
	push	ds
	push	si
	push	dword [si + 12]
	push	dword [si + 8]
	mov	eax, [si + 8]
	shld	[bp - 12], eax, 3
	shl	dword [bp - 16], 3
	push	dword [si + 4]
	mov	ax, [si + 2]
	shl	ax, 3
	push	ax
	push	word 16
	mov	si, sp
	push	ss
	pop	ds
	mov	ah, 0x42
	call_old_13
	mov	[bp - 4], ax
	lea	sp, [bp - 8]
	pop	si
	pop	ds
	pop	eax
	pop	bp
	jmp	return_flags

parameters_4k:
	call_old_13
	jc	return_flags
	push	eax
	mov	word [si + 0x18], 4096
	mov	eax, [si + 0x14]
	shrd	[si + 0x10], eax, 3
	shr	dword [si + 0x14], 3
	pop	eax
	clc
	jmp	return_flags
%endif

%ifdef I13_CORRUPT
read_corrupt:
	call_old_13
	pushf
	and	eax, 0xffff
	or	eax, GARBAGE & 0xffff0000
	and	edx, 0xffff
	or	edx, GARBAGE & 0xffff0000
	mov	ebx, GARBAGE
	mov	ecx, ebx
	mov	esi, ebx
	mov	edi, ebx
	mov	ebp, ebx
	mov	ds, bx
	mov	es, bx
	popf
	jmp	return_flags
%endif

%endif

%ifdef I15_FAIL
int_15:
	cmp	ax, 0xe820
	je	.fail
	cmp	ax, 0xe801
	je	.fail
	cmp	ah, 0x88
	je	.fail
	cmp	ax, 0x2401
	jne	.pass
.fail:
	mov	ah, UNSUPPORTED
	stc
	jmp	return_flags
.pass:
	jmp	far [cs:old_15]
%endif

%ifdef I16_KEYS
int_16:
	test	ah, ~0x11 & 0xff	; 00h, 10h read, 01h, 11h look
	jnz	.pass
	mov	ax, BLANK_KEY
	cmp	ax, 0			; ZF = 0: there is a key; CF = 0
	jmp	return_flags
.pass:
	jmp	far [cs:old_16]
%endif

%ifdef HOOK_18
int_18:
%ifndef INT18_RETURN
%ifdef INT18_RESTART
	int	0x19
%else
	push	cs
	pop	ds
	mov	si, text_int18
	cld
.print:
	lodsb
	test	al, al
	jz	.end
	mov	ah, 0x0e
	mov	bx, 7
	int	0x10
	jmp	.print
.end:
	sti
%ifdef INT18_KEY
	mov	ah, 0
	int	0x16
	int	0x19
%else
.halt:
	hlt
	jmp	.halt
%endif
%endif
%endif
	iret

text_int18:	db 13, 10, "No boot device, press a key", 13, 10, 0
%endif

%ifdef HOOK_19
int_19:
	pushad
	push	ds
	xor	ax, ax
	mov	ds, ax
%ifdef I13_MANY
	mov	byte [BDA_DISKS], MANY
%endif
%ifdef LOWMEM_KIB
	cmp	word [BDA_BASE_KIB], LOWMEM_KIB
	jbe	.low
	mov	word [BDA_BASE_KIB], LOWMEM_KIB
.low:
%endif
%ifdef INT19_NET
	push	cs
	pop	ds
	mov	si, text_int19
	mov	cx, text_int19_end - text_int19
	mov	dx, PORT_DEBUG
	cld
	rep	outsb
%endif
	pop	ds
	popad
	jmp	far [cs:old_19]

text_int19:	db "INT19", 10
text_int19_end:
%endif

	times	BLOCKS * 512 - 1 - ($ - $$) db 0
	db	0			; checksum; media.option_rom fills it in
