// SPDX-License-Identifier: GPL-2.0-only
/*
 * The system as a whole.
 */
#include "abi.h"

#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/random.h>
#include <sys/sysinfo.h>
#include <sys/utsname.h>

static void show_noexec(void)
{
	void *map;

	SHOW(mount, "none", "mnt", "tmpfs", MS_NOEXEC, NULL);
	SHOW(open, "mnt/file", O_RDWR | O_CREAT, 0755);
	SHOW(mmap, NULL, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE, 3, 0);
	map = mmap(NULL, 4096, PROT_READ, MAP_PRIVATE, 3, 0);
	VALUE(map == MAP_FAILED);
	SHOW(mprotect, map, 4096, PROT_READ | PROT_EXEC);
	munmap(map, 4096);
	SHOW(close, 3);
	SHOW(execve, "mnt/file", NULL, NULL);
	SHOW(umount2, "mnt", 0);
}

void abi_system(void)
{
	struct utsname names;
	struct sysinfo info;
	char bytes[16];

	topic("uname, sysinfo, getrandom");
	SHOW(uname, &names);
	TEXT(names.machine);
	SHOW(uname, NOWHERE);
	SHOW(sysinfo, &info);
	VALUE(info.mem_unit);
	VALUE(info.totalram > 0);
	SHOW(sysinfo, NOWHERE);
	SHOW(getrandom, bytes, sizeof(bytes), GRND_NONBLOCK);
	SHOW(getrandom, bytes, 0, 0);
	SHOW(getrandom, bytes, sizeof(bytes), 99);
	SHOW(getrandom, NOWHERE, 16, GRND_NONBLOCK);
	SHOW(reboot, 0, 0, 0, 0);
	SHOW(syslog, 99, NULL, 0);
	SHOW(sched_getaffinity, 0, sizeof(bytes), bytes);
	SHOW(sched_getaffinity, 1 << 22, sizeof(bytes), bytes);

	topic("mount");
	mkdir("mnt", 0755);
	SHOW(mount, "none", "mnt", "tmpfs", 0, "size=1m");
	SHOW(open, "mnt/file", O_WRONLY | O_CREAT, 0644);
	SHOW(rmdir, "mnt");
	SHOW(umount2, "mnt", 0);
	SHOW(close, 3);
	SHOW(rename, "mnt/file", "file");
	SHOW(link, "mnt/file", "file");
	SHOW(umount2, "mnt", 0);
	SHOW(umount2, "mnt", 0);
	SHOW(umount2, "absent", 0);
	SHOW(umount2, "mnt", 0x1000);
	SHOW(mount, "none", "mnt", "nonesuch", 0, NULL);
	SHOW(mount, "none", "absent", "tmpfs", 0, NULL);
	SHOW(mount, "none", NOWHERE, "tmpfs", 0, NULL);
	SHOW(mount, "none", "mnt", "tmpfs", 0, "nonesuch=1");
	SHOW(mount, "none", "mnt", "tmpfs", MS_RDONLY, NULL);
	SHOW(mkdir, "mnt/dir", 0755);
	SHOW(umount2, "mnt", MNT_DETACH);
	SHOW(mount, "none", "mnt", "proc", 0, NULL);
	SHOW(mount, "none", "mnt", "proc", 0, NULL); /* each has its own */
	SHOW(umount2, "mnt", 0);
	SHOW(umount2, "mnt", 0);
	SHOW(mount, "none", "mnt", "devtmpfs", 0, NULL);
	SHOW(mount, "none", "mnt", "devtmpfs", 0, NULL);
	SHOW(mount, "none", "mnt", "tmpfs", 0, NULL);
	SHOW(mount, "none", "mnt", "devtmpfs", 0, NULL);
	SHOW(umount2, "mnt", 0);
	SHOW(umount2, "mnt", 0);
	SHOW(umount2, "mnt", 0);
	SHOW(umount2, "mnt", 0);
	SHOW(mount, "mnt", "mnt", NULL, MS_BIND, NULL);
	SHOW(mount, "mnt", "mnt", NULL, MS_BIND, NULL);
	SHOW(umount2, "mnt", 0);
	SHOW(umount2, "mnt", 0);
	show_noexec();
	SHOW(rmdir, "mnt");

	topic("calls that do not exist");
	show("call 499", raw_call(499, (const long[6]){0}));
	show("call 100000", raw_call(100000, (const long[6]){0}));
	show("call -1", raw_call(-1, (const long[6]){0}));
}
