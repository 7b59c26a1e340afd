/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: proc, private to this folder. Files that are run.
 */
#ifndef PROC_EXEC_FILE_H
#define PROC_EXEC_FILE_H

#include <exo/compiler.h>
#include <exo/types.h>

struct file;
struct path;

/*
 * Open the program called @name; @flags as execveat(2). -EACCES when it is not to
 * be executed. May sleep.
 */
__must_check int exec_open(const struct path *at, const char *name, u32 flags,
			   struct file **opened);

void exec_close(struct file *file);

#endif
