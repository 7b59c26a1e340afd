/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: leaf. What is left of a thread that does not run, and the switch
 * from one to another.
 *
 * The switch is windowed: it is inlined where it happens and declares the
 * registers that a called function would save as lost, so the compiler saves
 * just those that are live at that place, and nothing is saved twice. RBP
 * cannot be declared lost where it is the frame pointer; the switch pushes it
 * itself.
 */
#ifndef ASM_CONTEXT_H
#define ASM_CONTEXT_H

#include <exo/compiler.h>
#include <exo/types.h>

struct context {
	u64 rsp;
	u64 rip;
};

#define CONTEXT_SWITCH_CLOBBERS                                             \
	"rax", "rbx", "rcx", "rdx", "r8", "r9", "r10", "r11", "r12", "r13", \
		"r14", "r15", "memory", "cc"

/* What a switch costs around it, without the switch: for measurements. */
#define CONTEXT_SWITCH_LOSES_REGISTERS() \
	__asm__ volatile("" : : : "rdi", "rsi", CONTEXT_SWITCH_CLOBBERS)

/*
 * Leave the thread of *@prev and go on with that of *@next, where this call,
 * or thread_entry, was left. Returns when *@prev's own turn comes again, and
 * returns @prev then, as whoever switched to it had it in a register.
 *
 * RFLAGS stay: interrupts are off before and after, DF is clear as C has it, and AC,
 * by which user memory is open, is set in user_copy.asm only, where nobody
 * switches, for the entry of an interrupt clears it.
 */
static __always_inline struct context *context_switch(struct context *prev,
						      struct context *next)
{
	__asm__ volatile("pushq %%rbp\n\t"
			 "movq %%rsp, %c[rsp](%[prev])\n\t"
			 "movq $1f, %c[rip](%[prev])\n\t"
			 "movq %c[rsp](%[next]), %%rsp\n\t"
			 "jmpq *%c[rip](%[next])\n"
			 "1:\n\t"
			 "popq %%rbp"
			 : [prev] "+D"(prev), [next] "+S"(next)
			 : [rsp] "i"(offsetof(struct context, rsp)),
			   [rip] "i"(offsetof(struct context, rip))
			 : CONTEXT_SWITCH_CLOBBERS);
	return next; /* of that switch */
}

/* Where a new thread's first switch arrives: calls thread_begin(). */
extern const char thread_entry[];

/* Make *@context begin at thread_entry on the stack that ends at @stack_top. */
static inline void context_init(struct context *context, void *stack_top)
{
	context->rsp = (u64)stack_top;
	context->rip = (u64)thread_entry;
}

#endif
