; SPDX-License-Identifier: BSD-2-Clause
;
; The universal .c32's two raw entries and the NBP host's mode switch.
;
; Runs in: entry32 flat 32-bit at any address (COM32: gPXE, iPXE, Syslinux 3
; and 4); the rest at linear 7C00h, where PXE puts a boot file.
;
; com32/universal.ld puts this section at file offset SECTION_OFFSET, so that
; as NBP every label has a known address below 64 KiB, the same as linear
; address and as offset in segment 0.
;
; The file may be cut short: what is needed to say so stands first.

SECTION_OFFSET	equ 0xa0
NBP_LINEAR	equ 0x7c00
NBP_STACK_LEN	equ 6144

	section .entry progbits alloc exec write align=16

	global entry32:function hidden
	global guarded_cfarcall:function hidden
	global nbp_rmcall:function hidden
	global nbp_call:data hidden
	global nbp_caller:data hidden
	global damaged_text:data hidden
	global image_pack:data hidden
	global nbp_stack_top:data hidden

	extern image_unpack		; int image_unpack(void)
	extern image_work		; behind the program's data
	extern flat_main		; int flat_main(struct com32_sys_args *)
	extern nbp_main			; int nbp_main(void)

%define AT(label) ((label) - section_start + NBP_LINEAR + SECTION_OFFSET)

PACK_MAGIC	equ 0x6b63704e		; "Npck"; com32/c32pack.py

SEL_CODE32	equ 0x08
SEL_DATA32	equ 0x10
SEL_CODE16	equ 0x18
SEL_DATA16	equ 0x20

section_start:

; Entry as NBP; must be the first thing in the section.
; In:	ES:BX -> PXENV+, SS:SP+4 -> far pointer to !PXE (PXE 2.1, 4.4.5)
; Out:	far return, AX = status
; Mode:	real -> flat 32-bit -> real
; Stack: 48 bytes of the caller's
	bits 16
	pushf
	push	ds
	push	es
	pushad
	cld
	call	.here
.here:	pop	ax
	xor	edx, edx
	mov	dx, cs
	shl	edx, 4
	movzx	eax, ax
	add	eax, edx
	cmp	eax, AT(.here)
	jne	nbp_misplaced
	jmp	0:AT(.located)
.located:
	xor	ax, ax
	mov	ds, ax
	mov	bx, [AT(pack_link)]
	cmp	dword [bx + AT(pack_link)], PACK_MAGIC
	je	nbp_switch
	mov	si, AT(damaged_text)
	jmp	nbp_refuse

	align	4
pack_link:
	dd	image_pack - $

; Not at 7C00h: whoever loaded this is no PXE ROM. Say so, go back.
; In:	CS = ours; the caller's registers saved
; Mode:	real
nbp_misplaced:
	call	.here
.here:	pop	si
	add	si, misplaced_text - .here

; Say why this program does not run, go back.
; In:	CS:SI -> text; the caller's registers saved
; Out:	far return, AX = 1
; Mode:	real
nbp_refuse:
	cs lodsb
	test	al, al
	jz	.done
	mov	ah, 0x0e
	mov	bx, 0x0007
	int	0x10
	jmp	nbp_refuse
.done:	popad
	pop	es
	pop	ds
	popf
	mov	ax, 1
	retf

misplaced_text:
	db	13, 10, "netchain: not loaded at 7C00h as PXE does; "
	db	"use this file as .c32 or PXE boot file.", 13, 10, 0
damaged_text:
	db	13, 10, "netchain: this file is cut short or damaged; "
	db	"copy it to the server again.", 13, 10, 0

; Entry as flat COM32, at any address.
; In:	[esp + 4] = struct com32_sys_args, cdecl
; Out:	EAX = status
; Mode:	flat 32-bit
	bits 32
entry32:
	cld
	push	ebx
	push	esi
	push	edi
	push	ebp
	call	.here
.here:	pop	ebx
	add	ebx, pack_link - .here
	mov	eax, [ebx]
	cmp	dword [ebx + eax], PACK_MAGIC
	jne	.damaged
	call	image_unpack
	test	eax, eax
	jz	.damaged
	lea	eax, [esp + 20]
	call	flat_main
.done:	pop	ebp
	pop	edi
	pop	esi
	pop	ebx
	ret
.damaged:
	lea	esi, [ebx + damaged_text - pack_link]
	lea	ebp, [esp + 20]
	call	flat_print
	mov	eax, 1
	jmp	.done

