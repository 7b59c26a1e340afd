// SPDX-License-Identifier: GPL-2.0-only
/*
 * Sending signals (kill(2)). Who may: the superuser; who is, really or effectively,
 * the real or saved user of the receiver; everybody to himself, and SIGCONT within
 * the session.
 */
#include <exo/credentials.h>
#include <exo/process.h>
#include <exo/syscalls.h>
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

static bool user_may(const struct credentials *to)
{
	const struct credentials *own = credentials_current();

	return !own->euid || own->euid == to->suid || own->euid == to->uid ||
	       own->uid == to->suid || own->uid == to->uid;
}

/* Of the first task; those of a zombie have gone. process_lock is held. */
static const struct credentials *credentials_of(const struct process *process)
{
	const struct task *task =
		list_first_entry(&process->tasks, struct task, process_node);

	return task && task->credentials ? task->credentials
					 : &initial_credentials;
}

static bool same_session(const struct process *process)
{
	return process->group && current_process->group &&
	       process->group->session == current_process->group->session;
}

/* 0, -EINVAL or -EPERM. */
static int check(struct process *process, int signal)
{
	unsigned long flags;
	bool may;

	if (signal && !signal_valid((unsigned int)signal))
		return -EINVAL;
	if (process == current_process)
		return 0;
	flags = spin_lock_irqsave(&process_lock);
	may = user_may(credentials_of(process)) ||
	      (signal == SIGCONT && same_session(process));
	spin_unlock_irqrestore(&process_lock, flags);
	return may ? 0 : -EPERM;
}

static int send(struct process *process, const struct signal_info *info)
{
	int err = check(process, (int)info->signal);

	if (err || !info->signal)
		return err;
	return signal_send_process(process, info);
}

static int send_by_number(u32 id, const struct signal_info *info)
{
	struct process *process;
	int err;

	if (id == current_process->id)
		return send(current_process, info);
	process = process_find(id);
	if (!process)
		return -ESRCH;
	err = send(process, info);
	process_put(process);
	return err;
}

/* Of @group; 0: any but process 1 and the own one. */
static bool is_addressed(struct process *process, u32 group)
{
	unsigned long flags;
	bool is;

	if (!group)
		return process->id > 1 && process != current_process;
	flags = spin_lock_irqsave(&process_lock);
	is = process->group && process->group->id == group;
	spin_unlock_irqrestore(&process_lock, flags);
	return is;
}

/*
 * 0 if one has got it, as Linux has it: of a group, what hindered the last one
 * otherwise; of all, whatever it was but a lack of permission.
 */
static int send_to_all(u32 group, const struct signal_info *info)
{
	struct process *process;
	bool sent = false;
	int result = -ESRCH;

	for (u32 id = 0; (process = process_next(id)) != NULL;) {
		id = process->id + 1;
		if (is_addressed(process, group)) {
			int err = send(process, info);

			sent |= !err;
			if (group || err != -EPERM)
				result = err;
		}
		process_put(process);
	}
	return group && sent ? 0 : result;
}

long sys_kill(int id, int signal)
{
	const struct signal_info info = info_of((unsigned int)signal, SI_USER);

	if (id > 0)
		return send_by_number((u32)id, &info);
	if (id == 0)
		return send_to_all(current_process->group->id, &info);
	if (id == -1)
		return send_to_all(0, &info);
	return send_to_all(-(u32)id, &info);
}

/* To a task, of the process @process_id if that is not 0. */
static int send_to_task(u32 process_id, u32 id, const struct signal_info *info)
{
	struct task *task = process_find_task(id);
	int err = -ESRCH;

	if (!task)
		return -ESRCH;
	if (!process_id || task->process->id == process_id) {
		err = check(task->process, (int)info->signal);
		if (!err && info->signal)
			err = signal_send_task(task, info);
	}
	task_put(task);
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
