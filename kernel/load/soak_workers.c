// SPDX-License-Identifier: GPL-2.0-only
/*
 * The kinds of threads of the soak. Each loops until it is told to stop and
 * checks what it can check itself.
 */
#include <asm/irqflags.h>
#include <exo/completion.h>
#include <exo/frame.h>
#include <exo/kmalloc.h>
#include <exo/mutex.h>
#include <exo/panic.h>
#include <exo/printk.h>
#include <exo/semaphore.h>
#include <exo/spinlock.h>
#include <exo/string.h>
#include <exo/thread.h>
#include <exo/time.h>
#include <exo/timer.h>

#include "internal.h"

enum {
	BLOCKS = 48, /* kept by each allocating thread */
	BLOCK_MAX = 6000, /* bytes */
	PLACES = 4, /* of the semaphore and the queue */
};

struct soak {
	bool stop;

	struct mutex mutex;
	u64 under_mutex, under_mutex_too; /* always equal outside */

	struct spinlock lock; /* the timer takes it too: irqsave */
	u64 under_lock, under_lock_too;
	struct timer timer;

	struct semaphore places;
	s32 inside; /* atomic; at most PLACES */

	struct spinlock queue_lock;
	struct wait_queue queue_changed;
	u64 sent, received; /* at most PLACES apart */
};

static void timer_count(struct timer *timer)
{
	struct soak *soak = container_of(timer, struct soak, timer);
	unsigned long flags = spin_lock_irqsave(&soak->lock);

	soak->under_lock++;
	soak->under_lock_too++;
	spin_unlock_irqrestore(&soak->lock, flags);
}

struct soak *soak_create(void)
{
	struct soak *soak = kzalloc(sizeof(*soak));

	if (!soak)
		return NULL;
	mutex_init(&soak->mutex, "soak mutex");
	spin_init(&soak->lock, "soak lock");
	spin_init(&soak->queue_lock, "soak queue");
	wait_queue_init(&soak->queue_changed);
	semaphore_init(&soak->places, PLACES);
	timer_init(&soak->timer, timer_count);
	timer_start_periodic(&soak->timer, NSEC_PER_MSEC * 7 / 5);
	return soak;
}

bool soak_stopped(const struct soak *soak)
{
	return READ_ONCE(soak->stop);
}

void soak_stop(struct soak *soak)
{
	spin_lock(&soak->queue_lock);
	WRITE_ONCE(soak->stop, true);
	wake_all(&soak->queue_changed);
	spin_unlock(&soak->queue_lock);
	timer_cancel(&soak->timer);
}

u64 soak_check(const struct soak *soak)
{
	return (soak->under_mutex != soak->under_mutex_too) +
	       (soak->under_lock != soak->under_lock_too) +
	       (soak->inside != 0) + (soak->places.count != PLACES) +
	       (soak->mutex.owner != 0);
}

static void compute(struct soak_worker *worker, unsigned int most)
{
	for (u32 n = load_random(&worker->random) % most; n; n--)
		cpu_relax();
}

/*
 * Allocating: blocks of all sizes, each filled with its own number and checked
 * before it is freed.
 */

struct block {
	u8 *bytes;
	size_t size;
	u8 pattern;
};

static bool block_intact(const struct block *block)
{
	for (size_t i = 0; i < block->size; i++) {
		if (block->bytes[i] != block->pattern)
			return false;
	}
	return true;
}

static void block_renew(struct soak_worker *worker, struct block *block)
{
	if (block->bytes && !block_intact(block))
		worker->errors++;
	kfree(block->bytes);
	block->size = load_random(&worker->random) % BLOCK_MAX;
	block->pattern = (u8)load_random(&worker->random);
	block->bytes = kmalloc(block->size);
	if (block->bytes)
		memset(block->bytes, block->pattern, block->size);
	else
		block->size = 0;
}

static int allocate(void *arg)
{
	struct soak_worker *worker = arg;
	struct block blocks[BLOCKS] = {{0}};

	for (; !soak_stopped(worker->soak); worker->rounds++)
		block_renew(worker,
			    &blocks[load_random(&worker->random) % BLOCKS]);
	for (int i = 0; i < BLOCKS; i++)
		kfree(blocks[i].bytes);
	return 0;
}

static int allocate_frames(void *arg)
{
	struct soak_worker *worker = arg;

	for (; !soak_stopped(worker->soak); worker->rounds++) {
		struct frame *zeroed = frame_alloc(FRAME_ZERO);
		struct frame *run = frame_alloc_run(4, 2 * PAGE_SIZE, 0);
		u64 *words = zeroed ? frame_to_virt(zeroed) : NULL;

		if (run)
			memset(frame_to_virt(run), 0xaa, 4 * PAGE_SIZE);
		for (size_t i = 0; words && i < PAGE_SIZE / 8; i++)
			worker->errors += words[i] != 0;
		if (words)
			words[0] = 1;
		if (zeroed)
			frame_put(zeroed);
		if (run)
			frame_free_run(run, 4);
	}
	return 0;
}