; In:	ESI -> text; EBP -> struct com32_sys_args
; Clobbers: EAX, ECX, ESI, EDI
; Mode:	flat 32-bit
flat_print:
	mov	eax, [ebp]		; cs_sysargs, as in com32/host_flat.c
	sub	eax, 6
	cmp	eax, 16 - 6
	ja	.no_loader
	sub	esp, 44			; com32sys_t
	mov	edi, esp
	mov	ecx, 44 / 4
	xor	eax, eax
	rep stosd
	mov	byte [esp + 24], 0x07	; BX
.char:	lodsb
	test	al, al
	jz	.end
	mov	ah, 0x0e
	mov	[esp + 36], ax
	mov	eax, esp
	push	eax			; out
	push	eax			; in
	push	0x10
	call	[ebp + 8]		; cs_intcall
	add	esp, 12
	jmp	.char
.end:	add	esp, 44
	ret
.no_loader:				; no BIOS call; the screen is there
	inc	esi
	inc	esi			; a new line
	mov	edi, 0xb8000
	mov	ah, 0x0f
.show:	lodsb
	stosw
	cmp	byte [esi], ' '
	jae	.show
	ret

; In:	DS = 0, SS:SP -> the caller's registers saved
; Mode:	real -> flat 32-bit -> real
	bits 16
nbp_switch:
	mov	bp, sp
	mov	ax, [bp + 38 + 4]	; above: pushad 32, es, ds, flags
	mov	[AT(nbp_caller)], ax
	mov	ax, [bp + 38 + 6]
	mov	[AT(nbp_caller) + 2], ax
	mov	[AT(caller_sp)], sp
	mov	[AT(caller_sp) + 2], ss
	cli
	lgdt	[AT(gdt_pointer)]
	mov	eax, cr0
	or	al, 1
	mov	cr0, eax
	jmp	SEL_CODE32:AT(.flat)

	bits 32
.flat:	mov	ax, SEL_DATA32
	mov	ds, ax
	mov	es, ax
	mov	fs, ax
	mov	gs, ax
	mov	ss, ax
	mov	eax, AT(stack_link)	; nbp_stack_top - stack_link stands there
	add	eax, [eax]
	mov	esp, eax
	call	image_unpack
	test	eax, eax
	jz	.damaged32
	call	nbp_main
	mov	[AT(exit_status)], ax
	jmp	SEL_CODE16:AT(.leave16)
.damaged32:
	jmp	SEL_CODE16:AT(.damaged16)

	bits 16
.damaged16:
	mov	bx, AT(.damaged)
	jmp	to_real
.damaged:
	lss	sp, [AT(caller_sp)]
	movzx	esp, sp
	mov	si, AT(damaged_text)
	jmp	nbp_refuse
.leave16:
	mov	bx, AT(.leave)
	jmp	to_real
.leave:	lss	sp, [AT(caller_sp)]
	movzx	esp, sp
	popad
	pop	es
	pop	ds
	popf
	mov	ax, [cs:AT(exit_status)]
	retf

; Leave protected mode.
; In:	BX = real-mode continuation in segment 0
; Out:	jumps to BX with DS = ES = SS = 0, interrupts off, SP unset
; Mode:	16-bit protected -> real
; Clobbers: EAX
	bits 16
to_real:
	mov	ax, SEL_DATA16
	mov	ds, ax
	mov	es, ax
	mov	fs, ax
	mov	gs, ax
	mov	ss, ax
	lidt	[AT(real_idt)]
	mov	eax, cr0
	and	al, 0xfe
	mov	cr0, eax
	jmp	0:AT(.real)
.real:	xor	ax, ax
	mov	ds, ax
	mov	es, ax
	mov	ss, ax
	jmp	bx

; void nbp_rmcall(void): call the real-mode far address nbp_call names, with
; the registers and stack words there, interrupts on.
; In:	nbp_call filled in (struct nbp_call in com32/host_nbp.c)
; Out:	nbp_call.regs as the callee left them
; Mode:	flat 32-bit -> real -> flat 32-bit
; Stack: the caller of the NBP's in real mode (PXE 2.1 promises 1.5 KiB)
	bits 32
nbp_rmcall:
	pushad
	cli
	mov	[AT(flat_esp)], esp
	jmp	SEL_CODE16:AT(.pm16)
	bits 16
.pm16:	mov	bx, AT(.real)
	jmp	to_real
.real:	lss	sp, [AT(caller_sp)]
	movzx	esp, sp
	mov	cx, [AT(call_stack_words)]
	mov	si, AT(call_stack)
	add	si, cx
	add	si, cx
