// SPDX-License-Identifier: GPL-2.0-only
/*
 * capget(2), capset(2). Here privileges go by the effective user: root has all
 * capabilities, everybody else has none. capset() succeeds for what is so anyway.
 */
#include <exo/credentials.h>
#include <exo/process.h>
#include <exo/syscalls.h>
#include <exo/uaccess.h>
#include <uapi/capability.h>
#include <uapi/errno.h>

enum {
	WORDS_MAX = 2
};

static int words_of(u32 version)
{
	switch (version) {
	case CAPABILITY_VERSION_1:
		return 1;
	case CAPABILITY_VERSION_2:
	case CAPABILITY_VERSION_3:
		return 2;
	default:
		return 0;
	}
}

/* How many words the version has; an unknown one is answered with ours. */
static int get_header(struct capability_header __user *from,
		      struct capability_header *header)
{
	int words;

	if (user_copy_from(header, from, sizeof(*header)))
		return -EFAULT;
	words = words_of(header->version);
	if (words)
		return words;
	if (user_put(&from->version, (u32)CAPABILITY_VERSION_3))
		return -EFAULT;
	return -EINVAL;
}

static void fill(struct capability_data data[WORDS_MAX], u32 user)
{
	const u64 all = (1UL << CAPABILITIES) - 1;

	for (int i = 0; i < WORDS_MAX; i++) {
		const u32 set = user ? 0 : (u32)(all >> 32 * i);

		data[i] = (struct capability_data){set, set, 0};
	}
}

static int effective_user(u32 id, u32 *user)
{
	struct task *task = process_find_task(id ? id : current->id);
	unsigned long flags;

	if (!task)
		return -ESRCH;
	flags = spin_lock_irqsave(&process_lock);
	*user = task->credentials ? task->credentials->euid : 0;
	spin_unlock_irqrestore(&process_lock, flags);
	task_put(task);
	return 0;
}

long sys_capget(struct capability_header __user *from,
		struct capability_data __user *to)
{
	struct capability_data data[WORDS_MAX];
	struct capability_header header;
	int words = get_header(from, &header), error;
	u32 user;

	if (words == -EINVAL && !to)
		return 0;
	if (words < 0)
		return words;
	if (header.pid < 0)
		return -EINVAL;
	error = effective_user((u32)header.pid, &user);
	if (error)
		return error;
	fill(data, user);
	return user_copy_to(to, data, (size_t)words * sizeof(data[0]));
}

long sys_capset(struct capability_header __user *from,
		const struct capability_data __user *data)
{
	struct capability_data wanted[WORDS_MAX] = {}, own[WORDS_MAX];
	struct capability_header header;
	int words = get_header(from, &header);

	if (words < 0)
		return words;
	if (header.pid && (u32)header.pid != current->id)
		return -EPERM;
	if (user_copy_from(wanted, data, (size_t)words * sizeof(wanted[0])))
		return -EFAULT;
	fill(own, credentials_current()->euid);
	for (int i = 0; i < words; i++)
		if (wanted[i].effective != own[i].effective ||
		    wanted[i].permitted != own[i].permitted)
			return -EPERM;
	return 0;
}
