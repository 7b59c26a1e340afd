// SPDX-License-Identifier: GPL-2.0-only
/*
 * Exceptions in words: names, error codes, trap instructions. Text only, so
 * it is tested on the host too.
 */
#include "fault_words.h"

#include <asm/memlayout.h>
#include <asm/trap.h>
#include <exo/compiler.h>
#include <exo/printf.h>

static const char *const trap_names[] = {
	[TRAP_DIVIDE] = "divide error",
	[TRAP_DEBUG] = "debug exception",
	[TRAP_NMI] = "non-maskable interrupt",
	[TRAP_BREAKPOINT] = "breakpoint",
	[TRAP_OVERFLOW] = "overflow",
	[TRAP_BOUND] = "bound range exceeded",
	[TRAP_INVALID_OPCODE] = "invalid opcode",
	[TRAP_DEVICE_NOT_AVAILABLE] = "device not available",
	[TRAP_DOUBLE_FAULT] = "double fault",
	[TRAP_INVALID_TSS] = "invalid TSS",
	[TRAP_SEGMENT_NOT_PRESENT] = "segment not present",
	[TRAP_STACK_SEGMENT] = "stack-segment fault",
	[TRAP_GENERAL_PROTECTION] = "general protection fault",
	[TRAP_PAGE_FAULT] = "page fault",
	[TRAP_X87] = "x87 floating-point error",
	[TRAP_ALIGNMENT] = "alignment check",
	[TRAP_MACHINE_CHECK] = "machine check",
	[TRAP_SIMD] = "SIMD floating-point error",
	[TRAP_VIRTUALIZATION] = "virtualization exception",
	[TRAP_CONTROL_PROTECTION] = "control protection exception",
};

const char *trap_name(unsigned int vector)
{
	if (vector < ARRAY_SIZE(trap_names) && trap_names[vector])
		return trap_names[vector];
	return "reserved exception";
}

/* Intel SDM vol. 3, figure 4-12. */
enum page_fault_bits {
	PAGE_FAULT_PRESENT = 1 << 0,
	PAGE_FAULT_WRITE = 1 << 1,
	PAGE_FAULT_USER = 1 << 2,
	PAGE_FAULT_RESERVED = 1 << 3,
	PAGE_FAULT_FETCH = 1 << 4,
	PAGE_FAULT_KEY = 1 << 5,
	PAGE_FAULT_SHADOW_STACK = 1 << 6,
	PAGE_FAULT_SGX = 1 << 15,
};

static const char *page_fault_reason(u64 code)
{
	/* First, for QEMU leaves the present bit clear beside it. */
	if (code & PAGE_FAULT_RESERVED)
		return "reserved bit set in a page table";
	if (!(code & PAGE_FAULT_PRESENT))
		return "page not present";
	if (code & PAGE_FAULT_KEY)
		return "forbidden by its protection key";
	if (code & PAGE_FAULT_SGX)
		return "forbidden by SGX";
	return "forbidden by the page's protection";
}

static const char *page_fault_access(u64 code)
{
	if (code & PAGE_FAULT_FETCH)
		return "instruction fetch";
	if (code & PAGE_FAULT_SHADOW_STACK)
		return "shadow stack access";
	return code & PAGE_FAULT_WRITE ? "write" : "read";
}

static void page_fault_words(char text[FAULT_WORDS_MAX], u64 code)
{
	snprintf(text, FAULT_WORDS_MAX, ", error code 0x%04lx: %s %s, %s",
		 (unsigned long)code,
		 code & PAGE_FAULT_USER ? "user" : "kernel",
		 page_fault_access(code), page_fault_reason(code));
}

/* Intel SDM vol. 3, figure 6-7. */
enum selector_error_bits {
	SELECTOR_ERROR_EXTERNAL = 1 << 0,
	SELECTOR_ERROR_IDT = 1 << 1,
	SELECTOR_ERROR_LDT = 1 << 2,
};

static const char *selector_table(u64 code)
{
	if (code & SELECTOR_ERROR_IDT)
		return "interrupt vector";
	return code & SELECTOR_ERROR_LDT ? "LDT entry" : "GDT entry";
}

