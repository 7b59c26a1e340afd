// SPDX-License-Identifier: GPL-2.0-only
/*
 * Mapped files of a tmpfs: what mapping and file see of each other.
 */
#include <exo/file.h>
#include <exo/frame.h>
#include <exo/mount.h>
#include <exo/page_source.h>
#include <exo/thread.h>
#include <exo/vfs.h>

#include "test_user.h"

#define RW	(PROT_READ | PROT_WRITE)
#define PLACE	TEST_PLACE
#define MOUNTED "/ktest"

static struct vm *vm;
static struct file *file;
static struct test_memory before;

/* A file of three pages: 'a', 'b' and, half a page, 'c'. */
static bool fill(void)
{
	static u8 bytes[PAGE_SIZE];

	for (unsigned int i = 0; i < 3; i++) {
		size_t size = i < 2 ? PAGE_SIZE : PAGE_SIZE / 2;
		struct io_iter from = io_iter_buffer(bytes, size);

		memset(bytes, 'a' + (int)i, size);
		if (file_write(file, &from) != (ssize_t)size)
			return false;
	}
	return true;
}

static bool begin(struct ktest *t)
{
	int err = vfs_mkdir(NULL, MOUNTED, 0755);

	if (!err)
		err = vfs_mount("none", MOUNTED, "tmpfs", 0, "size=64k");
	if (!err)
		err = vfs_open(NULL, MOUNTED "/file", O_RDWR | O_CREAT, 0644,
			       &file);
	if (!KTEST_EXPECT_EQ(t, err, 0))
		return false;
	KTEST_EXPECT(t, fill());
	test_memory_look(&before);
	vm = vm_create();
	return KTEST_EXPECT(t, vm != NULL);
}

static void end(struct ktest *t)
{
	struct test_memory after;

	vm_put(vm);
	test_memory_look(&after);
	KTEST_EXPECT_EQ(t, after.committed, before.committed);
	file_put(file);
	KTEST_EXPECT_EQ(t, vfs_umount(MOUNTED, 0), 0);
	KTEST_EXPECT_EQ(t, vfs_rmdir(NULL, MOUNTED), 0);
}

static long map_file(struct file *of, size_t size, u32 prot, u32 flags,
		     u64 offset)
{
	return vm_map(vm, &(struct vm_request){
				  .address = PLACE,
				  .size = size,
				  .prot = prot,
				  .flags = flags | MAP_FIXED,
				  .file = of,
				  .offset = offset,
			  });
}

static int byte_in_file(u64 position)
{
	u8 byte = 0;
	struct io_iter to = io_iter_buffer(&byte, 1);
	ssize_t done = file_read_at(file, &to, position);

	return done == 1 ? byte : (int)done - 1000;
}

static void write_file(u64 position, u8 byte)
{
	struct io_iter from = io_iter_buffer(&byte, 1);

	file_write_at(file, &from, position);
}

KTEST(file_map, a_mapping_shows_the_files_own_pages)
{
	struct frame *shown;

	KTEST_ASSERT(t, begin(t));
	KTEST_EXPECT_EQ(t,
			map_file(file, 3 * PAGE_SIZE, PROT_READ, MAP_SHARED, 0),
			PLACE);
	KTEST_EXPECT_EQ(t, user_byte(vm, PLACE + 5), 'a');
	KTEST_EXPECT_EQ(t, user_byte(vm, PLACE + PAGE_SIZE), 'b');
	KTEST_EXPECT_EQ(t, user_byte(vm, PLACE + 3 * PAGE_SIZE - 1), 0);
	shown = user_page_get(&vm->mm, PLACE);
	KTEST_ASSERT(t, shown);
	KTEST_EXPECT_EQ(t, shown->refs, 3); /* the file, the table, us */
	frame_put(shown);
	end(t);
}

KTEST(file_map, one_fault_shows_what_lies_around)
{
	KTEST_ASSERT(t, begin(t));
	map_file(file, 3 * PAGE_SIZE, RW, MAP_PRIVATE, 0);
	KTEST_EXPECT_EQ(t, user_byte(vm, PLACE + PAGE_SIZE), 'b');
	KTEST_EXPECT_EQ(t, vm->mm.resident, 3);
	KTEST_EXPECT(t, user_page_translate(&vm->mm, PLACE, false));
	KTEST_EXPECT(t, !user_page_translate(&vm->mm, PLACE, true));
	end(t);
}

KTEST(file_map, shared_writes_reach_the_file_and_back)
{
	struct stat old, new;

	KTEST_ASSERT(t, begin(t));
	map_file(file, 2 * PAGE_SIZE, RW, MAP_SHARED, PAGE_SIZE);
	vfs_stat_file(file, &old);
	KTEST_EXPECT_EQ(t, user_write(vm, PLACE + 3, 'X'), 0);
	KTEST_EXPECT_EQ(t, byte_in_file(PAGE_SIZE + 3), 'X');
	write_file(PAGE_SIZE + 4, 'Y');
	KTEST_EXPECT_EQ(t, user_byte(vm, PLACE + 4), 'Y');
	vfs_stat_file(file, &new);
	KTEST_EXPECT(t, new.st_mtime > old.st_mtime ||
				new.st_mtime_nsec > old.st_mtime_nsec);
	KTEST_EXPECT_EQ(t, new.st_size, old.st_size);
	end(t);
}

KTEST(file_map, a_write_after_msync_is_noticed_anew)
{
	KTEST_ASSERT(t, begin(t));
	map_file(file, PAGE_SIZE, RW, MAP_SHARED, 0);
	user_write(vm, PLACE, 'X');
	KTEST_EXPECT(t, user_page_translate(&vm->mm, PLACE, true));
	KTEST_EXPECT_EQ(t, vm_sync(vm, PLACE, PAGE_SIZE, MS_SYNC), 0);
	KTEST_EXPECT(t, !user_page_translate(&vm->mm, PLACE, true));
	KTEST_EXPECT_EQ(t, user_write(vm, PLACE, 'Y'), 0);
	KTEST_EXPECT_EQ(t, byte_in_file(0), 'Y');
	end(t);
}

KTEST(file_map, private_writes_stay_private)
{
	KTEST_ASSERT(t, begin(t));
	map_file(file, 2 * PAGE_SIZE, RW, MAP_PRIVATE, 0);
	KTEST_EXPECT_EQ(t, user_write(vm, PLACE, 'X'), 0);
	KTEST_EXPECT_EQ(t, user_byte(vm, PLACE + PAGE_SIZE), 'b');
	KTEST_EXPECT_EQ(t, user_write(vm, PLACE + PAGE_SIZE, 'Y'), 0);
	KTEST_EXPECT_EQ(t, byte_in_file(0), 'a');
	KTEST_EXPECT_EQ(t, byte_in_file(PAGE_SIZE), 'b');
	KTEST_EXPECT_EQ(t, user_byte(vm, PLACE + 1), 'a');
	end(t);
}

KTEST(file_map, beyond_the_end_is_a_bus_error)
{
	KTEST_ASSERT(t, begin(t));
	map_file(file, 4 * PAGE_SIZE, RW, MAP_SHARED, 0);
	KTEST_EXPECT_EQ(t, user_byte(vm, PLACE + 3 * PAGE_SIZE - 1), 0);
	KTEST_EXPECT_EQ(t, user_byte(vm, PLACE + 3 * PAGE_SIZE), -EIO);
	KTEST_EXPECT_EQ(t, user_write(vm, PLACE + 3 * PAGE_SIZE, 1), -EIO);
	KTEST_EXPECT_EQ(t, vfs_truncate_file(file, 4 * PAGE_SIZE), 0);
	KTEST_EXPECT_EQ(t, user_byte(vm, PLACE + 3 * PAGE_SIZE), 0);
	end(t);
}

KTEST(file_map, truncation_takes_pages_out_of_mappings)
{
	struct vm *child;

	KTEST_ASSERT(t, begin(t));
	map_file(file, 3 * PAGE_SIZE, RW, MAP_PRIVATE, 0);
	user_write(vm, PLACE + PAGE_SIZE, 'P');
	user_write(vm, PLACE, 'Q');
	child = vm_fork(vm);
	KTEST_ASSERT(t, child);
	KTEST_EXPECT_EQ(t, vfs_truncate_file(file, PAGE_SIZE / 2), 0);
	KTEST_EXPECT_EQ(t, user_byte(vm, PLACE + PAGE_SIZE), -EIO);
	KTEST_EXPECT_EQ(t, user_byte(child, PLACE + PAGE_SIZE), -EIO);
	KTEST_EXPECT_EQ(t, user_byte(child, PLACE + 2 * PAGE_SIZE), -EIO);
	KTEST_EXPECT_EQ(t, user_byte(vm, PLACE), 'Q');
	vm_put(child);
	end(t);
}

static bool enough;

static int truncate_again_and_again(void *arg)
{
	(void)arg;
	while (!READ_ONCE(enough)) {
		vfs_truncate_file(file, 0);
		vfs_truncate_file(file, 3 * PAGE_SIZE);
		thread_yield();
	}
	return 0;
}

/* It comes to the child's tables before they have anything in them. */
KTEST(file_map, truncation_may_come_while_tables_are_shared)
{
	const unsigned long other = PLACE + 16 * PAGE_SIZE;
	struct task *thread;

	KTEST_ASSERT(t, begin(t));
	map_file(file, 3 * PAGE_SIZE, RW, MAP_SHARED, 0);
	user_map(vm, other, PAGE_SIZE, RW, MAP_FIXED);
	KTEST_EXPECT_EQ(t, user_write(vm, other, 'o'), 0);
	enough = false;
	thread = thread_create("truncating", truncate_again_and_again, NULL);
	KTEST_ASSERT(t, thread);
	for (int i = 0; i < 50; i++) {
		struct vm *child = vm_fork(vm);

		KTEST_ASSERT(t, child);
		KTEST_EXPECT_EQ(t, user_byte(child, other), 'o');
		vm_put(child);
		thread_yield();
	}
	WRITE_ONCE(enough, true);
	thread_join(thread);
	end(t);
}

KTEST(file_map, a_hole_that_is_touched_belongs_to_the_file)
{
	KTEST_ASSERT(t, begin(t));
	vfs_truncate_file(file, 6 * PAGE_SIZE);
	map_file(file, 6 * PAGE_SIZE, RW, MAP_SHARED, 0);
	KTEST_EXPECT_EQ(t, user_write(vm, PLACE + 5 * PAGE_SIZE, 'H'), 0);
	KTEST_EXPECT_EQ(t, byte_in_file(5 * PAGE_SIZE), 'H');
	end(t);
}

KTEST(file_map, a_full_filesystem_is_a_bus_error)
{
	KTEST_ASSERT(t, begin(t));
	vfs_truncate_file(file, 20 * PAGE_SIZE);
	map_file(file, 20 * PAGE_SIZE, RW, MAP_SHARED, 0);
	for (unsigned int i = 3; i < 16; i++)
		KTEST_EXPECT_EQ(t, user_write(vm, PLACE + i * PAGE_SIZE, 1), 0);
	KTEST_EXPECT_EQ(t, user_write(vm, PLACE + 16 * PAGE_SIZE, 1), -EIO);
	end(t);
}

KTEST(file_map, the_mapping_outlives_descriptor_and_name)
{
	KTEST_ASSERT(t, begin(t));
	map_file(file, PAGE_SIZE, PROT_READ, MAP_SHARED, 0);
	KTEST_EXPECT_EQ(t, vfs_unlink(NULL, MOUNTED "/file"), 0);
	file_put(file);
	KTEST_EXPECT_EQ(t, user_byte(vm, PLACE), 'a');
	KTEST_EXPECT_EQ(t, vfs_umount(MOUNTED, 0), -EBUSY);
	KTEST_EXPECT_EQ(t,
			vfs_open(NULL, MOUNTED "/other", O_RDWR | O_CREAT, 0600,
				 &file),
			0);
	end(t);
}

KTEST(file_map, access_modes_are_respected)
{
	struct file *reader, *writer;

	KTEST_ASSERT(t, begin(t));
	KTEST_ASSERT_EQ(
		t, vfs_open(NULL, MOUNTED "/file", O_RDONLY, 0, &reader), 0);
	KTEST_ASSERT_EQ(
		t, vfs_open(NULL, MOUNTED "/file", O_WRONLY, 0, &writer), 0);
	KTEST_EXPECT_EQ(t, map_file(reader, PAGE_SIZE, RW, MAP_SHARED, 0),
			-EACCES);
	KTEST_EXPECT_EQ(t,
			map_file(writer, PAGE_SIZE, PROT_WRITE, MAP_PRIVATE, 0),
			-EACCES);
	KTEST_EXPECT_EQ(t, map_file(reader, PAGE_SIZE, RW, MAP_PRIVATE, 0),
			PLACE);
	KTEST_EXPECT_EQ(t,
			map_file(reader, PAGE_SIZE, PROT_READ, MAP_SHARED, 0),
			PLACE);
	KTEST_EXPECT_EQ(t, vm_protect(vm, PLACE, PAGE_SIZE, RW), -EACCES);
	file_put(reader);
	file_put(writer);
	end(t);
}

