/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: kernel. In place of the kernel's: who blocks has blocking_model.c run the
 * others.
 */
#ifndef EXO_HAND_OVER_INLINE_H
#define EXO_HAND_OVER_INLINE_H

#include <exo/hand_over.h>
#include <exo/task.h>
#include <exo/task_signal.h>

#include "../../blocking_model.h"

static inline void spin_unlock_irq_to_block(struct spinlock *lock)
{
	(void)lock;
}

static inline void sched_run_instead(struct task *self, struct task *next)
{
	(void)self;
	task_wake(next);
}

static inline void hand_over_irq(struct spinlock *lock, struct task *self,
				 struct task *next)
{
	(void)lock;
	task_wake(next);
	if (!task_signal_pending(self))
		model_block(WAIT_FOREVER);
}

static inline void block_irq(struct spinlock *lock, struct task *self)
{
	(void)lock;
	if (!task_signal_pending(self))
		model_block(WAIT_FOREVER);
}

#endif
