// SPDX-License-Identifier: GPL-2.0-only
/*
 * One way each to raise the processor exceptions that ring 0 can raise. Most
 * leave the descriptor or page tables damaged: the kernel does not survive.
 *
 * Not here: NMI and machine check come from outside, alignment checks from
 * user mode only, virtualization and control protection exceptions from
 * features that are off, and vectors 9, 15 and 22-31 are reserved or AMD's.
 */
#include <asm/memlayout.h>
#include <asm/msr.h>
#include <asm/segment.h>
#include <exo/compiler.h>
#include <exo/fault_kinds.h>
#include <exo/sections.h>
#include <exo/string.h>

/* Not canonical: bits 63 to 47 differ. */
#define BAD_ADDRESS 0x0123456789abcdefUL
/* Nothing is mapped here until the address space has an owner. */
#define UNMAPPED_ADDRESS KASAN_SHADOW_START

/* Physical. On no PC is there RAM so close below the firmware's ROM. */
#define HOLE 0xff000000UL

static void raise_divide(void)
{
	__asm__ volatile("xorl %%edx, %%edx\n\t"
			 "xorl %%ecx, %%ecx\n\t"
			 "divl %%ecx"
			 :
			 :
			 : "eax", "ecx", "edx", "cc");
}

/* With the trap flag set, the instruction after POPF ends in one. */
static void raise_debug(void)
{
	__asm__ volatile("pushfq\n\t"
			 "orl $0x100, (%%rsp)\n\t"
			 "popfq\n\t"
			 "nop"
			 :
			 :
			 : "memory", "cc");
}

static void raise_breakpoint(void)
{
	__asm__ volatile("int3");
}

/* INTO and BOUND do not exist in 64-bit mode; INT takes the same gates. */
static void raise_overflow(void)
{
	__asm__ volatile("int $4");
}

static void raise_bound(void)
{
	__asm__ volatile("int $5");
}

static void raise_invalid_opcode(void)
{
	__asm__ volatile("ud2");
}

/* As clang marks a shift out of bounds: ud1l 20(%eax), %eax. */
static void raise_undefined_behaviour(void)
{
	__asm__ volatile(".byte 0x67, 0x0f, 0xb9, 0x40, 0x14");
}

#define CR0_MONITOR_FPU	  BIT(1)
#define CR0_EMULATE_FPU	  BIT(2)
#define CR0_TASK_SWITCHED BIT(3)
#define CR0_NUMERIC_ERROR BIT(5)
#define CR0_WRITE_PROTECT BIT(16)
#define CR4_OSFXSR	  BIT(9)
#define CR4_OSXMMEXCPT	  BIT(10)

static void raise_device_not_available(void)
{
	write_cr0(read_cr0() | CR0_TASK_SWITCHED);
	__asm__ volatile("fnop");
}

/* The page fault finds no stack to be delivered on. */
static void raise_double_fault(void)
{
	__asm__ volatile("movq %0, %%rsp\n\t"
			 "pushq $0"
			 :
			 : "r"(UNMAPPED_ADDRESS + PAGE_SIZE)
			 : "memory");
}

/* Copy the descriptor table where entries can be added. */
enum {
	GDT_COPY_ENTRIES = 16,
	GDT_SPARE = GDT_COPY_ENTRIES - 2,
	SELECTOR_SPARE = GDT_SPARE * 8,
};

static u64 gdt_copy[GDT_COPY_ENTRIES];

static void gdt_load_copy(void)
{
	struct {
		u16 limit;
		u64 base;
	} __packed table;

	__asm__ volatile("sgdt %0" : "=m"(table));
	memcpy(gdt_copy, (void *)table.base,
	       min((size_t)table.limit + 1, sizeof(gdt_copy)));
	table.base = (u64)gdt_copy;
	table.limit = sizeof(gdt_copy) - 1;
	__asm__ volatile("lgdt %0" : : "m"(table));
}

