// SPDX-License-Identifier: GPL-2.0-only
/*
 * uname(2). Programs look at sysname and the beginning of release to learn what
 * system calls they can expect, and some refuse to run on an old one: these say
 * which Linux the ABI is that of. The kernel's own name is in version.
 */
#include <exo/compiler.h>
#include <exo/hostname.h>
#include <exo/string.h>
#include <exo/syscalls.h>
#include <exo/uaccess.h>
#include <exo/version.h>
#include <uapi/utsname.h>

long sys_uname(struct utsname __user *name)
{
	struct utsname uts = {
		.nodename = "(none)",
		.machine = "x86_64",
		.domainname = "(none)",
	};

	strscpy(uts.sysname, abi_name, sizeof(uts.sysname));
	strscpy(uts.release, abi_release, sizeof(uts.release));
	strscpy(uts.version, abi_version, sizeof(uts.version));
	if (IS_ENABLED(CONFIG_PROCFS) || IS_ENABLED(CONFIG_PROCESS)) {
		hostname_get(uts.nodename);
		domainname_get(uts.domainname);
	}
	return user_copy_to(name, &uts, sizeof(uts));
}
