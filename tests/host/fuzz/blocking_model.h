/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Threads that block, on one stack: who waits runs the commands that follow in the
 * input, as another task, until one of them wakes it; so the waits nest. When the
 * input ends, signals end those that are left.
 */
#ifndef FUZZ_BLOCKING_MODEL_H
#define FUZZ_BLOCKING_MODEL_H

#include <exo/types.h>

struct task;

/* The target's: carry out the next command. False at the end of the input. */
bool model_run_next(void);

/*
 * The current task waits. 0 when it was woken, by a signal too; -ETIMEDOUT, if
 * @deadline_ns is not WAIT_FOREVER and model_time_out() was called.
 */
int model_block(u64 deadline_ns);

/* Those who wait, innermost first, reach their deadlines. */
void model_time_out(void);

/* A signal to the task that began to wait last. */
void model_signal(void);

/* Can one more task begin to wait? */
bool model_may_block(void);

#endif
