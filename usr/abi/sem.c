// SPDX-License-Identifier: GPL-2.0-only
/*
 * Semaphores of System V.
 */
#include "abi.h"

#include <sys/ipc.h>
#include <sys/sem.h>
#include <sys/wait.h>

static struct semid_ds status;
static struct timespec none = {0, 1000}, bad = {0, -1};
static int set;

static void show_status_of(int id)
{
	memset(&status, 0xff, sizeof(status));
	SHOW(semctl, id, 0, IPC_STAT, &status);
	VALUE(status.sem_perm.__key);
	VALUE(status.sem_perm.uid);
	VALUE(status.sem_perm.mode);
	VALUE(status.sem_nsems);
	VALUE(!status.sem_otime);
	VALUE(!status.sem_ctime);
}

/* Each operation is written "number, op, flags". */
#define SHOW_OP(...)                                                          \
	do {                                                                  \
		struct sembuf one[] = {{__VA_ARGS__}};                        \
		show("semop(" #__VA_ARGS__ ")", RAW(SYS_semop, set, one, 1)); \
	} while (0)

static void show_values(void)
{
	unsigned short values[3] = {9, 9, 9};

	SHOW(semctl, set, 0, GETALL, values);
	VALUE(values[0]);
	VALUE(values[1]);
	VALUE(values[2]);
}

static void show_get(void)
{
	topic("semget");
	SHOW(semget, 1, 1, 0);
	SHOW(semget, 1, 0, IPC_CREAT | 0600);
	SHOW(semget, 1, -1, IPC_CREAT | 0600);
	SHOW(semget, 1, 32001, IPC_CREAT | 0600);
	SHOW(semget, 1, 3, IPC_CREAT | 0600);
	SHOW(semget, 1, 3, IPC_CREAT | IPC_EXCL | 0600);
	SHOW(semget, 1, 4, 0);
	set = (int)RAW(SYS_semget, 1, 0, 0);
	VALUE(set);
	show_status_of(set);
	show_values();
}

static void show_operations(void)
{
	struct sembuf both[] = {{0, 2, 0}, {1, -1, IPC_NOWAIT}};
	struct sembuf order[] = {{1, 1, 0}, {1, -1, 0}, {1, 0, 0}};
	struct sembuf undone[] = {{0, 1, SEM_UNDO}, {0, -1, SEM_UNDO}};
	struct sembuf more[501] = {{0, 0, IPC_NOWAIT}}, wait[] = {{0, 0, 0}};

	topic("semop");
	SHOW_OP(0, 3, 0);
	SHOW_OP(0, -1, 0);
	SHOW_OP(0, 0, IPC_NOWAIT);
	SHOW_OP(0, -3, IPC_NOWAIT);
	SHOW_OP(1, 0, 0);
	SHOW_OP(3, 0, 0);
	SHOW_OP(0, 32767, 0);
	SHOW(semop, set, both, 2);
	show_values();
	SHOW(semop, set, order, 3);
	SHOW(semop, set, undone, 2);
	show_values();
	SHOW(semop, set, both, 0);
	SHOW(semop, set, more, 501);
	SHOW(semop, set, more, 500);
	SHOW(semop, set, NOWHERE, 1);
	SHOW(semop, set, NOWHERE, 0);
	SHOW(semop, -1, both, 1);
	SHOW(semop, 12345, both, 1);
	SHOW(semtimedop, set, order + 2, 1, NULL);
	SHOW(semtimedop, set, wait, 1, &none);
	SHOW(semtimedop, set, more, 1, &bad);
	SHOW(semtimedop, set, more, 1, NOWHERE);
	SHOW(semtimedop, set, more, 0, &none);
	SHOW(semtimedop, set, more, 501, &none);
	SHOW(semtimedop, 12345, more, 1, &none);
	SHOW(semtimedop, set, NOWHERE, 1, &none);
	SHOW(semtimedop, set, more, 501, &bad);
	SHOW(semtimedop, set, more, 501, NOWHERE);
	SHOW(semtimedop, set, more, 0, NOWHERE);
	SHOW(semtimedop, set, NOWHERE, 1, &bad);
	SHOW(semtimedop, -1, more, 1, &bad);
	SHOW(semtimedop, 12345, more, 1, &bad);
	SHOW(semtimedop, -1, NOWHERE, 1, NULL);
	more[0].sem_num = 3;
	SHOW(semtimedop, set, more, 1, &none);
	VALUE(RAW(SYS_semctl, set, 0, GETPID) == getpid());
	show_status_of(set);
}

static void show_control(void)
{
	unsigned short values[3] = {1, 2, 3};
	struct seminfo info;
	int last;

	topic("semctl");
	SHOW(semctl, -1, 0, GETVAL);
	SHOW(semctl, 12345, 0, GETVAL);
	SHOW(semctl, set, 3, GETVAL);
	SHOW(semctl, set, -1, GETPID);
	SHOW(semctl, set, 0, 99);
	SHOW(semctl, set, 1, SETVAL, 7);
	SHOW(semctl, set, 1, GETVAL);
	SHOW(semctl, set, 1, SETVAL, 32768);
	SHOW(semctl, set, 1, SETVAL, -1);
	SHOW(semctl, 12345, 1, SETVAL, -1);
	SHOW(semctl, set, 3, SETVAL, 0);
	SHOW(semctl, 12345, 1, SETVAL, 0);
	SHOW(semctl, set, 99, SETALL, values);
	show_values();
	values[1] = 32768;
	SHOW(semctl, set, 0, SETALL, values);
	SHOW(semctl, set, 0, SETALL, NOWHERE);
	SHOW(semctl, set, 0, GETALL, NOWHERE);
	SHOW(semctl, 12345, 0, GETALL, NOWHERE);
	show_values();
	SHOW(semctl, set, 0, GETNCNT);
	SHOW(semctl, set, 0, GETZCNT);
	SHOW(semctl, set, 0, IPC_STAT, NOWHERE);
	SHOW(semctl, set, 0, IPC_SET, NOWHERE);
	status.sem_perm.uid = (uid_t)-1;
	SHOW(semctl, set, 0, IPC_SET, &status);
	last = (int)RAW(SYS_semctl, 0, 0, IPC_INFO, &info);
	VALUE(last);
	VALUE(info.semmap);
	VALUE(info.semmni);
	VALUE(info.semmns);
	VALUE(info.semmnu);
	VALUE(info.semmsl);
	VALUE(info.semopm);
	VALUE(info.semume);
	VALUE(info.semusz);
	VALUE(info.semvmx);
	VALUE(info.semaem);
	SHOW(semctl, 0, 0, SEM_INFO, &info);
	VALUE(info.semusz);
	VALUE(info.semaem);
	SHOW(semctl, 0, 0, SEM_INFO, NOWHERE);
	VALUE(RAW(SYS_semctl, last, 0, SEM_STAT, &status) == set);
	VALUE(status.sem_nsems);
	SHOW(semctl, last + 1, 0, SEM_STAT, &status);
}

static void undo_child(void)
{
	SHOW_OP(0, 5, SEM_UNDO);
	SHOW_OP(1, -1, SEM_UNDO);
	SHOW_OP(2, 1, 0);
}

static void undo_killed_child(void)
{
	SHOW_OP(0, 5, SEM_UNDO);
	fflush(stdout);
	raise(SIGKILL);
}

static void undo_more_than_there_is(void)
{
	SHOW_OP(2, 5, SEM_UNDO);
	SHOW(semctl, set, 0, GETVAL);
	SHOW_OP(2, -3, 0);
}

static void undo_set_child(void)
{
	SHOW_OP(0, 5, SEM_UNDO);
	SHOW(semctl, set, 0, SETVAL, 4);
}

static void exec_with_undo(void)
{
	char *arguments[] = {"true", NULL};

	SHOW_OP(0, 5, SEM_UNDO);
	fflush(stdout);
	execve("/bin/busybox", arguments, NULL);
}

static void undo_too_much(void)
{
	SHOW_OP(0, 32763, SEM_UNDO);
	SHOW_OP(0, -32763, 0);
	SHOW_OP(0, 32763, SEM_UNDO);
}

static void show_undo(void)
{
	unsigned short values[3] = {4, 2, 0};

	topic("SEM_UNDO");
	SHOW(semctl, set, 0, SETALL, values);
	show_child("child that exits", undo_child);
	show_values();
	show_child("child that is killed", undo_killed_child);
	show_values();
	show_child("child that leaves little", undo_more_than_there_is);
	show_values();
	show_child("child that sets", undo_set_child);
	show_values();
	show_child("child that runs a program", exec_with_undo);
	show_values();
	show_child("child that undoes too much", undo_too_much);
	show_values();
}

/* Until as many wait as there should. */
static void await(int command, int count)
{
	while (RAW(SYS_semctl, set, 0, command) != count)
		usleep(1000);
}

static pid_t start(short op)
{
	struct sembuf one = {0, op, 0};
	pid_t pid;

	fflush(stdout);
	pid = fork();
	if (!pid) {
		SHOW(semop, set, &one, 1);
		fflush(stdout);
		_exit(0);
	}
	return pid;
}

static void be_interrupted(void)
{
	struct sigaction action = {.sa_handler = on_signal_nothing,
				   .sa_flags = SA_RESTART};

	sigaction(SIGALRM, &action, NULL);
	/* Again and again: the first may come before it waits. */
	ualarm(20000, 20000);
	SHOW_OP(0, -100, 0);
	{
		struct sembuf one = {0, -100, 0};
		struct timespec long_time = {100, 0};

		SHOW(semtimedop, set, &one, 1, &long_time);
	}
}

static void show_waiting(void)
{
	pid_t large, small, zero;

	topic("waiting for semaphores");
	SHOW(semctl, set, 0, SETVAL, 0);
	large = start(-5);
	await(GETNCNT, 1);
	small = start(-2);
	await(GETNCNT, 2);
	SHOW_OP(0, 4, 0);
	show_end_of("the small one", small);
	SHOW(semctl, set, 0, GETVAL);
	SHOW(semctl, set, 0, GETNCNT);
	zero = start(0);
	await(GETZCNT, 1);
	SHOW_OP(0, 3, 0);
	show_end_of("the large one", large);
	show_end_of("the one that waits for zero", zero);
	large = start(-5);
	await(GETNCNT, 1);
	kill(large, SIGKILL);
	show_end_of("one that is killed", large);
	SHOW(semctl, set, 0, GETNCNT);
	show_child("interrupted", be_interrupted);
	large = start(-5);
	await(GETNCNT, 1);
	SHOW(semctl, set, 0, IPC_RMID);
	show_end_of("removed", large);
	SHOW(semctl, set, 0, IPC_RMID);
}

static void act_as_another(void)
{
	unsigned short value = 0;

	SHOW(setuid, 1000);
	SHOW(semget, 0x78, 0, 0);
	SHOW(semget, 0x78, 0, 0222);
	SHOW_OP(0, 0, 0);
	SHOW_OP(0, 1, 0);
	SHOW(semctl, set, 0, GETVAL);
	SHOW(semctl, set, 0, SETVAL, 1);
	SHOW(semctl, set, 0, GETALL, &value);
	SHOW(semctl, set, 0, SETALL, &value);
	SHOW(semctl, set, 0, IPC_STAT, &status);
	SHOW(semctl, set, 0, IPC_SET, &status);
	SHOW(semctl, set, 0, IPC_RMID);
}

static void act_as_stranger(void)
{
	struct sembuf one = {0, 0, 0};

	SHOW(setgid, 5);
	SHOW(setuid, 1000);
	SHOW_OP(0, 0, 0);
	SHOW(semtimedop, set, &one, 1, &none);
	SHOW(semctl, set, 0, GETVAL);
	SHOW(semctl, set, 0, IPC_STAT, &status);
}

static void show_permissions(void)
{
	topic("permissions of semaphores");
	set = (int)RAW(SYS_semget, 0x78, 1, IPC_CREAT | 0604);
	show_child("another user", act_as_another);
	SHOW(semctl, set, 0, IPC_STAT, &status);
	status.sem_perm.mode = 0640;
	SHOW(semctl, set, 0, IPC_SET, &status);
	show_child("a stranger", act_as_stranger);
	SHOW(semctl, set, 0, IPC_RMID);
}

static void show_limits(void)
{
	char text[64] = "";
	int fd = open("/proc/sys/kernel/sem", O_RDWR);

	topic("limits of semaphores");
	VALUE(read(fd, text, sizeof(text) - 1));
	TEXT(text);
	VALUE(pwrite(fd, "3 4 5 1", 7, 0));
	SHOW(semget, IPC_PRIVATE, 4, 0600);
	set = (int)RAW(SYS_semget, IPC_PRIVATE, 3, 0600);
	SHOW(semget, IPC_PRIVATE, 1, 0600);
	VALUE(pwrite(fd, "3 4 5 2", 7, 0));
	SHOW(semget, IPC_PRIVATE, 2, 0600);
	SHOW(semctl, set, 0, IPC_RMID);
	VALUE(pwrite(fd, text, strlen(text), 0));
	close(fd);
}

void abi_sem(void)
{
	show_get();
	show_operations();
	show_control();
	show_undo();
	show_waiting();
	show_permissions();
	show_limits();
}
