// SPDX-License-Identifier: GPL-2.0-only
/*
 * Noting signals. A wait looks for pending ones and then says that it is
 * interruptible, with interrupts off from the one to the other: one that comes
 * before is seen, one that comes later wakes.
 */
#include <asm/irqflags.h>
#include <exo/panic.h>
#include <exo/signal.h>
#include <exo/task_signal.h>
#include <exo/user_task.h>
#include <uapi/errno.h>
#include <uapi/siginfo.h>

static u64 signal_bit(unsigned int signal)
{
	ASSERT(signal >= 1 && signal <= SIGNALS);
	return 1UL << (signal - 1);
}

void task_raise_signal(struct task *task, unsigned int signal)
{
	unsigned long flags = irq_save();

	__atomic_fetch_or(&task->pending_signals, signal_bit(signal),
			  __ATOMIC_RELEASE);
	if (task->user)
		user_work_add(task->user, USER_WORK_SIGNAL);
	if (task->interruptible)
		task_wake(task);
	irq_restore(flags);
}

bool task_take_signal(struct task *task, unsigned int signal)
{
	u64 bit = signal_bit(signal);

	return __atomic_fetch_and(&task->pending_signals, ~bit,
				  __ATOMIC_ACQUIRE) &
	       bit;
}

static long end_call(const struct signal_resume *unused)
{
	(void)unused;
	return -EINTR;
}

int signal_end_call(void)
{
	signal_resume_by(end_call, 0, 0);
	return -EINTR;
}

void signal_raise(unsigned int signal)
{
	const struct signal_info info = {.signal = signal, .code = SI_KERNEL};

	if (IS_ENABLED(CONFIG_PROCESS) && current->process)
		signal_send_task(current, &info);
	else
		task_raise_signal(current, signal);
}
