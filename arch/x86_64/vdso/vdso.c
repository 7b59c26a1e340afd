// SPDX-License-Identifier: GPL-2.0-only
/*
 * The functions of the vDSO, in user mode: what the system calls of these names do,
 * by the page before this code. What it cannot know, the kernel is asked for.
 */
#include <exo/compiler.h>
#include <exo/time_page.h>
#include <uapi/time.h>
#include <uapi/unistd.h>

enum {
	NANOSECONDS = 1000000000,
};

static inline long ask_kernel(long number, long a, long b)
{
	long result;

	__asm__ volatile("syscall"
			 : "=a"(result)
			 : "a"(number), "D"(a), "S"(b)
			 : "rcx", "r11", "memory");
	return result;
}

/* Not before what stands before it in the program: another might be asked. */
static inline u64 read_counter(void)
{
	u32 low, high;

	__asm__ volatile("lfence\n\t"
			 "rdtsc"
			 : "=a"(low), "=d"(high)
			 :
			 : "memory");
	return (u64)high << 32 | low;
}

/* What is added to the uptime; false: not a clock of this page. */
static inline bool clock_offset(int clock, u64 *offset_ns)
{
	const unsigned int real = 1U << CLOCK_REALTIME |
				  1U << CLOCK_REALTIME_COARSE;
	const unsigned int monotonic =
		1U << CLOCK_MONOTONIC | 1U << CLOCK_MONOTONIC_RAW |
		1U << CLOCK_MONOTONIC_COARSE | 1U << CLOCK_BOOTTIME;
	const unsigned int bit = (unsigned int)clock < 32 ? 1U << clock : 0;

	*offset_ns = bit & real ? READ_ONCE(time_room.page.boot_ns) : 0;
	return time_room.page.by_tsc && bit & (real | monotonic);
}

static inline u64 now_ns(u64 offset_ns)
{
	return time_page_ns(&time_room.page, read_counter()) + offset_ns;
}

long __vdso_clock_gettime(int clock, struct timespec *time);
long __vdso_gettimeofday(struct timeval *time, struct timezone *zone);
long __vdso_clock_getres(int clock, struct timespec *resolution);
s64 __vdso_time(s64 *seconds);

long __vdso_clock_gettime(int clock, struct timespec *time)
{
	u64 offset_ns, ns;

	if (unlikely(!clock_offset(clock, &offset_ns)))
		return ask_kernel(__NR_clock_gettime, clock, (long)time);
	ns = now_ns(offset_ns);
	time->tv_sec = (s64)(ns / NANOSECONDS);
	time->tv_nsec = (s64)(ns % NANOSECONDS);
	return 0;
}

long __vdso_gettimeofday(struct timeval *time, struct timezone *zone)
{
	u64 offset_ns, ns;

	if (unlikely(!clock_offset(CLOCK_REALTIME, &offset_ns)))
		return ask_kernel(__NR_gettimeofday, (long)time, (long)zone);
	if (time) {
		ns = now_ns(offset_ns);
		time->tv_sec = (s64)(ns / NANOSECONDS);
		time->tv_usec = (s64)(ns % NANOSECONDS / 1000);
	}
	if (zone)
		*zone = (struct timezone){0};
	return 0;
}

s64 __vdso_time(s64 *seconds)
{
	u64 offset_ns;
	s64 now;

	if (unlikely(!clock_offset(CLOCK_REALTIME, &offset_ns)))
		return ask_kernel(__NR_time, (long)seconds, 0);
	now = (s64)(now_ns(offset_ns) / NANOSECONDS);
	if (seconds)
		*seconds = now;
	return now;
}

long __vdso_clock_getres(int clock, struct timespec *resolution)
{
	return ask_kernel(__NR_clock_getres, clock, (long)resolution);
}

/* Under the plain names, too. */
#define ALIAS(name)                           \
	extern __typeof__(__vdso_##name) name \
		__attribute__((weak, alias("__vdso_" #name)))
ALIAS(clock_gettime);
ALIAS(gettimeofday);
ALIAS(clock_getres);
ALIAS(time);
