// SPDX-License-Identifier: GPL-2.0-only
/*
 * A filesystem whose names come and go by themselves, as those of processes do:
 *
 *	/ "1" "2" ...	directories, while bit n of alive is set
 *	/1/id		a file
 *	/1/up		a link that leads to the root
 *	/self		a link that leads to the directory of one that is alive
 */
#include <exo/directory_sink.h>
#include <exo/fault_inject.h>
#include <exo/file.h>
#include <exo/filesystem.h>
#include <exo/kmalloc.h>
#include <exo/ktest.h>
#include <exo/mount.h>
#include <exo/printf.h>
#include <exo/vfs.h>
#include <uapi/errno.h>

#include "test_tree.h"

struct changing_inode {
	struct inode inode;
	unsigned int number; /* of the directory it is, or is in; 0: the root */
	u64 born; /* which life of that number */
};

static u64 alive, lives;
static u64 lookups;
static unsigned int inodes; /* that exist */

static struct changing_inode *changing(const struct inode *inode)
{
	return container_of(inode, struct changing_inode, inode);
}

static struct inode *make(struct superblock *superblock, u32 mode,
			  unsigned int number)
{
	const struct inode_spec spec = {.mode = mode};
	struct changing_inode *own = kmalloc(sizeof(*own));
	static const struct file_ops directory_ops = {
		.read = file_no_read,
		.write = file_no_write,
		.seek = directory_seek,
	};

	if (!own)
		return NULL;
	inode_init(&own->inode, superblock, &spec);
	own->number = number;
	own->born = lives;
	if (S_ISDIR(mode))
		own->inode.links = 2;
	if (S_ISLNK(mode))
		own->inode.target = "";
	own->inode.file_ops = &directory_ops;
	inodes++;
	return &own->inode;
}

static bool name_is(const struct path_name *name, const char *text)
{
	return path_name_equal(name, text, strlen(text));
}

/* What kind of file is called @name in the directory @number; 0: none. */
static u32 mode_of(unsigned int *number, const struct path_name *name)
{
	unsigned int digit = (unsigned int)name->chars[0] - '0';

	if (*number)
		return name_is(name, "id")   ? S_IFREG | 0444
		       : name_is(name, "up") ? S_IFLNK | 0777
					     : 0;
	if (name_is(name, "self"))
		return S_IFLNK | 0777;
	if (name->length != 1 || digit > 9 || !(alive & BIT(digit)))
		return 0;
	*number = digit;
	return S_IFDIR | 0555;
}

static int changing_lookup(struct inode *directory,
			   const struct path_name *name, struct inode **found)
{
	unsigned int number = changing(directory)->number;
	u32 mode = mode_of(&number, name);

	lookups++;
	if (!mode)
		return -ENOENT;
	*found = make(directory->superblock, mode, number);
	return *found ? 0 : -ENOMEM;
}

static bool changing_valid(const struct inode *inode)
{
	const struct changing_inode *own = changing(inode);

	return !own->number || (alive & BIT(own->number) && own->born == lives);
}

static int changing_follow(struct inode *link, const struct path *directory,
			   struct path *to)
{
	char name[2] = {0};

	if (changing(link)->number)
		return path_lookup(directory, "..", 0, to);
	if (!alive)
		return -ENOENT;
	name[0] = (char)('0' + __builtin_ctzll(alive));
	return path_lookup(directory, name, 0, to);
}

static ssize_t changing_readlink(struct inode *link, char *buffer, size_t size)
{
	char text[8];
	int length = snprintf(text, sizeof(text), "%u", changing(link)->number);

	size = min(size, (size_t)length);
	memcpy(buffer, text, size);
	return (ssize_t)size;
}

static void changing_evict(struct inode *inode)
{
	inodes--;
	kfree(changing(inode));
}

static int changing_mount(struct superblock *superblock, const char *source,
			  const char *options)
{
	struct inode *root = make(superblock, S_IFDIR | 0755, 0);
	int err;

	(void)source;
	(void)options;
	if (!root)
		return -ENOMEM;
	err = superblock_set_root(superblock, root);
	if (err)
		inode_put(root);
	return err;
}

