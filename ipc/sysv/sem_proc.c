// SPDX-License-Identifier: GPL-2.0-only
/*
 * /proc/sysvipc/sem and sys/kernel/sem, in Linux's format. The cursor is 0 for the
 * head, then one more than the index to go on at.
 */
#include <exo/proc_file.h>
#include <exo/sysv_sem.h>
#include <uapi/errno.h>

#include "../limit_text.h"

static void print_set(struct text_buffer *text, s32 id,
		      const struct semid_ds *status)
{
	const struct ipc_perm *perm = &status->sem_perm;

	text_printf(text, "%10d %10d  %4o %10llu %5u %5u %5u %5u ", perm->key,
		    id, perm->mode, (unsigned long long)status->sem_nsems,
		    perm->uid, perm->gid, perm->cuid, perm->cgid);
	text_printf(text, "%10lld %10lld\n", (long long)status->sem_otime,
		    (long long)status->sem_ctime);
}

static int next_sets(struct text_buffer *text, u64 *cursor)
{
	struct semid_ds status;
	u64 index = *cursor - 1;
	s32 id;

	if (!*cursor) {
		text_printf(text, "       key      semid perms      nsems   "
				  "uid   gid  cuid  cgid      otime      "
				  "ctime\n");
		*cursor = 1;
		return 1;
	}
	if (!sem_next(&index, &status, &id))
		return 0;
	print_set(text, id, &status);
	*cursor = index + 2;
	return 1;
}
PROC_FILE(sysvipc_sem) = {.path = "sysvipc/sem", .next = next_sets};

static int show_limits(struct text_buffer *text)
{
	const struct sem_limits limits = sem_limits_get();

	text_printf(text, "%u\t%u\t%u\t%u\n", limits.per_set, limits.in_all,
		    limits.operations, limits.sets);
	return 0;
}

/* Those that are not given stay. */
static int write_limits(const char *bytes, size_t size)
{
	struct sem_limits limits = sem_limits_get();
	u32 *const numbers[] = {&limits.per_set, &limits.in_all,
				&limits.operations, &limits.sets};
	int err = 0;
	u64 value;

	for (unsigned int i = 0; i < ARRAY_SIZE(numbers); i++) {
		err = limit_read(&bytes, &size, &value);
		if (err)
			break;
		if (value > (u32)-1)
			return -EINVAL;
		*numbers[i] = (u32)value;
	}
	if (err && err != -ENODATA)
		return err;
	return sem_limits_set(&limits);
}
PROC_FILE(sem_limits) = {
	.path = "sys/kernel/sem",
	.mode = 0644,
	.show = show_limits,
	.write = write_limits,
};
