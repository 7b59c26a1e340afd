// SPDX-License-Identifier: GPL-2.0-only
/*
 * shmget(2), shmop(2) and shmctl(2).
 */
#include <exo/credentials.h>
#include <exo/process.h>
#include <exo/syscalls.h>
#include <exo/sysv_shm.h>
#include <exo/task.h>
#include <exo/uaccess.h>
#include <uapi/errno.h>

long sys_shmget(s32 key, size_t size, u32 flags)
{
	return shm_get(key, size, flags);
}

long sys_shmat(s32 id, unsigned long address, u32 flags)
{
	return id < 0 ? -EINVAL : shm_attach(current->vm, id, address, flags);
}

long sys_shmdt(unsigned long address)
{
	return shm_detach(current->vm, address);
}

static long put_status(s32 id, int command, void __user *to)
{
	struct shmid_ds status;
	int result = shm_status(id, command, &status);

	if (result >= 0 && user_copy_to(to, &status, sizeof(status)))
		return -EFAULT;
	return result;
}

static long set_status(s32 id, const void __user *from)
{
	struct shmid_ds status;

	if (user_copy_from(&status, from, sizeof(status)))
		return -EFAULT;
	return shm_set(id, &status);
}

static long put_limits(void __user *to)
{
	struct shminfo limits;
	int last = shm_limits(&limits);

	return user_copy_to(to, &limits, sizeof(limits)) ? -EFAULT : last;
}

static long put_usage(void __user *to)
{
	struct shm_info usage;
	int last = shm_usage(&usage);

	return user_copy_to(to, &usage, sizeof(usage)) ? -EFAULT : last;
}

static bool may_lock(void)
{
	return credentials_current()->euid == 0 ||
	       READ_ONCE(current_process->limits[RLIMIT_MEMLOCK].rlim_cur);
}

long sys_shmctl(s32 id, int command, void __user *buffer)
{
	if (id < 0 || command < 0)
		return -EINVAL;
	switch (command) {
	case IPC_INFO:
		return put_limits(buffer);
	case SHM_INFO:
		return put_usage(buffer);
	case IPC_STAT:
	case SHM_STAT:
	case SHM_STAT_ANY:
		return put_status(id, command, buffer);
	case IPC_SET:
		return set_status(id, buffer);
	case IPC_RMID:
		return shm_remove(id);
	case SHM_LOCK:
	case SHM_UNLOCK:
		return shm_lock(id, command == SHM_LOCK, may_lock());
	default:
		return -EINVAL;
	}
}