/*
 * Locking.
 */

static int use_mutex(void *arg)
{
	struct soak_worker *worker = arg;
	struct soak *soak = worker->soak;

	for (; !soak_stopped(soak); worker->rounds++) {
		mutex_lock(&soak->mutex);
		worker->errors += soak->under_mutex != soak->under_mutex_too;
		soak->under_mutex++;
		compute(worker, 300);
		if (worker->rounds % 16 == 0)
			thread_yield();
		soak->under_mutex_too++;
		mutex_unlock(&soak->mutex);
	}
	return 0;
}

static int use_spinlock(void *arg)
{
	struct soak_worker *worker = arg;
	struct soak *soak = worker->soak;

	for (; !soak_stopped(soak); worker->rounds++) {
		unsigned long flags = spin_lock_irqsave(&soak->lock);

		worker->errors += soak->under_lock != soak->under_lock_too;
		soak->under_lock++;
		compute(worker, 50);
		soak->under_lock_too++;
		spin_unlock_irqrestore(&soak->lock, flags);
		compute(worker, 200);
	}
	return 0;
}

static int use_semaphore(void *arg)
{
	struct soak_worker *worker = arg;
	struct soak *soak = worker->soak;

	for (; !soak_stopped(soak); worker->rounds++) {
		semaphore_down(&soak->places);
		worker->errors += __atomic_add_fetch(&soak->inside, 1,
						     __ATOMIC_RELAXED) > PLACES;
		thread_yield();
		__atomic_sub_fetch(&soak->inside, 1, __ATOMIC_RELAXED);
		semaphore_up(&soak->places);
	}
	return 0;
}

static int send(void *arg)
{
	struct soak_worker *worker = arg;
	struct soak *soak = worker->soak;

	for (; !soak_stopped(soak); worker->rounds++) {
		spin_lock(&soak->queue_lock);
		while (soak->sent - soak->received == PLACES &&
		       !soak_stopped(soak))
			wait_on(&soak->queue_changed, &soak->queue_lock);
		soak->sent++;
		wake_all(&soak->queue_changed);
		spin_unlock(&soak->queue_lock);
	}
	return 0;
}

static int receive(void *arg)
{
	struct soak_worker *worker = arg;
	struct soak *soak = worker->soak;

	for (; !soak_stopped(soak); worker->rounds++) {
		u64 deadline = time_uptime_ns() + NSEC_PER_MSEC;

		spin_lock(&soak->queue_lock);
		while (soak->sent == soak->received && !soak_stopped(soak))
			wait_on_until(&soak->queue_changed, &soak->queue_lock,
				      deadline += NSEC_PER_MSEC);
		soak->received++;
		wake_all(&soak->queue_changed);
		spin_unlock(&soak->queue_lock);
	}
	return 0;
}

/*
 * Coming and going, printing, sleeping.
 */

static int live_briefly(void *arg)
{
	struct soak_worker *worker = arg;
	struct soak *soak = worker->soak;
	void *block = kmalloc(100);

	mutex_lock(&soak->mutex);
	soak->under_mutex++;
	soak->under_mutex_too++;
	mutex_unlock(&soak->mutex);
	thread_sleep_ns(1000);
	kfree(block);
	return 42;
}

static int spawn(void *arg)
{
	struct soak_worker *worker = arg;

	for (; !soak_stopped(worker->soak); worker->rounds++) {
		struct task *child =
			thread_create("brief", live_briefly, worker);

		if (child && thread_join(child) != 42)
			worker->errors++;
	}
	return 0;
}

static int print(void *arg)
{
	struct soak_worker *worker = arg;

	for (; !soak_stopped(worker->soak); worker->rounds++) {
		pr_debug("soak: round %lu of thread %u\n", worker->rounds,
			 current->id);
		thread_sleep_ns(load_random(&worker->random) %
				(5 * NSEC_PER_MSEC));
	}
	return 0;
}

static int sleep_exactly(void *arg)
{
	struct soak_worker *worker = arg;

	for (; !soak_stopped(worker->soak); worker->rounds++) {
		u64 deadline = time_uptime_ns() +
			       load_random(&worker->random) % NSEC_PER_MSEC;

		thread_sleep_until(deadline);
		worker->errors += time_uptime_ns() < deadline;
	}
	return 0;
}

static int compute_only(void *arg)
{
	struct soak_worker *worker = arg;

	for (; !soak_stopped(worker->soak); worker->rounds++)
		compute(worker, 10000);
	return 0;
}

const struct soak_kind soak_kinds[] = {
	{"allocate", 3, allocate},
	{"frames", 2, allocate_frames},
	{"mutex", 3, use_mutex},
	{"spinlock", 2, use_spinlock},
	{"semaphore", 6, use_semaphore},
	{"send", 1, send},
	{"receive", 1, receive},
	{"spawn", 2, spawn},
	{"print", 2, print},
	{"sleep", 3, sleep_exactly},
	{"compute", 2, compute_only},
};
const unsigned int nr_soak_kinds = ARRAY_SIZE(soak_kinds);
