; SPDX-License-Identifier: BSD-2-Clause
; A boot file that turns iPXE's PXE stack into one as vendors ship it.
; Runs in: real mode, 16-bit, started by a PXE ROM at 0000:7C00.
;
; nasm -f bin -D NEXT="<file name>" (a string, at most 127 characters), and
; optionally IRQ_STORM: shutting the stack down leaves the NIC's interrupt on
; (irqstorm.inc).  When it comes, that is, at Vm.unplug(), and nobody masked it
; or took its vector, the machine prints "STORM" and stops.  Or GRAPHICS: the
; screen is left in video mode 12h.  Or ROOT_PATH="<text>" (at most 255
; characters): DHCP's answers have it as option 17, which the ROM, being iPXE,
; would have attached if a server had sent it.  Or STRANGE_MAC: DHCP's answers
; are for a network card that the machine has not.
;
; It moves to the top of base memory, puts a filter before both entry points
; of the stack, which refuses the calls only iPXE and gPXE have (00E0h..00EFh),
; calls itself the stack's code segment, so that it stays as long as UNDI does,
; then loads NEXT by TFTP and starts it as a PXE ROM does: DHCP's answers name
; NEXT as the boot file.  When NEXT returns, everything but that is put back and
; the status handed on.

	cpu	386
	bits	16
	org	0

LOAD_ADDR	equ 0x7c00
BDA_BASE_KIB	equ 0x413
RESIDENT_KIB	equ 2
RESIDENT_LEN	equ resident_end - start
NEXT_MAX_LEN	equ 0x80000		; of NEXT, in bytes

EXT_FIRST	equ 0xe0
EXT_LAST	equ 0xef
EXIT_FAILURE	equ 1
STATUS_REFUSED	equ 0x0001
PXENV_UNDI_SHUTDOWN	equ 0x05
PXENV_STOP_UNDI		equ 0x15
PXENV_UNLOAD_STACK	equ 0x70
PXENV_TFTP_READ_FILE	equ 0x23
PXENV_GET_CACHED_INFO	equ 0x71
PACKET_DHCP_ACK		equ 2
PACKET_CACHED_REPLY	equ 3
BOOTP_SIADDR	equ 20
BOOTP_MAC_LAST	equ 28 + 5
BOOTP_FILE	equ 108
BOOTP_FILE_LEN	equ 128
BOOTP_OPTIONS	equ 240
OPTION_PAD	equ 0
OPTION_ROOT_PATH	equ 17
OPTION_END	equ 255

BANG_LEN	equ 0x04		; !PXE: length, checksum, real-mode entry
BANG_CHECKSUM	equ 0x05
BANG_ENTRY	equ 0x10
BANG_CODE	equ 0x30		; UNDI's code: segment, linear, length
BANG_CODE_LEN	equ 8
ENV_LEN		equ 0x08		; PXENV+: the same
ENV_CHECKSUM	equ 0x09
ENV_ENTRY	equ 0x0a

; In: es:bx = PXENV+; ss:sp = return address, pointer to !PXE.
; Out: ax = PXE status.  Stack: the ROM's.
start:
	cld
	mov	bp, sp
	xor	ax, ax
	mov	ds, ax
	mov	[LOAD_ADDR + env], bx
	mov	[LOAD_ADDR + env + 2], es
	mov	eax, [bp + 4]
	mov	[LOAD_ADDR + bang], eax
	sub	word [BDA_BASE_KIB], RESIDENT_KIB
	mov	ax, [BDA_BASE_KIB]
	shl	ax, 6
	mov	es, ax
	mov	si, LOAD_ADDR
	xor	di, di
	mov	cx, RESIDENT_LEN
	rep	movsb
	push	es
	push	.moved
	retf
.moved:
	mov	ax, cs
	mov	ds, ax
	mov	[filter_bang_ptr + 2], ax
	mov	[filter_env_ptr + 2], ax
	mov	[filter_code], ax
	movzx	eax, ax
	shl	eax, 4
	mov	[filter_code + 2], eax
	call	swap_code
	les	bx, [bang]
	mov	eax, [es:bx + BANG_ENTRY]
	mov	[old_bang], eax
	les	bx, [env]
	mov	eax, [es:bx + ENV_ENTRY]
	mov	[old_env], eax
	mov	eax, [filter_bang_ptr]
	mov	edx, [filter_env_ptr]
	call	set_entries
	call	load_next
	test	ax, ax
	jnz	.back
