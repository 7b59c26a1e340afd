// SPDX-License-Identifier: GPL-2.0-only
/*
 * Each function with its first allocation failing, then the second, and so on:
 * -ENOMEM, and nothing is lost.
 */
#include <exo/fault_inject.h>

#include "test_user.h"

#define RW (PROT_READ | PROT_WRITE)

static struct vm *vm, *child;

static unsigned long page(unsigned long n)
{
	return TEST_PLACE + n * PAGE_SIZE;
}

static long map_private(void)
{
	return user_map(vm, page(20), PAGE_SIZE, RW, MAP_FIXED);
}

static long map_shared(void)
{
	return user_map(vm, page(20), PAGE_SIZE, RW, MAP_FIXED | MAP_SHARED);
}

static long map_over(void)
{
	return user_map(vm, page(2), PAGE_SIZE, PROT_READ, MAP_FIXED);
}

static long unmap_middle(void)
{
	return vm_unmap(vm, page(2), PAGE_SIZE);
}

static long protect_middle(void)
{
	return vm_protect(vm, page(2), PAGE_SIZE, PROT_READ);
}

static long move_middle(void)
{
	return vm_remap(vm, &(struct vm_move){page(2), PAGE_SIZE, PAGE_SIZE,
					      MREMAP_MAYMOVE | MREMAP_FIXED,
					      page(5000)});
}

static long advise_middle(void)
{
	return vm_advise(vm, page(2), PAGE_SIZE, MADV_DONTFORK);
}

static long forget_middle(void)
{
	return vm_advise(vm, page(2), PAGE_SIZE, MADV_DONTNEED);
}

static long grow_break(void)
{
	const unsigned long old = vm_break(vm, 0);

	return vm_break(vm, old + 1) == old ? -ENOMEM : 0;
}

static long touch_far(void)
{
	return user_write(vm, page(3000), 1);
}

static long touch_shared(void)
{
	return user_write(vm, page(8), 1);
}

static long touch_forked(void)
{
	return user_write(vm, page(3), 4);
}

static long sync_all(void)
{
	return vm_sync(vm, page(8), PAGE_SIZE, MS_SYNC);
}

static long fork_again(void)
{
	struct vm *another = vm_fork(vm);

	vm_put(another);
	return another ? 0 : -ENOMEM;
}

static long create(void)
{
	struct vm *another = vm_create();

	vm_put(another);
	return another ? 0 : -ENOMEM;
}

static const struct {
	const char *what;
	long (*act)(void);
} steps[] = {
	{"mmap", map_private},
	{"mmap shared", map_shared},
	{"mmap over", map_over},
	{"munmap", unmap_middle},
	{"mprotect", protect_middle},
	{"mremap", move_middle},
	{"madvise", advise_middle},
	{"madvise pages", forget_middle},
	{"brk", grow_break},
	{"touch", touch_far},
	{"touch shared", touch_shared},
	{"touch forked", touch_forked},
	{"msync", sync_all},
	{"fork", fork_again},
	{"create", create},
};

/* Pages 0 to 4 private, 8 shared, 3000 untouched; all shared with a child. */
static bool set_up(void)
{
	vm = vm_create();
	if (!vm)
		return false;
	vm_break_set(vm, page(100));
	user_map(vm, page(0), 5 * PAGE_SIZE, RW, MAP_FIXED);
	user_map(vm, page(8), PAGE_SIZE, RW, MAP_FIXED | MAP_SHARED);
	user_map(vm, page(3000), PAGE_SIZE, RW, MAP_FIXED);
	for (unsigned int i = 0; i < 5; i++)
		user_write(vm, page(i), (u8)(i + 1));
	user_write(vm, page(8), 9);
	child = vm_fork(vm);
	return child != NULL;
}

static unsigned int contents_wrong(struct vm *of)
{
	unsigned int wrong = user_byte(of, page(8)) != 9;

	for (int i = 0; i < 5; i++)
		wrong += user_byte(of, page((unsigned int)i)) != i + 1;
	return wrong;
}

/* madvise() says it in its own way. */
static bool out_of_memory(long result)
{
	return result == -ENOMEM || result == -EAGAIN;
}

/* One step, with its @nth allocation failing; how many things went wrong. */
static unsigned int try(unsigned int step, unsigned int nth, bool *again)
{
	struct test_memory before, after;
	unsigned int wrong = 0;
	long result;

	test_memory_look(&before);
	if (!set_up())
		return 1;
	fault_inject_start(nth);
	result = steps[step].act();
	*again = fault_inject_stop();
	/* Some failures are made up for. */
	wrong += result < 0 && (!out_of_memory(result) || !*again);
	if (result < 0)
		wrong += contents_wrong(vm) + contents_wrong(child);
	vm_put(child);
	vm_put(vm);
	test_memory_look(&after);
	return wrong + (after.frames != before.frames) +
	       (after.blocks != before.blocks) +
	       (after.committed != before.committed);
}

KTEST(vm_failure, without_memory_nothing_is_lost)
{
	if (!IS_ENABLED(CONFIG_FAULT_INJECTION))
		KTEST_SKIP(t, "allocations do not fail on purpose");
	for (unsigned int step = 0; step < ARRAY_SIZE(steps); step++) {
		unsigned int wrong = 0, nth = 0;
		bool again = true;

		while (again && nth < 40)
			wrong += try(step, ++nth, &again);
		KTEST_EXPECT_EQ(t, wrong, 0);
		KTEST_EXPECT(t, !again);
		if (wrong || again)
			KTEST_EXPECT_STREQ(t, steps[step].what, "right");
	}
}