.push:	jcxz	.pushed
	sub	si, 2
	push	word [si]
	dec	cx
	jmp	.push
.pushed:
	cmp	byte [AT(call_is_int)], 0
	je	.return
	push	word [AT(call_flags)]	; for the handler's IRET
.return:
	push	cs
	push	word AT(.back)
	push	word [AT(call_target) + 2]
	push	word [AT(call_target)]
	mov	gs, [AT(call_regs) + 0]
	mov	fs, [AT(call_regs) + 2]
	mov	es, [AT(call_regs) + 4]
	mov	edi, [AT(call_regs) + 8]
	mov	esi, [AT(call_regs) + 12]
	mov	ebp, [AT(call_regs) + 16]
	mov	ebx, [AT(call_regs) + 24]
	mov	edx, [AT(call_regs) + 28]
	mov	ecx, [AT(call_regs) + 32]
	mov	eax, [AT(call_regs) + 36]
	mov	ds, [AT(call_regs) + 6]
	jne	.enter			; still from the comparison
	sti				; a handler is entered with IF clear
.enter:	retf

; In:	as the callee left it
.back:	cli
	mov	[cs:AT(call_regs) + 36], eax
	pushf
	pop	ax
	mov	[cs:AT(call_regs) + 40], ax
	mov	[cs:AT(call_regs) + 6], ds
	mov	[cs:AT(call_regs) + 4], es
	xor	ax, ax
	mov	ds, ax
	mov	[AT(call_regs) + 0], gs
	mov	[AT(call_regs) + 2], fs
	mov	[AT(call_regs) + 8], edi
	mov	[AT(call_regs) + 12], esi
	mov	[AT(call_regs) + 16], ebp
	mov	[AT(call_regs) + 24], ebx
	mov	[AT(call_regs) + 28], edx
	mov	[AT(call_regs) + 32], ecx
	cld
	lgdt	[AT(gdt_pointer)]	; gPXE/iPXE load their own
	mov	eax, cr0
	or	al, 1
	mov	cr0, eax
	jmp	SEL_CODE32:AT(.flat)
	bits 32
.flat:	mov	ax, SEL_DATA32
	mov	ds, ax
	mov	es, ax
	mov	fs, ax
	mov	gs, ax
	mov	ss, ax
	mov	esp, [AT(flat_esp)]
	popad
	ret

; int guarded_cfarcall(cs, ip, stack, stack_len, cfarcall): Syslinux 6's
; __cfarcall, which hands on the EBP that gPXE leaves in real mode.
; In:	EAX, EDX, ECX, [esp + 4] = its arguments (regparm(3)), [esp + 8] = it
; Out:	EAX = its result
; Mode:	flat 32-bit
	bits 32
guarded_cfarcall:
	push	ebx
	push	esi
	push	edi
	push	ebp
	push	dword [esp + 20]
	call	[esp + 28]
	add	esp, 4
	pop	ebp
	pop	edi
	pop	esi
	pop	ebx
	ret

	align	8
gdt:	dq	0
	dq	0x00cf9b000000ffff	; SEL_CODE32: base 0, 4 GiB
	dq	0x00cf93000000ffff	; SEL_DATA32
	dq	0x00009b000000ffff	; SEL_CODE16: base 0, 64 KiB
	dq	0x000093000000ffff	; SEL_DATA16
gdt_pointer:
	dw	$ - gdt - 1
	dd	AT(gdt)
real_idt:
	dw	0x3ff
	dd	0
	align	4
stack_link:
	dd	nbp_stack_top - $
flat_esp:
	dd	0
caller_sp:
	dd	0			; SP, SS
nbp_caller:
	dd	0			; far pointer to !PXE from the stack
exit_status:
	dw	0

; struct nbp_call in com32/host_nbp.c
	align	4
nbp_call:
call_regs:
	times 44 db 0			; com32sys_t
call_target:
	dd	0
call_flags	equ call_regs + 40
call_stack_words:
	dw	0
call_is_int:
	dw	0
call_stack:
	times 4 dw 0

; struct pack in com32/prefix.c, the last of what is not packed;
; com32/c32pack.py fills it in.
	section .pack progbits alloc write align=4
image_pack:
	dd	PACK_MAGIC
	dd	image_work - image_pack
	times 4 dd 0

; Behind the BSS, for it is in use while that is cleared.
	section .nbp_stack nobits alloc write align=16
	resb	NBP_STACK_LEN
nbp_stack_top:
