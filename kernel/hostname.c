// SPDX-License-Identifier: GPL-2.0-only
#include <exo/hostname.h>
#include <exo/spinlock.h>
#include <exo/string.h>
#include <uapi/errno.h>

static struct spinlock lock = SPINLOCK_INIT("hostname");
/* Guarded by it. */
static char hostname[HOSTNAME_MAX + 1] = "(none)";
static char domainname[HOSTNAME_MAX + 1] = "(none)";

static void get(char to[HOSTNAME_MAX + 1], const char from[HOSTNAME_MAX + 1])
{
	spin_lock(&lock);
	memcpy(to, from, HOSTNAME_MAX + 1);
	spin_unlock(&lock);
}

static int set(char to[HOSTNAME_MAX + 1], const char *name, size_t size)
{
	if (size > HOSTNAME_MAX || memchr(name, '\0', size))
		return -EINVAL;
	spin_lock(&lock);
	memset(to, 0, HOSTNAME_MAX + 1);
	memcpy(to, name, size);
	spin_unlock(&lock);
	return 0;
}

void hostname_get(char name[HOSTNAME_MAX + 1])
{
	get(name, hostname);
}

int hostname_set(const char *name, size_t size)
{
	return set(hostname, name, size);
}

void domainname_get(char name[HOSTNAME_MAX + 1])
{
	get(name, domainname);
}

int domainname_set(const char *name, size_t size)
{
	return set(domainname, name, size);
}
