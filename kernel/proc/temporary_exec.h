/* SPDX-License-Identifier: GPL-2.0-only */
/* Layer: proc, private to this folder. Until kernel/process has these. */
#ifndef PROC_TEMPORARY_EXEC_H
#define PROC_TEMPORARY_EXEC_H

#include <exo/process.h>

struct process *process_create_first(void);
int process_become_single(void);
void process_end_vfork(void);

#endif
