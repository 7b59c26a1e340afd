// SPDX-License-Identifier: GPL-2.0-only
/*
 * Which part comes next shows in its first bytes, as in Linux (init/initramfs.c):
 * '0' is a cpio header, 0 is padding, everything else is packed somehow.
 */
#include "archive.h"

#include <exo/compiler.h>
#include <exo/string.h>

static void problem(struct archive *archive, const char *what)
{
	const struct cpio *cpio = &archive->cpio;

	cpio->sink->problem(cpio->named ? cpio->name : NULL, what, cpio->arg);
}

/* What begins like this is told from plain damage. */
static const struct {
	const char *magic;
	size_t size;
	const char *what;
} strangers[] = {
	{"\x1f\x8b", 2, "packed by gzip, which this kernel does not unpack"},
	{"\xfd\x37zXZ", 5, "packed by xz, which this kernel does not unpack"},
	{"\x28\xb5\x2f\xfd", 4,
	 "packed by zstd, which this kernel does not unpack"},
	{"\x02\x21\x4c\x18", 4,
	 "packed by lz4, which this kernel does not unpack"},
	{"\x89LZO", 4, "packed by lzop, which this kernel does not unpack"},
	{"BZh", 3, "packed by bzip2, which this kernel does not unpack"},
	{"\x5d\0\0", 3, "packed by lzma, which this kernel does not unpack"},
	{"\xc7\x71", 2, "a cpio archive of the old format; newc is understood"},
};

static bool begins_with(const struct inflate_input *in, const char *magic,
			size_t size)
{
	return in->len >= size && !memcmp(in->data, magic, size);
}

/* NULL when nothing is known about it. */
static const char *stranger(const struct inflate_input *in)
{
	for (unsigned int i = 0; i < ARRAY_SIZE(strangers); i++)
		if (begins_with(in, strangers[i].magic, strangers[i].size))
			return strangers[i].what;
	return NULL;
}

static size_t count_zeros(const u8 *bytes, size_t size)
{
	size_t count = 0;

	while (count < size && !bytes[count])
		count++;
	return count;
}

int archive_take_text(const void *bytes, size_t size, void *arg)
{
	struct archive *archive = arg;
	const u8 *at = bytes, *end = at + size;

	while (at < end && !archive->lost) {
		ssize_t used;

		if (cpio_between(&archive->cpio) && !*at)
			used = (ssize_t)count_zeros(at, end - at);
		else
			used = cpio_feed(&archive->cpio, at, end - at);
		if (used < 0)
			archive->lost = true;
		else
			at += used;
	}
	return 0;
}

static int take_gzip(struct archive *archive, struct inflate_input *in)
{
	int err = archive_take_gzip(archive, in);

	if (err == -EBADMSG)
		problem(archive, "the checksum of its gzip data is wrong: what "
				 "came of them may be, too");
	else if (err)
		problem(archive, "the gzip data are damaged from here on");
	cpio_end(&archive->cpio);
	archive->lost = false;
	return err ? -EINVAL : 0;
}

/* One member, or the zeros between two. */
static int take_plain(struct archive *archive, struct inflate_input *in)
{
	const u8 *at = in->data;
	size_t used = count_zeros(at, in->len);

	if (!used) {
		ssize_t fed = cpio_feed(&archive->cpio, at, in->len);

		if (fed < 0)
			return (int)fed;
		used = (size_t)fed;
	}
	in->data = at + used;
	in->len -= used;
	return 0;
}

static int take_part(struct archive *archive, struct inflate_input *in)
{
	const u8 first = *(const u8 *)in->data;
	const char *what;

	if (archive->work && begins_with(in, "\x1f\x8b", 2))
		return take_gzip(archive, in);
	what = first == '0' || !first ? NULL : stranger(in);
	if (!what)
		return take_plain(archive, in);
	problem(archive, what);
	return -EINVAL;
}

/* Something we know, or know of, behind any zeros. */
static bool is_archive(const struct inflate_input *in)
{
	const u8 *bytes = in->data;
	size_t zeros = count_zeros(bytes, in->len);
	const struct inflate_input first = {bytes + zeros, in->len - zeros};

	return begins_with(&first, "07070", 5) || stranger(&first);
}

int archive_read(struct archive *archive, const void *data, size_t size)
{
	struct inflate_input in = {data, size};
	int err = 0;

	if (!is_archive(&in))
		return -ENOEXEC;
	archive->lost = false;
	while (in.len && !err)
		err = take_part(archive, &in);
	if (!err)
		cpio_end(&archive->cpio);
	return err;
}
