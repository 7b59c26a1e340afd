// SPDX-License-Identifier: GPL-2.0-only
/*
 * A file whose text is made as it is read. Each opener has a window on the text,
 * the pieces made last, and the cursor behind them:
 *
 *	position 0			   start	   start + size
 *	|  read and forgotten, or skipped  |  text	   | not made yet ...
 *						cursor of next ^
 *
 * Reading goes on behind the window by making the next pieces in its place.
 * Going back before it means to begin anew, and so does reading at position 0:
 * who keeps a file open sees news by going back to its beginning.
 */
#include <exo/directory_sink.h>
#include <exo/file.h>
#include <exo/io_iter.h>
#include <exo/kmalloc.h>
#include <exo/mutex.h>
#include <uapi/errno.h>

#include "procfs.h"

enum {
	/* Short files fit, and the whole in a block of 512 bytes. */
	FIRST_ROOM = 352,
};

struct text_reader {
	const struct proc_file *file;
	struct mutex mutex;
	/* Guarded by the mutex. */
	struct text_buffer text;
	u64 start; /* position of the text */
	u64 cursor;
	char first[FIRST_ROOM];
};

int proc_text_open(struct inode *inode, struct file *file)
{
	struct text_reader *reader = kmalloc(sizeof(*reader));

	file->private = reader;
	if (!reader)
		return -ENOMEM;
	reader->file = proc_inode(inode)->file;
	mutex_init(&reader->mutex, "proc file");
	text_init(&reader->text, reader->first, sizeof(reader->first));
	reader->text.private = inode;
	reader->start = reader->cursor = 0;
	return 0;
}

static void text_release(struct file *file)
{
	struct text_reader *reader = file->private;

	if (reader)
		text_free(&reader->text);
	kfree(reader);
}

/* As next of struct proc_file. */
static int make_piece(struct text_reader *reader, u64 *cursor)
{
	int err;

	if (reader->file->next)
		return reader->file->next(&reader->text, cursor);
	if (*cursor || !reader->file->show)
		return 0;
	*cursor = 1;
	err = reader->file->show(&reader->text);
	return err ? err : 1;
}

/*
 * Put the window on the next piece. 1, 0 at the end, or a negative errno: then
 * the same piece is next again.
 */
static int move_on(struct text_reader *reader)
{
	u64 cursor = reader->cursor;
	int result;

	reader->start += reader->text.size;
	text_clear(&reader->text);
	result = make_piece(reader, &cursor);
	if (reader->text.failed)
		result = -ENOMEM;
	if (result < 0)
		text_clear(&reader->text);
	else
		reader->cursor = cursor;
	return result;
}

/* Move the window until @position is in it: 1; 0: it is behind the end. */
static int move_to(struct text_reader *reader, u64 position)
{
	int result = 1;

	if (position < reader->start) {
		text_clear(&reader->text);
		reader->start = reader->cursor = 0;
	}
	while (result > 0 && position >= reader->start + reader->text.size)
		result = move_on(reader);
	return result;
}

static ssize_t read_text(struct text_reader *reader, struct io_iter *to,
			 u64 *position)
{
	const struct text_buffer *text = &reader->text;
	u64 begin = *position;
	int result = 1;

	while (to->left) {
		u64 offset;
		size_t wanted, copied;

		result = move_to(reader, *position);
		if (result <= 0)
			break;
		offset = *position - reader->start;
		wanted = min((size_t)(text->size - offset), to->left);
		copied = io_copy_to(to, text->bytes + offset, wanted);
		*position += copied;
		if (copied < wanted) {
			result = -EFAULT;
			break;
		}
	}
	return *position > begin ? (ssize_t)(*position - begin)
				 : min(result, 0);
}

static ssize_t text_read(struct file *file, struct io_iter *to, u64 *position)
{
	struct text_reader *reader = file->private;
	ssize_t done;

	mutex_lock(&reader->mutex);
	if (*position == 0) {
		text_clear(&reader->text);
		reader->start = reader->cursor = 0;
	}
	done = read_text(reader, to, position);
	mutex_unlock(&reader->mutex);
	return done;
}

static int take_in(const struct text_reader *reader, const char *bytes,
		   size_t size)
{
	if (reader->file->write)
		return reader->file->write(bytes, size);
	return reader->file->store(reader->text.private, bytes, size);
}

static ssize_t text_write(struct file *file, struct io_iter *from,
			  u64 *position)
{
	const struct text_reader *reader = file->private;
	size_t size = from->left;
	char *bytes;
	int err;

	if (!reader->file->write && !reader->file->store)
		return -EIO;
	if (*position || size > PROC_WRITE_MAX)
		return -EINVAL;
	bytes = kmalloc(size + 1);
	if (!bytes)
		return -ENOMEM;
	err = io_copy_from(from, bytes, size) < size ? -EFAULT : 0;
	bytes[size] = '\0';
	if (!err)
		err = take_in(reader, bytes, size);
	kfree(bytes);
	if (err)
		return err;
	*position += size;
	return (ssize_t)size;
}

/* Where the end is nobody knows, so there is no SEEK_END. */
const struct file_ops proc_text_ops = {
	.read = text_read,
	.write = text_write,
	.seek = directory_seek,
	.release = text_release,
};
