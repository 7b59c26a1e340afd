// SPDX-License-Identifier: GPL-2.0-only
/*
 * The stack of a signal handler, as Linux x86_64 lays it out; programs, debuggers and
 * unwinders know it by heart. Downward from where the program was:
 *
 *	rsp of the program, or the end of the alternative stack
 *	128 bytes		the red zone, which leaf functions use
 *	struct fpstate		64-aligned; if it uses floating-point registers
 *	struct rt_sigframe	rsp + 8 is 16-aligned, as behind a CALL
 *
 * The handler returns to sa_restorer, which calls rt_sigreturn(). What comes back is
 * whatever the program likes: see user_frame_clean() and fpu_signal_load().
 */
#include <asm/fpu_signal.h>
#include <asm/segment.h>
#include <asm/user_state.h>
#include <exo/compiler.h>
#include <exo/string.h>
#include <exo/task.h>
#include <exo/uaccess.h>
#include <uapi/ucontext.h>

#include "signal_deliver.h"

enum {
	RED_ZONE_SIZE = 128,
	/* Both structures begin with these, in the same order. */
	GENERAL_REGISTERS_SIZE = offsetof(struct sigcontext, rsp),
};

_Static_assert(offsetof(struct trap_frame, r15) ==
			       offsetof(struct sigcontext, r15) &&
		       offsetof(struct trap_frame, rbx) ==
			       offsetof(struct sigcontext, rbx) &&
		       offsetof(struct trap_frame, rcx) ==
			       offsetof(struct sigcontext, rcx) &&
		       offsetof(struct trap_frame, vector) ==
			       GENERAL_REGISTERS_SIZE,
	       "general registers are copied in one go");

bool signal_on_stack(u64 rsp)
{
	const struct task_signals *signals = &current->signals;

	return !(signals->stack_flags & SS_AUTODISARM) &&
	       rsp > signals->stack_base &&
	       rsp - signals->stack_base <= signals->stack_size;
}

/* Where the handler's stack begins; 0: there is no room. */
static u64 stack_top(const struct trap_frame *frame, u64 flags, bool *switches)
{
	const struct task_signals *signals = &current->signals;

	*switches = flags & SA_ONSTACK && signals->stack_size &&
		    !signal_on_stack(frame->rsp);
	return *switches ? signals->stack_base + signals->stack_size
			 : frame->rsp - RED_ZONE_SIZE;
}

/* Whether a stack that has come down to @bottom is no longer the alternative one. */
static bool overflows(const struct trap_frame *frame, u64 bottom, bool switches)
{
	const struct task_signals *signals = &current->signals;

	return (switches ||
		(signals->stack_size && signal_on_stack(frame->rsp))) &&
	       (bottom <= signals->stack_base ||
		bottom - signals->stack_base > signals->stack_size);
}

static void save_registers(struct sigcontext *to,
			   const struct trap_frame *frame,
			   const struct signal_trap *trap)
{
	memcpy(to, frame, GENERAL_REGISTERS_SIZE);
	to->rsp = frame->rsp;
	to->rip = frame->rip;
	to->rflags = frame->rflags;
	to->cs = (u16)frame->cs;
	to->ss = (u16)frame->ss;
	to->gs = to->fs = 0;
	to->err = trap->error_code;
	to->trapno = trap->vector;
	to->cr2 = trap->address;
	memset(to->reserved, 0, sizeof(to->reserved));
}

static void load_registers(struct trap_frame *frame,
			   const struct sigcontext *from)
{
	memcpy(frame, from, GENERAL_REGISTERS_SIZE);
	frame->rsp = from->rsp;
	frame->rip = from->rip;
	frame->rflags = from->rflags;
	user_frame_clean(frame);
}

/* The alternative stack as it is, which SS_AUTODISARM takes away meanwhile. */
static void save_stack(struct sigaltstack *to)
{
	struct task_signals *signals = &current->signals;

	memset(to, 0, sizeof(*to));
	to->ss_sp = signals->stack_base;
	to->ss_size = signals->stack_size;
	to->ss_flags = signals->stack_size ? signals->stack_flags : SS_DISABLE;
	if (signals->stack_flags & SS_AUTODISARM) {
		signals->stack_base = signals->stack_size = 0;
		signals->stack_flags = 0;
	}
}

static void load_stack(const struct sigaltstack *from)
{
	struct task_signals *signals = &current->signals;
	bool none = from->ss_flags & SS_DISABLE;

	if (from->ss_flags & ~(SS_AUTODISARM | SS_DISABLE | SS_ONSTACK) ||
	    (!none && from->ss_size < MINSIGSTKSZ))
		return;
	signals->stack_base = none ? 0 : from->ss_sp;
	signals->stack_size = none ? 0 : from->ss_size;
	signals->stack_flags = none ? 0 : from->ss_flags & SS_AUTODISARM;
}

static void enter_handler(struct trap_frame *frame,
			  const struct signal_action *action,
			  unsigned int signal, u64 stack)
{
	frame->rdi = signal;
	frame->rsi = stack + offsetof(struct rt_sigframe, info);
	frame->rdx = stack + offsetof(struct rt_sigframe, context);
	frame->rax = 0;
	frame->rsp = stack;
	frame->rip = action->handler;
	frame->rflags &= ~(RFLAGS_DF | RFLAGS_RF | RFLAGS_TF);
	user_frame_clean(frame);
}

int signal_frame_push(struct trap_frame *frame,
		      const struct signal_action *action,
		      const struct signal_info *info,
		      const struct signal_trap *trap, u64 blocked)
{
	const bool has_info = action->flags & SA_SIGINFO;
	size_t fpstate_size = fpu_signal_size();
	struct rt_sigframe new;
	bool switches;
	u64 top = stack_top(frame, action->flags, &switches);
	u64 fpstate = ALIGN_DOWN(top - fpstate_size, FPU_AREA_ALIGN);
	u64 stack = ALIGN_DOWN(fpstate - sizeof(new), 16) - 8;

	if (!(action->flags & SA_RESTORER) || overflows(frame, stack, switches))
		return -EFAULT;
	if (fpstate_size && fpu_signal_save((void __user *)fpstate))
		return -EFAULT;
	new.return_address = action->restorer;
	new.context.uc_flags = UC_SIGCONTEXT_SS | UC_STRICT_RESTORE_SS |
			       fpu_signal_flags();
	new.context.uc_link = 0;
	save_registers(&new.context.uc_mcontext, frame, trap);
	new.context.uc_mcontext.oldmask = blocked;
	new.context.uc_mcontext.fpstate = fpstate_size ? fpstate : 0;
	new.context.uc_sigmask = blocked;
	save_stack(&new.context.uc_stack);
	if (has_info)
		siginfo_make(&new.info, info);
	if (user_copy_to((void __user *)stack, &new,
			 has_info ? sizeof(new)
				  : offsetof(struct rt_sigframe, info))) {
		load_stack(&new.context.uc_stack);
		return -EFAULT;
	}
	enter_handler(frame, action, info->signal, stack);
	return 0;
}

int signal_frame_pop(struct trap_frame *frame)
{
	const u64 stack = frame->rsp - sizeof(u64);
	struct ucontext context;

	if (user_copy_from(
		    &context,
		    (const void __user *)(stack + offsetof(struct rt_sigframe,
							   context)),
		    sizeof(context)))
		return -EFAULT;
	signal_set_blocked(context.uc_sigmask);
	load_registers(frame, &context.uc_mcontext);
	if (fpu_signal_load((const void __user *)context.uc_mcontext.fpstate))
		return -EFAULT;
	load_stack(&context.uc_stack);
	return 0;
}
