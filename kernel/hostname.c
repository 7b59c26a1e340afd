// SPDX-License-Identifier: GPL-2.0-only
#include <exo/hostname.h>
#include <exo/spinlock.h>
#include <exo/string.h>
#include <uapi/errno.h>

static struct spinlock lock = SPINLOCK_INIT("hostname");
static char hostname[HOSTNAME_MAX + 1] = "(none)"; /* guarded by it */

void hostname_get(char name[HOSTNAME_MAX + 1])
{
	spin_lock(&lock);
	memcpy(name, hostname, sizeof(hostname));
	spin_unlock(&lock);
}

int hostname_set(const char *name, size_t size)
{
	if (size > HOSTNAME_MAX || memchr(name, '\0', size))
		return -EINVAL;
	spin_lock(&lock);
	memset(hostname, 0, sizeof(hostname));
	memcpy(hostname, name, size);
	spin_unlock(&lock);
	return 0;
}
