/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: kernel. What the load tests share with each other only.
 */
#ifndef KERNEL_LOAD_INTERNAL_H
#define KERNEL_LOAD_INTERNAL_H

#include <exo/types.h>

struct task;

/* Each prints what it measured; true when all went well. */
bool load_soak(unsigned int seconds);
bool load_latency(unsigned int seconds);
bool load_threads(unsigned int thousands);

#ifdef CONFIG_SCHED_EMA
bool load_starvation(unsigned int seconds);
#else
/* There are no classes that could starve. */
static inline bool load_starvation(unsigned int seconds)
{
	(void)seconds;
	return false;
}
#endif

/* Start a thread, or panic: a load test has nothing to fall back on. */
struct task *load_start(const char *name, int (*run)(void *arg), void *arg);

/* Compute until *@arg, a bool, is true. */
int load_hog(void *arg);

/* A generator of its own for each thread; *@state is not 0. */
static inline u32 load_random(u64 *state)
{
	*state ^= *state << 13;
	*state ^= *state >> 7;
	*state ^= *state << 17;
	return (u32)(*state >> 16);
}

/*
 * The soak's threads: what they do, and what must hold at the end.
 */
struct soak;

struct soak_kind {
	const char *name;
	unsigned int threads;
	int (*run)(void *arg); /* @arg is a struct soak_worker */
};

struct soak_worker {
	struct soak *soak;
	struct task *thread;
	u64 random;
	u64 rounds; /* completed */
	u64 errors;
};

extern const struct soak_kind soak_kinds[];
extern const unsigned int nr_soak_kinds;

struct soak *soak_create(void);
bool soak_stopped(const struct soak *soak);
void soak_stop(struct soak *soak);
/* All threads have ended. How many rules were broken. */
u64 soak_check(const struct soak *soak);

#endif
