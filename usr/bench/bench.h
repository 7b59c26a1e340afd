/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What operations cost, on Linux and on Exo-OS: the same program runs on both and
 * prints a line a row,
 *
 *	bench NAME minimum median p99
 *
 * in ticks of the time-stamp counter, which are instructions where the machine
 * counts these (QEMU with -icount shift=0). What there may be few or many of is a
 * matter of the growth rows, whose lines say NAME[SIZE].
 */
#ifndef BENCH_H
#define BENCH_H

#define _GNU_SOURCE
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/*
 * A row. run() does @operations of them and returns how many ticks these took;
 * what it has to do besides is before the first and after the last tick_read().
 * The others may be NULL. set_up() returns false where there is no such thing.
 */
struct row {
	const char *name;
	unsigned int operations;
	bool (*set_up)(void);
	uint64_t (*run)(unsigned int operations);
	void (*tear_down)(void);
};

/*
 * The operations of a row where there is little and where there is much of
 * something: grow() makes so much of it, and row.tear_down() takes it away. The
 * row has no set_up().
 */
struct growth {
	struct row row;
	void (*grow)(unsigned int size);
	unsigned int sizes[2];
};

/* The rows of a file. */
struct rows {
	const struct row *rows;
	size_t count;
};

#define ROWS(name, array) \
	const struct rows name = {array, sizeof(array) / sizeof((array)[0])}

struct growths {
	const struct growth *growths;
	size_t count;
};

#define GROWTHS(name, array) \
	const struct growths name = {array, sizeof(array) / sizeof((array)[0])}

extern const struct growths event_growths, file_growths, memory_growths,
	process_growths;

extern const struct rows call_rows, file_rows, name_rows, pipe_rows, futex_rows,
	sysv_rows, mqueue_rows, event_rows, socket_rows, channel_rows,
	memory_rows, signal_rows, process_rows, time_rows;

/* The counter, once all before has been done, and before anything after is. */
static inline uint64_t tick_read(void)
{
	uint32_t low, high;

	__asm__ volatile("lfence\n\t"
			 "rdtsc\n\t"
			 "lfence"
			 : "=a"(low), "=d"(high)
			 :
			 : "memory");
	return (uint64_t)high << 32 | low;
}

/* A row whose operation is one @expression. */
#define DEFINE_RUN(name, expression)                          \
	static uint64_t name(unsigned int operations)         \
	{                                                     \
		uint64_t start = tick_read();                 \
                                                              \
		for (unsigned int i = 0; i < operations; i++) \
			expression;                           \
		return tick_read() - start;                   \
	}

/* End with a message if @condition does not hold: a row would lie. */
#define MUST(condition)                                             \
	do {                                                        \
		if (!(condition))                                   \
			bench_fail(__FILE__, __LINE__, #condition); \
	} while (0)

_Noreturn void bench_fail(const char *file, int line, const char *condition);

/*
 * A call without a library in between: the number and up to three arguments. The
 * result as the kernel gave it.
 */
static inline long call3(long number, long a, long b, long c)
{
	long result;

	__asm__ volatile("syscall"
			 : "=a"(result)
			 : "a"(number), "D"(a), "S"(b), "d"(c)
			 : "rcx", "r11", "memory");
	return result;
}

/* With up to six. */
static inline long call6(long number, long a, long b, long c, long d, long e,
			 long f)
{
	register long fourth __asm__("r10") = d;
	register long fifth __asm__("r8") = e;
	register long sixth __asm__("r9") = f;
	long result;

	__asm__ volatile("syscall"
			 : "=a"(result)
			 : "a"(number), "D"(a), "S"(b), "d"(c), "r"(fourth),
			   "r"(fifth), "r"(sixth)
			 : "rcx", "r11", "memory");
	return result;
}

/* Wait for @child, which must end with status 0. */
void reap(pid_t child);

/* A child that ends at once, and its burial. */
void fork_and_wait(void);

/* The folder that rows may write to: of a tmpfs. */
#define SCRATCH "/tmp"

#endif
