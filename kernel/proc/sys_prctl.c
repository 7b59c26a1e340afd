// SPDX-License-Identifier: GPL-2.0-only
/*
 * prctl(2): what a process says about itself. Options that are about what there is
 * none of here, security modules say, are EINVAL, as on a Linux without them.
 */
#include <exo/credentials.h>
#include <exo/process.h>
#include <exo/string.h>
#include <exo/syscalls.h>
#include <exo/uaccess.h>
#include <uapi/capability.h>
#include <uapi/errno.h>
#include <uapi/prctl.h>

enum {
	TIMER_SLACK_NS = 50000 /* what is told; timers here have none */
};

/* A longer one is cut. */
static int set_name(const char __user *from)
{
	char name[TASK_NAME_MAX] = {};

	for (int i = 0; i < TASK_NAME_MAX - 1; i++) {
		if (user_get(name[i], from + i))
			return -EFAULT;
		if (!name[i])
			break;
	}
	strscpy(current->name, name, sizeof(current->name));
	return 0;
}

static int get_name(char __user *to)
{
	char name[TASK_NAME_MAX] = {};

	strscpy(name, current->name, sizeof(name));
	return user_copy_to(to, name, sizeof(name));
}

static int set_flag(bool *flag, unsigned long value)
{
	if (value > 1)
		return -EINVAL;
	*flag = value;
	return 0;
}

static int set_death_signal(unsigned long signal)
{
	if (signal > SIGNALS)
		return -EINVAL;
	current_process->parent_death_signal = (u8)signal;
	return 0;
}

/* Whether the rest of the arguments is 0, which some options insist on. */
static bool are_zero(const unsigned long arguments[4], int from)
{
	for (int i = from; i < 4; i++)
		if (arguments[i])
			return false;
	return true;
}

static int no_new_privileges(int option, const unsigned long arguments[4])
{
	struct process *self = current_process;
	const bool set = option == PR_SET_NO_NEW_PRIVS;

	if (arguments[0] != set || !are_zero(arguments, 1))
		return -EINVAL;
	if (!set)
		return self->no_new_privileges;
	self->no_new_privileges = true;
	return 0;
}

static int in_bounding_set(unsigned long capability)
{
	return capability < CAPABILITIES ? 1 : -EINVAL;
}

/* Root keeps what it has: see capset(). */
static int drop_from_bounding_set(void)
{
	return credentials_current()->euid ? -EPERM : -EINVAL;
}

static long about_process(int option, const unsigned long arguments[4])
{
	struct process *self = current_process;
	const unsigned long value = arguments[0];

	switch (option) {
	case PR_SET_PDEATHSIG:
		return set_death_signal(value);
	case PR_GET_PDEATHSIG:
		return user_put((s32 __user *)value,
				(s32)self->parent_death_signal);
	case PR_GET_DUMPABLE:
		return self->dumpable;
	case PR_SET_DUMPABLE:
		return set_flag(&self->dumpable, value);
	case PR_GET_KEEPCAPS:
		return self->keeps_capabilities;
	case PR_SET_KEEPCAPS:
		return set_flag(&self->keeps_capabilities, value);
	case PR_SET_CHILD_SUBREAPER:
		self->subreaper = value;
		return 0;
	case PR_GET_CHILD_SUBREAPER:
		return user_put((s32 __user *)value, (s32)self->subreaper);
	case PR_SET_NO_NEW_PRIVS:
	case PR_GET_NO_NEW_PRIVS:
		return no_new_privileges(option, arguments);
	default:
		return -EINVAL;
	}
}

long sys_prctl(int option, unsigned long arg2, unsigned long arg3,
	       unsigned long arg4, unsigned long arg5)
{
	const unsigned long arguments[4] = {arg2, arg3, arg4, arg5};

	switch (option) {
	case PR_SET_NAME:
		return set_name((const char __user *)arg2);
	case PR_GET_NAME:
		return get_name((char __user *)arg2);
	case PR_CAPBSET_READ:
		return in_bounding_set(arg2);
	case PR_CAPBSET_DROP:
		return drop_from_bounding_set();
	case PR_GET_SECUREBITS:
		return 0;
	case PR_SET_TIMERSLACK:
		return 0;
	case PR_GET_TIMERSLACK:
		return TIMER_SLACK_NS;
	case PR_GET_TID_ADDRESS:
		return user_put((u64 __user *)arg2, (u64)current->clear_id);
	default:
		return about_process(option, arguments);
	}
}