KTEST(file_map, what_cannot_be_mapped_is_refused)
{
	struct file *directory;

	KTEST_ASSERT(t, begin(t));
	KTEST_ASSERT_EQ(t, vfs_open(NULL, MOUNTED, O_RDONLY, 0, &directory), 0);
	KTEST_EXPECT_EQ(
		t, map_file(directory, PAGE_SIZE, PROT_READ, MAP_PRIVATE, 0),
		-ENODEV);
	file_put(directory);
	KTEST_EXPECT_EQ(t, map_file(file, PAGE_SIZE, PROT_READ, MAP_PRIVATE, 5),
			-EINVAL);
	KTEST_EXPECT_EQ(t,
			map_file(file, PAGE_SIZE, PROT_READ, MAP_PRIVATE,
				 ~0UL << 12),
			-EOVERFLOW);
	KTEST_EXPECT_EQ(t,
			map_file(file, PAGE_SIZE, PROT_READ,
				 MAP_PRIVATE | MAP_GROWSDOWN, 0),
			-EINVAL);
	end(t);
}

KTEST(file_map, neighbours_of_one_file_join_and_move_together)
{
	struct vm_move move = {PLACE + PAGE_SIZE, PAGE_SIZE, PAGE_SIZE,
			       MREMAP_MAYMOVE | MREMAP_FIXED,
			       PLACE + 9 * PAGE_SIZE};

	KTEST_ASSERT(t, begin(t));
	map_file(file, 3 * PAGE_SIZE, RW, MAP_SHARED, 0);
	KTEST_EXPECT_EQ(
		t, vm_protect(vm, PLACE + PAGE_SIZE, PAGE_SIZE, PROT_READ), 0);
	KTEST_EXPECT_STREQ(t, user_areas(vm), "0-1 rw-s 1-2 r--s 2-3 rw-s ");
	KTEST_EXPECT_EQ(t, vm_protect(vm, PLACE, 2 * PAGE_SIZE, RW), 0);
	KTEST_EXPECT_STREQ(t, user_areas(vm), "0-3 rw-s ");
	KTEST_EXPECT_EQ(t, vm_remap(vm, &move), PLACE + 9 * PAGE_SIZE);
	KTEST_EXPECT_EQ(t, user_byte(vm, PLACE + 9 * PAGE_SIZE), 'b');
	KTEST_EXPECT_EQ(t, user_byte(vm, PLACE + 2 * PAGE_SIZE), 'c');
	end(t);
}

KTEST(file_map, mincore_sees_the_files_pages)
{
	u8 resident[3];

	KTEST_ASSERT(t, begin(t));
	vfs_truncate_file(file, 0);
	vfs_truncate_file(file, 3 * PAGE_SIZE);
	write_file(PAGE_SIZE, 'z');
	map_file(file, 3 * PAGE_SIZE, PROT_READ, MAP_SHARED, 0);
	KTEST_EXPECT_EQ(t, vm_incore(vm, PLACE, 3 * PAGE_SIZE, resident), 0);
	KTEST_EXPECT(t, !resident[0] && resident[1] && !resident[2]);
	end(t);
}

KTEST(file_map, a_part_moves_over_the_beginning_of_its_own_mapping)
{
	struct vm_move move = {PLACE + 2 * PAGE_SIZE, PAGE_SIZE, PAGE_SIZE,
			       MREMAP_MAYMOVE | MREMAP_FIXED, PLACE};

	KTEST_ASSERT(t, begin(t));
	map_file(file, 3 * PAGE_SIZE, RW, MAP_SHARED, 0);
	KTEST_EXPECT_EQ(t, vm_remap(vm, &move), PLACE);
	KTEST_EXPECT_EQ(t, user_byte(vm, PLACE), 'c');
	KTEST_EXPECT_EQ(t, user_byte(vm, PLACE + PAGE_SIZE), 'b');
	KTEST_EXPECT_EQ(t, user_byte(vm, PLACE + 2 * PAGE_SIZE), -EFAULT);
	end(t);
}

KTEST(file_map, a_write_may_come_from_the_page_that_it_fills)
{
	struct io_iter from;
	u64 hole = 4 * PAGE_SIZE;
	u8 *shown;

	KTEST_ASSERT(t, begin(t));
	vfs_truncate_file(file, 6 * PAGE_SIZE);
	map_file(file, 6 * PAGE_SIZE, RW, MAP_SHARED, 0);
	KTEST_EXPECT_EQ(t, user_write(vm, PLACE + hole, 'm'), 0);
	shown = phys_to_virt(user_page_translate(&vm->mm, PLACE + hole, true));
	from = io_iter_buffer(shown, 1);
	KTEST_EXPECT_EQ(t, file_write_at(file, &from, hole + 9), 1);
	KTEST_EXPECT_EQ(t, user_byte(vm, PLACE + hole + 9), 'm');
	KTEST_EXPECT_EQ(t, user_byte(vm, PLACE + hole), 'm');
	end(t);
}