static void changing_unmount(struct superblock *superblock)
{
	(void)superblock;
}

static const struct filesystem changing_filesystem = {
	.name = "ktest_changing",
	.mount = changing_mount,
	.unmount = changing_unmount,
	.evict = changing_evict,
	.lookup = changing_lookup,
	.valid = changing_valid,
	.follow = changing_follow,
	.readlink = changing_readlink,
};

/* Mount it on "c" in a tree of the test's own. */
static int begin(struct test_tree *tree)
{
	int err;

	if (!filesystem_find(changing_filesystem.name) &&
	    filesystem_register(&changing_filesystem))
		return -EBUSY;
	alive = lookups = 0;
	lives = 1;
	err = test_tree_begin(tree, NULL);
	if (err)
		return err;
	err = vfs_mkdir(NULL, "c", 0755);
	if (!err)
		err = vfs_mount(NULL, "c", "ktest_changing", 0, NULL);
	if (err)
		test_tree_end(tree);
	return err;
}

static void end(struct ktest *t, struct test_tree *tree)
{
	KTEST_EXPECT_EQ(t, vfs_umount("c", 0), 0);
	test_tree_check_end(t, tree);
	KTEST_EXPECT_EQ(t, inodes, 0);
}

KTEST(changing_names, absence_is_not_remembered)
{
	struct test_tree tree;

	KTEST_ASSERT(t, begin(&tree) == 0);
	KTEST_EXPECT_EQ(t, test_mode("c/3"), -ENOENT);
	alive = BIT(3);
	KTEST_EXPECT_EQ(t, test_mode("c/3"), S_IFDIR | 0555);
	KTEST_EXPECT_EQ(t, test_mode("c/3/id"), S_IFREG | 0444);
	KTEST_EXPECT_EQ(t, test_mode("c/3/none"), -ENOENT);
	end(t, &tree);
}

KTEST(changing_names, presence_is_remembered_while_it_lasts)
{
	struct test_tree tree;
	u64 before;

	KTEST_ASSERT(t, begin(&tree) == 0);
	alive = BIT(3);
	KTEST_EXPECT_EQ(t, test_mode("c/3/id"), S_IFREG | 0444);
	before = lookups;
	KTEST_EXPECT_EQ(t, test_mode("c/3/id"), S_IFREG | 0444);
	KTEST_EXPECT_EQ(t, lookups, before);
	alive = 0;
	KTEST_EXPECT_EQ(t, test_mode("c/3/id"), -ENOENT);
	KTEST_EXPECT_EQ(t, test_mode("c/3"), -ENOENT);
	end(t, &tree);
}

KTEST(changing_names, the_next_of_that_name_is_another)
{
	struct test_tree tree;
	struct file *file;
	struct path old, new;

	KTEST_ASSERT(t, begin(&tree) == 0);
	alive = BIT(3);
	KTEST_EXPECT_EQ(t, vfs_open(NULL, "c/3/id", O_RDONLY, 0, &file), 0);
	KTEST_EXPECT_EQ(t, path_lookup(NULL, "c/3", 0, &old), 0);
	lives++;
	KTEST_EXPECT_EQ(t, path_lookup(NULL, "c/3", 0, &new), 0);
	KTEST_EXPECT(t, new.dentry != old.dentry);
	/* In the old one nothing is found any more. */
	KTEST_EXPECT_EQ(t, path_inode(&old)->links, 0);
	path_put(&new);
	KTEST_EXPECT_EQ(t, path_lookup(&old, "id", 0, &new), -ENOENT);
	path_put(&old);
	file_put(file);
	end(t, &tree);
}

