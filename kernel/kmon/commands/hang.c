// SPDX-License-Identifier: GPL-2.0-only
/*
 * hang: keep the CPU for ever, with preemption off, while another thread wants
 * to run: what the soft-lockup watchdog is there to report.
 */
#include <asm/irqflags.h>
#include <exo/kmon.h>
#include <exo/preempt.h>
#include <exo/thread.h>
#include <uapi/errno.h>

static int return_at_once(void *arg)
{
	(void)arg;
	return 0;
}

static int cmd_hang(int argc, char **argv)
{
	struct task *victim;

	(void)argc;
	(void)argv;
	preempt_disable();
	victim = thread_create("victim", return_at_once, NULL);
	if (!victim) {
		preempt_enable();
		return -ENOMEM;
	}
	for (;;)
		cpu_relax();
}

KMON_COMMAND(hang, cmd_hang, "", "keep the CPU from all other threads");
