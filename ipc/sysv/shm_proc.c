// SPDX-License-Identifier: GPL-2.0-only
/*
 * /proc/sysvipc/shm and the limits of segments, in Linux's format. The cursor is 0 for
 * the head, then one more than the index to go on at.
 */
#include <asm/memlayout.h>
#include <exo/proc_file.h>
#include <exo/sysv_shm.h>
#include <uapi/errno.h>

#include "../limit_text.h"

static void print_segment(struct text_buffer *text, s32 id,
			  const struct shmid_ds *status)
{
	const struct ipc_perm *perm = &status->shm_perm;

	text_printf(text, "%10d %10d  %4o %21llu %5u %5u  ", perm->key, id,
		    perm->mode, (unsigned long long)status->shm_segsz,
		    (u32)status->shm_cpid, (u32)status->shm_lpid);
	text_printf(text, "%5llu %5u %5u %5u %5u %10lld %10lld %10lld ",
		    (unsigned long long)status->shm_nattch, perm->uid,
		    perm->gid, perm->cuid, perm->cgid,
		    (long long)status->shm_atime, (long long)status->shm_dtime,
		    (long long)status->shm_ctime);
	text_printf(text, "%21llu %21llu\n",
		    (unsigned long long)(shm_resident(id) * PAGE_SIZE), 0ULL);
}

static int next_segments(struct text_buffer *text, u64 *cursor)
{
	struct shmid_ds status;
	u64 index = *cursor - 1;
	s32 id;

	if (!*cursor) {
		text_printf(text,
			    "       key      shmid perms                  "
			    "size  cpid  lpid nattch   uid   gid  cuid  "
			    "cgid      atime      dtime      ctime       "
			    "            rss                  swap\n");
		*cursor = 1;
		return 1;
	}
	if (!shm_next(&index, &status, &id))
		return 0;
	print_segment(text, id, &status);
	*cursor = index + 2;
	return 1;
}
PROC_FILE(sysvipc_shm) = {.path = "sysvipc/shm", .next = next_segments};

static int parse(const char *bytes, size_t size, u64 *value)
{
	int err = limit_read(&bytes, &size, value);

	return err == -ENODATA ? -EINVAL : err;
}

static int show_size_max(struct text_buffer *text)
{
	text_printf(text, "%llu\n", (unsigned long long)shm_size_max);
	return 0;
}

static int write_size_max(const char *bytes, size_t size)
{
	return parse(bytes, size, &shm_size_max);
}
PROC_FILE(shmmax) = {
	.path = "sys/kernel/shmmax",
	.mode = 0644,
	.show = show_size_max,
	.write = write_size_max,
};

static int show_pages_max(struct text_buffer *text)
{
	text_printf(text, "%llu\n", (unsigned long long)shm_pages_max);
	return 0;
}

static int write_pages_max(const char *bytes, size_t size)
{
	return parse(bytes, size, &shm_pages_max);
}
PROC_FILE(shmall) = {
	.path = "sys/kernel/shmall",
	.mode = 0644,
	.show = show_pages_max,
	.write = write_pages_max,
};

static int show_count_max(struct text_buffer *text)
{
	text_printf(text, "%u\n", shm_count_max());
	return 0;
}

static int write_count_max(const char *bytes, size_t size)
{
	u64 max;
	int err = parse(bytes, size, &max);

	if (err)
		return err;
	return max > (u32)-1 ? -EINVAL : shm_set_count_max((u32)max);
}
PROC_FILE(shmmni) = {
	.path = "sys/kernel/shmmni",
	.mode = 0644,
	.show = show_count_max,
	.write = write_count_max,
};
