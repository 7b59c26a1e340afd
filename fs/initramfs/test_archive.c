// SPDX-License-Identifier: GPL-2.0-only
#include "test_archive.h"

#include <exo/compiler.h>
#include <exo/panic.h>
#include <exo/printf.h>
#include <exo/string.h>
#include <uapi/stat.h>

#include "cpio.h"

void test_archive_bytes(struct test_archive *archive, const void *bytes,
			size_t size)
{
	ASSERT(size <= archive->room - archive->size);
	memcpy(archive->bytes + archive->size, bytes, size);
	archive->size += size;
}

static void pad(struct test_archive *archive)
{
	test_archive_bytes(archive, "\0\0\0", -archive->size & 3);
}

static void add_header(struct test_archive *archive,
		       const struct test_member *member, u32 size,
		       u32 name_size)
{
	char header[CPIO_HEADER_SIZE + 1];
	u32 ino = member->ino ? member->ino : 1000 + (u32)archive->size;

	snprintf(header, sizeof(header),
		 "%s%08x%08x%08x%08x%08x%08x%08x%08x%08x%08x%08x%08x%08x",
		 member->magic ? member->magic : "070701", ino,
		 member->mode ? member->mode : S_IFREG | 0644, member->uid,
		 member->gid, member->links ? member->links : 1, member->mtime,
		 size, 8, 1, member->rdev_major, member->rdev_minor,
		 member->name_size ? member->name_size : name_size,
		 member->checksum);
	test_archive_bytes(archive, header, CPIO_HEADER_SIZE);
}

void test_archive_add(struct test_archive *archive,
		      const struct test_member *member)
{
	u32 name_size = (u32)strlen(member->name) + 1;
	u32 size = member->size;

	if (!size && member->content)
		size = (u32)strlen(member->content);
	add_header(archive, member, size, name_size);
	test_archive_bytes(archive, member->name, name_size);
	pad(archive);
	if (member->content)
		test_archive_bytes(archive, member->content, size);
	pad(archive);
}

void test_archive_end(struct test_archive *archive)
{
	TEST_MEMBER(archive, .name = "TRAILER!!!");
}