/* A task state segment too short to hold the stack that NMI asks for. */
static void raise_invalid_tss(void)
{
	static u8 tss[104];

	gdt_load_copy();
	gdt_copy[GDT_SPARE] = 0x0000890000000000 | 7 |
			      ((u64)tss & 0xffffff) << 16 |
			      ((u64)tss >> 24 & 0xff) << 56;
	gdt_copy[GDT_SPARE + 1] = (u64)tss >> 32;
	__asm__ volatile("ltr %w0\n\t"
			 "int $2"
			 :
			 : "r"(SELECTOR_SPARE));
}

#define DESCRIPTOR_DATA_NOT_PRESENT 0x0000130000000000

static void raise_segment_not_present(void)
{
	gdt_load_copy();
	gdt_copy[GDT_SPARE] = DESCRIPTOR_DATA_NOT_PRESENT;
	__asm__ volatile("movl %0, %%fs" : : "r"(SELECTOR_SPARE));
}

static void raise_stack_segment(void)
{
	gdt_load_copy();
	gdt_copy[GDT_SPARE] = DESCRIPTOR_DATA_NOT_PRESENT;
	__asm__ volatile("movl %0, %%ss" : : "r"(SELECTOR_SPARE));
}

static void raise_general_protection(void)
{
	(void)*(volatile int *)BAD_ADDRESS;
}

static void raise_bad_selector(void)
{
	__asm__ volatile("movl %0, %%fs" : : "r"(0xfff8));
}

static void raise_null(void)
{
	/* Hidden from the compiler, which may trap in its own way. */
	volatile unsigned long address = 8;

	(void)*(volatile int *)address;
}

static void raise_page_read(void)
{
	(void)*(volatile int *)UNMAPPED_ADDRESS;
}

static void raise_page_write(void)
{
	*(volatile int *)UNMAPPED_ADDRESS = 1;
}

static void raise_page_fetch(void)
{
	volatile unsigned long address = UNMAPPED_ADDRESS;

	((void (*)(void))address)();
}

/* The same value, lest it matter where it is not forbidden. */
static void raise_write_constant(void)
{
	volatile char *constant = (char *)__rodata_start;

	*constant = *constant;
}

static void raise_execute_data(void)
{
	static u8 code[] = {0xc3}; /* RET */

	/* Hidden from the compiler, which warns of calls to data. */
	volatile unsigned long address = (unsigned long)code;

	((void (*)(void))address)();
}

static void raise_null_call(void)
{
	volatile unsigned long address = 0;

	((void (*)(void))address)();
}

/* Between RAM and devices; the direct map shows RAM only. */
static void raise_hole(void)
{
	(void)*(volatile int *)phys_to_virt(HOLE);
}

static __noinline unsigned int recurse(volatile unsigned int *depth)
{
	volatile unsigned int deeper[32] = {*depth + 1};

	return *depth ? recurse(deeper) + deeper[0] : 0;
}

static void raise_stack_overflow(void)
{
	volatile unsigned int depth = 1;

	recurse(&depth);
}

/* Map physical 0 at UNMAPPED_ADDRESS by a large page with these flags. */
enum {
	PAGE_PRESENT = 1,
	PAGE_WRITABLE = 2,
	PAGE_LARGE = 0x80,
};

static void map_large_page(u64 flags)
{
	static u64 directories[512] __aligned(PAGE_SIZE);
	static u64 pages[512] __aligned(PAGE_SIZE);
	u64 *top = phys_to_virt(read_cr3() & ~(PAGE_SIZE - 1));
	unsigned long address = UNMAPPED_ADDRESS;

	pages[address >> 21 & 511] = flags | PAGE_LARGE | PAGE_PRESENT;
	directories[address >> 30 & 511] = image_to_phys(pages) |
					   PAGE_WRITABLE | PAGE_PRESENT;
	top[address >> 39 & 511] = image_to_phys(directories) | PAGE_WRITABLE |
				   PAGE_PRESENT;
}

static void raise_page_read_only(void)
{
	map_large_page(0);
	write_cr0(read_cr0() | CR0_WRITE_PROTECT);
	raise_page_write();
}

/* No processor has 52 address bits, so bit 51 is reserved. */
static void raise_page_reserved(void)
{
	map_large_page(BIT(51));
	raise_page_read();
}

