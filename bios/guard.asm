; SPDX-License-Identifier: BSD-2-Clause
;
; INT 13h with a time limit. bios/disk.c copies this blob to low memory, lends
; it the timer's vector and one more, and calls it as that interrupt. A BIOS
; that does not come back in time is left where it is: the timer handler puts
; the stack back to where the call began and returns "time-out" from there.
; A BIOS that spoils registers spoils none of the caller's.
;
; Runs in: real mode, on any paragraph below 1 MiB.

	section .text.guard
	bits 16

	global guard_blob:data hidden
	global guard_blob_end:data hidden

TIMEOUT		equ 0x80		; INT 13h status: drive not ready
FRAME_FLAGS	equ 6			; [bp + ..] after push bp: IP, CS, flags

%define AT(label) ((label) - guard_blob)

guard_blob:

; Entry, at offset 0, as an interrupt.
; In:	as INT 13h; [left] = the limit, in timer ticks
; Out:	AX, BX, CX, DX and carry as INT 13h; or AH = 80h, carry, [hung] = 1
; Clobbers: nothing else
	pushad
	push	ds
	push	es
	push	fs
	push	gs
	mov	[cs:AT(stack)], sp
	mov	[cs:AT(stack) + 2], ss
	mov	byte [cs:AT(busy)], 1
	int	0x13
	mov	byte [cs:AT(busy)], 0
	mov	[cs:AT(result)], ax
	mov	[cs:AT(result) + 2], bx
	mov	[cs:AT(result) + 4], cx
	mov	[cs:AT(result) + 6], dx
	pushf
	pop	word [cs:AT(result) + 8]
.back:	lss	sp, [cs:AT(stack)]
	pop	gs
	pop	fs
	pop	es
	pop	ds
	popad
	push	bp
	mov	bp, sp
	mov	ax, [cs:AT(result) + 8]
	and	ax, 1			; carry
	and	word [bp + FRAME_FLAGS], ~1
	or	[bp + FRAME_FLAGS], ax
	pop	bp
	mov	ax, [cs:AT(result)]
	mov	bx, [cs:AT(result) + 2]
	mov	cx, [cs:AT(result) + 4]
	mov	dx, [cs:AT(result) + 6]
	iret

; The timer interrupt, INT 08h.
timer:	pushf
	call	far [cs:AT(chain)]	; the BIOS's, which ends the interrupt
	cmp	byte [cs:AT(busy)], 0
	je	.out
	dec	word [cs:AT(left)]
	jnz	.out
	mov	byte [cs:AT(busy)], 0
	mov	byte [cs:AT(hung)], 1
	mov	byte [cs:AT(result) + 1], TIMEOUT
	mov	byte [cs:AT(result) + 8], 1
	cld
	jmp	guard_blob.back
.out:	iret

; struct guard_params in bios/disk.c
	align	2
chain:	dd	0			; the timer's handler before
stack:	dd	0
result:	times 5 dw 0			; AX, BX, CX, DX, flags
left:	dw	0
timer_entry:
	dw	AT(timer)
busy:	db	0
hung:	db	0
guard_blob_end:
