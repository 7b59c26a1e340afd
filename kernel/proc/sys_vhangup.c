// SPDX-License-Identifier: GPL-2.0-only
/*
 * vhangup(2): take the controlling terminal from all who have it open, before
 * somebody else logs in there.
 */
#include <exo/credentials.h>
#include <exo/syscalls.h>
#include <exo/tty.h>
#include <uapi/errno.h>

long sys_vhangup(void)
{
	if (credentials_current()->euid)
		return -EPERM;
	tty_hang_up_controlling();
	return 0;
}