KTEST(changing_names, links_without_a_text_lead_where_they_are_told)
{
	struct test_tree tree;
	struct path one, other;
	char text[8];

	KTEST_ASSERT(t, begin(&tree) == 0);
	KTEST_EXPECT_EQ(t, test_mode("c/self"), S_IFLNK | 0777);
	KTEST_EXPECT_EQ(t, path_lookup(NULL, "c/self", 0, &one), -ENOENT);
	alive = BIT(5);
	KTEST_EXPECT_EQ(t, path_lookup(NULL, "c/self/id", 0, &one), 0);
	KTEST_EXPECT_EQ(t, path_lookup(NULL, "c/5/id", 0, &other), 0);
	KTEST_EXPECT(t, one.dentry == other.dentry);
	path_put(&one);
	path_put(&other);
	KTEST_EXPECT_EQ(t,
			path_lookup(NULL, "c/self/up/5/up/self/id/", 0, &one),
			-ENOTDIR);
	KTEST_EXPECT_EQ(t, vfs_readlink(NULL, "c/5/up", text, 8), 1);
	KTEST_EXPECT_EQ(t, text[0], '5');
	KTEST_EXPECT_EQ(t, vfs_readlink(NULL, "c/5/id", text, 8), -EINVAL);
	end(t, &tree);
}

KTEST(changing_names, forty_links_are_followed_whatever_their_kind)
{
	static const char step[] = "self/up/"; /* two links */
	char path[256] = "c/";
	size_t length = 2;
	struct test_tree tree;
	struct path found;

	KTEST_ASSERT(t, begin(&tree) == 0);
	alive = BIT(1);
	for (int i = 0; i < 20; i++, length += sizeof(step) - 1)
		memcpy(path + length, step, sizeof(step));
	KTEST_EXPECT_EQ(t, path_lookup(NULL, path, 0, &found), 0);
	path_put(&found);
	memcpy(path + length, "self", 5);
	KTEST_EXPECT_EQ(t, path_lookup(NULL, path, 0, &found), -ELOOP);
	end(t, &tree);
}

KTEST(changing_names, nobody_makes_or_removes_them)
{
	struct test_tree tree;

	KTEST_ASSERT(t, begin(&tree) == 0);
	alive = BIT(1);
	KTEST_EXPECT_EQ(t, test_write("c/new", "text"), -ENOENT);
	KTEST_EXPECT_EQ(t, vfs_mkdir(NULL, "c/new", 0755), -ENOENT);
	KTEST_EXPECT_EQ(t, vfs_mkdir(NULL, "c/1", 0755), -EEXIST);
	KTEST_EXPECT_EQ(t, vfs_unlink(NULL, "c/1/id"), -EPERM);
	KTEST_EXPECT_EQ(t, vfs_rmdir(NULL, "c/1"), -EPERM);
	KTEST_EXPECT_EQ(t, vfs_rename(NULL, "c/1", NULL, "c/2", 0), -EPERM);
	end(t, &tree);
}

KTEST(changing_names, what_something_is_mounted_on_stays)
{
	struct test_tree tree;

	KTEST_ASSERT(t, begin(&tree) == 0);
	alive = BIT(1);
	KTEST_EXPECT_EQ(t, vfs_mount(NULL, "c/1", "tmpfs", 0, NULL), 0);
	alive = 0;
	KTEST_EXPECT_EQ(t, test_write("c/1/new", "text"), 0);
	KTEST_EXPECT_EQ(t, vfs_umount("c/1", 0), 0);
	KTEST_EXPECT_EQ(t, test_mode("c/1"), -ENOENT);
	end(t, &tree);
}

KTEST(changing_names, walks_survive_any_allocation_failing)
{
	struct test_tree tree;
	struct path found;
	int err = 0;

	KTEST_ASSERT(t, begin(&tree) == 0);
	alive = BIT(1);
	fault_inject_each(nth)
	{
		lives++;
		err = path_lookup(NULL, "c/self/up/1/id", 0, &found);
		if (err)
			KTEST_EXPECT_EQ(t, err, -ENOMEM);
		else
			path_put(&found);
	}
	KTEST_EXPECT_EQ(t, err, 0);
	end(t, &tree);
}
