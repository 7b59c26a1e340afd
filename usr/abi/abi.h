/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * System calls, made directly, and what they answer, a line each:
 *
 *	SHOW(open, "absent", O_RDONLY);		open("absent", O_RDONLY) = -ENOENT
 *
 * The same program runs on Linux and on Exo-OS, and both must print the same:
 * so nothing is printed that may differ from run to run, such as an address or
 * a process number.
 */
#ifndef ABI_H
#define ABI_H

#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

/* The answer of call @number: a result, or a negative errno. */
long raw_call(long number, const long arguments[6]);

/* Print "@text = @result", an errno by its name. */
void show(const char *text, long result);

/* The same, for results of which only the sign is sure. */
void show_sign(const char *text, long result);

/* Print "@text = "@value"". */
void show_text(const char *text, const char *value);

/* Begin the lines of one call. */
void topic(const char *name);

/* Run @child in a process of its own and print how it ended. */
void show_child(const char *text, void (*child)(void));

/* Print what wait(2) says of a process. */
void show_status(const char *text, int status);

/* The same of a child, once it has ended. */
void show_end_of(const char *text, pid_t child);

/* A handler of signals that are only to interrupt. */
void on_signal_nothing(int signal);

#define RAW(number, ...) \
	raw_call(number, (const long[6]){ABI_LONGS(__VA_ARGS__)})

/* Each argument as a long; pointers too. */
#define ABI_LONGS(...)                                                  \
	ABI_PICK(__VA_ARGS__, ABI_6, ABI_5, ABI_4, ABI_3, ABI_2, ABI_1) \
	(__VA_ARGS__)
#define ABI_PICK(a, b, c, d, e, f, pick, ...) pick
#define ABI_1(a)			      (long)(a)
#define ABI_2(a, ...)			      (long)(a), ABI_1(__VA_ARGS__)
#define ABI_3(a, ...)			      (long)(a), ABI_2(__VA_ARGS__)
#define ABI_4(a, ...)			      (long)(a), ABI_3(__VA_ARGS__)
#define ABI_5(a, ...)			      (long)(a), ABI_4(__VA_ARGS__)
#define ABI_6(a, ...)			      (long)(a), ABI_5(__VA_ARGS__)

/* Make a call and show it. One without arguments is given a 0. */
#define SHOW(call, ...) \
	show(#call "(" #__VA_ARGS__ ")", RAW(SYS_##call, __VA_ARGS__))
#define SHOW_SIGN(call, ...) \
	show_sign(#call "(" #__VA_ARGS__ ")", RAW(SYS_##call, __VA_ARGS__))

/* Show the value of an expression. */
#define VALUE(expression) show(#expression, (long)(expression))
#define TEXT(expression)  show_text(#expression, expression)

/* A pointer at which there is nothing, and one that no program may use. */
#define NOWHERE ((void *)8)
#define KERNEL	((void *)0xffff800000000000)

void abi_files(void);
void abi_descriptors(void);
void abi_paths(void);
void abi_directories(void);
void abi_attributes(void);
void abi_pipes(void);
void abi_sockets(void);
void abi_messages(void);
void abi_socket_errors(void);
void abi_peeking(void);
void abi_poll(void);
void abi_events(void);
void abi_event_files(void);
void abi_inotify(void);
void abi_memory(void);
void abi_memfd(void);
void abi_shm(void);
void abi_sem(void);
void abi_msg(void);
void abi_mqueue(void);
void abi_mqueue_files(void);
void abi_mqueue_limits(void);
void abi_processes(void);
void abi_clones(void);
void abi_programs(void);
void abi_signals(void);
void abi_identity(void);
void abi_time(void);
void abi_scheduling(void);
void abi_futexes(void);
void abi_locks(void);
void abi_terminal(void);
void abi_background(void);
void abi_names(void);
void abi_system(void);
void abi_bad_paths(void);
void abi_filesystems(void);
void abi_transfers(void);
void abi_interruptions(void);
void abi_refusals(void);
void abi_bad_memory(void);
void abi_bad_arguments(void);
void abi_edges(void);

#endif
