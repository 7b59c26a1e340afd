// SPDX-License-Identifier: GPL-2.0-only
/*
 * meminfo: where memory is (proc_meminfo(5)). What nobody counts is left out, and
 * what there is none of is 0.
 */
#include <asm/memlayout.h>
#include <exo/commit_count.h>
#include <exo/compiler.h>
#include <exo/frame.h>
#include <exo/heap_statistics.h>
#include <exo/kernel_stack.h>
#include <exo/proc_file.h>
#include <exo/shared_memory.h>
#include <exo/vfs.h>
#include <exo/vmalloc.h>

static void print_bytes(struct text_buffer *text, const char *name, u64 bytes)
{
	text_printf(text, "%-15s %8llu kB\n", name,
		    (unsigned long long)(bytes / 1024));
}

static void print_frames(struct text_buffer *text, const char *name, u64 frames)
{
	print_bytes(text, name, frames * PAGE_SIZE);
}

/* With a heap that is one list: all of it. */
static u64 slab_bytes(void)
{
	struct kmem_cache_statistics cache;
	struct heap_statistics heap;
	u64 frames = 0;

	for (unsigned int i = 0; kmem_cache_statistics(i, &cache); i++)
		frames += cache.frames;
	if (IS_ENABLED(CONFIG_HEAP_SLAB))
		return frames * PAGE_SIZE;
	heap_statistics(&heap);
	return heap.total;
}

static u64 kernel_stack_bytes(void)
{
	struct kernel_stack_statistics stacks;

	kernel_stack_statistics(&stacks);
	return stacks.used * KERNEL_STACK_SIZE;
}

/* Names that nobody uses are taken back when memory is short. */
static int show_meminfo(struct text_buffer *text)
{
	u64 shared = shared_memory_frames(), slab = slab_bytes();
	u64 unused = min(vfs_unused_bytes(), slab);
	struct frame_statistics frames;

	frame_statistics(&frames);
	print_frames(text, "MemTotal:", frames.total - frames.reserved);
	print_frames(text, "MemFree:", frames.free);
	print_frames(text, "MemAvailable:", frames.free + unused / PAGE_SIZE);
	print_frames(text, "Buffers:", 0);
	print_frames(text, "Cached:", shared);
	print_frames(text, "SwapCached:", 0);
	print_frames(text, "SwapTotal:", 0);
	print_frames(text, "SwapFree:", 0);
	print_frames(text, "Shmem:", shared);
	print_bytes(text, "Slab:", slab);
	print_bytes(text, "SReclaimable:", unused);
	print_bytes(text, "SUnreclaim:", slab - unused);
	print_bytes(text, "KernelStack:", kernel_stack_bytes());
	print_frames(text, "CommitLimit:", READ_ONCE(commit_count.limit));
	print_frames(text, "Committed_AS:", READ_ONCE(commit_count.committed));
	print_bytes(text, "VmallocTotal:", VMALLOC_END - VMALLOC_START);
	print_bytes(text, "VmallocUsed:", vmalloc_used());
	return 0;
}
PROC_FILE(meminfo) = {.path = "meminfo", .show = show_meminfo};
