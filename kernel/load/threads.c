// SPDX-License-Identifier: GPL-2.0-only
/*
 * Threads in numbers: tens of thousands created and ended in a row, then
 * thousands alive at once, each of which gets the CPU. All memory must be
 * back at the end.
 */
#include <exo/completion.h>
#include <exo/console.h>
#include <exo/frame.h>
#include <exo/kmalloc.h>
#include <exo/mutex.h>
#include <exo/thread.h>

#include "internal.h"

enum {
	ALIVE = 10000,
	LEAK_MAX_FRAMES = 1200, /* caches of stacks and slabs keep some */
};

struct crowd {
	struct mutex mutex;
	struct completion start;
	unsigned long ran; /* guarded by mutex */
};

static u64 frames_free(void)
{
	struct frame_statistics stats;

	frame_statistics(&stats);
	return stats.free;
}

static int live_briefly(void *arg)
{
	struct crowd *crowd = arg;
	void *block = kmalloc(64);

	mutex_lock(&crowd->mutex);
	crowd->ran++;
	mutex_unlock(&crowd->mutex);
	thread_sleep_ns(1);
	kfree(block);
	return block ? 0 : 1;
}

static bool run_in_a_row(struct crowd *crowd, unsigned long count)
{
	for (unsigned long i = 0; i < count; i++) {
		struct task *thread =
			thread_create("brief", live_briefly, crowd);

		if (!thread || thread_join(thread))
			return false;
	}
	return crowd->ran == count;
}

static int wait_for_start(void *arg)
{
	struct crowd *crowd = arg;

	completion_wait(&crowd->start);
	thread_yield();
	mutex_lock(&crowd->mutex);
	crowd->ran++;
	mutex_unlock(&crowd->mutex);
	return 0;
}

/* How many of @count could be created. */
static unsigned long create_all(struct crowd *crowd, struct task **threads,
				unsigned long count)
{
	unsigned long created = 0;

	while (created < count) {
		threads[created] =
			thread_create("alive", wait_for_start, crowd);
		if (!threads[created])
			break;
		created++;
	}
	return created;
}

static unsigned long run_at_once(struct crowd *crowd, unsigned long count)
{
	struct task **threads = kcalloc(count, sizeof(*threads));
	unsigned long created = 0;

	if (threads)
		created = create_all(crowd, threads, count);
	complete(&crowd->start);
	for (unsigned long i = 0; i < created; i++)
		thread_join(threads[i]);
	kfree(threads);
	return created;
}

bool load_threads(unsigned int thousands)
{
	unsigned long count = thousands * 1000UL, alive;
	struct crowd crowd = {.ran = 0};
	u64 before, lost;
	bool good;

	mutex_init(&crowd.mutex, "crowd");
	completion_init(&crowd.start);
	run_in_a_row(&crowd, 100); /* caches fill */
	crowd.ran = 0;
	before = frames_free();
	good = run_in_a_row(&crowd, count);
	console_printf("threads: %lu created and ended in a row\n", crowd.ran);
	crowd.ran = 0;
	alive = run_at_once(&crowd, ALIVE);
	console_printf("threads: %lu alive at once, %lu of them ran\n", alive,
		       crowd.ran);
	thread_sleep_ms(2000); /* the dead are freed behind our back */
	lost = before - min(before, frames_free());
	console_printf("threads: %lu frames fewer are free\n", lost);
	return good && alive == ALIVE && crowd.ran == alive &&
	       lost <= LEAK_MAX_FRAMES;
}
