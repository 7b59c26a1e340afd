// SPDX-License-Identifier: GPL-2.0-only
/*
 * Users and groups (credentials(7)). The rules are the same for both, so each call
 * changes a struct ids, of the one kind or the other.
 *
 * Credentials are a task's, as on Linux; libraries change those of all threads.
 */
#include <exo/credentials.h>
#include <exo/syscalls.h>
#include <exo/uaccess.h>
#include <uapi/errno.h>

#include "identity.h"

#define NO_ID (~0U) /* as an argument: leave it */

struct ids {
	u32 real, effective, saved, filesystem;
};

/* May take any: CAP_SETUID, CAP_SETGID. */
static bool is_privileged(void)
{
	return !credentials_current()->euid;
}

static struct ids user_ids(void)
{
	const struct credentials *own = credentials_current();

	return (struct ids){own->uid, own->euid, own->suid, own->fsuid};
}

static struct ids group_ids(void)
{
	const struct credentials *own = credentials_current();

	return (struct ids){own->gid, own->egid, own->sgid, own->fsgid};
}

static int set_users(const struct ids *ids)
{
	struct credentials *new = credentials_begin_change();

	if (!new)
		return -ENOMEM;
	new->uid = ids->real;
	new->euid = ids->effective;
	new->suid = ids->saved;
	new->fsuid = ids->filesystem;
	return credentials_change(new);
}

static int set_groups(const struct ids *ids)
{
	struct credentials *new = credentials_begin_change();

	if (!new)
		return -ENOMEM;
	new->gid = ids->real;
	new->egid = ids->effective;
	new->sgid = ids->saved;
	new->fsgid = ids->filesystem;
	return credentials_change(new);
}

/* setuid(): who may do anything gives it up for good. */
static int choose_one(struct ids *ids, u32 id)
{
	if (id == NO_ID)
		return -EINVAL;
	if (is_privileged())
		ids->real = ids->saved = id;
	else if (id != ids->real && id != ids->saved)
		return -EPERM;
	ids->effective = ids->filesystem = id;
	return 0;
}

/* setreuid(): to exchange the two. */
static int choose_two(struct ids *ids, u32 real, u32 effective)
{
	const struct ids old = *ids;
	const bool may = is_privileged();

	if (real != NO_ID) {
		if (!may && real != old.real && real != old.effective)
			return -EPERM;
		ids->real = real;
	}
	if (effective != NO_ID) {
		if (!may && effective != old.real &&
		    effective != old.effective && effective != old.saved)
			return -EPERM;
		ids->effective = effective;
	}
	if (real != NO_ID || (effective != NO_ID && effective != old.real))
		ids->saved = ids->effective;
	ids->filesystem = ids->effective;
	return 0;
}

static bool has_id(const struct ids *ids, u32 id)
{
	return id == ids->real || id == ids->effective || id == ids->saved;
}

/* setresuid() */
static int choose_three(struct ids *ids, u32 real, u32 effective, u32 saved)
{
	const struct ids old = *ids;
	const bool may = is_privileged();

	if (!may && ((real != NO_ID && !has_id(&old, real)) ||
		     (effective != NO_ID && !has_id(&old, effective)) ||
		     (saved != NO_ID && !has_id(&old, saved))))
		return -EPERM;
	if (real != NO_ID)
		ids->real = real;
	if (effective != NO_ID)
		ids->effective = effective;
	if (saved != NO_ID)
		ids->saved = saved;
	ids->filesystem = ids->effective;
	return 0;
}

/* setfsuid(): it fails silently. */
static bool choose_filesystem(struct ids *ids, u32 id)
{
	if (id == NO_ID || id == ids->filesystem ||
	    (!has_id(ids, id) && !is_privileged()))
		return false;
	ids->filesystem = id;
	return true;
}

static int put_three(const struct ids *ids, u32 __user *real,
		     u32 __user *effective, u32 __user *saved)
{
	if (user_put(real, ids->real) || user_put(effective, ids->effective) ||
	    user_put(saved, ids->saved))
		return -EFAULT;
	return 0;
}

long sys_getuid(void)
{
	return credentials_current()->uid;
}

long sys_geteuid(void)
{
	return credentials_current()->euid;
}

long sys_getgid(void)
{
	return credentials_current()->gid;
}

long sys_getegid(void)
{
	return credentials_current()->egid;
}

long sys_setuid(u32 id)
{
	struct ids ids = user_ids();
	int error = choose_one(&ids, id);

	return error ? error : set_users(&ids);
}

long sys_setgid(u32 id)
{
	struct ids ids = group_ids();
	int error = choose_one(&ids, id);

	return error ? error : set_groups(&ids);
}

long sys_setreuid(u32 real, u32 effective)
{
	struct ids ids = user_ids();
	int error = choose_two(&ids, real, effective);

	return error ? error : set_users(&ids);
}

long sys_setregid(u32 real, u32 effective)
{
	struct ids ids = group_ids();
	int error = choose_two(&ids, real, effective);

	return error ? error : set_groups(&ids);
}

long sys_setresuid(u32 real, u32 effective, u32 saved)
{
	struct ids ids = user_ids();
	int error = choose_three(&ids, real, effective, saved);

	return error ? error : set_users(&ids);
}

long sys_setresgid(u32 real, u32 effective, u32 saved)
{
	struct ids ids = group_ids();
	int error = choose_three(&ids, real, effective, saved);

	return error ? error : set_groups(&ids);
}

long sys_getresuid(u32 __user *real, u32 __user *effective, u32 __user *saved)
{
	const struct ids ids = user_ids();

	return put_three(&ids, real, effective, saved);
}

long sys_getresgid(u32 __user *real, u32 __user *effective, u32 __user *saved)
{
	const struct ids ids = group_ids();

	return put_three(&ids, real, effective, saved);
}

long sys_setfsuid(u32 id)
{
	struct ids ids = user_ids();
	const u32 old = ids.filesystem;

	if (choose_filesystem(&ids, id))
		(void)set_users(&ids); /* without memory: as not allowed */
	return old;
}

long sys_setfsgid(u32 id)
{
	struct ids ids = group_ids();
	const u32 old = ids.filesystem;

	if (choose_filesystem(&ids, id))
		(void)set_groups(&ids);
	return old;
}
