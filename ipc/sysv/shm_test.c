// SPDX-License-Identifier: GPL-2.0-only
/*
 * Segments: attached, inherited, removed while in use, and short of memory.
 */
#include <exo/sysv_shm.h>

#include <asm/memlayout.h>
#include <exo/arch_entry.h>
#include <exo/fault_inject.h>
#include <exo/ktest.h>
#include <exo/shared_memory.h>
#include <exo/string.h>
#include <exo/vm.h>
#include <uapi/errno.h>
#include <uapi/mman.h>

enum {
	PLACE = 0x10000000,
	SIZE = 3 * PAGE_SIZE,
};

static u64 nr_attached(s32 id)
{
	struct shmid_ds status;

	return shm_status(id, IPC_STAT, &status) ? ~0UL : status.shm_nattch;
}

static bool exists(s32 id)
{
	return nr_attached(id) != ~0UL;
}

static s32 segment(void)
{
	return shm_get(IPC_PRIVATE, SIZE - 10, 0600);
}

KTEST(sysv_shm, address_spaces_see_the_same_pages)
{
	struct vm *a = vm_create(), *b = vm_create();
	const s32 id = segment();
	char text[6] = "";
	long at;

	KTEST_ASSERT(t, a && b && id >= 0);
	KTEST_EXPECT_EQ(t, shm_attach(a, id, PLACE, 0), PLACE);
	at = shm_attach(b, id, 0, SHM_RDONLY);
	KTEST_EXPECT_GT(t, at, 0);
	KTEST_EXPECT_EQ(t, nr_attached(id), 2);
	KTEST_EXPECT_EQ(t, vm_write(a, PLACE + SIZE - 6, "hello", 6), 6);
	KTEST_EXPECT_EQ(t, vm_read(b, (u64)at + SIZE - 6, text, 6), 6);
	KTEST_EXPECT_STREQ(t, text, "hello");
	KTEST_EXPECT_EQ(t, vm_fault(b, (u64)at, FAULT_WRITE), -EACCES);
	KTEST_EXPECT_EQ(
		t, vm_protect(b, (u64)at, PAGE_SIZE, PROT_READ | PROT_WRITE),
		-EACCES);
	vm_put(a);
	KTEST_EXPECT_EQ(t, nr_attached(id), 1);
	KTEST_EXPECT_EQ(t, shm_detach(b, (u64)at), 0);
	KTEST_EXPECT_EQ(t, shm_detach(b, (u64)at), -EINVAL);
	KTEST_EXPECT_EQ(t, nr_attached(id), 0);
	vm_put(b);
	KTEST_EXPECT_EQ(t, shm_remove(id), 0);
	KTEST_EXPECT(t, !exists(id));
}

KTEST(sysv_shm, what_is_removed_lives_until_the_last_detaches)
{
	const u64 frames = shared_memory_frames();
	struct vm *parent = vm_create(), *child;
	const s32 id = shm_get(5, SIZE, IPC_CREAT | 0600);

	KTEST_ASSERT(t, parent && id >= 0);
	KTEST_EXPECT_EQ(t, shm_attach(parent, id, PLACE, 0), PLACE);
	KTEST_EXPECT_EQ(t, vm_write(parent, PLACE, "x", 1), 1);
	child = vm_fork(parent);
	KTEST_ASSERT(t, child);
	KTEST_EXPECT_EQ(t, nr_attached(id), 2);
	KTEST_EXPECT_EQ(t, shm_remove(id), 0);
	KTEST_EXPECT_EQ(t, shm_get(5, 0, 0), -ENOENT);
	vm_put(parent);
	KTEST_EXPECT_EQ(t, nr_attached(id), 1);
	KTEST_EXPECT_EQ(t, vm_write(child, PLACE + PAGE_SIZE, "y", 1), 1);
	KTEST_EXPECT_EQ(t, shared_memory_frames(), frames + 2);
	vm_put(child);
	KTEST_EXPECT(t, !exists(id));
	KTEST_EXPECT_EQ(t, shared_memory_frames(), frames);
}

