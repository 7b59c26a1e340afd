/* SPDX-License-Identifier: GPL-2.0-only */
/* Layer: filesystems, private to procfs: the flags of cpuinfo. */
#ifndef FS_PROCFS_CPU_FLAGS_H
#define FS_PROCFS_CPU_FLAGS_H

struct text_buffer;

/* Add what this processor can do, each after a space. */
void cpu_flags_print(struct text_buffer *text);

#endif
