// SPDX-License-Identifier: GPL-2.0-only
/*
 * Resource limits (getrlimit(2)). They are kept in struct process; those that files
 * and address spaces look at on their own are told them too.
 */
#include <exo/credentials.h>
#include <exo/file_table.h>
#include <exo/process.h>
#include <exo/syscalls.h>
#include <exo/uaccess.h>
#include <exo/vm.h>
#include <uapi/errno.h>

enum {
	FILES_MOST = 1048576 /* of RLIMIT_NOFILE, as Linux's fs.nr_open */
};

/* Who asks may ask for root, or about those that are the same users. */
static bool may_see(const struct process *process, const struct task *task)
{
	const struct credentials *own = credentials_current();
	const struct credentials *its = task && task->credentials
						? task->credentials
						: &initial_credentials;

	if (process == current_process || !own->euid)
		return true;
	return own->uid == its->uid && own->uid == its->euid &&
	       own->uid == its->suid && own->gid == its->gid &&
	       own->gid == its->egid && own->gid == its->sgid;
}

static int check(unsigned int resource, const struct rlimit *old,
		 const struct rlimit *new)
{
	const bool raises = new->rlim_max > old->rlim_max;

	if (new->rlim_cur > new->rlim_max)
		return -EINVAL;
	if (resource == RLIMIT_NOFILE && new->rlim_max > FILES_MOST)
		return -EPERM;
	return raises && credentials_current()->euid ? -EPERM : 0;
}

static struct task *first_task(const struct process *process)
{
	return list_first_entry(&process->tasks, struct task, process_node);
}

static int exchange_locked(struct process *process, unsigned int resource,
			   const struct rlimit *new, struct rlimit *old)
{
	struct rlimit *limit = &process->limits[resource];
	int error;

	*old = *limit;
	if (!may_see(process, first_task(process)))
		return -EPERM;
	error = new ? check(resource, old, new) : 0;
	if (!error && new) {
		WRITE_ONCE(limit->rlim_cur, new->rlim_cur);
		WRITE_ONCE(limit->rlim_max, new->rlim_max);
	}
	return error;
}

/* Those who have copies of @process's limits. */
struct holders {
	struct file_table *files;
	struct vm *vm;
};

static void get_holders(const struct process *process, struct holders *holders)
{
	unsigned long flags = spin_lock_irqsave(&process_lock);
	const struct task *task = first_task(process);

	*holders = (struct holders){};
	if (task && task->files) {
		holders->files = task->files;
		file_table_get(holders->files);
	}
	if (task && task->vm) {
		holders->vm = task->vm;
		vm_get(holders->vm);
	}
	spin_unlock_irqrestore(&process_lock, flags);
}

static void tell_holders(const struct process *process, unsigned int resource,
			 u64 limit)
{
	struct holders holders;

	get_holders(process, &holders);
	if (holders.files && resource == RLIMIT_NOFILE)
		file_table_set_limit(holders.files,
				     (unsigned int)min(limit,
						       (u64)FILE_TABLE_MAX));
	if (holders.vm && resource == RLIMIT_AS)
		WRITE_ONCE(holders.vm->size_max, limit);
	if (holders.vm && resource == RLIMIT_DATA)
		WRITE_ONCE(holders.vm->data_max, limit);
	if (holders.vm && resource == RLIMIT_STACK)
		WRITE_ONCE(holders.vm->stack_max, limit);
	if (holders.files)
		file_table_put(holders.files);
	vm_put(holders.vm);
}

static bool has_holders(unsigned int resource)
{
	return resource == RLIMIT_NOFILE || resource == RLIMIT_AS ||
	       resource == RLIMIT_DATA || resource == RLIMIT_STACK;
}

/* @new may be NULL. */
static int exchange(struct process *process, unsigned int resource,
		    const struct rlimit *new, struct rlimit *old)
{
	unsigned long flags;
	int error;

	if (resource >= RLIM_NLIMITS)
		return -EINVAL;
	flags = spin_lock_irqsave(&process_lock);
	error = exchange_locked(process, resource, new, old);
	spin_unlock_irqrestore(&process_lock, flags);
	if (!error && new &&has_holders(resource))
		tell_holders(process, resource, new->rlim_cur);
	return error;
}

long sys_prlimit64(int id, unsigned int resource,
		   const struct rlimit __user *from, struct rlimit __user *to)
{
	struct rlimit new, old;
	struct process *process;
	int error;

	if (from && user_copy_from(&new, from, sizeof(new)))
		return -EFAULT;
	process = process_find_by_task(id ? (u32)id : current->id);
	if (!process)
		return -ESRCH;
	error = exchange(process, resource, from ? &new : NULL, &old);
	process_put(process);
	if (!error && to)
		error = user_copy_to(to, &old, sizeof(old));
	return error;
}

long sys_getrlimit(unsigned int resource, struct rlimit __user *to)
{
	struct rlimit old;
	int error = exchange(current_process, resource, NULL, &old);

	return error ? error : user_copy_to(to, &old, sizeof(old));
}

long sys_setrlimit(unsigned int resource, const struct rlimit __user *from)
{
	struct rlimit new, old;

	if (user_copy_from(&new, from, sizeof(new)))
		return -EFAULT;
	return exchange(current_process, resource, &new, &old);
}
