// SPDX-License-Identifier: GPL-2.0-only
/*
 * Memory that is shared without a name or by number, semaphores, and messages.
 */
#include "bench.h"

#include <sys/ipc.h>
#include <sys/mman.h>
#include <sys/msg.h>
#include <sys/sem.h>
#include <sys/shm.h>
#include <sys/syscall.h>
#include <sys/wait.h>

enum {
	TEXT_BYTES = 64,
};

struct message {
	long type;
	char text[TEXT_BYTES];
};

static int segment, set, queue;
static pid_t peer;

static bool make_segment(void)
{
	segment = shmget(IPC_PRIVATE, 4096, 0600);
	return segment >= 0;
}

static void remove_segment(void)
{
	shmctl(segment, IPC_RMID, NULL);
}

static void attach_and_detach(void)
{
	shmdt(shmat(segment, NULL, 0));
}

static bool can_make_file(void)
{
	int fd = (int)syscall(SYS_memfd_create, "bench", 0);

	return fd >= 0 && !close(fd);
}

static void make_file(void)
{
	close((int)syscall(SYS_memfd_create, "bench", 0));
}

static bool make_set(void)
{
	set = semget(IPC_PRIVATE, 2, 0600);
	return set >= 0;
}

static void remove_set(void)
{
	semctl(set, 0, IPC_RMID);
}

static void change(unsigned short number, short by)
{
	struct sembuf one = {number, by, 0};

	semop(set, &one, 1);
}

static void up_and_down(void)
{
	change(0, 1);
	change(0, -1);
}

/* The peer answers each semaphore 0 by 1 until the set goes. */
static bool start_peer(void)
{
	struct sembuf take = {0, -1, 0}, give = {1, 1, 0};

	if (!make_set())
		return false;
	peer = fork();
	if (!peer) {
		while (!semop(set, &take, 1) && !semop(set, &give, 1))
			;
		_exit(0);
	}
	return peer > 0;
}

static void stop_peer(void)
{
	remove_set();
	waitpid(peer, NULL, 0);
}

static void round_trip(void)
{
	change(0, 1);
	change(1, -1);
}

static bool make_queue(void)
{
	queue = msgget(IPC_PRIVATE, 0600);
	return queue >= 0;
}

static void remove_queue(void)
{
	msgctl(queue, IPC_RMID, NULL);
}

static bool send_message(long type)
{
	struct message message = {.type = type};

	return !msgsnd(queue, &message, TEXT_BYTES, 0);
}

static bool receive_message(long type)
{
	struct message message;

	return msgrcv(queue, &message, TEXT_BYTES, type, 0) >= 0;
}

/* The peer answers each message of type 1 by one of type 2. */
static bool start_message_peer(void)
{
	if (!make_queue())
		return false;
	peer = fork();
	if (!peer) {
		while (receive_message(1) && send_message(2))
			;
		_exit(0);
	}
	return peer > 0;
}

static void stop_message_peer(void)
{
	remove_queue();
	waitpid(peer, NULL, 0);
}

static void send_and_receive(void)
{
	send_message(1);
	receive_message(1);
}

static void message_round_trip(void)
{
	send_message(1);
	receive_message(2);
}

DEFINE_RUN(run_attach, attach_and_detach())
DEFINE_RUN(run_make_file, make_file())
DEFINE_RUN(run_up_and_down, up_and_down())
DEFINE_RUN(run_round_trip, round_trip())
DEFINE_RUN(run_send_and_receive, send_and_receive())
DEFINE_RUN(run_message_round_trip, message_round_trip())

static const struct row rows[] = {
	{"memfd_close", 200, can_make_file, run_make_file, NULL},
	{"shmat_shmdt", 200, make_segment, run_attach, remove_segment},
	{"semop_up_down", 500, make_set, run_up_and_down, remove_set},
	{"semop_round_trip", 100, start_peer, run_round_trip, stop_peer},
	{"msgsnd_msgrcv", 500, make_queue, run_send_and_receive, remove_queue},
	{"msg_round_trip", 100, start_message_peer, run_message_round_trip,
	 stop_message_peer},
};
ROWS(sysv_rows, rows);
