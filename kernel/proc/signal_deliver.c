// SPDX-License-Identifier: GPL-2.0-only
/*
 * What happens on the way to user mode to a program that signals have come to.
 *
 *	-EINTR of a system call		made again, or not: syscalls.list
 *	signal with a handler		its frame; the registers are the handler's
 *	without				it ends or stops in signal_next()
 *
 * One handler at a time: the exit looks for work again, and so the frame of a second
 * one leads to the first.
 */
#define pr_fmt(fmt) "user: " fmt

#include "signal_deliver.h"

#include <asm/trap.h>
#include <asm/trap_frame.h>
#include <exo/arch_entry.h>
#include <exo/printk.h>
#include <exo/process.h>
#include <uapi/errno.h>
#include <uapi/siginfo.h>
#include <uapi/unistd.h>

enum {
	SYSCALL_INSTRUCTION_SIZE = 2,
};

/* The call of *@frame that a signal has interrupted; SYSCALL_ENDS: there is none. */
static enum syscall_interruption
interrupted_call(const struct trap_frame *frame)
{
	u32 number = (u32)frame->error_code;

	if (frame->vector != TRAP_SYSCALL || number >= SYSCALLS)
		return SYSCALL_ENDS;
	if ((s64)frame->rax != -EINTR) {
		/* A wait was interrupted when a part had been done. */
		current->signals.resume.go_on = NULL;
		return SYSCALL_ENDS;
	}
	/* What leaves a function to go on with is not to be made again. */
	return current->signals.resume.go_on ? SYSCALL_RESUMES
					     : syscall_interruptions[number];
}

/* @action: of the handler that is to run, or NULL. */
static bool goes_on(enum syscall_interruption interruption,
		    const struct signal_action *action)
{
	if (interruption == SYSCALL_REPEATS)
		return true;
	if (interruption == SYSCALL_RESTARTS)
		return !action || action->flags & SA_RESTART;
	return interruption == SYSCALL_RESUMES && !action;
}

/* See to the call before anything else changes *@frame, and only once. */
static void settle_call(struct trap_frame *frame,
			const struct signal_action *action)
{
	struct signal_resume *resume = &current->signals.resume;
	enum syscall_interruption interruption = interrupted_call(frame);

	if (goes_on(interruption, action)) {
		frame->rax = !action && resume->go_on ? __NR_restart_syscall
						      : (u32)frame->error_code;
		frame->rip -= SYSCALL_INSTRUCTION_SIZE;
	}
	if (action)
		resume->go_on = NULL;
	if (frame->vector == TRAP_SYSCALL)
		frame->error_code = SYSCALL_SETTLED;
}

/* What is blocked while the handler of *@action runs. */
static void block_for_handler(const struct signal_action *action,
			      unsigned int signal, u64 blocked)
{
	u64 set = blocked | action->mask;

	if (!(action->flags & SA_NODEFER))
		set |= SIGNAL_BIT(signal);
	signal_set_blocked(set);
}

static void end_by(unsigned int signal)
{
	process_exit(SIGNAL_STATUS(signal));
}

/*
 * There is no stack for a handler: SIGSEGV, which may have another one. Apart, as it
 * has a stack canary, which what goes well can do without.
 */
static __noinline void no_stack(struct trap_frame *frame, unsigned int signal,
				u64 blocked)
{
	static const struct signal_trap none;
	const struct signal_info info = {.signal = SIGSEGV, .code = SI_KERNEL};
	struct signal_action action;

	if (signal == SIGSEGV)
		end_by(SIGSEGV);
	action = signal_force(SIGSEGV);
	if (action.handler == SIG_DFL ||
	    signal_frame_push(frame, &action, &info, &none, blocked))
		end_by(SIGSEGV);
	block_for_handler(&action, SIGSEGV, blocked);
}

static void run_handler(struct trap_frame *frame,
			const struct signal_action *action,
			const struct signal_info *info,
			const struct signal_trap *trap, u64 blocked)
{
	if (signal_frame_push(frame, action, info, trap, blocked))
		no_stack(frame, info->signal, blocked);
	else
		block_for_handler(action, info->signal, blocked);
}

void signal_deliver(struct trap_frame *frame)
{
	static const struct signal_trap none;
	struct signal_action action;
	struct signal_info info;

	if (signal_next(&info, &action)) {
		struct task_signals *signals = &current->signals;
		u64 blocked = signals->restore ? signals->saved
					       : signals->blocked;

		signals->restore = false;
		settle_call(frame, &action);
		run_handler(frame, &action, &info, &none, blocked);
	} else {
		settle_call(frame, NULL);
		signal_return_blocked();
	}
}

/* The vector tells a bad frame of sigreturn() from an exception at that RIP. */
static void report(const struct trap_frame *frame,
		   const struct user_fault *fault)
{
	pr_debug(
		"%s (%u) ends by signal %d, code %d, address %#lx, vector %u, RIP %#lx, RSP %#lx\n",
		current->name, current_process->id, fault->signal, fault->code,
		fault->address, (unsigned int)frame->vector,
		(unsigned long)frame->rip, (unsigned long)frame->rsp);
}

/* A system call can be at fault, too. */
static struct signal_trap trap_of(const struct trap_frame *frame,
				  const struct user_fault *fault)
{
	if (frame->vector >= TRAP_EXCEPTIONS)
		return (struct signal_trap){};
	return (struct signal_trap){
		.vector = frame->vector,
		.error_code = frame->error_code,
		.address = frame->vector == TRAP_PAGE_FAULT ? fault->address
							    : 0,
	};
}

void signal_deliver_fault(struct trap_frame *frame,
			  const struct user_fault *fault)
{
	const unsigned int signal = (unsigned int)fault->signal;
	const struct signal_info info = {
		.signal = signal,
		.code = fault->code,
		.address = fault->address,
	};
	const struct signal_trap trap = trap_of(frame, fault);
	struct signal_action action = signal_force(signal);

	if (action.handler == SIG_DFL) {
		report(frame, fault);
		end_by(signal);
	}
	run_handler(frame, &action, &info, &trap, current->signals.blocked);
}
