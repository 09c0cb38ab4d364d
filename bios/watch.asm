; SPDX-License-Identifier: BSD-2-Clause
;
; A look at what the BIOS does after INT 18h or 19h. When it has found nothing
; to boot, most print so and wait for ever; the watch then begins the network
; boot anew, and the loop guard's cookie says where to go on.
;
; "Nothing": LIMIT timer ticks in a row found a BIOS running, in ROM. A tick in
; base memory is a boot sector's, a boot file's or a PXE stack's; one after
; something was loaded over the mark that bios/handoff.asm left at 7C00h means
; that it was started, and the watch takes itself out. (The mark alone does not
; tell: a BIOS also loads the sectors that it then finds unsigned.)
;
; It lives among the interrupt vectors 90h-BFh, which no BIOS or operating
; system has used since ROM BASIC; bios/handoff.c installs it only where each
; of them has the value that vector C0h has too, and when it goes they have it
; again, but for the last two, where its last instructions stay.
;
; Runs in: real mode, at 0000:0240.

	section .text.watch
	bits 16

	global watch_blob:data hidden
	global watch_blob_end:data hidden

WATCH		equ 0x0240
MARK		equ 0x4e634d6b		; handoff.asm writes the same
MARK_FIRST	equ 0x7c00
MARK_LAST	equ 0x7dfc
TIMER_VECTOR	equ 0x08 * 4
UNUSED_VECTOR	equ 0xc0 * 4
LAST		equ 0xbe * 4		; the last instructions, 8 bytes
BASE_MEMORY_END	equ 0xa000		; the first segment behind it
LIMIT		equ 819			; 45 s: longer than a BIOS's disk time-out
FRAME_CS	equ 38			; [bp + ..] behind ES, DS, PUSHAD, IP

%define AT(label) ((label) - watch_blob + WATCH)

watch_blob:
chain:	dd	0			; filled in: the handler before

; INT 08h, at offset 4.
timer:	pushf
	call	far [cs:AT(chain)]	; the BIOS's, which ends the interrupt
	pushad
	push	ds
	push	es
	mov	bp, sp
	xor	ax, ax
	mov	ds, ax
	mov	es, ax
	mov	ax, LIMIT
	cmp	word [bp + FRAME_CS], BASE_MEMORY_END
	jae	.bios
	mov	eax, MARK
	cmp	[MARK_FIRST], eax
	jne	remove
	cmp	[MARK_LAST], eax
	jne	remove
	mov	ax, LIMIT
	jmp	short .busy
.bios:	mov	ax, [AT(left)]
	dec	ax
	jz	nothing
.busy:	mov	[AT(left)], ax
.out:	pop	es
	pop	ds
	popad
	iret

nothing:
	mov	eax, [AT(chain)]
	mov	[TIMER_VECTOR], eax
	mov	ss, [AT(zero)]
	mov	sp, MARK_FIRST
	sti
	mov	si, AT(text)
.print:	lodsb
	mov	ah, 0x0e
	mov	bx, 0x0007
	int	0x10
	cmp	si, AT(text_end)
	jb	.print
	int	0x19

text:	db	13, 10, "Nothing there; back to the network", 13, 10
text_end:
zero:	dw	0
left:	dw	LIMIT

; Something was loaded: leave, unless somebody's handler now chains to us.
remove:	cmp	dword [TIMER_VECTOR], AT(timer)
	jne	timer.out
	mov	eax, [AT(chain)]
	mov	[TIMER_VECTOR], eax
	mov	di, WATCH
	mov	cx, (LAST - WATCH) / 4
	mov	eax, [UNUSED_VECTOR]
	cld
	jmp	short .fill
	times	LAST - WATCH - ($ - watch_blob) db 0
.fill:	rep stosd
	pop	es
	pop	ds
	popad
	iret
watch_blob_end:
