/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What signals do to programs, in more detail than usr/abi has it. Runs on Linux and
 * on Exo-OS, and prints the same on both.
 */
#ifndef SIGNALS_H
#define SIGNALS_H

#define _GNU_SOURCE
#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <ucontext.h>
#include <unistd.h>

void topic(const char *name);

/* Print "@text: @value". */
void show(const char *text, long value);
#define VALUE(expression) show(#expression, (long)(expression))

/* The result of a call of the C library, or -errno. */
#define RESULT(call)                            \
	({                                      \
		long _result = (long)(call);    \
		_result < 0 ? -errno : _result; \
	})
#define CALL(call) show(#call, RESULT(call))

void handle(int signal, void (*handler)(int), int flags);
void handle_info(int signal, void (*handler)(int, siginfo_t *, void *),
		 int flags);
void block(int signal);
void unblock(int signal);
void sleep_ms(long ms);

/* Run @child in a process of its own and print what wait(2) says of it. */
void show_child(const char *text, void (*child)(void));

/* A process that does @child and exits. */
pid_t start(void (*child)(void));

void test_frames(void);
void test_stacks(void);
void test_faults(void);
void test_hostile_frames(void);
void test_queues(void);
void test_restarts(void);
void test_jobs(void);
void test_senders(void);
void test_threads(void);
void test_storms(void);

#endif
