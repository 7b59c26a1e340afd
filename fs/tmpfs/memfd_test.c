// SPDX-License-Identifier: GPL-2.0-only
/*
 * Files without a name: shared by address spaces, sealed, and freed.
 */
#include <asm/memlayout.h>
#include <exo/fault_inject.h>
#include <exo/file.h>
#include <exo/frame.h>
#include <exo/ktest.h>
#include <exo/limits.h>
#include <exo/memfd.h>
#include <exo/shared_memory.h>
#include <exo/string.h>
#include <exo/vfs.h>
#include <exo/vm.h>
#include <uapi/errno.h>
#include <uapi/mman.h>

enum {
	PLACE = 0x10000000,
	RW = PROT_READ | PROT_WRITE,
};

/* A sealable file of two pages, or NULL. */
static struct file *two_pages(void)
{
	struct file *file;

	if (memfd_create("memfd:test", true, &file))
		return NULL;
	if (!vfs_truncate_file(file, 2 * PAGE_SIZE))
		return file;
	file_put(file);
	return NULL;
}

static long map(struct vm *vm, struct file *file, u32 prot, u32 flags)
{
	return vm_map(vm, &(struct vm_request){
				  .address = PLACE,
				  .size = 2 * PAGE_SIZE,
				  .prot = prot,
				  .flags = flags | MAP_FIXED,
				  .file = file,
			  });
}

static ssize_t write_at(struct file *file, size_t size, u64 position)
{
	static const u8 bytes[2 * PAGE_SIZE];
	struct io_iter from = io_iter_buffer(bytes, size);

	return file_write_at(file, &from, position);
}

KTEST(memfd, address_spaces_share_it_and_the_last_one_frees_it)
{
	const u64 frames = shared_memory_frames();
	struct vm *a = vm_create(), *b = vm_create(), *child;
	struct file *file = two_pages();
	char text[6] = "";

	KTEST_ASSERT(t, a && b && file);
	KTEST_EXPECT_EQ(t, map(a, file, RW, MAP_SHARED), PLACE);
	KTEST_EXPECT_EQ(t, map(b, file, PROT_READ, MAP_SHARED), PLACE);
	file_put(file);
	KTEST_EXPECT_EQ(t, vm_write(a, PLACE + PAGE_SIZE, "hello", 6), 6);
	KTEST_EXPECT_EQ(t, vm_read(b, PLACE + PAGE_SIZE, text, 6), 6);
	KTEST_EXPECT_STREQ(t, text, "hello");
	child = vm_fork(a);
	KTEST_ASSERT(t, child);
	vm_put(a);
	vm_put(b);
	KTEST_EXPECT_EQ(t, vm_write(child, PLACE + PAGE_SIZE, "j", 1), 1);
	KTEST_EXPECT_EQ(t, shared_memory_frames(), frames + 1);
	vm_put(child);
	KTEST_EXPECT_EQ(t, shared_memory_frames(), frames);
}

KTEST(memfd, behind_a_truncated_end_is_nothing)
{
	struct vm *vm = vm_create();
	struct file *file = two_pages();
	char byte;

	KTEST_ASSERT(t, vm && file);
	KTEST_EXPECT_EQ(t, map(vm, file, RW, MAP_SHARED), PLACE);
	KTEST_EXPECT_EQ(t, vm_write(vm, PLACE + PAGE_SIZE, "x", 1), 1);
	KTEST_EXPECT_EQ(t, vfs_truncate_file(file, PAGE_SIZE), 0);
	KTEST_EXPECT_EQ(t, vm_read(vm, PLACE + PAGE_SIZE, &byte, 1), 0);
	KTEST_EXPECT_EQ(t, vm_fault(vm, PLACE + PAGE_SIZE, 0), -EIO);
	KTEST_EXPECT_EQ(t, vm_read(vm, PLACE, &byte, 1), 1);
	vm_put(vm);
	file_put(file);
}

KTEST(memfd, seals_of_size_keep_it_to_the_byte)
{
	struct file *file = two_pages();

	KTEST_ASSERT(t, file);
	KTEST_EXPECT_EQ(t, vfs_truncate_file(file, PAGE_SIZE + 10), 0);
	KTEST_EXPECT_EQ(
		t, file_fcntl(file, F_ADD_SEALS, F_SEAL_GROW | F_SEAL_SHRINK),
		0);
	KTEST_EXPECT_EQ(t, vfs_truncate_file(file, PAGE_SIZE + 9), -EPERM);
	KTEST_EXPECT_EQ(t, vfs_truncate_file(file, PAGE_SIZE + 11), -EPERM);
	KTEST_EXPECT_EQ(t, write_at(file, 10, PAGE_SIZE), 10);
	KTEST_EXPECT_EQ(t, write_at(file, 11, PAGE_SIZE), -EPERM);
	KTEST_EXPECT_EQ(t, write_at(file, PAGE_SIZE + 11, 0), PAGE_SIZE);
	KTEST_EXPECT_EQ(t, write_at(file, 1, S64_MAX - 1), -EPERM);
	file_put(file);
}

