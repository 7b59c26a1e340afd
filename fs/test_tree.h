/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: fs, private to tests and benchmarks of the core. A tmpfs of their own,
 * where they stand, and a look at whether all memory has come back.
 */
#ifndef FS_TEST_TREE_H
#define FS_TEST_TREE_H

#include <exo/compiler.h>
#include <exo/ktest.h>
#include <exo/types.h>

struct fs_context;

struct test_tree {
	struct fs_context *outside; /* the task's own */
	u64 blocks; /* of the heap, before */
	u64 dentries;
};

/*
 * Mount a tmpfs with @options (NULL: defaults) on /ktest and make it the current
 * directory, in a context of the task's own. 0 or a negative errno.
 */
__must_check int test_tree_begin(struct test_tree *tree, const char *options);

/* Undo that; -EBUSY if something in it is still in use. */
int test_tree_end(struct test_tree *tree);

/* After the end: heap blocks and dentries that are more than there were before. */
s64 test_tree_leaked(const struct test_tree *tree);
s64 test_tree_names_left(const struct test_tree *tree);

/* End the test in @t: nothing may be in use or lost. */
static inline void test_tree_check_end(struct ktest *t, struct test_tree *tree)
{
	KTEST_EXPECT_EQ(t, test_tree_end(tree), 0);
	KTEST_EXPECT_EQ(t, test_tree_names_left(tree), 0);
	KTEST_EXPECT_EQ(t, test_tree_leaked(tree), 0);
}

/* Write a file with @text in it, made if it is not there. */
int test_write(const char *name, const char *text);

/* Does the file @name have @text in it, and no more? */
bool test_has(const char *name, const char *text);

/* Its mode, or a negative errno; links and inode likewise. Links are not followed. */
int test_mode(const char *name);
int test_links(const char *name);
s64 test_inode(const char *name);

/* Act as this user, in the group of that number, and as root again. */
void test_become(u32 uid);
void test_become_root(void);

#endif
