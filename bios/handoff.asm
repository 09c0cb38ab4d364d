; SPDX-License-Identifier: BSD-2-Clause
;
; The last step: from flat 32-bit code to a boot sector, another loader's code,
; or a BIOS interrupt in real mode. bios/handoff.c copies this blob to low memory, fills in the
; parameters (struct handoff_params there has the same offsets) and jumps to it.
;
; Runs in: flat 32-bit -> 16-bit protected -> real mode. The blob may stand on
; any paragraph below 1 MiB outside of what it copies to.

	section .text.handoff

	global handoff_blob:data hidden
	global handoff_blob_end:data hidden

SEL_CODE16	equ 0x08		; base = blob, limit 64 KiB
SEL_DATA16	equ 0x10		; base = 0, limit 64 KiB
SEL_DATA32	equ 0x18		; base = 0, limit 4 GiB
BOOT_OFFSET	equ 0x7c00
BLOB_MAX	equ 0x300		; host.h:LOWMEM_HANDOFF_LEN
PARAMS_LEN	equ 106			; handoff.c:struct handoff_params
BLOCKS		equ 3			; handoff.h:HANDOFF_BLOCKS
RESTART		equ 0xff		; handoff.h:HANDOFF_RESTART
FAILED		equ 0xfe		; handoff.h:HANDOFF_FAILED
MARK		equ 0x4e634d6b		; watch.asm: nobody has loaded anything
MARK_LAST	equ BOOT_OFFSET + 512 - 4

%define AT(label) ((label) - handoff_blob)

handoff_blob:
	jmp	short begin

; Where a boot file returns to, at offset 2: to the next boot device.
; In:	CS = the blob's segment
; Mode:	real
	bits 16
home:	mov	byte [cs:AT(vector)], 0x18
	jmp	near real

; Entry, at offset 0. Behind it, at HANDOFF_HOME, the way back of a boot file.
; In:	EBX = linear address of the blob; interrupts off
; Mode:	flat 32-bit -> 16-bit protected (jumps to .pm16)
; Clobbers: everything
	bits 32
begin:	lgdt	[ebx + AT(gdt_pointer)]
	mov	ax, SEL_DATA32
	mov	ds, ax
	mov	es, ax
	cld
	mov	dl, BLOCKS
	lea	eax, [ebx + AT(blocks)]
.block:	mov	esi, [eax]
	mov	edi, [eax + 4]
	mov	ecx, [eax + 8]
	rep movsb
	add	eax, 12
	dec	dl
	jnz	.block
	mov	ax, SEL_DATA16
	mov	ds, ax
	mov	es, ax
	mov	fs, ax
	mov	gs, ax
	mov	ss, ax
	jmp	SEL_CODE16:AT(pm16)

; Mode: 16-bit protected -> real
	bits 16
pm16:	lidt	[cs:AT(real_idt)]
	mov	eax, cr0
	and	al, 0xfe
	mov	cr0, eax
	jmp	far [cs:AT(real_entry)]

; In:	CS = the blob's segment
; Mode:	real
; Stack: as the parameters say; 0000:7C00 for an interrupt
real:	xor	ax, ax
	mov	ds, ax
	mov	es, ax
	cld
	cmp	byte [cs:AT(vector)], 0
	jne	.interrupt
	lss	sp, [cs:AT(stack)]
	movzx	esp, sp
	les	di, [cs:AT(extra)]
	mov	bx, [cs:AT(base)]
	mov	dl, [cs:AT(drive)]
	xor	dh, dh
	mov	si, [cs:AT(entry)]
	mov	bp, si			; some boot sectors look there
	mov	cx, ax
	mov	ax, [cs:AT(data)]
	mov	ds, ax
	mov	fs, ax
	mov	gs, ax
	cmp	byte [cs:AT(quiet)], 0
	jne	.jump
	sti
.jump:	jmp	far [cs:AT(code)]

.interrupt:
	mov	ss, ax
	mov	sp, BOOT_OFFSET
	mov	dword [BOOT_OFFSET], MARK
	mov	dword [MARK_LAST], MARK
	mov	al, [cs:AT(vector)]
	cmp	al, RESTART
	je	restart
	cmp	al, FAILED
	je	.failed
	mov	[cs:AT(.opcode) + 1], al	; the blob is in RAM
	jmp	short .flush		; no prefetched old opcode
.flush:	sti
.opcode:
	int	0x19

; The BIOS came back, and there is no loader any more to go back to. Through
; the network, then, where the loop guard's cookie tells how to go on.
	xor	al, al
	xchg	al, [cs:AT(again)]
	test	al, al
	jz	.still
	mov	[cs:AT(.opcode) + 1], al
	jmp	short .flush
.still:	mov	si, AT(came_back)
	jmp	short .say
.failed:
	sti
	mov	si, AT(read_failed)
.say:	push	cs
	pop	ds
.print:	lodsb
	test	al, al
	jz	.key
	mov	ah, 0x0e
	mov	bx, 0x0007
	int	0x10
	jmp	.print
.key:	xor	ah, ah
	int	0x16
restart:
	xor	ax, ax
	mov	ds, ax
	mov	word [0x472], 0x1234	; warm start: no memory test
	jmp	0xffff:0

read_failed:
	db	13, 10, "The medium cannot be read any more.", 13, 10
	db	"Press a key to restart the machine.", 13, 10, 0
came_back:
	db	13, 10, "The BIOS came back: it found nothing to boot.", 13, 10
	db	"Press a key to restart the machine.", 13, 10, 0

; Parameters; struct handoff_params in handoff.c
	align	8
gdt:	dq	0
	dw	0xffff, 0		; SEL_CODE16; base filled in
gdt_code_base_mid:
	db	0, 0x9b, 0, 0
	dw	0xffff, 0		; SEL_DATA16
	db	0, 0x93, 0, 0
	dw	0xffff, 0		; SEL_DATA32
	db	0, 0x93, 0xcf, 0
gdt_pointer:
	dw	$ - gdt - 1
	dd	0			; filled in: linear address of gdt
real_idt:
	dw	0x3ff
	dd	0
real_entry:
	dw	AT(real)
	dw	0			; filled in: the blob's segment
blocks:	times 3 * BLOCKS dd 0		; filled in: from, to (linear), bytes
code:	dd	0			; filled in: seg:off to jump to
stack:	dd	0			; filled in: SS:SP
extra:	dd	0			; filled in: ES:DI
data:	dw	0			; filled in: DS, FS, GS
base:	dw	0			; filled in: BX
entry:	dw	0			; filled in: SI and BP
drive:	db	0			; filled in
again:	db	0x19
quiet:	db	0			; filled in: 1 = interrupts off
vector:	db	0			; filled in: 0 = code, else INT
handoff_blob_end:

%if handoff_blob_end - gdt != PARAMS_LEN
%error struct handoff_params in handoff.c is another
%endif
%if handoff_blob_end - handoff_blob > BLOB_MAX
%error the blob does not fit its place
%endif
