// SPDX-License-Identifier: GPL-2.0-only
/*
 * Shared memory of System V, and what musl makes of shm_open.
 */
#include "abi.h"

#include <sys/ipc.h>
#include <sys/mman.h>
#include <sys/shm.h>
#include <sys/wait.h>

#define PAGE  4096L
#define PLACE ((char *)0x300000000L)

static struct shmid_ds status;

static void show_status_of(int id)
{
	memset(&status, 0xff, sizeof(status));
	SHOW(shmctl, id, IPC_STAT, &status);
	VALUE(status.shm_perm.__key);
	VALUE(status.shm_perm.uid);
	VALUE(status.shm_perm.gid);
	VALUE(status.shm_perm.cuid);
	VALUE(status.shm_perm.cgid);
	VALUE(status.shm_perm.mode);
	VALUE(status.shm_perm.__seq);
	VALUE(status.shm_segsz);
	VALUE(status.shm_nattch);
	VALUE(status.shm_cpid == getpid());
	VALUE(status.shm_lpid == getpid());
	VALUE(!status.shm_atime);
	VALUE(!status.shm_dtime);
	VALUE(!status.shm_ctime);
}

/* A place that differs from run to run: 1. */
static long attach(int id, const void *place, int flags)
{
	long at = RAW(SYS_shmat, id, place, flags);

	return at > 0 ? at == (long)place ? 2 : 1 : at;
}

static void show_get(void)
{
	int id, other;

	topic("shmget");
	SHOW(shmget, 1, 0, 0);
	SHOW(shmget, 1, 0, IPC_CREAT | 0600);
	SHOW(shmget, 1, -1, IPC_CREAT | 0600);
	SHOW(shmget, 1, PAGE + 1, IPC_CREAT | 0600);
	id = (int)RAW(SYS_shmget, 1, 0, 0);
	VALUE(id);
	SHOW(shmget, 1, PAGE + 1, 0);
	SHOW(shmget, 1, PAGE + 2, 0);
	SHOW(shmget, 1, 1, 0777);
	SHOW(shmget, 1, 0, IPC_CREAT);
	SHOW(shmget, 1, 0, IPC_CREAT | IPC_EXCL);
	show_status_of(id);
	other = (int)RAW(SYS_shmget, IPC_PRIVATE, PAGE, 0640);
	VALUE(other);
	VALUE(RAW(SYS_shmget, IPC_PRIVATE, PAGE, IPC_EXCL | 0640) == other + 1);
	SHOW(shmctl, other + 1, IPC_RMID, NULL);
	SHOW(shmctl, other, IPC_RMID, NULL);
	SHOW(shmctl, other, IPC_RMID, NULL);
	SHOW(shmctl, id, IPC_RMID, NULL);
	SHOW(shmget, 1, 0, 0);
	SHOW(shmctl, id, IPC_STAT, &status);
	SHOW(shmat, id, NULL, 0);
	id = (int)RAW(SYS_shmget, 1, 1, IPC_CREAT);
	VALUE(id);
	SHOW(shmctl, id, IPC_RMID, NULL);
}

static void write_place(void)
{
	PLACE[0] = 1;
}

static void show_attach(void)
{
	const int id = (int)RAW(SYS_shmget, IPC_PRIVATE, 2 * PAGE + 5, 0600);
	unsigned char byte[3];

	topic("shmat and shmdt");
	SHOW(shmat, -1, NULL, 0);
	SHOW(shmat, 12345, NULL, 0);
	SHOW(shmat, id, PLACE + 1, 0);
	SHOW(shmat, id, NULL, SHM_REMAP);
	SHOW(shmat, id, PLACE + 1, SHM_REMAP);
	SHOW(shmat, id, 5, SHM_RND | SHM_REMAP);
	SHOW(shmat, id, KERNEL, 0);
	SHOW_SIGN(shmat, id, NULL, 0);
	VALUE(attach(id, PLACE, 0));
	VALUE(attach(id, PLACE, 0));
	VALUE(attach(id, PLACE + 2 * PAGE, 0));
	VALUE(attach(id, PLACE + 3 * PAGE, 0));
	VALUE(attach(id, PLACE, SHM_REMAP));
	VALUE(attach(id, PLACE + 7, SHM_RND | SHM_REMAP));
	PLACE[5] = 'x';
	VALUE(PLACE[3 * PAGE + 5]);
	VALUE(PLACE[3 * PAGE - 1]);
	show_status_of(id);
	SHOW(mincore, PLACE, 3 * PAGE, byte);
	SHOW(munmap, PLACE + PAGE, PAGE);
	show_status_of(id);
	SHOW(shmdt, PLACE + 2 * PAGE);
	SHOW(shmdt, PLACE + 1);
	SHOW(shmdt, PLACE);
	SHOW(shmdt, PLACE);
	SHOW(shmdt, NULL);
	SHOW(shmdt, NOWHERE);
	SHOW(shmdt, KERNEL);
	SHOW(munmap, PLACE + 3 * PAGE, PAGE);
	SHOW(shmdt, PLACE + 3 * PAGE);
	VALUE(attach(id, PLACE, SHM_RDONLY));
	VALUE(PLACE[5]);
	SHOW(mprotect, PLACE, PAGE, PROT_READ | PROT_WRITE);
	show_child("writing what is for reading", write_place);
	SHOW(mprotect, PLACE, PAGE, PROT_NONE);
	SHOW(shmdt, PLACE);
	VALUE(attach(id, PLACE, SHM_EXEC));
	SHOW(mprotect, PLACE, PAGE, PROT_READ | PROT_WRITE);
	SHOW(shmdt, PLACE);
	SHOW(shmctl, id, IPC_RMID, NULL);
	VALUE(status.shm_nattch);
}

