// SPDX-License-Identifier: GPL-2.0-only
/*
 * The report of a fault nobody handles, and the end of the kernel. Whatever
 * is printed is read only where it is known to be mapped: code bytes inside
 * the kernel's text, frames on the kernel's stacks. Should the report fault
 * all the same, the second report is one line and the third none; the policy
 * of panic= holds for each.
 *
 * scripts/decode-oops reads this output: keep its patterns in step.
 */
#include "fault_words.h"
#include "internal.h"

#include <asm/msr.h>
#include <asm/trap.h>
#include <exo/backtrace.h>
#include <exo/cpu.h>
#include <exo/machine.h>
#include <exo/panic.h>
#include <exo/printf.h>
#include <exo/printk.h>
#include <exo/sections.h>
#include <generated/version.h>

enum {
	CODE_BYTES_BEFORE = 20,
	CODE_BYTES_AFTER = 20, /* the faulting instruction's first included */
	CODE_TEXT_MAX = (CODE_BYTES_BEFORE + CODE_BYTES_AFTER) * 3 + 3,
	FLAGS_TEXT_MAX = 64,
};

static void report_title(const struct trap_frame *frame)
{
	unsigned int vector = (unsigned int)frame->vector;
	char words[FAULT_WORDS_MAX];

	pr_emerg("Oops: %s (vector %u%s)\n", trap_name(vector), vector,
		 fault_error_words(words, vector, frame->error_code));
	pr_emerg("CPU %u, %s mode, %s %s\n", this_cpu()->id,
		 trap_from_user(frame) ? "user" : "kernel", CONFIG_KERNEL_NAME,
		 EXO_RELEASE);
}

/*
 * A page fault below a stack finds no stack to be delivered on either, so an
 * overflow mostly comes as a double fault. CR2 tells best: RSP may be still in
 * the stack, when a push was too much, or far below it.
 */
static void report_stack(const struct trap_frame *frame)
{
	const bool at_cr2 = frame->vector == TRAP_DOUBLE_FAULT ||
			    frame->vector == TRAP_PAGE_FAULT;
	struct stack_range stack;

	if (at_cr2 && stack_find_overflowed(read_cr2(), &stack))
		pr_emerg("Stack overflow: %016lx was touched, %lu bytes below "
			 "the %s\n",
			 read_cr2(), stack.start - read_cr2(), stack.name);
	else if (stack_find(frame->rsp, &stack))
		pr_emerg("On the %s, %lu bytes left\n", stack.name,
			 (unsigned long)frame->rsp - stack.start);
	else if (stack_find_overflowed(frame->rsp, &stack))
		pr_emerg("Stack overflow: RSP is %lu bytes below the %s\n",
			 stack.start - (unsigned long)frame->rsp, stack.name);
	else
		pr_emerg("RSP is on no kernel stack: it overflowed or is "
			 "corrupt\n");
}

/* What this vector has to say beyond its error code. */
static void report_cause(const struct trap_frame *frame)
{
	char words[FAULT_WORDS_MAX];

	if (frame->vector == TRAP_PAGE_FAULT)
		pr_emerg("Address: %016lx, %s%s\n", read_cr2(),
			 fault_address_words(read_cr2()),
			 read_cr2() == frame->rip ? ": a bad jump or call"
						  : "");
	if (frame->vector == TRAP_MACHINE_CHECK)
		machine_check_report();
	if (frame->vector == TRAP_INVALID_OPCODE &&
	    kernel_text_contains(frame->rip) &&
	    kernel_text_contains(frame->rip + 4) &&
	    fault_opcode_words(words, (const u8 *)frame->rip, 5)[0])
		pr_emerg("Instruction: %s\n", words);
	if (!trap_from_user(frame))
		report_stack(frame);
}

static const char *flags_words(char text[FLAGS_TEXT_MAX], u64 rflags)
{
	static const struct {
		u8 bit;
		char name[3];
	} names[] = {
		{0, "CF"},  {2, "PF"},	{4, "AF"},  {6, "ZF"},
		{7, "SF"},  {8, "TF"},	{9, "IF"},  {10, "DF"},
		{11, "OF"}, {14, "NT"}, {16, "RF"}, {18, "AC"},
	};
	int len = 0;

	text[0] = '\0';
	for (unsigned int i = 0; i < ARRAY_SIZE(names); i++)
		if (rflags & BIT(names[i].bit))
			len += scnprintf(text + len,
					 FLAGS_TEXT_MAX - (size_t)len, " %s",
					 names[i].name);
	return text;
}

static void report_registers(const struct trap_frame *f)
{
	char flags[FLAGS_TEXT_MAX];

	code_address_print(LOG_EMERG, "RIP: ", f->rip, "");
	pr_emerg("CS: %04lx  SS: %04lx  RFLAGS: %08lx%s\n",
		 (unsigned long)f->cs, (unsigned long)f->ss,
		 (unsigned long)f->rflags, flags_words(flags, f->rflags));
#define ROW(n1, v1, n2, v2, n3, v3)                               \
	pr_emerg(n1 ": %016lx  " n2 ": %016lx  " n3 ": %016lx\n", \
		 (unsigned long)(v1), (unsigned long)(v2),        \
		 (unsigned long)(v3))
	ROW("RAX", f->rax, "RBX", f->rbx, "RCX", f->rcx);
	ROW("RDX", f->rdx, "RSI", f->rsi, "RDI", f->rdi);
	ROW("RBP", f->rbp, "RSP", f->rsp, "R8 ", f->r8);
	ROW("R9 ", f->r9, "R10", f->r10, "R11", f->r11);
	ROW("R12", f->r12, "R13", f->r13, "R14", f->r14);
	ROW("R15", f->r15, "CR0", read_cr0(), "CR2", read_cr2());
	ROW("CR3", read_cr3(), "CR4", read_cr4(), "GS ", rdmsr(MSR_GS_BASE));
#undef ROW
}

/* The bytes around RIP, the faulting instruction's first one in <>. */
static void report_code(unsigned long rip)
{
	char text[CODE_TEXT_MAX + 1];
	int len = 0;

	if (!kernel_text_contains(rip)) {
		pr_emerg("Code: RIP is not in the kernel's text\n");
		return;
	}
	for (unsigned long at = rip - CODE_BYTES_BEFORE;
	     at < rip + CODE_BYTES_AFTER; at++)
		if (kernel_text_contains(at))
			len += scnprintf(text + len, sizeof(text) - (size_t)len,
					 at == rip ? " <%02x>" : " %02x",
					 *(const u8 *)at);
	pr_emerg("Code:%s\n", text);
}

static __noinline void report(const struct trap_frame *frame)
{
	report_title(frame);
	report_cause(frame);
	report_registers(frame);
	report_code(frame->rip);
	backtrace_print_frame(LOG_EMERG, frame);
	pr_emerg("Kernel panic: %s\n", trap_name((unsigned int)frame->vector));
}

/*
 * Has no local arrays and inlines none, hence reads no stack canary: when GS
 * is what broke, the levels must be counted before anything touches it.
 */
void oops(const struct trap_frame *frame)
{
	unsigned int level = panic_enter();

	if (level == 0)
		report(frame);
	else if (level == 1)
		pr_emerg("Another fault while going down: vector %u at %#lx\n",
			 (unsigned int)frame->vector,
			 (unsigned long)frame->rip);
	else if (level > 2)
		machine_halt();
	panic_stop();
}
