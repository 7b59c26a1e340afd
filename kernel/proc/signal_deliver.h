/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: proc, private to this folder. Signals that programs get: handlers begin
 * and return.
 */
#ifndef PROC_SIGNAL_DELIVER_H
#define PROC_SIGNAL_DELIVER_H

#include <exo/compiler.h>
#include <exo/types.h>

struct signal_action;
struct signal_info;
struct siginfo;
struct trap_frame;
struct user_fault;

/* What becomes of a system call that returns -EINTR: see syscalls.list. */
enum syscall_interruption {
	SYSCALL_ENDS,
	SYSCALL_RESTARTS,
	SYSCALL_RESUMES,
	SYSCALL_REPEATS,
};

/* In the error_code of a frame: no call is left to see to. */
#define SYSCALL_SETTLED ~0UL

/* syscall_table.asm: by number. */
extern const u8 syscall_interruptions[];

#ifdef CONFIG_PROCESS
/* signal_deliver.c: all that is pending; need not return. May sleep. */
void signal_deliver(struct trap_frame *frame);

/* The program has raised @fault; need not return. May sleep. */
void signal_deliver_fault(struct trap_frame *frame,
			  const struct user_fault *fault);
#else
static inline void signal_deliver(struct trap_frame *frame)
{
	(void)frame;
}

static inline void signal_deliver_fault(struct trap_frame *frame,
					const struct user_fault *fault)
{
	(void)frame;
	(void)fault;
}
#endif

/* What the processor said of an exception; all 0 for other signals. */
struct signal_trap {
	u64 vector, error_code, address;
};

/*
 * signal_frame.c: make *@frame begin the handler of *@action with *@info, on a stack
 * that leads back to the registers of *@frame and to blocking @blocked. -EFAULT when
 * there is no such stack. May sleep.
 */
__must_check int signal_frame_push(struct trap_frame *frame,
				   const struct signal_action *action,
				   const struct signal_info *info,
				   const struct signal_trap *trap, u64 blocked);

/*
 * The opposite: the program's stack pointer is at a frame, less the return address.
 * -EFAULT. May sleep.
 */
__must_check int signal_frame_pop(struct trap_frame *frame);

/* Whether @rsp is on the alternative stack, sigaltstack(2), which is not to change. */
bool signal_on_stack(u64 rsp);

/* siginfo.c: *@info as programs see it. */
void siginfo_make(struct siginfo *user, const struct signal_info *info);

#endif
