; SPDX-License-Identifier: GPL-2.0-only
;
; From 32-bit protected mode, where every boot protocol leaves us, to
; boot_main() in the high half.
;
; The protocol stubs (multiboot2_entry.asm, pvh_entry.asm) jump to
; boot_enter_long_mode with
;
;	edi	protocol number, enum boot_protocol of boot.h
;	esi	physical address of the loader's information
;
; interrupts off, paging off, cs, ds and es flat, no stack. The protocols
; leave everything else open (CR4, the flags, under PVH even ss), and UEFI
; leaves traces there: it is all set here, not adjusted. What happens:
;
;	1. say so and halt if the processor lacks long mode;
;	2. map physical 0-8 GB in 2 MB pages three times, with no address
;	   standing for another one's memory:
;
;	   PML4[0]    -> low PDPT   identity, for the jump; boot.c drops it
;	   PML4[256]  -> low PDPT   the start of the direct map
;	   PML4[511]  -> high PDPT  [510] -> first GB, the kernel image
;
;	3. enable PAE, long mode, paging with write protection;
;	4. point GS at the boot CPU's struct cpu and draw a stack-protector
;	   canary, since the C code that follows may be protected;
;	5. call boot_main(protocol, information).

%include "generated/autoconf.inc"
%include "generated/asm-offsets.inc"

global boot_enter_long_mode
extern boot_main
extern boot_cpu
extern __bss_start
extern __bss_end

PAGE_PRESENT	equ 1 << 0
PAGE_WRITABLE	equ 1 << 1
PAGE_LARGE	equ 1 << 7
TABLE_FLAGS	equ PAGE_PRESENT | PAGE_WRITABLE

CR0_PE		equ 1 << 0
CR0_MP		equ 1 << 1
CR0_ET		equ 1 << 4
CR0_NE		equ 1 << 5
CR0_WP		equ 1 << 16
CR0_PG		equ 1 << 31
CR4_PAE		equ 1 << 5

EFER_LME	equ 1 << 8

EFLAGS_ID		equ 1 << 21
CPUID_EXT_LONG_MODE	equ 1 << 29	; 80000001h EDX
CPUID_RDRAND		equ 1 << 30	; 1h ECX

PAGE_TABLE_SIZE		equ 4096
EARLY_MAP_DIRECTORIES	equ EARLY_MAP_SIZE >> 30

VGA_TEXT	equ 0xb8000
VGA_ATTRIBUTE	equ 0x4f00	; white on red
UART_DATA	equ 0
UART_LSR	equ 5
UART_LSR_THRE	equ 1 << 5

; Where an object of the high-half image lies in physical memory.
%define physical(symbol) (symbol - KERNEL_IMAGE_BASE)

section .boot.text progbits alloc exec nowrite align=16
bits 32

boot_enter_long_mode:
	; Loaders clear .bss, but one short of memory has put its modules there
	; since: what follows is to get far enough to say so.
	mov	ebx, edi
	mov	edi, physical(__bss_start)
	mov	ecx, physical(__bss_end)
	sub	ecx, edi
	shr	ecx, 2
	xor	eax, eax
	cld
	rep stosd
	mov	edi, ebx

	lgdt	[physical(boot_gdt_pointer)]
	mov	eax, BOOT_DATA_SELECTOR
	mov	ss, eax
	mov	esp, physical(boot_stack_top)
	push	dword 0		; direction up; NT would make iretq fault
	popfd

	; CPUID exists when EFLAGS.ID can be flipped (Intel SDM vol. 1, 20.1).
	pushfd
	pop	eax
	mov	ecx, eax
	xor	eax, EFLAGS_ID
	push	eax
	popfd
	pushfd
	pop	eax
	push	ecx
	popfd
	cmp	eax, ecx
	je	no_long_mode

	mov	eax, 0x80000000
	cpuid
	cmp	eax, 0x80000001
	jb	no_long_mode
	mov	eax, 0x80000001
	cpuid
	test	edx, CPUID_EXT_LONG_MODE
	jz	no_long_mode

	; The page directories lie one after the other, so one loop fills
	; them all: entry n maps physical n * 2 MB.
	mov	edx, physical(early_directories)
	xor	ecx, ecx
	mov	eax, TABLE_FLAGS | PAGE_LARGE
	xor	ebx, ebx
.map_large_page:
	mov	[edx + ecx * 8], eax
	mov	[edx + ecx * 8 + 4], ebx
	add	eax, 1 << 21
	adc	ebx, 0
	inc	ecx
	cmp	ecx, EARLY_MAP_DIRECTORIES * 512
	jb	.map_large_page

	lea	eax, [edx + TABLE_FLAGS]
	mov	[physical(early_high_pdpt) + 510 * 8], eax
	xor	ecx, ecx
