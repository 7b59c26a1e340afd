// SPDX-License-Identifier: GPL-2.0-only
/*
 * semget(2), semop(2) and semctl(2).
 */
#include <exo/kmalloc.h>
#include <exo/process.h>
#include <exo/syscalls.h>
#include <exo/sysv_sem.h>
#include <exo/task.h>
#include <exo/time.h>
#include <exo/uaccess.h>
#include <exo/wait.h>
#include <uapi/errno.h>

#include "user_time.h"

enum {
	FEW = 8, /* operations that lie on the stack */
};

long sys_semget(s32 key, s32 count, u32 flags)
{
	return sem_get(key, count, flags);
}

/* When a wait of @timeout ends that begins now. */
static int get_deadline(const struct timespec *timeout, u64 *deadline_ns)
{
	u64 ns;
	int err = timespec_to_ns(timeout, &ns);

	if (!err)
		*deadline_ns = time_uptime_ns() + ns;
	return err;
}

/*
 * As Linux has it, the operations are there before @timeout is looked at; without
 * one nothing ends the wait.
 */
static long operate(s32 id, const struct sembuf __user *from, u32 count,
		    const struct timespec *timeout)
{
	struct hlist_head *undos =
		current_process ? &current_process->semaphore_undos : NULL;
	struct sembuf few[FEW], *operations = few;
	u64 deadline_ns = WAIT_FOREVER;
	long result = 0;

	if (count > sem_limits_get().operations)
		return -E2BIG;
	if (!count)
		return -EINVAL;
	if (count > FEW)
		operations = kmalloc(count * sizeof(*operations));
	if (!operations)
		return -ENOMEM;
	if (user_copy_from(operations, from, count * sizeof(*operations)))
		result = -EFAULT;
	else if (timeout)
		result = get_deadline(timeout, &deadline_ns);
	if (!result)
		result = sem_operate(id, operations, count, deadline_ns, undos);
	if (operations != few)
		kfree(operations);
	return result;
}

long sys_semop(s32 id, const struct sembuf __user *operations, u32 count)
{
	return operate(id, operations, count, NULL);
}

long sys_semtimedop(s32 id, const struct sembuf __user *operations, u32 count,
		    const struct timespec __user *from)
{
	struct timespec timeout;

	if (!from)
		return sys_semop(id, operations, count);
	if (user_copy_from(&timeout, from, sizeof(timeout)))
		return -EFAULT;
	return operate(id, operations, count, &timeout);
}

static long put_status(s32 id, int command, void __user *to)
{
	struct semid_ds status;
	int result = sem_status(id, command, &status);

	if (result >= 0 && user_copy_to(to, &status, sizeof(status)))
		return -EFAULT;
	return result;
}

static long set_status(s32 id, const void __user *from)
{
	struct semid_ds status;

	if (user_copy_from(&status, from, sizeof(status)))
		return -EFAULT;
	return sem_set(id, &status);
}

static long put_info(bool usage, void __user *to)
{
	struct seminfo info;
	int last = sem_info(&info, usage);

	return user_copy_to(to, &info, sizeof(info)) ? -EFAULT : last;
}

static long move_values(s32 id, u16 *values, u32 count, bool write,
			void __user *user)
{
	const size_t size = count * sizeof(*values);
	long err;

	if (write)
		return user_copy_from(values, user, size)
			       ? -EFAULT
			       : sem_set_values(id, values, count);
	err = sem_get_values(id, values, count);
	return err ? err : user_copy_to(user, values, size);
}

/* GETALL, or with @write SETALL. */
static long all_values(s32 id, bool write, void __user *user)
{
	int count = sem_count(id, write);
	u16 *values;
	long result;

	if (count < 0)
		return count;
	values = kmalloc((size_t)count * sizeof(*values));
	if (!values)
		return -ENOMEM;
	result = move_values(id, values, (u32)count, write, user);
	kfree(values);
	return result;
}

long sys_semctl(s32 id, s32 number, int command, unsigned long arg)
{
	void __user *user = (void __user *)arg;

	if (id < 0)
		return -EINVAL;
	switch (command) {
	case IPC_INFO:
	case SEM_INFO:
		return put_info(command == SEM_INFO, user);
	case IPC_STAT:
	case SEM_STAT:
	case SEM_STAT_ANY:
		return put_status(id, command, user);
	case IPC_SET:
		return set_status(id, user);
	case IPC_RMID:
		return sem_remove(id);
	case GETALL:
	case SETALL:
		return all_values(id, command == SETALL, user);
	case GETVAL:
	case GETPID:
	case GETNCNT:
	case GETZCNT:
		return sem_query(id, number, command);
	case SETVAL:
		return sem_set_value(id, number, (s32)arg);
	default:
		return -EINVAL;
	}
}