static int shared;

static void use_in_child(void)
{
	SHOW(shmctl, shared, IPC_STAT, &status);
	VALUE(status.shm_nattch);
	VALUE(status.shm_lpid == getpid());
	PLACE[1] = 'c';
	SHOW(shmdt, PLACE);
	VALUE(attach(shared, PLACE + 3 * PAGE, 0));
}

static void die_in_child(void)
{
	PLACE[2] = 'd';
	raise(SIGKILL);
}

static void exec_in_child(void)
{
	char *arguments[] = {"true", NULL};

	fflush(stdout);
	execve("/bin/busybox", arguments, NULL);
}

static void show_inheritance(void)
{
	topic("segments, fork, exec and exit");
	shared = (int)RAW(SYS_shmget, 0x1234, PAGE, IPC_CREAT | 0600);
	VALUE(attach(shared, PLACE, 0));
	show_child("child that detaches", use_in_child);
	VALUE(PLACE[1]);
	SHOW(shmctl, shared, IPC_STAT, &status);
	VALUE(status.shm_nattch);
	show_child("child that is killed", die_in_child);
	VALUE(PLACE[2]);
	show_child("child that runs a program", exec_in_child);
	SHOW(shmctl, shared, IPC_STAT, &status);
	VALUE(status.shm_nattch);
	VALUE(status.shm_lpid == getpid());
	VALUE(!status.shm_dtime);
	SHOW(shmctl, shared, IPC_RMID, NULL);
	show_status_of(shared);
	SHOW(shmget, 0x1234, 0, 0);
	VALUE(attach(shared, PLACE + PAGE, 0));
	SHOW(shmdt, PLACE);
	VALUE(PLACE[PAGE + 2]);
	SHOW(shmctl, shared, IPC_RMID, NULL);
	SHOW(shmdt, PLACE + PAGE);
	SHOW(shmctl, shared, IPC_STAT, &status);
}

static void act_as_another(void)
{
	SHOW(setuid, 1000);
	SHOW(shmget, 0x77, 0, 0);
	SHOW(shmget, 0x77, 0, 0004);
	SHOW(shmget, 0x77, 0, 0006);
	SHOW(shmat, shared, NULL, 0);
	VALUE(attach(shared, NULL, SHM_RDONLY));
	SHOW(shmat, shared, NULL, SHM_RDONLY | SHM_EXEC);
	SHOW(shmctl, shared, IPC_STAT, &status);
	SHOW(shmctl, shared, SHM_STAT_ANY, &status);
	SHOW(shmctl, shared, IPC_SET, &status);
	SHOW(shmctl, shared, IPC_RMID, NULL);
	SHOW(shmctl, shared, SHM_LOCK, NULL);
	SHOW(shmctl, shared, SHM_UNLOCK, NULL);
}

static void act_as_owner(void)
{
	SHOW(setuid, 1001);
	SHOW(shmctl, shared, IPC_STAT, &status);
	status.shm_perm.mode = 0;
	SHOW(shmctl, shared, IPC_SET, &status);
	SHOW(shmctl, shared, IPC_STAT, &status);
	SHOW(shmat, shared, NULL, SHM_RDONLY);
	status.shm_perm.uid = (uid_t)-1;
	SHOW(shmctl, shared, IPC_SET, &status);
	SHOW(shmctl, shared, SHM_LOCK, NULL);
	SHOW(shmctl, shared, SHM_UNLOCK, NULL);
	SHOW(shmctl, shared, IPC_RMID, NULL);
}

