/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: proc, private to this folder.
 */
#ifndef PROC_EXIT_H
#define PROC_EXIT_H

#include <exo/compiler.h>
#include <exo/types.h>

/*
 * End the current task, which is a process's, and with the last task the process, by
 * @status as wait(2) encodes it, unless that was settled before. May sleep.
 */
__noreturn void task_exit(u32 status);

#endif
