// SPDX-License-Identifier: GPL-2.0-only
/*
 * A megabyte in files of 64 KB, which take the place of those of the time before:
 * their memory is given back meanwhile.
 */
#include "unpack.h"

#include <exo/bench.h>
#include <exo/printf.h>
#include <exo/vmalloc.h>
#include <uapi/errno.h>

#include "../test_tree.h"
#include "test_archive.h"

enum {
	NR_FILES = 16,
	FILE_SIZE = 64 << 10,
	ROOM = NR_FILES * (FILE_SIZE + 256) + 256,
};

static struct test_archive made;
static struct test_tree tree;
static u8 content[FILE_SIZE];

static void make_archive(void)
{
	char name[16];

	made.size = 0;
	for (unsigned int i = 0; i < NR_FILES; i++) {
		snprintf(name, sizeof(name), "file%u", i);
		TEST_MEMBER(&made, .name = name, .content = content,
			    .size = sizeof(content));
	}
	test_archive_end(&made);
}

static int setup(unsigned long size)
{
	int err;

	(void)size;
	made.room = ROOM;
	made.bytes = vmalloc(ROOM);
	if (!made.bytes)
		return -ENOMEM;
	make_archive();
	err = test_tree_begin(&tree, NULL);
	if (err)
		vfree(made.bytes);
	return err;
}

static void teardown(void)
{
	test_tree_end(&tree);
	vfree(made.bytes);
}

BENCH(initramfs, unpack_a_megabyte, .setup = setup, .teardown = teardown)
{
	struct unpack *unpack = unpack_begin(NULL);

	if (!unpack)
		return;
	bench_keep(unpack_quietly(unpack, "bench", made.bytes, made.size));
	unpack_end(unpack);
}
