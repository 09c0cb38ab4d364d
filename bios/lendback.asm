; SPDX-License-Identifier: BSD-2-Clause
;
; The way back from a boot sector that gives up: while it runs, INT 18h and
; 19h lead to a blob at the top of base memory, which puts base memory back as
; it was and returns into the program. bios/lend.c copies the blob there and
; fills in the parameters (struct lend_params there has the same offsets).
;
; Runs in: lend_call flat 32-bit; the blob in real mode on a paragraph below
; 1 MiB, then 16-bit -> 32-bit protected mode.

	section .text.lend

	global lend_call:function hidden
	global lend_blob:data hidden
	global lend_blob_end:data hidden
	extern lend_leave		; of lend.c

SEL_CODE32	equ 0x08		; base = blob, 4 GiB
SEL_DATA32	equ 0x10		; base = 0, 4 GiB
BASE_MEMORY	equ 0x413
RESTORE_FROM	equ 0x500		; the BIOS data area stays as it is
VECTORS_LEN	equ 0x400
A20_PORT	equ 0x92
PIC1_MASK	equ 0x21
PIC2_MASK	equ 0xa1
SCREEN		equ 0xb8000
KEYBOARD_DATA	equ 0x60
KEYBOARD_STATUS	equ 0x64
RTC_INDEX	equ 0x70
RTC_DATA	equ 0x71
RESTART_S	equ 10

%define AT(label) ((label) - lend_blob)

; void lend_call(struct lend_back *back, const struct handoff *handoff)
; Fill in where to come back to, and call lend_leave with the same arguments;
; returns when the blob brings the machine back.
; In:	EAX, EDX (regparm(3))
; Mode:	flat 32-bit
; Clobbers: EAX, ECX, EDX
	bits 32
lend_call:
	pushfd
	pushad
	sgdt	[eax + back_gdt - back]
	sidt	[eax + back_idt - back]
	mov	[eax + back_esp - back], esp
	mov	[eax + back_ss - back], ss
	mov	[eax + back_ds - back], ds
	mov	[eax + back_cs - back], cs
	call	.here
.here:	pop	ecx
	add	ecx, .back - .here
	mov	[eax + back_eip - back], ecx
	call	lend_leave
.back:	popad
	popfd
	ret

lend_blob:

; Entries: INT 18h at offset 0, INT 19h at 6 (lend.c:INT19_ENTRY).
; In:	the boot sector's state
; Mode:	real -> flat 32-bit, or on to the vector there was before
; Stack: none is used before the program's own
	bits 16
	push	word AT(old18)
	jmp	short came
	nop
	push	word AT(old19)
came:	cli
	cld
	mov	[cs:AT(saved_eax)], eax
	smsw	ax
	test	al, 1			; virtual 8086 mode: not ours any more
	jnz	.chain
	mov	[cs:AT(saved_sp)], sp
	mov	[cs:AT(saved_sp) + 2], ss
	in	al, A20_PORT
	or	al, 2
	and	al, 0xfe
	out	A20_PORT, al
	mov	ebx, [cs:AT(base)]
	lgdt	[cs:AT(gdt_pointer)]
	mov	eax, cr0
	or	al, 1
	mov	cr0, eax
	jmp	dword SEL_CODE32:AT(flat)
.chain:	mov	eax, [cs:AT(saved_eax)]
	mov	[cs:AT(saved_bx)], bx
	pop	bx
	push	word [cs:bx + 2]
	push	word [cs:bx]
	mov	bx, [cs:AT(saved_bx)]
	retf

; The regions that the way back needs: is each as it was?
; In:	EBX = the blob
	bits 32
flat:	mov	ax, SEL_DATA32
	mov	ds, ax
	mov	es, ax
	mov	ss, ax
	xor	eax, eax
	lea	edx, [ebx + AT(regions)]
.next:	mov	esi, [edx]
	mov	ecx, [edx + 4]
	jecxz	.end
.sum:	rol	eax, 1
	add	eax, [esi]
	add	esi, 4
	loop	.sum
	add	edx, 8
	jmp	.next
.end:	cmp	eax, [ebx + AT(sum)]
	jne	lost

	mov	esi, [ebx + AT(saved)]
	xor	edi, edi
	mov	ecx, VECTORS_LEN / 4
	rep movsd
	add	esi, RESTORE_FROM - VECTORS_LEN
	mov	edi, RESTORE_FROM
	mov	ecx, ebx
	sub	ecx, edi
	shr	ecx, 2
	rep movsd
	inc	word [BASE_MEMORY]
	mov	al, [ebx + AT(masks)]
	out	PIC1_MASK, al
	mov	al, [ebx + AT(masks) + 1]
	out	PIC2_MASK, al
	lgdt	[ebx + AT(back_gdt)]
	lidt	[ebx + AT(back_idt)]
	mov	ss, [ebx + AT(back_ss)]
	mov	esp, [ebx + AT(back_esp)]
	push	dword [ebx + AT(back_cs)]
	push	dword [ebx + AT(back_eip)]
	mov	eax, [ebx + AT(back_ds)]
	mov	ds, ax
	mov	es, ax
	mov	fs, ax
	mov	gs, ax
	retf

; Something was loaded over what the way back needs. The screen says so, and
; after 10 s or a key the machine restarts. Without BIOS calls, for their
; vectors may be gone as well.
; Mode:	flat 32-bit
lost:	mov	edi, SCREEN
	lea	esi, [ebx + AT(lost_text)]
	mov	ah, 0x0f
.write:	lodsb
	test	al, al
	jz	.wait
	stosw
	jmp	.write
.wait:	in	al, KEYBOARD_DATA	; what was typed before
	mov	ecx, RESTART_S + 1
.second:
	mov	ah, al
.poll:	in	al, KEYBOARD_STATUS
	test	al, 1
	jnz	.restart
	xor	al, al
	out	RTC_INDEX, al
	in	al, RTC_DATA
	cmp	al, ah
	je	.poll
	loop	.second
.restart:
	mov	al, 0xfe		; the keyboard controller's reset line
	out	KEYBOARD_STATUS, al
.halt:	hlt
	jmp	.halt

lost_text:
	db	"The boot loader gave up, but has overwritten the way back. "
	db	"Restarting.", 0

	align	8

; Parameters; struct lend_params in lend.c
params:
gdt:	dq	0
	dw	0xffff			; SEL_CODE32
	dw	0			; filled in: base
	db	0			; filled in
	db	0x9b, 0xcf, 0
	dw	0xffff, 0		; SEL_DATA32
	db	0, 0x93, 0xcf, 0
gdt_pointer:
	dw	$ - gdt - 1
	dd	0			; filled in: linear address of gdt
base:	dd	0			; filled in: linear address of the blob
old18:	dd	0			; filled in: INT 18h's vector before
old19:	dd	0			; filled in
saved:	dd	0			; filled in: the copy of base memory
sum:	dd	0			; filled in: of the regions
regions:
	times 5 dq 0			; filled in: address, dwords; 0 ends them
masks:	dw	0			; filled in: of both PICs
; struct lend_back in lend.c; filled in
back:
back_gdt:
	times 6 db 0
back_idt:
	times 6 db 0
back_esp:
	dd	0
back_eip:
	dd	0
back_ss:
	dd	0
back_ds:
	dd	0
back_cs:
	dd	0
saved_eax:
	dd	0
saved_sp:
	dd	0
saved_bx:
	dw	0
lend_blob_end:
