// SPDX-License-Identifier: GPL-2.0-only
/*
 * The tree of processes.
 */
#include <exo/process.h>

struct spinlock process_lock = SPINLOCK_INIT("processes");
struct process *init_process;
