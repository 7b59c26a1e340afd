// SPDX-License-Identifier: GPL-2.0-only
/*
 * ELF headers of any bytes: what is accepted can be mapped as it stands. The file is
 * said to be larger than the input, whose content is of no interest beyond its
 * headers.
 */
#include <asm/memlayout.h>
#include <exo/compiler.h>
#include <exo/panic.h>
#include <exo/string.h>
#include <uapi/errno.h>

#include "../../../kernel/proc/elf.h"

#define FILE_SIZE (1UL << 20)

int LLVMFuzzerTestOneInput(const u8 *data, size_t size);

static bool in_file(u64 offset, u64 size)
{
	return offset <= FILE_SIZE && size <= FILE_SIZE - offset;
}

static void check_segment(const struct elf_segment *segment, u64 *end)
{
	ASSERT(segment->memory_size &&
	       segment->file_size <= segment->memory_size);
	ASSERT(in_file(segment->offset, segment->file_size));
	ASSERT(segment->address % PAGE_SIZE == segment->offset % PAGE_SIZE);
	ASSERT(ALIGN_DOWN(segment->address, PAGE_SIZE) >= *end);
	ASSERT(segment->memory_size <= USER_END - segment->address);
	*end = ALIGN_UP(segment->address + segment->memory_size, PAGE_SIZE);
	ASSERT(*end <= USER_END);
}

static bool in_segments(const struct elf_image *image, u64 address, u64 size)
{
	for (u32 i = 0; i < image->segment_count; i++) {
		const struct elf_segment *segment = &image->segments[i];

		if (address >= segment->address &&
		    address - segment->address <= segment->memory_size &&
		    size <= segment->memory_size - (address - segment->address))
			return true;
	}
	return false;
}

static void check_image(const struct elf_image *image)
{
	u64 end = 0;

	ASSERT(image->segment_count >= 1 &&
	       image->segment_count <= ELF_SEGMENTS_MAX);
	for (u32 i = 0; i < image->segment_count; i++)
		check_segment(&image->segments[i], &end);
	ASSERT(image->start ==
	       ALIGN_DOWN(image->segments[0].address, PAGE_SIZE));
	ASSERT(image->end == end && end > image->start);
	ASSERT(in_segments(image, image->entry, 1));
	ASSERT(!image->headers ||
	       in_segments(image, image->headers,
			   (u64)image->header_count * ELF_PROGRAM_HEADER_SIZE));
	ASSERT(image->align >= PAGE_SIZE &&
	       !(image->align & (image->align - 1)));
	ASSERT(!image->interpreter_size ||
	       (image->interpreter_size >= 2 &&
		image->interpreter_size <= ELF_INTERPRETER_MAX &&
		in_file(image->interpreter_offset, image->interpreter_size)));
}

int LLVMFuzzerTestOneInput(const u8 *data, size_t size)
{
	static u8 bytes[ELF_PROGRAM_HEADERS_MAX * ELF_PROGRAM_HEADER_SIZE];
	struct elf_table table;
	struct elf_image image;
	int error = elf_read_header(data, size, FILE_SIZE, &table);

	if (error) {
		ASSERT(error == -ENOEXEC);
		return 0;
	}
	ASSERT(table.size && table.size <= sizeof(bytes));
	ASSERT(in_file(table.offset, table.size));
	memset(bytes, 0, sizeof(bytes));
	if (table.offset < size)
		memcpy(bytes, data + table.offset,
		       min((size_t)table.size, size - (size_t)table.offset));
	error = elf_read_segments(data, bytes, FILE_SIZE, &image);
	if (error)
		ASSERT(error == -ENOEXEC);
	else
		check_image(&image);
	return 0;
}
