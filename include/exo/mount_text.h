/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: filesystems. What is mounted, as texts of /proc: fstab(5), and mountinfo
 * of proc(5). 0 or -ENOMEM; may sleep.
 */
#ifndef EXO_MOUNT_TEXT_H
#define EXO_MOUNT_TEXT_H

struct text_buffer;

int mounts_text(struct text_buffer *text);
int mountinfo_text(struct text_buffer *text);

#endif