%ifdef GRAPHICS
	mov	ax, 0x0012
	int	0x10
%endif
	push	dword [bang]
	les	bx, [env]
	call	0:LOAD_ADDR
	add	sp, 4
.back:
	push	ax
	mov	ax, cs
	mov	ds, ax
	call	restore
	pop	ax
	retf

; Undo everything, unless NEXT took the PXE stack away itself.
; Clobbers: eax, edx, bx, cx, di, si, es.
restore:
	xor	ax, ax
	mov	es, ax
	mov	ax, [es:BDA_BASE_KIB]
	shl	ax, 6
	mov	bx, cs
	cmp	ax, bx
	jne	.done
	add	word [es:BDA_BASE_KIB], RESIDENT_KIB
	call	swap_code
	mov	eax, [old_bang]
	mov	edx, [old_env]
	jmp	set_entries
.done:
	ret

; Exchange !PXE's code segment with filter_code.  Clobbers: al, bx, cx, si, es.
swap_code:
	les	bx, [bang]
	mov	si, filter_code
	mov	cx, BANG_CODE_LEN
.byte:
	mov	al, [si]
	xchg	al, [es:bx + BANG_CODE]
	mov	[si], al
	inc	si
	inc	bx
	loop	.byte
	ret

; Set the stack's entry points, far pointers: eax for !PXE, edx for PXENV+.
; Clobbers: ax, bx, cx, di, si, es.
set_entries:
	les	bx, [bang]
	mov	[es:bx + BANG_ENTRY], eax
	movzx	cx, byte [es:bx + BANG_LEN]
	mov	di, BANG_CHECKSUM
	call	fix_checksum
	les	bx, [env]
	mov	[es:bx + ENV_ENTRY], edx
	movzx	cx, byte [es:bx + ENV_LEN]
	mov	di, ENV_CHECKSUM

; Make the cx bytes at es:bx sum to 0 by the byte at es:bx+di.
; Clobbers: al, cx, si.
fix_checksum:
	mov	byte [es:bx + di], 0
	mov	si, bx
	mov	al, 0
.byte:
	add	al, [es:si]
	inc	si
	loop	.byte
	neg	al
	mov	[es:bx + di], al
	ret

; Load NEXT to LOAD_ADDR.  Out: ax = PXE status, 0 when it is loaded; else
; the reason was printed.  Clobbers: eax, bx, cx, dx, di, si, es.
load_next:
	mov	word [cached_info.type], PACKET_DHCP_ACK
	call	name_next
	jnz	.failed
	mov	word [cached_info.type], PACKET_CACHED_REPLY
	call	name_next
	jnz	.failed
	mov	eax, [es:bx + BOOTP_SIADDR]
	mov	[read_file.server], eax
	mov	bx, PXENV_TFTP_READ_FILE
	mov	di, read_file
	call	call_pxe
	jnz	.failed
	xor	ax, ax
	ret
.failed:
	mov	si, text_failed
	call	puts
	mov	ax, bx
	call	put_hex8
	mov	al, ' '
	call	putc
	mov	ax, [di]		; every block begins with the status
	call	put_hex16
	call	put_newline
	mov	ax, [di]
	ret

; Let a cached packet name NEXT.  Out: es:bx = the packet, and as call_pxe.
; Clobbers: eax, cx, dx, di, si.
name_next:
	mov	word [cached_info.len], 0
	mov	bx, PXENV_GET_CACHED_INFO
	mov	di, cached_info
	call	call_pxe
	jnz	.done
	les	bx, [cached_info.buffer]
	lea	di, [bx + BOOTP_FILE]
	mov	si, read_file.name
	mov	cx, BOOTP_FILE_LEN
	rep movsb
%ifdef STRANGE_MAC
	not	byte [es:bx + BOOTP_MAC_LAST]
%endif
%ifdef ROOT_PATH
	lea	di, [bx + BOOTP_OPTIONS]
	xor	ax, ax
