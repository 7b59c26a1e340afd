// SPDX-License-Identifier: GPL-2.0-only
/*
 * /proc/PID/mounts and mountinfo, as the reader's root has them: there is but one
 * tree of mounts.
 */
#include <exo/mount_text.h>
#include <exo/process.h>

#include "procfs_process.h"

/* As @show says, while the process is there. */
static int show(struct text_buffer *text, int (*show)(struct text_buffer *text))
{
	struct subject subject;
	int err = subject_of_text(text, &subject);

	if (err)
		return err;
	subject_put(&subject);
	return show(text);
}

int process_show_mounts(struct text_buffer *text)
{
	return show(text, mounts_text);
}

int process_show_mountinfo(struct text_buffer *text)
{
	return show(text, mountinfo_text);
}
