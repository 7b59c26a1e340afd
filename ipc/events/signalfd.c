// SPDX-License-Identifier: GPL-2.0-only
/*
 * signalfd(2). There is nothing in the file but the set: the signals wait in the queues
 * of who reads, where they stay because they are blocked. Who wants to be told of them
 * hangs its entry into its own process, not into the file; an end of that process
 * takes it out again.
 */
#include <exo/file.h>
#include <exo/process.h>
#include <exo/signalfd.h>
#include <exo/wait.h>
#include <uapi/errno.h>
#include <uapi/signalfd.h>

/* All there is of one fits into where its address would be. */
static u64 set_of(const struct file *file)
{
	return (u64)READ_ONCE(file->private);
}

static void tell(struct signalfd_siginfo *user, const struct signal_info *info)
{
	*user = (struct signalfd_siginfo){
		.ssi_signo = info->signal,
		.ssi_errno = info->error,
		.ssi_code = info->code,
	};
	if (signal_is_fault(info)) {
		user->ssi_addr = info->address;
		return;
	}
	user->ssi_pid = info->process;
	user->ssi_uid = info->user;
	if (info->signal == SIGCHLD && info->code > 0) {
		user->ssi_status = info->status;
		user->ssi_utime = (u64)info->user_time;
		user->ssi_stime = (u64)info->system_time;
	} else {
		user->ssi_ptr = info->value;
		user->ssi_int = (s32)info->value;
	}
}

/* As many as there are and fit; waits for the first only. */
static ssize_t signalfd_read(struct file *file, struct io_iter *to,
			     u64 *position)
{
	struct signalfd_siginfo user;
	struct signal_info info;
	ssize_t done = 0;
	int err;

	(void)position;
	if (to->left < sizeof(user))
		return -EINVAL;
	if (!current_process)
		return -EAGAIN;
	err = signal_take(set_of(file), &info) ? 0 : -EAGAIN;
	if (err && !file_nonblocking(file))
		err = signal_await(set_of(file), WAIT_FOREVER, &info);
	if (err)
		return err;
	do {
		tell(&user, &info);
		if (io_copy_to(to, &user, sizeof(user)) != sizeof(user))
			return done ? done : -EFAULT;
		done += sizeof(user);
	} while (to->left >= sizeof(user) && signal_take(set_of(file), &info));
	return done;
}

static u32 signalfd_poll(struct file *file, struct poll_entry *entry)
{
	struct process *process = current_process;
	bool ready = false;

	if (entry)
		list_init(&entry->node);
	if (!process)
		return 0;
	spin_lock_irq(&process_lock);
	poll_attach(&process->signals.news, entry);
	ready = (process->signals.queue.pending |
		 current->signals.queue.pending) &
		set_of(file);
	spin_unlock_irq(&process_lock);
	return ready ? POLLIN : 0;
}

static void signalfd_poll_detach(struct file *file, struct poll_entry *entry)
{
	(void)file;
	spin_lock_irq(&process_lock);
	list_del(&entry->node);
	spin_unlock_irq(&process_lock);
}

static const struct file_ops signalfd_ops = {
	.kind = "[signalfd]",
	.write = file_no_write,
	.read = signalfd_read,
	.poll = signalfd_poll,
	.poll_detach = signalfd_poll_detach,
};

bool file_is_signalfd(const struct file *file)
{
	return file->ops == &signalfd_ops;
}

struct file *signalfd_create(u64 set, u32 flags)
{
	struct file *file = file_alloc(&signalfd_ops,
				       (void *)(set & ~SIGNALS_UNBLOCKABLE),
				       O_RDWR | (flags & SFD_NONBLOCK));

	if (file)
		file->stream = true;
	return file;
}

/* What waits already may be of the new set. */
void signalfd_change(struct file *file, u64 set)
{
	WRITE_ONCE(file->private, (void *)(set & ~SIGNALS_UNBLOCKABLE));
	if (!current_process)
		return;
	spin_lock_irq(&process_lock);
	poll_notify(&current_process->signals.news, POLLIN);
	spin_unlock_irq(&process_lock);
}
