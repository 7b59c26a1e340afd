// SPDX-License-Identifier: GPL-2.0-only
/*
 * What all files have in common, by one that notes how it is called.
 */
#include <exo/file.h>
#include <exo/ktest.h>
#include <exo/limits.h>
#include <exo/poll.h>
#include <uapi/errno.h>

struct probe {
	unsigned int released;
	size_t asked; /* of the last read or write */
	u64 *position; /* it was given */
	u64 at; /* its value then */
	int flags_error;
	int attached; /* poll entries */
};

static ssize_t probe_io(struct file *file, struct io_iter *iter, u64 *position)
{
	struct probe *probe = file->private;

	probe->asked = iter->left;
	probe->position = position;
	if (position) {
		probe->at = *position;
		*position += iter->left;
	}
	return (ssize_t)iter->left;
}

static s64 probe_seek(struct file *file, s64 offset, int whence)
{
	(void)file;
	return whence == SEEK_SET ? offset : -EINVAL;
}

static int probe_check_flags(struct file *file, u32 flags)
{
	struct probe *probe = file->private;

	(void)flags;
	return probe->flags_error;
}

static void probe_release(struct file *file)
{
	struct probe *probe = file->private;

	probe->released++;
}

static u32 probe_poll(struct file *file, struct poll_entry *entry)
{
	struct probe *probe = file->private;

	probe->attached += entry != NULL;
	return POLLIN;
}

static void probe_poll_detach(struct file *file, struct poll_entry *entry)
{
	struct probe *probe = file->private;

	(void)entry;
	probe->attached--;
}

static const struct file_ops probe_ops = {
	.read = probe_io,
	.write = probe_io,
	.poll = probe_poll,
	.poll_detach = probe_poll_detach,
	.seek = probe_seek,
	.check_flags = probe_check_flags,
	.release = probe_release,
};

static const struct file_ops bare_ops = {
	.read = file_no_read,
	.write = file_no_write,
};

KTEST(file, last_reference_releases_it)
{
	struct probe probe = {0};
	struct file *file = file_alloc(&probe_ops, &probe, O_RDWR);

	KTEST_ASSERT(t, file);
	file_get(file);
	file_put(file);
	KTEST_EXPECT_EQ(t, probe.released, 0);
	file_put(file);
	KTEST_EXPECT_EQ(t, probe.released, 1);
}

KTEST(file, access_mode_is_enforced)
{
	struct probe probe = {0};
	struct file *in = file_alloc(&probe_ops, &probe, O_RDONLY);
	struct file *out = file_alloc(&probe_ops, &probe, O_WRONLY);
	struct file *path = file_alloc(&probe_ops, &probe, O_RDWR | O_PATH);
	struct io_iter iter = io_iter_buffer("abc", 3);

	KTEST_ASSERT(t, in && out && path);
	KTEST_EXPECT_EQ(t, file_read(in, &iter), 3);
	KTEST_EXPECT_EQ(t, file_write(in, &iter), -EBADF);
	KTEST_EXPECT_EQ(t, file_write(out, &iter), 3);
	KTEST_EXPECT_EQ(t, file_read(out, &iter), -EBADF);
	KTEST_EXPECT_EQ(t, file_read(path, &iter), -EBADF);
	KTEST_EXPECT_EQ(t, file_write_at(path, &iter, 0), -EBADF);
	KTEST_EXPECT_EQ(t, file_seek(path, 0, SEEK_SET), -EBADF);
	KTEST_EXPECT_EQ(t, file_control(path, 1, 0), -EBADF);
	KTEST_EXPECT_EQ(t, file_fcntl(path, F_SETFL, 0), -EBADF);
	KTEST_EXPECT_EQ(t, file_fcntl(path, F_GETFL, 0), O_RDWR | O_PATH);
	file_put(in);
	file_put(out);
	file_put(path);
}

KTEST(file, what_it_cannot_do_fails_with_the_errno_of_posix)
{
	struct file *file = file_alloc(&bare_ops, NULL, O_RDWR);
	struct io_iter iter = io_iter_buffer("abc", 3);

	KTEST_ASSERT(t, file);
	KTEST_EXPECT_EQ(t, file_read(file, &iter), -EINVAL);
	KTEST_EXPECT_EQ(t, file_write(file, &iter), -EINVAL);
	KTEST_EXPECT_EQ(t, file_seek(file, 0, SEEK_SET), -ESPIPE);
	KTEST_EXPECT_EQ(t, file_control(file, 1, 0), -ENOTTY);
	KTEST_EXPECT_EQ(t, file_fcntl(file, F_SETPIPE_SZ, 1), -EBADF);
	KTEST_EXPECT_EQ(t, file_fcntl(file, F_ADD_SEALS, 1), -EINVAL);
	KTEST_EXPECT_EQ(t, file_sync(file, false), -EINVAL);
	KTEST_EXPECT_EQ(t, file_poll(file, NULL),
			POLLIN | POLLRDNORM | POLLOUT | POLLWRNORM);
	file_put(file);
}

