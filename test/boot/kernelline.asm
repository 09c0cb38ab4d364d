; SPDX-License-Identifier: BSD-2-Clause
; A "kernel" that prints the command line it was started with, and the bytes
; of its initrds, between KERNEL[ and ], then waits for ever.
;
; A bzImage as Linux's Documentation/arch/x86/boot.rst defines it (protocol
; 2.06): loaders put its first two sectors to a segment of their choice and
; jump to the second, with ds on the first.
; Runs in: real mode, 16-bit.

	bits 16

SETUP_HEADER	equ 0x1f1
LOADED_HIGH	equ 0x01
HIGHEST_INITRD	equ 0x37ffffff

	times SETUP_HEADER db 0
setup_sects	db 1
root_flags	dw 0
syssize		dd 32			; paragraphs behind the setup sectors
ram_size	dw 0
vid_mode	dw 0xffff
root_dev	dw 0
boot_flag	dw 0xaa55

	jmp short start			; at 0200h
header		db "HdrS"
version		dw 0x0206
realmode_swtch	dd 0
start_sys_seg	dw 0
kernel_version	dw 0
type_of_loader	db 0
loadflags	db LOADED_HIGH
setup_move_size	dw 0
code32_start	dd 0x100000
ramdisk_image	dd 0
ramdisk_size	dd 0
bootsect_kludge	dd 0
heap_end_ptr	dw 0
ext_loader	dw 0
cmd_line_ptr	dd 0
initrd_addr_max	dd HIGHEST_INITRD
kernel_alignment dd 0x1000
relocatable	db 0
min_alignment	db 0
xloadflags	dw 0
cmdline_size	dd 2047

start:
	cld
	mov	si, begin
	call	puts
	mov	ax, [ramdisk_size + 2]
	call	put_hex16
	mov	ax, [ramdisk_size]
	call	put_hex16
	mov	al, ' '
	call	putc
	mov	eax, [cmd_line_ptr]	; below 1 MiB
	mov	si, ax
	and	si, 0x0f
	shr	eax, 4
	push	ds
	mov	ds, ax
	call	puts
	pop	ds
	mov	si, end
	call	puts
.stay:
	hlt
	jmp	.stay

begin	db 13, 10, "KERNEL[", 0
end	db "]", 13, 10, 0

%include "print.inc"

	times 1024 - ($ - $$) db 0
	times 512 db 0			; what would be the kernel
