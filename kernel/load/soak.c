// SPDX-License-Identifier: GPL-2.0-only
/*
 * The soak: threads of every kind of soak_workers.c at work against each
 * other until the time is over. Each must have got on meanwhile, and every
 * rule must hold at the end.
 */
#include <exo/console.h>
#include <exo/kmalloc.h>
#include <exo/lock_debug.h>
#include <exo/panic.h>
#include <exo/thread.h>
#include <exo/time.h>

#include "internal.h"

enum {
	WORKERS_MAX = 32,
	LOOK_SECONDS = 2, /* the HOT workers share a sixteenth of the CPU */
};

static unsigned int start_workers(struct soak *soak,
				  struct soak_worker *workers)
{
	unsigned int nr = 0;

	for (unsigned int kind = 0; kind < nr_soak_kinds; kind++) {
		for (unsigned int i = 0; i < soak_kinds[kind].threads; i++) {
			struct soak_worker *worker = &workers[nr++];

			ASSERT(nr <= WORKERS_MAX);
			worker->soak = soak;
			worker->random = nr * 0x9e3779b97f4a7c15UL;
			worker->thread = load_start(soak_kinds[kind].name,
						    soak_kinds[kind].run,
						    worker);
		}
	}
	return nr;
}

/* Every worker must have done something since @before was taken. */
static bool all_advance(const struct soak_worker *workers, u64 *before,
			unsigned int nr)
{
	bool all = true;

	for (unsigned int i = 0; i < nr; i++) {
		u64 rounds = READ_ONCE(workers[i].rounds);

		if (rounds == before[i]) {
			console_printf("soak: %s (thread %u) stands still\n",
				       workers[i].thread->name,
				       workers[i].thread->id);
			all = false;
		}
		before[i] = rounds;
	}
	return all;
}

static bool report(struct soak *soak, const struct soak_worker *workers,
		   unsigned int nr)
{
	u64 errors = soak_check(soak), rounds = 0;

	for (unsigned int i = 0; i < nr; i++) {
		errors += workers[i].errors;
		rounds += workers[i].rounds;
	}
	console_printf("soak: %lu rounds by %u threads, %lu errors\n", rounds,
		       nr, errors);
	return !errors;
}

bool load_soak(unsigned int seconds)
{
	struct soak_worker *workers = kcalloc(WORKERS_MAX, sizeof(*workers));
	u64 *before = kcalloc(WORKERS_MAX, sizeof(*before));
	struct soak *soak = soak_create();
	bool good = true;
	unsigned int nr;

	if (!workers || !before || !soak)
		panic("no memory for the soak");
	nr = start_workers(soak, workers);
	for (unsigned int s = 0; s < seconds; s += LOOK_SECONDS) {
		thread_sleep_ms(LOOK_SECONDS * 1000);
		good &= all_advance(workers, before, nr);
	}
	soak_stop(soak);
	for (unsigned int i = 0; i < nr; i++)
		thread_join(workers[i].thread);
	good &= report(soak, workers, nr);
	kfree(before);
	kfree(workers);
	kfree(soak);
	return good;
}
