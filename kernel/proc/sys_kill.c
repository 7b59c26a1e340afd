// SPDX-License-Identifier: GPL-2.0-only
/*
 * Sending signals (kill(2)). Who may: the superuser; who is, really or effectively,
 * the real or saved user of the receiver; everybody to himself, and SIGCONT within
 * the session. Several get a signal at once: nobody can slip through by fork().
 */
#include <exo/credentials.h>
#include <exo/process_life.h>
#include <exo/syscalls.h>
#include <exo/task_id.h>
#include <exo/uaccess.h>
#include <uapi/siginfo.h>

#include "signal_deliver.h"

/* What the current process tells of itself. */
static struct signal_info info_of(unsigned int signal, s32 code)
{
	return (struct signal_info){
		.signal = signal,
		.code = code,
		.process = current_process->id,
		.user = credentials_current()->uid,
	};
}

/* Who ends has no credentials any more, but a user. process_lock is held. */
static bool user_may(const struct process *process)
{
	const struct credentials *own = credentials_current(), *to;
	const struct task *task =
		list_first_entry(&process->tasks, struct task, process_node);
	u32 uid = process->user, suid = uid;

	if (task && task->credentials) {
		to = task->credentials;
		uid = to->uid;
		suid = to->suid;
	}
	return !own->euid || own->euid == suid || own->euid == uid ||
	       own->uid == suid || own->uid == uid;
}

static bool same_session(const struct process *process)
{
	return process->group->session == current_process->group->session;
}

/* 0, -EINVAL or -EPERM. process_lock is held. */
static int check(const struct process *process, unsigned int signal)
{
	if (signal && !signal_valid(signal))
		return -EINVAL;
	if (process == current_process || user_may(process) ||
	    (signal == SIGCONT && same_session(process)))
		return 0;
	return -EPERM;
}

/* Take process_lock, with what it takes to tell @receivers. */
static unsigned long lock_to_send(const struct signal_info *info, u32 receivers)
{
	return signal_lock_with_entries(info->signal ? receivers : 0);
}

static int send_by_number(u32 id, const struct signal_info *info)
{
	unsigned long flags = lock_to_send(info, 1);
	struct process *process = id == current_process->id
					  ? current_process
					  : process_find_locked(id);
	int err = process ? check(process, info->signal) : -ESRCH;

	if (!err && info->signal)
		err = signal_send_process_locked(process, info);
	spin_unlock_irqrestore(&process_lock, flags);
	return err;
}

/* To one of several at once. process_lock is held. */
static int send_to_member(struct process *process,
			  const struct signal_info *info)
{
	int err = check(process, info->signal);

	return err || !info->signal ? err
				    : signal_send_member_locked(process, info);
}

/* 0 if one has got it, as Linux has it; else what hindered the last one. */
static int send_to_group(u32 id, const struct signal_info *info)
{
	unsigned long flags = lock_to_send(info, process_group_size(id));
	const struct process_group *group = process_group_find_locked(id);
	struct process *process;
	int result = -ESRCH;
	bool sent = false;

	if (group) {
		list_for_each_entry(process, &group->members, group_node) {
			result = send_to_member(process, info);
			sent |= !result;
		}
	}
	spin_unlock_irqrestore(&process_lock, flags);
	return sent ? 0 : result;
}

/*
 * The first process from the number @id on but process 1 and the own one; NULL.
 * process_lock is held.
 */
static struct process *next_other(u32 id)
{
	struct process *process;

	for (id = task_id_next_used(max(id, (u32)TASK_ID_INIT + 1));
	     id < TASK_ID_MAX; id = task_id_next_used(id + 1)) {
		process = process_find_locked(id);
		if (process && process != current_process)
			return process;
	}
	return NULL;
}

static u32 count_others(void)
{
	unsigned long flags = spin_lock_irqsave(&process_lock);
	const struct process *process;
	u32 nr = 0;

	for (u32 id = 0; (process = next_other(id)); id = process->id + 1)
		nr++;
	spin_unlock_irqrestore(&process_lock, flags);
	return nr;
}

/* The last result but lack of permission, as Linux has it. */
static int send_to_all(const struct signal_info *info)
{
	unsigned long flags = lock_to_send(info, count_others());
	struct process *process = next_other(0);
	int result = process ? 0 : -ESRCH;

	for (; process; process = next_other(process->id + 1)) {
		int err = send_to_member(process, info);

		if (err != -EPERM)
			result = err;
	}
	spin_unlock_irqrestore(&process_lock, flags);
	return result;
}

/* @id, as kill(2) has it, is of none in particular. */
static __noinline int send_to_several(int id, const struct signal_info *info)
{
	if (id == 0)
		return send_to_group(
			(u32)process_get_group(current_process->id), info);
	if (id == -1)
		return send_to_all(info);
	return send_to_group(-(u32)id, info);
}

long sys_kill(int id, int signal)
{
	const struct signal_info info = info_of((unsigned int)signal, SI_USER);

	return id > 0 ? send_by_number((u32)id, &info)
		      : send_to_several(id, &info);
}

/* To a task, of the process @process_id if that is not 0. */
static int send_to_task(u32 process_id, u32 id, const struct signal_info *info)
{
	unsigned long flags = lock_to_send(info, 1);
	struct task *task = process_find_task_locked(id);
	int err = -ESRCH;

	if (task && (!process_id || task->process->id == process_id))
		err = check(task->process, info->signal);
	if (!err && info->signal)
		err = signal_send_task_locked(task, info);
	spin_unlock_irqrestore(&process_lock, flags);
	return err;
}

long sys_tkill(int id, int signal)
{
	const struct signal_info info = info_of((unsigned int)signal, SI_TKILL);

	if (id <= 0)
		return -EINVAL;
	return send_to_task(0, (u32)id, &info);
}

long sys_tgkill(int process, int id, int signal)
{
	const struct signal_info info = info_of((unsigned int)signal, SI_TKILL);

	if (process <= 0 || id <= 0)
		return -EINVAL;
	return send_to_task((u32)process, (u32)id, &info);
}

/* *@info is the program's own, but may not look like the kernel's or kill()'s. */
static int info_from(struct signal_info *info, int receiver, int signal,
		     const struct siginfo __user *from)
{
	struct siginfo user;

	if (user_copy_from(&user, from, sizeof(user)))
		return -EFAULT;
	if ((user.si_code >= 0 || user.si_code == SI_TKILL) &&
	    (u32)receiver != current_process->id)
		return -EPERM;
	*info = (struct signal_info){
		.signal = (unsigned int)signal,
		.code = user.si_code,
		.error = user.si_errno,
		.process = (u32)user.si_pid,
		.user = user.si_uid,
		.value = user.si_value,
	};
	return 0;
}

long sys_rt_sigqueueinfo(int process, int signal,
			 const struct siginfo __user *from)
{
	struct signal_info info;
	int err = info_from(&info, process, signal, from);

	if (err)
		return err;
	return process > 0 ? send_by_number((u32)process, &info) : -ESRCH;
}

long sys_rt_tgsigqueueinfo(int process, int id, int signal,
			   const struct siginfo __user *from)
{
	struct signal_info info;
	int err;

	if (process <= 0 || id <= 0)
		return -EINVAL;
	err = info_from(&info, process, signal, from);
	return err ? err : send_to_task((u32)process, (u32)id, &info);
}