.link_directory:
	mov	[physical(early_low_pdpt) + ecx * 8], eax
	add	eax, PAGE_TABLE_SIZE
	inc	ecx
	cmp	ecx, EARLY_MAP_DIRECTORIES
	jb	.link_directory

	mov	eax, physical(early_low_pdpt) + TABLE_FLAGS
	mov	[physical(early_pml4)], eax
	mov	[physical(early_pml4) + DIRECT_MAP_PML4_INDEX * 8], eax
	mov	eax, physical(early_high_pdpt) + TABLE_FLAGS
	mov	[physical(early_pml4) + 511 * 8], eax

	; Not or-ed in: with LA57 left on, the tables would have five levels.
	mov	eax, CR4_PAE
	mov	cr4, eax
	mov	eax, physical(early_pml4)
	mov	cr3, eax
	mov	ecx, MSR_EFER
	rdmsr
	or	eax, EFER_LME
	wrmsr
	mov	eax, CR0_PG | CR0_WP | CR0_NE | CR0_ET | CR0_MP | CR0_PE
	mov	cr0, eax
	jmp	BOOT_CODE_SELECTOR:enter_high_half

; Nothing works yet: tell the serial port and the text screen directly.
no_long_mode:
	mov	esi, no_long_mode_text
	mov	edi, VGA_TEXT
.next:
	movzx	eax, byte [esi]
	test	al, al
	jz	.halt
	inc	esi
	mov	ebx, eax
	cmp	al, ' '
	jb	.serial			; the line's end is no glyph
	or	eax, VGA_ATTRIBUTE
	mov	[edi], ax
	add	edi, 2
.serial:
%ifdef CONFIG_SERIAL_8250
	mov	ecx, 0x10000		; bounded: the port may be absent
	mov	dx, CONFIG_SERIAL_8250_PORT + UART_LSR
.wait:
	in	al, dx
	test	al, UART_LSR_THRE
	loopz	.wait
	mov	dx, CONFIG_SERIAL_8250_PORT + UART_DATA
	mov	al, bl
	out	dx, al
%endif
	jmp	.next
.halt:
	cli
	hlt
	jmp	.halt

no_long_mode_text:
	db	"Exo-OS needs a 64-bit processor: "
	db	"this one has no long mode. Halted.", 13, 10, 0

bits 64
enter_high_half:
	mov	rax, high_half
	jmp	rax

section .text

high_half:
	xor	eax, eax
	mov	ds, ax
	mov	es, ax
	mov	ss, ax
	mov	fs, ax
	mov	gs, ax
	mov	rsp, boot_stack_top
	; The descriptor table's low address goes with the identity map.
	lgdt	[abs boot_gdt_pointer_high]
	mov	r12d, edi
	mov	r13d, esi

	mov	rax, boot_cpu
	mov	rdx, rax
	mov	rbx, rax
	shr	rdx, 32
	mov	ecx, MSR_GS_BASE
	wrmsr
	mov	[rbx], rbx		; struct cpu.self

	; RDRAND where there is one, mixed with the time-stamp counter. The
	; lowest byte is zero, so that a string overrun cannot copy it.
	mov	eax, 1
	cpuid
	xor	r14d, r14d
	test	ecx, CPUID_RDRAND
	jz	.no_rdrand
	rdrand	r14
.no_rdrand:
	rdtsc
	shl	rdx, 32
	or	rax, rdx
	mov	rcx, 0x9e3779b97f4a7c15	; spreads the counter's few bits
	imul	rax, rcx
	xor	rax, r14
	xor	al, al
	mov	[gs:CPU_CANARY_OFFSET], rax

	xor	ebp, ebp		; the end of every backtrace
	mov	edi, r12d
	mov	esi, r13d
	call	boot_main
	ud2

section .rodata
align 8
boot_gdt:
	dq	0
	; Flat, ring 0, and marked accessed so that nobody writes here.
	dq	0x00af9b000000ffff	; 64-bit code
	dq	0x00cf93000000ffff	; 32-bit data
BOOT_CODE_SELECTOR equ 1 * 8
BOOT_DATA_SELECTOR equ 2 * 8
boot_gdt_end:

boot_gdt_pointer:			; 32-bit code reads six bytes of it
	dw	boot_gdt_end - boot_gdt - 1
	dd	physical(boot_gdt)
boot_gdt_pointer_high:
	dw	boot_gdt_end - boot_gdt - 1
	dq	boot_gdt

section .bss
alignb PAGE_TABLE_SIZE
global early_pml4
early_pml4:		resb PAGE_TABLE_SIZE
early_high_pdpt:	resb PAGE_TABLE_SIZE
early_low_pdpt:		resb PAGE_TABLE_SIZE
early_directories:	resb PAGE_TABLE_SIZE * EARLY_MAP_DIRECTORIES

; Right behind them: when the kernel's own tables have replaced these, the
; last one is the guard page that an overflow of the boot stack runs into.
global boot_stack
global boot_stack_top
boot_stack:		resb CONFIG_BOOT_STACK_KB * 1024
boot_stack_top:
