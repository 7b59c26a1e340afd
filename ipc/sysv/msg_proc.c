// SPDX-License-Identifier: GPL-2.0-only
/*
 * /proc/sysvipc/msg and the limits of message queues, in Linux's format. The cursor is
 * 0 for the head, then one more than the index to go on at.
 */
#include <exo/limits.h>
#include <exo/proc_file.h>
#include <exo/sysv_msg.h>
#include <uapi/errno.h>

#include "../limit_text.h"

static void print_queue(struct text_buffer *text, s32 id,
			const struct msqid_ds *status)
{
	const struct ipc_perm *perm = &status->msg_perm;

	text_printf(text, "%10d %10d  %4o  %10llu %10llu %5u %5u ", perm->key,
		    id, perm->mode, (unsigned long long)status->msg_cbytes,
		    (unsigned long long)status->msg_qnum,
		    (u32)status->msg_lspid, (u32)status->msg_lrpid);
	text_printf(text, "%5u %5u %5u %5u %10lld %10lld %10lld\n", perm->uid,
		    perm->gid, perm->cuid, perm->cgid,
		    (long long)status->msg_stime, (long long)status->msg_rtime,
		    (long long)status->msg_ctime);
}

static int next_queues(struct text_buffer *text, u64 *cursor)
{
	struct msqid_ds status;
	u64 index = *cursor - 1;
	s32 id;

	if (!*cursor) {
		text_printf(text, "       key      msqid perms      cbytes     "
				  "  qnum lspid lrpid   uid   gid  cuid  "
				  "cgid      stime      rtime      ctime\n");
		*cursor = 1;
		return 1;
	}
	if (!msg_next(&index, &status, &id))
		return 0;
	print_queue(text, id, &status);
	*cursor = index + 2;
	return 1;
}
PROC_FILE(sysvipc_msg) = {.path = "sysvipc/msg", .next = next_queues};

static int show_size_max(struct text_buffer *text)
{
	text_printf(text, "%u\n", READ_ONCE(msg_size_max));
	return 0;
}

static int write_size_max(const char *bytes, size_t size)
{
	return limit_write(bytes, size, &msg_size_max, 0, INT_MAX);
}
PROC_FILE(msgmax) = {
	.path = "sys/kernel/msgmax",
	.mode = 0644,
	.show = show_size_max,
	.write = write_size_max,
};

static int show_queue_max(struct text_buffer *text)
{
	text_printf(text, "%u\n", READ_ONCE(msg_queue_max));
	return 0;
}

static int write_queue_max(const char *bytes, size_t size)
{
	return limit_write(bytes, size, &msg_queue_max, 0, INT_MAX);
}
PROC_FILE(msgmnb) = {
	.path = "sys/kernel/msgmnb",
	.mode = 0644,
	.show = show_queue_max,
	.write = write_queue_max,
};

static int show_count_max(struct text_buffer *text)
{
	text_printf(text, "%u\n", msg_count_max());
	return 0;
}

static int write_count_max(const char *bytes, size_t size)
{
	u32 max;
	int err = limit_write(bytes, size, &max, 0, INT_MAX);

	return err ? err : msg_set_count_max(max);
}
PROC_FILE(msgmni) = {
	.path = "sys/kernel/msgmni",
	.mode = 0644,
	.show = show_count_max,
	.write = write_count_max,
};