KTEST(file, poll_takes_back_what_it_attached_and_no_more)
{
	struct probe probe = {0};
	struct poll_entry entry;
	struct file *file = file_alloc(&probe_ops, &probe, O_RDWR);
	struct file *path = file_alloc(&probe_ops, &probe, O_RDWR | O_PATH);

	KTEST_ASSERT(t, file && path);
	KTEST_EXPECT_EQ(t, file_poll(file, &entry), POLLIN);
	KTEST_EXPECT_EQ(t, probe.attached, 1);
	file_poll_detach(file, &entry);
	KTEST_EXPECT_EQ(t, probe.attached, 0);
	KTEST_EXPECT_EQ(t, file_poll(path, &entry), POLLNVAL);
	file_poll_detach(path, &entry);
	KTEST_EXPECT_EQ(t, probe.attached, 0);
	file_put(file);
	file_put(path);
}

KTEST(file, position_moves_with_reads_and_not_with_those_at_a_place)
{
	struct probe probe = {0};
	struct file *file = file_alloc(&probe_ops, &probe, O_RDWR);
	struct io_iter iter = io_iter_buffer("abc", 3);

	KTEST_ASSERT(t, file);
	file_read(file, &iter);
	file_write(file, &iter);
	KTEST_EXPECT_EQ(t, probe.at, 3);
	KTEST_EXPECT_EQ(t, file_read_at(file, &iter, 100), 3);
	KTEST_EXPECT_EQ(t, probe.at, 100);
	KTEST_EXPECT_EQ(t, file->position, 6);
	KTEST_EXPECT_EQ(t, file_seek(file, 50, SEEK_SET), 50);
	KTEST_EXPECT_EQ(t, file_seek(file, 1, SEEK_END), -EINVAL);
	KTEST_EXPECT_EQ(t, file->position, 50);
	KTEST_EXPECT_EQ(t, file_read_at(file, &iter, 1UL << 63), -EINVAL);
	KTEST_EXPECT_EQ(t, file_write_at(file, &iter, S64_MAX), -EINVAL);
	KTEST_EXPECT_EQ(t, file_write_at(file, &iter, S64_MAX - 3), 3);
	file_put(file);
}

KTEST(file, stream_has_no_position)
{
	static const struct file_ops stream_ops = {
		.read = probe_io,
		.write = probe_io,
	};
	struct probe probe = {0};
	struct file *file = file_alloc(&stream_ops, &probe, O_RDWR);
	struct io_iter iter = io_iter_buffer("abc", 3);

	KTEST_ASSERT(t, file);
	file->stream = true;
	KTEST_EXPECT_EQ(t, file_read(file, &iter), 3);
	KTEST_EXPECT(t, !probe.position);
	KTEST_EXPECT_EQ(t, file_read_at(file, &iter, 0), -ESPIPE);
	KTEST_EXPECT_EQ(t, file_write_at(file, &iter, 0), -ESPIPE);
	KTEST_EXPECT_EQ(t, file_seek(file, 0, SEEK_SET), -ESPIPE);
	file_put(file);
}

KTEST(file, stream_that_seeks_can_be_read_anywhere)
{
	struct probe probe = {0};
	struct file *file = file_alloc(&probe_ops, &probe, O_RDWR);
	struct io_iter iter = io_iter_buffer("abc", 3);

	KTEST_ASSERT(t, file);
	file->stream = true;
	KTEST_EXPECT_EQ(t, file_read(file, &iter), 3);
	KTEST_EXPECT(t, !probe.position);
	KTEST_EXPECT_EQ(t, file_read_at(file, &iter, 100), 3);
	KTEST_EXPECT_EQ(t, probe.at, 100);
	KTEST_EXPECT_EQ(t, file_seek(file, 7, SEEK_SET), 7);
	file_put(file);
}

KTEST(file, only_status_flags_can_be_changed)
{
	struct probe probe = {0};
	struct file *file =
		file_alloc(&probe_ops, &probe,
			   O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_APPEND);

	KTEST_ASSERT(t, file);
	KTEST_EXPECT_EQ(t, file_fcntl(file, F_GETFL, 0), O_RDWR | O_APPEND);
	KTEST_EXPECT_EQ(t,
			file_fcntl(file, F_SETFL,
				   O_WRONLY | O_NONBLOCK | O_DIRECTORY),
			0);
	KTEST_EXPECT_EQ(t, file_fcntl(file, F_GETFL, 0), O_RDWR | O_NONBLOCK);
	KTEST_EXPECT(t, file_nonblocking(file));
	probe.flags_error = -EINVAL;
	KTEST_EXPECT_EQ(t, file_set_flags(file, O_DIRECT), -EINVAL);
	KTEST_EXPECT_EQ(t, file_fcntl(file, F_GETFL, 0), O_RDWR | O_NONBLOCK);
	file_put(file);
}