static void selector_words(char text[FAULT_WORDS_MAX], u64 code)
{
	bool external = code & SELECTOR_ERROR_EXTERNAL;
	int len = snprintf(text, FAULT_WORDS_MAX,
			   ", error code 0x%04lx: ", (unsigned long)code);

	text += len;
	if ((code | SELECTOR_ERROR_EXTERNAL) == SELECTOR_ERROR_EXTERNAL)
		snprintf(text, (size_t)(FAULT_WORDS_MAX - len), "no selector%s",
			 external ? ", external event" : "");
	else
		snprintf(text, (size_t)(FAULT_WORDS_MAX - len), "%s %u%s",
			 selector_table(code), (unsigned int)(code >> 3 & 8191),
			 external ? ", external event" : "");
}

const char *fault_error_words(char text[FAULT_WORDS_MAX], unsigned int vector,
			      u64 code)
{
	text[0] = '\0';
	switch (vector) {
	case TRAP_PAGE_FAULT:
		page_fault_words(text, code);
		break;
	case TRAP_INVALID_TSS:
	case TRAP_SEGMENT_NOT_PRESENT:
	case TRAP_STACK_SEGMENT:
	case TRAP_GENERAL_PROTECTION:
		selector_words(text, code);
		break;
	case TRAP_DOUBLE_FAULT:
	case TRAP_ALIGNMENT:
	case TRAP_CONTROL_PROTECTION:
		snprintf(text, FAULT_WORDS_MAX, ", error code 0x%04lx",
			 (unsigned long)code);
	}
	return text;
}

const char *fault_address_words(unsigned long address)
{
	if (address < PAGE_SIZE)
		return "a null pointer";
	if ((long)(address << 16) >> 16 != (long)address)
		return "not canonical";
	if ((long)address > 0)
		return "in the user half";
	if (address < DIRECT_MAP_END)
		return "in the direct map";
	if (address < VMALLOC_END)
		return "in vmalloc";
	if (address < KERNEL_STACKS_END)
		return "in the kernel stacks";
	if (address >= KERNEL_IMAGE_BASE &&
	    address - KERNEL_IMAGE_BASE < KERNEL_IMAGE_SIZE)
		return "in the kernel image";
	return "in the kernel half";
}

/* clang's check numbers: its list SanitizerHandler, in order. */
static const char *const ubsan_checks[] = {
	"addition overflows",
	"unreachable code reached",
	"control flow integrity",
	"division by zero or overflow",
	"wrong dynamic type",
	"float out of the target's range",
	"call through a wrong function type",
	"value changed by implicit conversion",
	"zero passed to a bit count",
	"bad Objective-C cast",
	"value out of its type's range",
	"function ends without return",
	"multiplication overflows",
	"negation overflows",
	"null argument",
	"null return value",
	"null passed to a nonnull parameter",
	"null returned from a nonnull function",
	"array index out of bounds",
	"pointer arithmetic overflows",
	"shift out of bounds",
	"subtraction overflows",
	"null or misaligned object",
	"alignment assumption broken",
	"array length not positive",
};

/*
 * clang's traps are UD1 with the check's number as displacement:
 *	67 0f b9 40 NN	ud1l NN(%eax), %eax
 * and without a displacement byte for number 0: 67 0f b9 00.
 */
static int ud1_check(const u8 *code, size_t len)
{
	if (len >= 5 && code[3] == 0x40)
		return code[4];
	if (len >= 4 && code[3] == 0x00)
		return 0;
	return -1;
}

const char *fault_opcode_words(char text[FAULT_WORDS_MAX], const u8 *code,
			       size_t len)
{
	size_t number;

	text[0] = '\0';
	if (len >= 2 && code[0] == 0x0f && code[1] == 0x0b) {
		snprintf(text, FAULT_WORDS_MAX,
			 "ud2, a trap set by the compiler or the kernel");
	} else if (len >= 3 && code[0] == 0x67 && code[1] == 0x0f &&
		   code[2] == 0xb9) {
		number = (size_t)ud1_check(code, len);
		snprintf(text, FAULT_WORDS_MAX, "ud1, undefined behaviour: %s",
			 number < ARRAY_SIZE(ubsan_checks)
				 ? ubsan_checks[number]
				 : "unknown check");
	}
	return text;
}
