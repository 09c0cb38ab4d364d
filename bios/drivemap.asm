; SPDX-License-Identifier: BSD-2-Clause
;
; Two INT 13h drive numbers change places, for systems that insist on drive
; 80h (map=0x80). bios/handoff.c copies this blob to the last free KiB of base
; memory, takes that KiB out of 40:13, and out of the E820 map by the second
; hook. It stays until the machine restarts.
;
; Runs in: real mode, on any paragraph below 640 KiB.

	section .text.drivemap
	bits 16

	global drivemap_blob:data hidden
	global drivemap_blob_end:data hidden

AH_PARAMETERS	equ 0x08		; answers the number of drives in DL
AH_TYPE		equ 0x15		; answers a size in CX:DX
AX_E820		equ 0xe820
E820_FREE	equ 1
BASE_END	equ 0xa0000
FLAGS_OURS	equ 0x0300		; IF, TF: the caller's stay

%define AT(label) ((label) - drivemap_blob)

drivemap_blob:

; INT 13h, at offset 0.
	push	ax
	push	dx
	cmp	dl, [cs:AT(drive)]
	je	.second
	cmp	dl, [cs:AT(drive) + 1]
	je	.first
	pop	dx
	pop	ax
	jmp	far [cs:AT(chain13)]
.first:	mov	dl, [cs:AT(drive)]
	jmp	short .call
.second:
	mov	dl, [cs:AT(drive) + 1]
.call:	pushf
	call	far [cs:AT(chain13)]
	push	bp
	mov	bp, sp
	call	merge_flags		; [bp + 6]: IP, CS, flags
	cmp	byte [bp + 5], AH_PARAMETERS
	je	.keep_dl
	cmp	byte [bp + 5], AH_TYPE
	je	.keep_dl
	mov	dl, [bp + 2]
.keep_dl:
	pop	bp
	add	sp, 4			; the saved DX and AX
	iret

; Put the flags into an interrupt's frame, but for IF and TF.
; In:	SS:BP + 10 = the frame's flags
; Clobbers: nothing
merge_flags:
	pushf
	push	ax
	mov	ax, [bp - 4]		; below the return address
	and	ax, ~FLAGS_OURS
	and	word [bp + 10], FLAGS_OURS
	or	[bp + 10], ax
	pop	ax
	popf
	ret

; INT 15h: E820 without the KiB this stands in.
int15:	cmp	ax, AX_E820
	je	.e820
	jmp	far [cs:AT(chain15)]
.e820:	pushf
	call	far [cs:AT(chain15)]
	push	ax			; so that the frame's flags are at + 10
	push	ax
	push	bp
	mov	bp, sp
	call	merge_flags
	jc	.out
	push	eax
	cmp	dword [es:di + 16], E820_FREE
	jne	.done
	mov	eax, [es:di + 4]	; above 4 GiB?
	or	eax, [es:di + 12]
	jnz	.done
	mov	eax, [cs:AT(base)]
	sub	eax, [es:di]		; what is left below us
	jbe	.done
	cmp	eax, [es:di + 8]
	jae	.done
	cmp	dword [es:di], BASE_END
	jae	.done
	mov	[es:di + 8], eax
.done:	pop	eax
.out:	pop	bp
	add	sp, 4
	iret

; struct drivemap_params in bios/handoff.c
	align	4
chain13:
	dd	0
chain15:
	dd	0
base:	dd	0			; linear address of this blob
int15_entry:
	dw	AT(int15)
drive:	db	0, 0
drivemap_blob_end:
