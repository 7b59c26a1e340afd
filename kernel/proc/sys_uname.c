// SPDX-License-Identifier: GPL-2.0-only
/*
 * uname(2). Programs look at sysname and the beginning of release to learn what
 * system calls they can expect, and some refuse to run on an old one: these say
 * which Linux the ABI is that of. The kernel's own name is in version.
 */
#include <exo/compiler.h>
#include <exo/hostname.h>
#include <exo/printf.h>
#include <exo/syscalls.h>
#include <exo/uaccess.h>
#include <exo/version.h>
#include <generated/version.h>
#include <uapi/utsname.h>

#define ABI_RELEASE "6.1.0"

long sys_uname(struct utsname __user *name)
{
	struct utsname uts = {
		.sysname = "Linux",
		.nodename = "(none)",
		.release = ABI_RELEASE "-exo",
		.machine = "x86_64",
		.domainname = "(none)",
	};

	if (IS_ENABLED(CONFIG_PROCFS))
		hostname_get(uts.nodename);
	scnprintf(uts.version, sizeof(uts.version), "#1 %s %s",
		  CONFIG_KERNEL_NAME, EXO_RELEASE);
	return user_copy_to(name, &uts, sizeof(uts));
}
