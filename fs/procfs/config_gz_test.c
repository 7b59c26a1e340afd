// SPDX-License-Identifier: GPL-2.0-only

#include <exo/config_data.h>
#include <exo/file.h>
#include <exo/ktest.h>
#include <exo/vfs.h>

KTEST(procfs_config, is_the_file_in_the_image)
{
	size_t size = (size_t)(kernel_config_data_end - kernel_config_data);
	struct file *file;
	size_t at = 0;
	u8 bytes[100];

	KTEST_ASSERT(t, !vfs_open(NULL, "/proc/config.gz", O_RDONLY, 0, &file));
	for (;;) {
		struct io_iter to = io_iter_buffer(bytes, sizeof(bytes));
		ssize_t done = file_read(file, &to);

		if (done <= 0)
			break;
		KTEST_EXPECT_LE(t, at + (size_t)done, size);
		KTEST_EXPECT_MEMEQ(t, bytes, kernel_config_data + at, done);
		at += (size_t)done;
	}
	KTEST_EXPECT_EQ(t, at, size);
	file_put(file);
}
