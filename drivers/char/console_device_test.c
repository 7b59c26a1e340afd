// SPDX-License-Identifier: GPL-2.0-only
/*
 * The consoles as files without terminals.
 */
#include <exo/char_device.h>
#include <exo/console.h>
#include <exo/file.h>
#include <exo/ktest.h>
#include <uapi/errno.h>

static struct file *open_console(u32 flags)
{
	const struct char_device *device =
		char_device_find(DEVICE_NUMBER(5, 1));
	struct file *file =
		device ? file_alloc(device->ops, NULL, O_RDWR | flags) : NULL;

	if (file)
		device->open(device, file);
	return file;
}

KTEST(console_device, there_is_nothing_to_read)
{
	char text[8];
	struct io_iter to = io_iter_buffer(text, sizeof(text));
	struct file *file = open_console(0);

	KTEST_ASSERT(t, file);
	KTEST_EXPECT_EQ(t, file_read(file, &to), 0);
	file_put(file);
}

static char shown[8];
static size_t shown_size;

static void keep(struct console *console, const char *from, size_t size)
{
	(void)console;
	memcpy(shown, from, min(size, sizeof(shown)));
	shown_size = size;
}

KTEST(console_device, what_is_written_goes_to_the_console_of_the_file)
{
	static const struct console_ops ops = {.write = keep};
	struct console console = {.name = "ktest", .ops = &ops};
	struct file *file = open_console(0);
	struct io_iter from = io_iter_buffer("# text\n", 7);

	KTEST_ASSERT(t, file);
	file->private = &console;
	KTEST_EXPECT_EQ(t, file_write(file, &from), 7);
	KTEST_EXPECT_EQ(t, shown_size, 7);
	KTEST_EXPECT_MEMEQ(t, shown, "# text\n", 7);
	KTEST_EXPECT_EQ(t, file_seek(file, 0, SEEK_SET), -ESPIPE);
	file_put(file);
}