.option:
	cmp	byte [es:di], OPTION_END
	je	.end
	cmp	byte [es:di], OPTION_PAD	; iPXE pads only behind the last
	je	.end
	mov	al, [es:di + 1]
	add	di, ax
	add	di, 2
	jmp	.option
.end:
	mov	si, root_path
	mov	cx, ROOT_PATH_LEN
	rep movsb
%endif
	cmp	ax, ax
.done:
	ret

; Call the real stack.  In: bx = opcode, ds:di = parameters.
; Out: ax = exit code, ZF by it.  Clobbers: as the stack does, but not
; bx, di, ds.
call_pxe:
	push	bx
	push	di
	push	ds
	push	ds
	push	di
	push	bx
	call	far [old_bang]
	add	sp, 6
	pop	ds
	pop	di
	pop	bx
	test	ax, ax
	ret

; The !PXE entry.  Stack: return address, opcode, parameters (far pointer).
; Out: ax = exit code.
filter_bang:
	push	bp
	mov	bp, sp
%ifdef IRQ_STORM
	push	ax
	mov	ax, [bp + 6]
	call	ends_stack
	pop	ax
	jne	.stays
	push	dword [bp + 8]
	push	word [bp + 6]
	call	far [cs:old_bang]
	add	sp, 6
	call	arm_storm
	pop	bp
	retf
.stays:
%endif
	cmp	word [bp + 6], EXT_FIRST
	jb	.pass
	cmp	word [bp + 6], EXT_LAST
	ja	.pass
	push	es
	push	di
	les	di, [bp + 8]
	mov	word [es:di], STATUS_REFUSED
	pop	di
	pop	es
	pop	bp
	mov	ax, EXIT_FAILURE
	retf
.pass:
	pop	bp
	jmp	far [cs:old_bang]

; The PXENV+ entry.  In: bx = opcode, es:di = parameters.  Out: ax.
filter_env:
%ifdef IRQ_STORM
	mov	ax, bx
	call	ends_stack
	jne	.stays
	call	far [cs:old_env]
	call	arm_storm
	retf
.stays:
%endif
	cmp	bx, EXT_FIRST
	jb	.pass
	cmp	bx, EXT_LAST
	ja	.pass
	mov	word [es:di], STATUS_REFUSED
	mov	ax, EXIT_FAILURE
	retf
.pass:
	jmp	far [cs:old_env]

%ifdef IRQ_STORM
; Out: ZF = the opcode ax ends the stack.
ends_stack:
	cmp	ax, PXENV_UNDI_SHUTDOWN
	je	.done
	cmp	ax, PXENV_STOP_UNDI
	je	.done
	cmp	ax, PXENV_UNLOAD_STACK
.done:
	ret

%include "irqstorm.inc"
%endif

%include "print.inc"

text_failed:	db "plainpxe: loading ", NEXT, " failed: call, status ", 0

%ifdef ROOT_PATH
root_path:	db OPTION_ROOT_PATH, .end - .text
.text:		db ROOT_PATH
.end:		db OPTION_END
ROOT_PATH_LEN	equ $ - root_path
%endif

filter_bang_ptr: dw filter_bang, 0
filter_env_ptr:	dw filter_env, 0
filter_code:	dw 0			; as at BANG_CODE; then the stack's own
		dd 0
		dw RESIDENT_LEN
bang:		dd 0			; far pointers
env:		dd 0
old_bang:	dd 0
old_env:	dd 0

cached_info:
.status:	dw 0
.type:		dw 0
.len:		dw 0			; 0: hand out the stack's own copy
.buffer:	dd 0
.limit:		dw 0

read_file:
.status:	dw 0
.name:		db NEXT
	times	128 - ($ - .name) db 0
.len:		dd NEXT_MAX_LEN
.buffer:	dd LOAD_ADDR		; a linear address
.server:	dd 0
.gateway:	dd 0
.multicast:	dd 0
.client_port:	dw 0
.server_port:	dw 0x4500		; 69, big endian
.timeout_s:	dw 5
.reopen_s:	dw 1
resident_end:

%if RESIDENT_LEN > RESIDENT_KIB * 1024
%error plainpxe does not fit its base memory
%endif
