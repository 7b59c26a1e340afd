// SPDX-License-Identifier: GPL-2.0-only
/*
 * Frames for the heap's tests: few enough to run out of, and a program that
 * breaks the rules of <exo/frame.h> ends at once. Log messages are dropped:
 * the tests cause them, and count.
 */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <exo/backtrace.h>
#include <exo/fault_inject.h>
#include <exo/frame.h>
#include <exo/kmalloc.h>
#include <exo/panic.h>
#include <exo/preempt.h>

#include "../drivers/initcalls.h"

enum {
	NR_FRAMES = 24 * 1024 * 1024 / PAGE_SIZE,
};

char host_ram[NR_FRAMES * PAGE_SIZE] __attribute__((aligned(2 << 20)));
struct frame frame_table[NR_FRAMES];

static size_t in_use;

static void require(bool holds, const char *what)
{
	if (!holds) {
		fprintf(stderr, "frame model: %s\n", what);
		abort();
	}
}

static bool run_is_free(size_t first, size_t count)
{
	for (size_t i = first; i < first + count; i++)
		if (frame_table[i].refs)
			return false;
	return true;
}

struct frame *frame_alloc_run(size_t count, u64 align, paddr_t below)
{
	require(count && !below && align == PAGE_SIZE, "arguments");
	require(!preempt_is_off(), "allocation under a lock");
	if (fault_inject_should_fail(CALLER_ADDRESS) || count > NR_FRAMES)
		return NULL;
	/* Frame 0 is never handed out. */
	for (size_t first = 1; first + count <= NR_FRAMES; first++) {
		if (!run_is_free(first, count))
			continue;
		for (size_t i = first; i < first + count; i++)
			frame_table[i] = (struct frame){
				.refs = 1,
				.flags = 0xaa, /* the last owner's */
				.count = 0xaaaa,
			};
		memset(host_ram + first * PAGE_SIZE, 0xaa, count * PAGE_SIZE);
		in_use += count;
		return &frame_table[first];
	}
	return NULL;
}

struct frame *frame_alloc_any(void)
{
	return frame_alloc_run(1, PAGE_SIZE, 0);
}

void frame_free_run(struct frame *first, size_t count)
{
	require(!preempt_is_off(), "free under a lock");
	for (size_t i = 0; i < count; i++) {
		require(first[i].refs == 1, "free of a free frame");
		first[i].refs = 0;
	}
	in_use -= count;
}

void frame_free(struct frame *frame)
{
	frame_free_run(frame, 1);
}

bool phys_is_ram(paddr_t phys)
{
	return phys < sizeof(host_ram);
}

void frame_statistics(struct frame_statistics *stats)
{
	*stats = (struct frame_statistics){
		.total = NR_FRAMES - 1,
		.free = NR_FRAMES - 1 - in_use,
	};
}

void backtrace_print(enum log_level level)
{
	(void)level;
}

void vprintk(enum log_level level, const char *fmt, va_list ap)
{
	char text[256];

	/* Formatted all the same: the sanitizers look at the arguments. */
	(void)level;
	vsnprintf(text, sizeof(text), fmt, ap);
}

/* Before main(), as start_kernel() does before the tests. */
static __attribute__((constructor)) void start(void)
{
	heap_init();
	require(!RUN_INITCALLS(memory), "an initcall failed");
}