static void show_control(void)
{
	struct shminfo limits;
	struct shm_info usage;
	int last;

	topic("shmctl");
	shared = (int)RAW(SYS_shmget, 0x77, PAGE, IPC_CREAT | 0604);
	SHOW(shmctl, -1, IPC_STAT, &status);
	SHOW(shmctl, shared, -1, &status);
	SHOW(shmctl, shared, 99, &status);
	SHOW(shmctl, shared, IPC_STAT | 0x100, &status);
	SHOW(shmctl, shared, IPC_STAT, NOWHERE);
	SHOW(shmctl, shared, IPC_SET, NOWHERE);
	SHOW(shmctl, 12345, IPC_SET, NOWHERE);
	SHOW(shmctl, 12345, IPC_SET, &status);
	SHOW(shmctl, 12345, SHM_LOCK, NULL);
	SHOW(shmctl, 12345, SHM_STAT, &status);
	SHOW(shmctl, shared, SHM_LOCK, NULL);
	show_status_of(shared);
	SHOW(shmctl, shared, SHM_UNLOCK, NULL);
	last = (int)RAW(SYS_shmctl, 0, IPC_INFO, &limits);
	VALUE(last);
	VALUE(limits.shmmax);
	VALUE(limits.shmmin);
	VALUE(limits.shmmni);
	VALUE(limits.shmseg);
	VALUE(limits.shmall);
	SHOW(shmctl, 0, IPC_INFO, NOWHERE);
	VALUE(RAW(SYS_shmctl, 0, SHM_INFO, &usage) == last);
	VALUE(usage.__used_ids);
	VALUE(usage.shm_tot);
	VALUE(usage.shm_rss);
	VALUE(usage.shm_swp);
	SHOW(shmctl, 0, SHM_INFO, NOWHERE);
	VALUE(RAW(SYS_shmctl, last, SHM_STAT, &status) == shared);
	VALUE(status.shm_perm.__key);
	SHOW(shmctl, last + 1, SHM_STAT, &status);
	show_child("another user", act_as_another);
	SHOW(shmctl, shared, IPC_STAT, &status);
	status.shm_perm.uid = 1001;
	status.shm_perm.mode = 07600;
	SHOW(shmctl, shared, IPC_SET, &status);
	show_status_of(shared);
	show_child("the new owner", act_as_owner);
	SHOW(shmctl, shared, IPC_RMID, NULL);
}

static void show_text_file(const char *name)
{
	char text[64] = "";
	int fd = open(name, O_RDONLY);

	if (read(fd, text, sizeof(text) - 1) > 0)
		text[strcspn(text, "\n")] = '\0';
	show_text(name, text);
	close(fd);
}

static void write_text(const char *name, const char *text)
{
	int fd = open(name, O_WRONLY);
	long done = fd < 0 ? -errno : write(fd, text, strlen(text));

	show(text, done < 0 ? -errno : done);
	close(fd);
}

static void show_limits(void)
{
	topic("limits of segments");
	show_text_file("/proc/sys/kernel/shmmax");
	show_text_file("/proc/sys/kernel/shmall");
	show_text_file("/proc/sys/kernel/shmmni");
	write_text("/proc/sys/kernel/shmmni", "1\n");
	shared = (int)RAW(SYS_shmget, IPC_PRIVATE, PAGE, 0600);
	SHOW(shmget, IPC_PRIVATE, PAGE, 0600);
	write_text("/proc/sys/kernel/shmmni", "4096\n");
	write_text("/proc/sys/kernel/shmmax", "8192\n");
	SHOW(shmget, IPC_PRIVATE, 8193, 0600);
	write_text("/proc/sys/kernel/shmmax", "18446744073709551615\n");
	write_text("/proc/sys/kernel/shmall", "18446744073709551615\n");
	SHOW(shmget, IPC_PRIVATE, -1, 0600);
	SHOW(shmget, IPC_PRIVATE, -PAGE + 1, 0600);
	SHOW(shmget, IPC_PRIVATE, 0, 0600);
	write_text("/proc/sys/kernel/shmmax", "18446744073692774399\n");
	write_text("/proc/sys/kernel/shmall", "2\n");
	SHOW(shmget, IPC_PRIVATE, 2 * PAGE, 0600);
	write_text("/proc/sys/kernel/shmall", "18446744073692774399\n");
	show_text_file("/proc/sysvipc/shm");
	SHOW(shmctl, shared, IPC_RMID, NULL);
}

static void show_posix(void)
{
	char *map;
	int fd;

	topic("shm_open");
	mkdir("/dev/shm", 01777);
	fd = shm_open("/abi", O_RDWR | O_CREAT | O_EXCL, 0600);
	VALUE(fd);
	VALUE(ftruncate(fd, 2 * PAGE));
	map = mmap(NULL, 2 * PAGE, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	map[PAGE] = 'p';
	close(fd);
	fd = shm_open("/abi", O_RDONLY, 0);
	VALUE(pread(fd, map, 1, PAGE));
	VALUE(map[0]);
	VALUE(shm_unlink("/abi"));
	VALUE(shm_open("/abi", O_RDONLY, 0));
	VALUE(map[PAGE]);
	close(fd);
	munmap(map, 2 * PAGE);
}

void abi_shm(void)
{
	show_get();
	show_attach();
	show_inheritance();
	show_control();
	show_limits();
	show_posix();
}
