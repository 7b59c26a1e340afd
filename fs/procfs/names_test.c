// SPDX-License-Identifier: GPL-2.0-only
/*
 * Names in the root of /proc that come and go by themselves, each a file with a
 * text of its own: "n1" to "n9" while their bit is set.
 */
#include <exo/ctype.h>
#include <exo/directory_sink.h>
#include <exo/fault_inject.h>
#include <exo/file.h>
#include <exo/kmalloc.h>
#include <exo/ktest.h>
#include <exo/mount.h>
#include <exo/proc_inode.h>
#include <exo/vfs.h>
#include <uapi/errno.h>

#include "../test_tree.h"

struct numbered {
	struct proc_inode own;
	unsigned int number;
};

static u64 alive;

static struct numbered *numbered(const struct inode *inode)
{
	return container_of(proc_inode(inode), struct numbered, own);
}

static bool number_valid(const struct inode *inode)
{
	return alive & BIT(numbered(inode)->number);
}

static void number_evict(struct inode *inode)
{
	kfree(numbered(inode));
}

static int show_number(struct text_buffer *text)
{
	text_printf(text, "%u\n", numbered(text->private)->number);
	return 0;
}

static int number_lookup(struct inode *root, const struct path_name *name,
			 struct inode **found)
{
	static const struct proc_inode_ops ops = {
		.valid = number_valid,
		.evict = number_evict,
	};
	static const struct proc_file file = {.show = show_number};
	const struct inode_spec spec = {.mode = S_IFREG | 0444};
	unsigned int number = (unsigned int)name->chars[1] - '0';
	struct numbered *made;

	if (name->length != 2 || name->chars[0] != 'n' || number > 9 ||
	    !(alive & BIT(number)))
		return -ENOENT;
	made = kmalloc(sizeof(*made));
	if (!made)
		return -ENOMEM;
	inode_init(&made->own.inode, root->superblock, &spec);
	made->own.inode.file_ops = &proc_text_ops;
	made->own.inode.number = PROC_NAMES_FIRST + number;
	made->own.ops = &ops;
	made->own.file = &file;
	made->number = number;
	*found = &made->own.inode;
	return 0;
}

static int number_list(struct file *root, struct directory_sink *sink)
{
	char name[2] = "n";

	for (u64 n = root->position - PROC_NAMES_FIRST; n < 10; n++) {
		const struct directory_entry entry = {
			.name = name,
			.length = sizeof(name),
			.type = DT_REG,
			.number = PROC_NAMES_FIRST + n,
			.next = PROC_NAMES_FIRST + n + 1,
		};

		name[1] = (char)('0' + n);
		if (alive & BIT(n) &&
		    !directory_add(&root->position, sink, &entry))
			break;
	}
	return 0;
}

static const struct proc_names names = {
	.lookup = number_lookup,
	.list = number_list,
};

struct counting_sink {
	struct directory_sink sink;
	unsigned int numbers, others; /* names */
};

static bool count(struct directory_sink *sink,
		  const struct directory_entry *entry)
{
	struct counting_sink *counting =
		container_of(sink, struct counting_sink, sink);

	if (entry->name[0] == 'n' && isdigit(entry->name[1]))
		counting->numbers++;
	else
		counting->others++;
	return true;
}

static struct counting_sink list(void)
{
	struct counting_sink counting = {.sink = {.add = count}};
	struct file *root;

	if (vfs_open(NULL, "p", O_RDONLY | O_DIRECTORY, 0, &root))
		return counting;
	vfs_list(root, &counting.sink);
	file_put(root);
	return counting;
}

/* Mount it on "p" in a tree of the test's own. */
static int begin(struct test_tree *tree)
{
	int err = test_tree_begin(tree, NULL);

	if (err)
		return err;
	alive = 0;
	err = vfs_mkdir(NULL, "p", 0755);
	if (!err)
		err = vfs_mount("none", "p", "proc", 0, NULL);
	if (err)
		test_tree_end(tree);
	return err;
}

static void end(struct ktest *t, struct test_tree *tree)
{
	KTEST_EXPECT_EQ(t, vfs_umount("p", 0), 0);
	test_tree_check_end(t, tree);
}

KTEST(procfs_names, they_come_and_go_beside_the_others)
{
	const struct proc_names *before = proc_set_names(&names);
	struct counting_sink with, without;
	struct test_tree tree;
	struct file *file;

	KTEST_ASSERT(t, begin(&tree) == 0);
	KTEST_EXPECT_EQ(t, test_mode("p/n3"), -ENOENT);
	without = list();
	alive = BIT(3) | BIT(7);
	KTEST_EXPECT(t, test_has("p/n3", "3\n"));
	KTEST_EXPECT(t, test_has("p/n7", "7\n"));
	with = list();
	KTEST_EXPECT_EQ(t, without.numbers, 0);
	KTEST_EXPECT_EQ(t, with.numbers, 2);
	KTEST_EXPECT_EQ(t, with.others, without.others);
	KTEST_EXPECT_EQ(t, vfs_open(NULL, "p/n3", O_RDONLY, 0, &file), 0);
	alive = BIT(7);
	KTEST_EXPECT_EQ(t, test_mode("p/n3"), -ENOENT);
	file_put(file);
	end(t, &tree);
	proc_set_names(before);
}

/* A file of each life is found, read and forgotten, or -ENOMEM says why not. */
static int read_number(void)
{
	struct file *file;
	char bytes[4];
	struct io_iter to = io_iter_buffer(bytes, sizeof(bytes));
	ssize_t done;
	int err = vfs_open(NULL, "p/n5", O_RDONLY, 0, &file);

	if (err)
		return err;
	done = file_read(file, &to);
	file_put(file);
	return done == 2 ? 0 : (int)min(done, (ssize_t)-EIO);
}

KTEST(procfs_names, they_survive_any_allocation_failing)
{
	const struct proc_names *before = proc_set_names(NULL);
	struct test_tree tree;
	int err = 0;

	KTEST_ASSERT(t, begin(&tree) == 0);
	fault_inject_each(nth)
	{
		proc_set_names(&names);
		alive = BIT(5);
		err = read_number();
		KTEST_EXPECT(t, !err || err == -ENOMEM);
		alive = 0;
		KTEST_EXPECT(t, test_mode("p/n5") < 0);
	}
	KTEST_EXPECT_EQ(t, err, 0);
	end(t, &tree);
	proc_set_names(before);
}
