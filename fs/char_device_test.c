// SPDX-License-Identifier: GPL-2.0-only
/*
 * Nodes and what they open. The devices of these tests stay registered, under
 * numbers for experiments (major 240, Linux's devices.txt).
 */
#include <exo/char_device.h>
#include <exo/file.h>
#include <exo/ktest.h>
#include <exo/vfs.h>
#include <uapi/errno.h>

#include "test_tree.h"

static unsigned int released;

static ssize_t read_name(struct file *file, struct io_iter *to, u64 *position)
{
	(void)position;
	return (ssize_t)io_copy_to(to, file->private, 1);
}

static void release(struct file *file)
{
	(void)file;
	released++;
}

static const struct file_ops letter_ops = {
	.write = file_no_write,
	.read = read_name,
	.release = release,
};

static int open_letter(const struct char_device *device, struct file *file)
{
	if (file_writable(file))
		return -EACCES;
	file->private = device->private;
	return 0;
}

static struct char_device letter_b = {
	.name = "ktest-b",
	.driver = "ktest",
	.number = DEVICE_NUMBER(240, 2),
	.mode = 0600,
	.ops = &letter_ops,
	.open = open_letter,
	.private = "b",
};

static struct char_device letter_a = {
	.name = "ktest-a",
	.driver = "ktest",
	.number = DEVICE_NUMBER(240, 1),
	.mode = 0600,
	.ops = &letter_ops,
	.open = open_letter,
	.private = "a",
};

/* Both registered, by the first test that needs them. */
static bool letters_there(void)
{
	if (!char_device_find(letter_b.number))
		char_device_register(&letter_b);
	if (!char_device_find(letter_a.number))
		char_device_register(&letter_a);
	return char_device_find(letter_a.number) == &letter_a &&
	       char_device_find(letter_b.number) == &letter_b;
}

KTEST(char_device, numbers_are_encoded_as_linux_has_them)
{
	u64 number = DEVICE_NUMBER(0x123, 0xabcde);

	KTEST_EXPECT_EQ(t, DEVICE_NUMBER(1, 3), 0x103);
	KTEST_EXPECT_EQ(t, number, 0xabc123de);
	KTEST_EXPECT_EQ(t, device_major(number), 0x123);
	KTEST_EXPECT_EQ(t, device_minor(number), 0xabcde);
}

KTEST(char_device, devices_are_listed_by_number)
{
	u64 last = 0;
	bool ordered = true;
	unsigned int count = 0;
	const struct char_device *device;

	KTEST_ASSERT(t, letters_there());
	for (; (device = char_device_at(count)); count++) {
		ordered &= device->number > last;
		last = device->number;
	}
	KTEST_EXPECT(t, ordered);
	KTEST_EXPECT_GE(t, count, 2);
	KTEST_EXPECT(t, !char_device_at(count + 1));
}

KTEST(char_device, a_name_or_number_is_given_once)
{
	struct char_device same_name = letter_a, same_number = letter_a;

	KTEST_ASSERT(t, letters_there());
	same_name.number = DEVICE_NUMBER(240, 3);
	same_number.name = "ktest-c";
	KTEST_EXPECT_EQ(t, char_device_register(&same_name), -EBUSY);
	KTEST_EXPECT_EQ(t, char_device_register(&same_number), -EBUSY);
	same_name.name = "ktest-c";
	same_name.ops = &(const struct file_ops){.read = file_no_read};
	KTEST_EXPECT_EQ(t, char_device_register(&same_name), -EINVAL);
	KTEST_EXPECT(t, !char_device_find(DEVICE_NUMBER(240, 3)));
}

KTEST(char_device, a_node_anywhere_opens_its_device)
{
	struct test_tree tree;
	struct file *file;

	KTEST_ASSERT(t, letters_there());
	KTEST_ASSERT_EQ(t, test_tree_begin(&tree, NULL), 0);
	KTEST_EXPECT_EQ(
		t, vfs_mknod(NULL, "b", S_IFCHR | 0600, letter_b.number), 0);
	for (int again = 0; again < 2; again++)
		KTEST_EXPECT(t, test_has("b", "b"));
	released = 0;
	KTEST_EXPECT_EQ(t, vfs_open(NULL, "b", O_RDWR, 0, &file), -EACCES);
	KTEST_EXPECT_EQ(t, released, 0);
	KTEST_ASSERT_EQ(t, vfs_open(NULL, "b", O_RDONLY, 0, &file), 0);
	file_put(file);
	KTEST_EXPECT_EQ(t, released, 1);
	test_tree_check_end(t, &tree);
}

KTEST(char_device, a_number_without_a_device_is_enxio)
{
	struct test_tree tree;
	struct file *file;

	KTEST_ASSERT_EQ(t, test_tree_begin(&tree, NULL), 0);
	KTEST_EXPECT_EQ(t,
			vfs_mknod(NULL, "none", S_IFCHR | 0600,
				  DEVICE_NUMBER(240, 255)),
			0);
	KTEST_EXPECT_EQ(t, vfs_open(NULL, "none", O_RDONLY, 0, &file), -ENXIO);
	test_tree_check_end(t, &tree);
}
