// SPDX-License-Identifier: GPL-2.0-only
/*
 * Archives of any bytes: what the sink is told must make sense by itself, and be
 * the same however the bytes come in pieces. Linked to fs/initramfs/{archive,
 * cpio,gzip}.c and what they unpack with.
 */
#include <exo/compiler.h>
#include <exo/crc32.h>
#include <exo/panic.h>
#include <exo/string.h>
#include <uapi/errno.h>

#include "../../../fs/initramfs/archive.h"

int LLVMFuzzerTestOneInput(const u8 *data, size_t size);

/* What one reading of the input has told. */
struct heard {
	u32 crc; /* of all that was told, but for how content was cut */
	u32 begun; /* members whose content is awaited: 0 or 1 */
	u64 come, size; /* bytes of it */
};

static void add(struct heard *heard, const void *bytes, size_t size)
{
	heard->crc = crc32(heard->crc, bytes, size);
}

static void check_name(const char *name)
{
	size_t length = strlen(name);

	ASSERT(length && length < PATH_MAX);
	ASSERT(*name != '/');
	ASSERT(strcmp(name, "..") && !strstarts(name, "../"));
	ASSERT(!strstr(name, "/../"));
	ASSERT(length < 3 || strcmp(name + length - 3, "/.."));
}

static int begin(const struct cpio_member *member, void *arg)
{
	struct heard *heard = arg;

	ASSERT(!heard->begun);
	check_name(member->name);
	add(heard, member->name, strlen(member->name) + 1);
	add(heard, &member->ino, sizeof(*member) - sizeof(member->name));
	if (member->mode & 1) /* not wanted */
		return -EINVAL;
	heard->begun = 1;
	heard->come = 0;
	heard->size = member->size;
	return 0;
}

static int content(const void *bytes, size_t size, void *arg)
{
	struct heard *heard = arg;

	ASSERT(heard->begun && size);
	heard->come += size;
	ASSERT(heard->come <= heard->size);
	add(heard, bytes, size);
	return 0;
}

static void end(bool sound, void *arg)
{
	struct heard *heard = arg;

	ASSERT(heard->begun);
	ASSERT(!sound || heard->come == heard->size);
	heard->begun = 0;
	add(heard, &sound, sizeof(sound));
}

static void trailer(void *arg)
{
	struct heard *heard = arg;

	ASSERT(!heard->begun);
	add(heard, ".", 1);
}

static void problem(const char *name, const char *what, void *arg)
{
	struct heard *heard = arg;

	if (name)
		add(heard, name, strlen(name));
	add(heard, what, strlen(what));
}

static const struct cpio_sink sink = {begin, content, end, trailer, problem};

static struct inflate_workspace work;

/* All at once, as from memory. */
static void read_whole(const u8 *data, size_t size)
{
	static struct archive archive;
	struct heard heard = {.crc = 0};

	archive.work = &work;
	cpio_init(&archive.cpio, &sink, &heard);
	archive_read(&archive, data, size);
	ASSERT(!heard.begun);
}

/* As text that comes by @piece bytes at a time. */
static u32 read_pieces(const u8 *data, size_t size, size_t piece)
{
	static struct archive archive;
	struct heard heard = {.crc = 0};

	archive.lost = false;
	cpio_init(&archive.cpio, &sink, &heard);
	for (size_t at = 0; at < size; at += piece)
		archive_take_text(data + at, min(piece, size - at), &archive);
	cpio_end(&archive.cpio);
	ASSERT(!heard.begun);
	return heard.crc;
}

int LLVMFuzzerTestOneInput(const u8 *data, size_t size)
{
	u32 crc = read_pieces(data, size, size + 1);

	ASSERT(read_pieces(data, size, 1) == crc);
	ASSERT(read_pieces(data, size, 7) == crc);
	read_whole(data, size);
	return 0;
}
