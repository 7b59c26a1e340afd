// SPDX-License-Identifier: GPL-2.0-only
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sanitizer/asan_interface.h>
#include <exo/frame.h>
#include <exo/heap_statistics.h>
#include <exo/kmalloc.h>
#include <exo/mutex.h>
#include <exo/printk.h>
#include <exo/task.h>
#include <exo/time.h>
#include <exo/wait.h>

#include "../drivers/initcalls.h"
#include "kernel_model.h"

enum {
	NR_FRAMES = 4096,
};

struct kmem_cache {
	size_t size;
};

char host_ram[NR_FRAMES * PAGE_SIZE] __attribute__((aligned(4096)));
struct frame frame_table[NR_FRAMES];

static struct frame *free_frames;
static u64 frames_in_use, blocks_in_use;
static unsigned int failing; /* allocations until one fails; 0: none */
static u64 clock_ns;

static void require(bool holds, const char *what)
{
	if (!holds) {
		fprintf(stderr, "kernel model: %s\n", what);
		abort();
	}
}

void model_fail_allocation(unsigned int nth)
{
	failing = nth;
}

static bool must_fail(void)
{
	require(!preempt_is_off(), "allocation with a lock held");
	return failing && !--failing;
}

/* --- The heap */

static void *block_alloc(size_t size)
{
	if (must_fail())
		return NULL;
	blocks_in_use++;
	return malloc(size);
}

static void block_free(void *block)
{
	blocks_in_use -= block != NULL;
	free(block);
}

void *kmalloc(size_t size)
{
	return block_alloc(size);
}

void kfree(void *block)
{
	block_free(block);
}

struct kmem_cache *kmem_cache_create(const char *name, size_t size,
				     size_t align)
{
	struct kmem_cache *cache = malloc(sizeof(*cache));

	(void)name;
	(void)align;
	cache->size = size;
	return cache;
}

void *kmem_cache_alloc(struct kmem_cache *cache)
{
	return block_alloc(cache->size);
}

void kmem_cache_free(struct kmem_cache *cache, void *object)
{
	(void)cache;
	block_free(object);
}

size_t kmem_cache_size(const struct kmem_cache *cache)
{
	return cache->size;
}

void heap_statistics(struct heap_statistics *stats)
{
	*stats = (struct heap_statistics){.blocks = blocks_in_use};
}

/* --- Frames */

static void add_frames(void)
{
	ASAN_POISON_MEMORY_REGION(host_ram, sizeof(host_ram));
	for (unsigned int i = 1; i < NR_FRAMES; i++) {
		frame_table[i].next = free_frames;
		free_frames = &frame_table[i];
	}
}

u64 model_frames(void)
{
	return frames_in_use;
}

bool frame_shortage_flag; /* never: an allocation fails, or does not */

struct frame *frame_alloc_any(void)
{
	struct frame *frame = free_frames;

	if (must_fail() || !frame)
		return NULL;
	free_frames = frame->next;
	*frame = (struct frame){.refs = 1, .flags = 0xaa, .count = 0xaaaa};
	frames_in_use++;
	ASAN_UNPOISON_MEMORY_REGION(frame_to_virt(frame), PAGE_SIZE);
	return frame;
}

struct frame *frame_alloc_zeroed(void)
{
	struct frame *frame = frame_alloc_any();

	if (frame)
		memset(frame_to_virt(frame), 0, PAGE_SIZE);
	return frame;
}

void frame_put(struct frame *frame)
{
	require(frame->refs, "put of a free frame");
	if (--frame->refs)
		return;
	ASAN_POISON_MEMORY_REGION(frame_to_virt(frame), PAGE_SIZE);
	frames_in_use--;
	frame->next = free_frames;
	free_frames = frame;
}

void frame_free(struct frame *frame)
{
	require(frame->refs == 1, "free of a frame that is shared");
	frame_put(frame);
}

void frame_get_failed(struct frame *frame)
{
	(void)frame;
	require(false, "get of a free frame");
}

void frame_statistics(struct frame_statistics *stats)
{
	*stats = (struct frame_statistics){
		.total = NR_FRAMES - 1,
		.free = NR_FRAMES - 1 - frames_in_use,
	};
}

/*
 * --- Threads: one, which therefore never waits, unless blocking_model.c has an
 * idea what to do meanwhile
 */

void mutex_lock_slow(struct mutex *mutex)
{
	(void)mutex;
	require(false, "a mutex is taken twice");
}

void mutex_unlock_slow(struct mutex *mutex)
{
	(void)mutex;
	require(false, "a mutex is given back that was not taken");
}

/* Nobody waits, so those that would be woken are none. */
void wait_on(struct wait_queue *queue, struct spinlock *lock)
{
	(void)queue;
	(void)lock;
	require(false, "waits for ever");
}

/* The model of blocking has one of its own. */
__weak int wait_on_interruptible(struct wait_queue *queue,
				 struct spinlock *lock, u64 deadline_ns)
{
	(void)deadline_ns;
	wait_on(queue, lock);
	return 0;
}

void wake_all(struct wait_queue *queue)
{
	require(list_empty(&queue->waiters), "somebody waits");
}

/* --- The rest */

u64 time_ticks_passed;
const u64 time_tick_ns = NSEC_PER_SEC / CONFIG_HZ;
union time_page_room time_room;

u64 time_real_ns(void)
{
	return clock_ns += NSEC_PER_USEC;
}

/* Format what is logged, for the sanitizers' sake, and drop it. */
void vprintk(enum log_level level, const char *fmt, va_list ap)
{
	char text[256];

	(void)level;
	vsnprintf(text, sizeof(text), fmt, ap);
}

void model_start(void)
{
	static struct task task = {.id = 1, .name = "fuzz"};

	boot_cpu.current_task = &task;
	add_frames();
	require(!RUN_INITCALLS(memory), "an INITCALL of level memory failed");
	require(!RUN_INITCALLS(device), "an INITCALL of level device failed");
}
