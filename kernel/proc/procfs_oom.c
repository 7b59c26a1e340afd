// SPDX-License-Identifier: GPL-2.0-only
/*
 * /proc/PID/oom_score and oom_score_adj: who is to end first when there is no
 * memory left.
 */
#include <asm/memlayout.h>
#include <exo/credentials.h>
#include <exo/frame.h>
#include <exo/kstrto.h>
#include <exo/process.h>
#include <exo/string.h>
#include <exo/text_buffer.h>
#include <exo/vm.h>
#include <uapi/errno.h>

#include "oom.h"
#include "procfs_process.h"

#define TEXT_MAX 16

/*
 * Linux's scale: thousandths of the memory, moved so that it is not negative, and
 * such that 1000 is about the most that is usual.
 */
static u64 score(s64 points)
{
	struct frame_statistics frames;

	if (points == OOM_NEVER)
		return 0;
	frame_statistics(&frames);
	return (u64)(OOM_ADJUST_MAX +
		     points * OOM_ADJUST_MAX / (s64)frames.total) *
	       2 / 3;
}

int process_show_oom_score(struct text_buffer *text)
{
	struct subject subject;
	u64 resident = 0;
	int err = subject_of_text(text, &subject);
	struct vm *vm;

	if (err)
		return err;
	vm = subject_vm(&subject);
	if (vm) {
		resident = READ_ONCE(vm->mm.resident);
		vm_put(vm);
	}
	text_printf(text, "%llu\n",
		    (unsigned long long)score(
			    oom_points(subject.process, resident)));
	subject_put(&subject);
	return 0;
}

int process_show_oom_score_adj(struct text_buffer *text)
{
	struct subject subject;
	int err = subject_of_text(text, &subject);

	if (err)
		return err;
	text_printf(text, "%d\n", subject.process->oom_score_adj);
	subject_put(&subject);
	return 0;
}

/* A number, as echo writes it. */
static int read_number(const char *bytes, size_t size, long *number)
{
	char text[TEXT_MAX];

	if (!size || size >= sizeof(text))
		return -EINVAL;
	memcpy(text, bytes, size);
	text[text[size - 1] == '\n' ? size - 1 : size] = '\0';
	return kstrtol(text, 0, number);
}

/* Only root may go lower. */
int process_store_oom_score_adj(struct inode *inode, const char *bytes,
				size_t size)
{
	struct subject subject;
	long adjust;
	int err = read_number(bytes, size, &adjust);

	if (err)
		return err;
	if (adjust < -OOM_ADJUST_MAX || adjust > OOM_ADJUST_MAX)
		return -EINVAL;
	err = subject_get(inode, &subject);
	if (err)
		return err;
	if (adjust < subject.process->oom_score_adj &&
	    credentials_current()->euid)
		err = -EACCES;
	else
		subject.process->oom_score_adj = (s16)adjust;
	subject_put(&subject);
	return err;
}
