// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tests of exceptions in words.
 */
#include "fault_words.h"

#include <asm/memlayout.h>
#include <asm/trap.h>
#include <exo/ktest.h>

static char text[FAULT_WORDS_MAX];

static const char *page_fault(u64 code)
{
	return fault_error_words(text, TRAP_PAGE_FAULT, code) +
	       strlen(", error code 0x0000: ");
}

static const char *selector(u64 code)
{
	return fault_error_words(text, TRAP_GENERAL_PROTECTION, code) +
	       strlen(", error code 0x0000: ");
}

KTEST(fault_words, every_vector_has_a_name)
{
	KTEST_EXPECT_STREQ(t, trap_name(TRAP_DIVIDE), "divide error");
	KTEST_EXPECT_STREQ(t, trap_name(TRAP_CONTROL_PROTECTION),
			   "control protection exception");
	KTEST_EXPECT_STREQ(t, trap_name(9), "reserved exception");
	KTEST_EXPECT_STREQ(t, trap_name(31), "reserved exception");
	KTEST_EXPECT_STREQ(t, trap_name(~0U), "reserved exception");
}

KTEST(fault_words, a_vector_without_error_code_says_nothing)
{
	KTEST_EXPECT_STREQ(t, fault_error_words(text, TRAP_DIVIDE, 0), "");
	KTEST_EXPECT_STREQ(t, fault_error_words(text, TRAP_NMI, 77), "");
}

KTEST(fault_words, the_number_is_always_shown)
{
	KTEST_EXPECT_STREQ(t, fault_error_words(text, TRAP_DOUBLE_FAULT, 0),
			   ", error code 0x0000");
	KTEST_EXPECT_STREQ(t, fault_error_words(text, TRAP_PAGE_FAULT, 2),
			   ", error code 0x0002: kernel write, page not "
			   "present");
}

KTEST(fault_words, page_fault_bits)
{
	KTEST_EXPECT_STREQ(t, page_fault(0), "kernel read, page not present");
	KTEST_EXPECT_STREQ(t, page_fault(3),
			   "kernel write, forbidden by the page's protection");
	KTEST_EXPECT_STREQ(t, page_fault(6), "user write, page not present");
	KTEST_EXPECT_STREQ(t, page_fault(0x11),
			   "kernel instruction fetch, forbidden by the page's "
			   "protection");
	KTEST_EXPECT_STREQ(t, page_fault(0x25),
			   "user read, forbidden by its protection key");
	KTEST_EXPECT_STREQ(t, page_fault(0x45),
			   "user shadow stack access, forbidden by the page's "
			   "protection");
	KTEST_EXPECT_STREQ(t, page_fault(0x8001),
			   "kernel read, forbidden by SGX");
}

KTEST(fault_words, a_reserved_bit_counts_with_and_without_present)
{
	KTEST_EXPECT_STREQ(t, page_fault(9),
			   "kernel read, reserved bit set in a page table");
	KTEST_EXPECT_STREQ(t, page_fault(8),
			   "kernel read, reserved bit set in a page table");
}

KTEST(fault_words, selector_error_code)
{
	KTEST_EXPECT_STREQ(t, selector(0), "no selector");
	KTEST_EXPECT_STREQ(t, selector(1), "no selector, external event");
	KTEST_EXPECT_STREQ(t, selector(0x28), "GDT entry 5");
	KTEST_EXPECT_STREQ(t, selector(0x2c), "LDT entry 5");
	KTEST_EXPECT_STREQ(t, selector(0x102), "interrupt vector 32");
	KTEST_EXPECT_STREQ(t, selector(0x103),
			   "interrupt vector 32, external event");
	KTEST_EXPECT_STREQ(t, selector(0xfff8), "GDT entry 8191");
}

KTEST(fault_words, address_classes)
{
	KTEST_EXPECT_STREQ(t, fault_address_words(0), "a null pointer");
	KTEST_EXPECT_STREQ(t, fault_address_words(PAGE_SIZE),
			   "in the user half");
	KTEST_EXPECT_STREQ(t, fault_address_words(0x800000000000),
			   "not canonical");
	KTEST_EXPECT_STREQ(t, fault_address_words(DIRECT_MAP_START),
			   "in the direct map");
	KTEST_EXPECT_STREQ(t, fault_address_words(VMALLOC_START), "in vmalloc");
	KTEST_EXPECT_STREQ(t, fault_address_words(KERNEL_STACKS_START),
			   "in the kernel stacks");
	KTEST_EXPECT_STREQ(t, fault_address_words(KERNEL_STACKS_END),
			   "in the kernel half");
	KTEST_EXPECT_STREQ(t, fault_address_words(KERNEL_IMAGE_BASE),
			   "in the kernel image");
	KTEST_EXPECT_STREQ(t, fault_address_words(~0UL), "in the kernel half");
}

static const char *opcode(const char *bytes, size_t len)
{
	return fault_opcode_words(text, (const u8 *)bytes, len);
}

KTEST(fault_words, trap_instructions)
{
	KTEST_EXPECT_STREQ(t, opcode("\x0f\x0b\x90\x90\x90", 5),
			   "ud2, a trap set by the compiler or the kernel");
	KTEST_EXPECT_STREQ(t, opcode("\x67\x0f\xb9\x40\x12", 5),
			   "ud1, undefined behaviour: array index out of "
			   "bounds");
	KTEST_EXPECT_STREQ(t, opcode("\x67\x0f\xb9\x00\x90", 5),
			   "ud1, undefined behaviour: addition overflows");
	KTEST_EXPECT_STREQ(t, opcode("\x67\x0f\xb9\x40\x7f", 5),
			   "ud1, undefined behaviour: unknown check");
	KTEST_EXPECT_STREQ(t, opcode("\x90\x0f\x0b\x90\x90", 5), "");
}

KTEST(fault_words, a_cut_instruction_is_not_read_past_its_end)
{
	KTEST_EXPECT_STREQ(t, opcode("\x67\x0f\xb9\x40", 4),
			   "ud1, undefined behaviour: unknown check");
	KTEST_EXPECT_STREQ(t, opcode("\x67\x0f", 2), "");
	KTEST_EXPECT_STREQ(t, opcode("\x0f", 1), "");
	KTEST_EXPECT_STREQ(t, opcode("", 0), "");
}