KTEST(memfd, who_may_write_keeps_it_from_being_sealed)
{
	struct vm *vm = vm_create(), *child;
	struct file *file = two_pages();

	KTEST_ASSERT(t, vm && file);
	KTEST_EXPECT_EQ(t, map(vm, file, RW, MAP_SHARED), PLACE);
	child = vm_fork(vm);
	KTEST_ASSERT(t, child);
	/* Halves and read-only ones count: they may write again. */
	KTEST_EXPECT_EQ(t, vm_unmap(vm, PLACE, PAGE_SIZE), 0);
	KTEST_EXPECT_EQ(t, vm_protect(child, PLACE, 2 * PAGE_SIZE, PROT_READ),
			0);
	KTEST_EXPECT_EQ(t, file_fcntl(file, F_ADD_SEALS, F_SEAL_WRITE), -EBUSY);
	vm_put(vm);
	KTEST_EXPECT_EQ(t, file_fcntl(file, F_ADD_SEALS, F_SEAL_WRITE), -EBUSY);
	vm_put(child);
	KTEST_EXPECT_EQ(t, file_fcntl(file, F_ADD_SEALS, F_SEAL_WRITE), 0);
	KTEST_EXPECT_EQ(t, file_fcntl(file, F_GET_SEALS, 0), F_SEAL_WRITE);
	KTEST_EXPECT_EQ(t, write_at(file, 1, 0), -EPERM);
	file_put(file);
}

KTEST(memfd, what_is_sealed_is_mapped_for_reading_only)
{
	struct vm *vm = vm_create();
	struct file *file = two_pages();

	KTEST_ASSERT(t, vm && file);
	KTEST_EXPECT_EQ(t, map(vm, file, RW, MAP_SHARED), PLACE);
	KTEST_EXPECT_EQ(t, file_fcntl(file, F_ADD_SEALS, F_SEAL_FUTURE_WRITE),
			0);
	KTEST_EXPECT_EQ(t, vm_write(vm, PLACE, "x", 1), 1);
	KTEST_EXPECT_EQ(t, map(vm, file, RW, MAP_SHARED), -EPERM);
	KTEST_EXPECT_EQ(t, map(vm, file, PROT_READ, MAP_SHARED), PLACE);
	KTEST_EXPECT_EQ(t, vm_protect(vm, PLACE, PAGE_SIZE, RW), -EACCES);
	KTEST_EXPECT_EQ(t, map(vm, file, RW, MAP_PRIVATE), PLACE);
	KTEST_EXPECT_EQ(t, vm_write(vm, PLACE, "x", 1), 1);
	vm_put(vm);
	file_put(file);
}

static int use(struct vm *vm)
{
	struct file *file;
	int err = memfd_create("memfd:a_name_that_is_too_long_for_a_dentry",
			       true, &file);
	long at;

	if (err)
		return err;
	err = vfs_truncate_file(file, 2 * PAGE_SIZE);
	if (!err)
		err = (int)file_fcntl(file, F_ADD_SEALS, F_SEAL_FUTURE_WRITE);
	if (!err) {
		at = map(vm, file, PROT_READ, MAP_SHARED);
		err = at < 0 ? (int)at : vm_unmap(vm, PLACE, 2 * PAGE_SIZE);
	}
	file_put(file);
	return err;
}

KTEST(memfd, nothing_is_lost_when_memory_is_short)
{
	const u64 frames = shared_memory_frames();
	struct vm *vm = vm_create();
	unsigned int failures = 0;
	int err = 0;

	KTEST_ASSERT(t, vm);
	fault_inject_each(nth)
	{
		err = use(vm);
		if (err && err != -ENOMEM)
			break;
		failures += err == -ENOMEM;
	}
	KTEST_EXPECT_EQ(t, err, 0);
	if (IS_ENABLED(CONFIG_FAULT_INJECTION))
		KTEST_EXPECT_GE(t, failures, 5);
	KTEST_EXPECT_EQ(t, shared_memory_frames(), frames);
	vm_put(vm);
}
