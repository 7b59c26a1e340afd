// SPDX-License-Identifier: GPL-2.0-only
/*
 * getdents64(2) and getdents(2). Entries are laid down in a page of the kernel's
 * first, for the directory is locked meanwhile, and the program's memory may be
 * long in coming.
 */
#include <exo/compiler.h>
#include <exo/directory_sink.h>
#include <exo/fd_ref.h>
#include <exo/file.h>
#include <exo/kmalloc.h>
#include <exo/string.h>
#include <exo/syscalls.h>
#include <exo/uaccess.h>
#include <exo/vfs.h>
#include <uapi/dirent.h>
#include <uapi/errno.h>

struct entries {
	struct directory_sink sink;
	u8 *at; /* of the next */
	size_t room; /* bytes from there on */
	bool full;
};

/* @bytes for the next entry, rounded up and zeroed; NULL: full. */
static void *next_entry(struct entries *entries, size_t *bytes)
{
	void *entry = entries->at;

	*bytes = (*bytes + sizeof(u64) - 1) & ~(sizeof(u64) - 1);
	if (*bytes > entries->room) {
		entries->full = true;
		return NULL;
	}
	entries->at += *bytes;
	entries->room -= *bytes;
	return memset(entry, 0, *bytes);
}

static bool add_64(struct directory_sink *sink,
		   const struct directory_entry *entry)
{
	struct entries *entries = container_of(sink, struct entries, sink);
	size_t bytes =
		offsetof(struct linux_dirent64, d_name) + entry->length + 1;
	struct linux_dirent64 *dirent = next_entry(entries, &bytes);

	if (!dirent)
		return false;
	dirent->d_ino = entry->number;
	dirent->d_off = (s64)entry->next;
	dirent->d_reclen = (u16)bytes;
	dirent->d_type = (u8)entry->type;
	memcpy(dirent->d_name, entry->name, entry->length);
	return true;
}

static bool add_old(struct directory_sink *sink,
		    const struct directory_entry *entry)
{
	struct entries *entries = container_of(sink, struct entries, sink);
	size_t bytes =
		offsetof(struct linux_dirent, d_name) + entry->length + 2;
	struct linux_dirent *dirent = next_entry(entries, &bytes);

	if (!dirent)
		return false;
	dirent->d_ino = entry->number;
	dirent->d_off = (s64)entry->next;
	dirent->d_reclen = (u16)bytes;
	memcpy(dirent->d_name, entry->name, entry->length);
	((u8 *)dirent)[bytes - 1] = (u8)entry->type;
	return true;
}

/* List into @buffer: bytes, 0 at the end, -EINVAL if not one entry fits. */
static long list(struct file *file, u8 *buffer, struct entries *entries)
{
	int err;

	entries->at = buffer;
	err = vfs_list(file, &entries->sink);
	if (err)
		return err;
	if (entries->at == buffer && entries->full)
		return -EINVAL;
	return entries->at - buffer;
}

static long list_for_user(struct file *file, void __user *to,
			  struct entries *entries)
{
	u64 before = READ_ONCE(file->position);
	u8 *buffer = kmalloc(entries->room);
	long bytes;

	if (!buffer)
		return -ENOMEM;
	bytes = list(file, buffer, entries);
	if (bytes > 0 && user_copy_to(to, buffer, (size_t)bytes)) {
		/* They have not been seen: they come again. */
		file_seek(file, (s64)before, SEEK_SET);
		bytes = -EFAULT;
	}
	kfree(buffer);
	return bytes;
}

static long get_entries(int fd, void __user *to, size_t size,
			struct directory_sink sink)
{
	struct entries entries = {
		.sink = sink,
		.room = min(size, (size_t)PAGE_SIZE),
	};
	struct fd_ref ref = fd_ref_get(fd);
	long bytes;

	if (!ref.file)
		return -EBADF;
	bytes = list_for_user(ref.file, to, &entries);
	fd_ref_put(ref);
	return bytes;
}

long sys_getdents64(int fd, void __user *to, unsigned int size)
{
	return get_entries(fd, to, size, (struct directory_sink){add_64});
}

long sys_getdents(int fd, void __user *to, unsigned int size)
{
	return get_entries(fd, to, size, (struct directory_sink){add_old});
}
