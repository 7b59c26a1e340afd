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

#include "procfs_process.h"

enum {
	ADJUST_MAX = 1000, /* the least is as far below 0: never */
	TEXT_MAX = 16,
};

/*
 * Linux's: thousandths of the memory, as if it had so much more or less, moved and
 * scaled so that it is not negative and 1000 is about the most that is usual.
 */
static u64 score(u64 resident, int adjust)
{
	struct frame_statistics frames;

	if (adjust == -ADJUST_MAX)
		return 0;
	frame_statistics(&frames);
	return ((u64)(ADJUST_MAX + adjust) +
		resident * ADJUST_MAX / frames.total) *
	       2 / 3;
}

int process_show_oom_score(struct text_buffer *text)
{
	struct subject subject;
	u64 resident = 0, points = 0;
	int err = subject_of_text(text, &subject);
	struct vm *vm;

	if (err)
		return err;
	vm = subject_vm(&subject);
	if (vm) {
		resident = READ_ONCE(vm->mm.resident);
		vm_put(vm);
	}
	if (subject.process != init_process) /* which is never chosen */
		points = score(resident, subject.process->oom_score_adj);
	text_printf(text, "%llu\n", (unsigned long long)points);
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
	if (adjust < -ADJUST_MAX || adjust > ADJUST_MAX)
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
