// SPDX-License-Identifier: GPL-2.0-only
/*
 * The ways to user mode: the first time, and after work.
 */
#include <asm/irqflags.h>
#include <asm/segment.h>
#include <asm/trap.h>
#include <asm/user_state.h>
#include <exo/arch_entry.h>
#include <exo/compiler.h>
#include <exo/panic.h>
#include <exo/preempt.h>
#include <exo/string.h>

#include "internal.h"

/* Flags that a program may set by itself (Intel SDM vol. 1, 3.4.3). */
#define RFLAGS_USER                                                          \
	(RFLAGS_ARITHMETIC | RFLAGS_TF | RFLAGS_DF | RFLAGS_NT | RFLAGS_RF | \
	 RFLAGS_AC | RFLAGS_ID)

/* The registers of the task's frame; entry.asm. Interrupts are off. */
static __noreturn void leave(struct trap_frame *frame)
{
	__asm__ volatile("movq %0, %%rsp\n\t"
			 "jmp trap_entry.user_return"
			 :
			 : "r"(frame)
			 : "memory");
	__builtin_unreachable();
}

void user_frame_clean(struct trap_frame *frame)
{
	frame->cs = SELECTOR_USER_CODE;
	frame->ss = SELECTOR_USER_DATA;
	frame->rflags = (frame->rflags & RFLAGS_USER) | RFLAGS_ALWAYS |
			RFLAGS_IF;
}

void user_enter(const struct trap_frame *frame)
{
	struct trap_frame *own;

	irq_disable();
	ASSERT(percpu.user && !preempt_is_off());
	own = &percpu.user->frame;
	*own = *frame;
	user_frame_clean(own);
	leave(own);
}

void user_resume(void)
{
	irq_disable();
	ASSERT(percpu.user && !preempt_is_off());
	leave(&percpu.user->frame);
}

/*
 * Called with interrupts off where they go on in user mode unless there is more
 * to do; returns so.
 */
void user_work(struct trap_frame *frame)
{
	struct user_state *user = percpu.user;

	irq_enable();
	user_do_work(frame, user_work_take(user));
	irq_disable();
}

/*
 * The IRET to user mode faulted: RSP was at the last five words of the task's
 * frame, the registers were the program's already. Here they are in *@fault,
 * below; move them up to where they came from.
 *
 *	task's frame	  r8...rcx, vector, error code   rip cs rflags rsp ss
 *	@fault   r8...rcx, vector, error code  rip cs rflags rsp ss
 *
 * Whatever the processor did not like is a general protection fault of the
 * program's.
 */
struct trap_frame *iret_fault_frame(struct trap_frame *fault)
{
	struct trap_frame *frame = &percpu.user->frame;

	/* Nobody's return to user mode: for the kernel's report of the fault. */
	if (unlikely(fault->rsp != (u64)&frame->rip))
		return fault;
	memmove(frame, fault, offsetof(struct trap_frame, rip));
	frame->vector = TRAP_GENERAL_PROTECTION;
	frame->cs |= SELECTOR_RPL;
	return frame;
}