KTEST(sysv_shm, pieces_of_a_mapping_go_together)
{
	struct vm *vm = vm_create();
	const s32 id = segment();

	KTEST_ASSERT(t, vm && id >= 0);
	KTEST_EXPECT_EQ(t, shm_attach(vm, id, PLACE, 0), PLACE);
	KTEST_EXPECT_EQ(t, shm_attach(vm, id, PLACE + SIZE, 0), PLACE + SIZE);
	KTEST_EXPECT_EQ(t, vm_unmap(vm, PLACE + PAGE_SIZE, PAGE_SIZE), 0);
	KTEST_EXPECT_EQ(t, nr_attached(id), 3);
	KTEST_EXPECT_EQ(t, shm_detach(vm, PLACE + 2 * PAGE_SIZE), -EINVAL);
	KTEST_EXPECT_EQ(t, shm_detach(vm, PLACE), 0);
	KTEST_EXPECT_EQ(t, nr_attached(id), 1);
	KTEST_EXPECT_EQ(t, vm_write(vm, PLACE + SIZE, "x", 1), 1);
	/* Without its first page it is still known by where it began. */
	KTEST_EXPECT_EQ(t, vm_unmap(vm, PLACE + SIZE, PAGE_SIZE), 0);
	KTEST_EXPECT_EQ(t, shm_detach(vm, PLACE + SIZE), 0);
	KTEST_EXPECT_EQ(t, nr_attached(id), 0);
	vm_put(vm);
	KTEST_EXPECT_EQ(t, shm_remove(id), 0);
}

KTEST(sysv_shm, places_are_checked)
{
	struct vm *vm = vm_create();
	const s32 id = segment();

	KTEST_ASSERT(t, vm && id >= 0);
	KTEST_EXPECT_EQ(t, shm_attach(vm, id, PLACE + 5, 0), -EINVAL);
	KTEST_EXPECT_EQ(t, shm_attach(vm, id, 0, SHM_REMAP), -EINVAL);
	KTEST_EXPECT_EQ(t, shm_attach(vm, id, PLACE + 5, SHM_RND), PLACE);
	KTEST_EXPECT_EQ(t, shm_attach(vm, id, PLACE + PAGE_SIZE, 0), -EINVAL);
	KTEST_EXPECT_EQ(t, shm_attach(vm, id, PLACE + PAGE_SIZE, SHM_REMAP),
			PLACE + PAGE_SIZE);
	KTEST_EXPECT_EQ(t, shm_attach(vm, id + 1, 0, 0), -EINVAL);
	KTEST_EXPECT_EQ(t, shm_detach(vm, PLACE + 1), -EINVAL);
	vm_put(vm);
	KTEST_EXPECT_EQ(t, shm_remove(id), 0);
	KTEST_EXPECT_EQ(t, shm_remove(id), -EINVAL);
}

static int use(struct vm *vm)
{
	const s32 id = shm_get(77, SIZE, IPC_CREAT | 0600);
	long at;

	if (id < 0)
		return id;
	at = shm_attach(vm, id, PLACE, 0);
	if (at > 0 && vm_write(vm, PLACE, "x", 1) != 1)
		at = -ENOMEM;
	if (shm_detach(vm, PLACE) == -ENOMEM)
		shm_detach(vm, PLACE); /* only one allocation fails */
	if (shm_remove(id))
		return -EIO;
	return at < 0 ? (int)at : 0;
}

KTEST(sysv_shm, nothing_is_lost_when_memory_is_short)
{
	const u64 frames = shared_memory_frames();
	struct vm *vm = vm_create();
	struct shm_info usage;
	int err = 0;

	KTEST_ASSERT(t, vm);
	fault_inject_each(nth)
	{
		err = use(vm);
		if (err && err != -ENOMEM)
			break;
	}
	KTEST_EXPECT_EQ(t, err, 0);
	KTEST_EXPECT_EQ(t, shared_memory_frames(), frames);
	shm_usage(&usage);
	KTEST_EXPECT_EQ(t, usage.used_ids, 0);
	KTEST_EXPECT_EQ(t, usage.shm_tot, 0);
	vm_put(vm);
}

KTEST(sysv_shm, size_has_an_end_without_limits_too)
{
	const u64 size_max = shm_size_max, pages_max = shm_pages_max;

	shm_size_max = shm_pages_max = ~0UL;
	KTEST_EXPECT_EQ(t, shm_get(IPC_PRIVATE, ~0UL, 0600), -ENOSPC);
	KTEST_EXPECT_EQ(t, shm_get(IPC_PRIVATE, ~0UL - PAGE_SIZE + 2, 0600),
			-ENOSPC);
	KTEST_EXPECT_EQ(t, shm_get(IPC_PRIVATE, 1UL << 62, 0600), -ENOMEM);
	shm_size_max = size_max;
	shm_pages_max = pages_max;
}