/*
 * What a bad user context does: the return to user mode faults when the
 * user's GS is already back. The selector lies past the table.
 */
static void raise_bad_return(void)
{
	wrmsr(MSR_KERNEL_GS_BASE, 0);
	__asm__ volatile("swapgs\n\t"
			 "pushq %0\n\t"
			 "pushq $0\n\t"
			 "pushfq\n\t"
			 "pushq $0xfffb\n\t"
			 "pushq $0\n\t"
			 "jmp trap_entry.iret_to_user"
			 :
			 : "i"(SELECTOR_USER_DATA)
			 : "memory");
}

/* Without per-CPU data hardly anything works, printing least of all. */
static void raise_lost_gs(void)
{
	wrmsr(MSR_GS_BASE, 0);
	__asm__ volatile("movq %%gs:0, %%rax" : : : "rax");
}

static void raise_unexpected_vector(void)
{
	__asm__ volatile("int $240");
}

static void fpu_enable(void)
{
	write_cr0((read_cr0() & ~(CR0_EMULATE_FPU | CR0_TASK_SWITCHED)) |
		  CR0_MONITOR_FPU | CR0_NUMERIC_ERROR);
	write_cr4(read_cr4() | CR4_OSFXSR | CR4_OSXMMEXCPT);
}

static void raise_x87(void)
{
	static const u16 control = 0x037b; /* division by zero unmasked */

	fpu_enable();
	__asm__ volatile("fninit\n\t"
			 "fldcw %0\n\t"
			 "fld1\n\t"
			 "fldz\n\t"
			 "fdivrp\n\t"
			 "fwait"
			 :
			 : "m"(control));
}

static void raise_simd(void)
{
	static const u32 control = 0x1f00; /* invalid operation unmasked */

	fpu_enable();
	__asm__ volatile("ldmxcsr %0\n\t"
			 "xorps %%xmm0, %%xmm0\n\t"
			 "divss %%xmm0, %%xmm0"
			 :
			 : "m"(control));
}

const struct fault_kind fault_kinds[] = {
	{"divide", raise_divide, "divide by zero"},
	{"debug", raise_debug, "single step"},
	{"breakpoint", raise_breakpoint, "INT3"},
	{"overflow", raise_overflow, "INT 4"},
	{"bound", raise_bound, "INT 5"},
	{"invalid-opcode", raise_invalid_opcode, "UD2"},
	{"undefined", raise_undefined_behaviour, "UD1 as clang uses it"},
	{"no-device", raise_device_not_available, "FPU with CR0.TS set"},
	{"double-fault", raise_double_fault, "push without a stack"},
	{"invalid-tss", raise_invalid_tss, "TSS too short"},
	{"not-present", raise_segment_not_present, "absent data segment"},
	{"stack-segment", raise_stack_segment, "absent stack segment"},
	{"protection", raise_general_protection, "address not canonical"},
	{"bad-selector", raise_bad_selector, "selector past the table"},
	{"null", raise_null, "read near address 0"},
	{"page-read", raise_page_read, "read an absent page"},
	{"page-write", raise_page_write, "write an absent page"},
	{"page-fetch", raise_page_fetch, "execute an absent page"},
	{"page-read-only", raise_page_read_only, "write a read-only page"},
	{"write-constant", raise_write_constant,
	 "write the kernel's constants"},
	{"execute-data", raise_execute_data, "jump to data"},
	{"null-call", raise_null_call, "call through a null pointer"},
	{"hole", raise_hole, "read where no RAM is"},
	{"stack-overflow", raise_stack_overflow, "recurse without end"},
	{"page-reserved", raise_page_reserved, "bad page table entry"},
	{"x87", raise_x87, "FPU division by zero"},
	{"bad-return", raise_bad_return, "IRET to a bad user context"},
	{"lost-gs", raise_lost_gs, "lose the per-CPU data; stops unreported"},
	{"vector", raise_unexpected_vector, "INT 240; the kernel goes on"},
	{"simd", raise_simd, "SSE invalid operation"},
};

const unsigned int nr_fault_kinds = ARRAY_SIZE(fault_kinds);
