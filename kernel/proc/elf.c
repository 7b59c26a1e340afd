// SPDX-License-Identifier: GPL-2.0-only
/*
 * Reading the headers of ELF files. Nothing here trusts the file: each sum is
 * checked for overflow, each range against the file and against the half of
 * memory that belongs to programs, and a segment that would begin before the
 * last one ended is refused. What comes out can be mapped in order, without a
 * further question.
 *
 * The file is little endian, as we are, but need not lie at an aligned
 * address: fields are read by offset, System V ABI figures 4-3 and 5-1.
 */
#include "elf.h"

#include <asm/memlayout.h>
#include <exo/string.h>
#include <exo/unaligned.h>
#include <uapi/errno.h>

/* Offsets in the file's header. */
enum {
	HEADER_CLASS = 4,
	HEADER_DATA = 5,
	HEADER_IDENT_VERSION = 6,
	HEADER_TYPE = 16,
	HEADER_MACHINE = 18,
	HEADER_VERSION = 20,
	HEADER_ENTRY = 24,
	HEADER_TABLE = 32,
	HEADER_ENTRY_SIZE = 54,
	HEADER_COUNT = 56,
};

/* Offsets in a program header. */
enum {
	SEGMENT_TYPE = 0,
	SEGMENT_FLAGS = 4,
	SEGMENT_OFFSET = 8,
	SEGMENT_ADDRESS = 16,
	SEGMENT_FILE_SIZE = 32,
	SEGMENT_MEMORY_SIZE = 40,
	SEGMENT_ALIGN = 48,
};

enum {
	CLASS_64 = 2,
	LITTLE_ENDIAN = 1,
	VERSION = 1,
	TYPE_EXECUTABLE = 2,
	TYPE_SHARED = 3,
	MACHINE_X86_64 = 62,
};

enum {
	LOAD = 1,
	INTERPRETER = 3,
	PROGRAM_HEADERS = 6,
	GNU_STACK = 0x6474e551,
};

/* What of one program header counts. */
struct program_header {
	u32 type, flags;
	u64 offset, address, file_size, memory_size, align;
};

static struct program_header read_program_header(const u8 *bytes)
{
	return (struct program_header){
		.type = load_u32(bytes + SEGMENT_TYPE),
		.flags = load_u32(bytes + SEGMENT_FLAGS),
		.offset = load_u64(bytes + SEGMENT_OFFSET),
		.address = load_u64(bytes + SEGMENT_ADDRESS),
		.file_size = load_u64(bytes + SEGMENT_FILE_SIZE),
		.memory_size = load_u64(bytes + SEGMENT_MEMORY_SIZE),
		.align = load_u64(bytes + SEGMENT_ALIGN),
	};
}

static bool for_this_machine(const u8 *header)
{
	u16 type = load_u16(header + HEADER_TYPE);

	return !memcmp(header, "\177ELF", 4) &&
	       header[HEADER_CLASS] == CLASS_64 &&
	       header[HEADER_DATA] == LITTLE_ENDIAN &&
	       header[HEADER_IDENT_VERSION] == VERSION &&
	       load_u32(header + HEADER_VERSION) == VERSION &&
	       load_u16(header + HEADER_MACHINE) == MACHINE_X86_64 &&
	       (type == TYPE_EXECUTABLE || type == TYPE_SHARED);
}

/* Whether the file has @size bytes at @offset. */
static bool in_file(u64 offset, u64 size, u64 file_size)
{
	return offset <= file_size && size <= file_size - offset;
}

int elf_read_header(const void *header, size_t len, u64 file_size,
		    struct elf_table *table)
{
	const u8 *bytes = header;
	u16 count;

	if (len < ELF_HEADER_SIZE || !for_this_machine(bytes))
		return -ENOEXEC;
	count = load_u16(bytes + HEADER_COUNT);
	if (load_u16(bytes + HEADER_ENTRY_SIZE) != ELF_PROGRAM_HEADER_SIZE ||
	    count == 0 || count > ELF_PROGRAM_HEADERS_MAX)
		return -ENOEXEC;
	table->offset = load_u64(bytes + HEADER_TABLE);
	table->size = count * ELF_PROGRAM_HEADER_SIZE;
	return in_file(table->offset, table->size, file_size) ? 0 : -ENOEXEC;
}

static u64 page_down(u64 address)
{
	return address & ~(PAGE_SIZE - 1);
}

static u64 page_up(u64 address)
{
	return page_down(address + PAGE_SIZE - 1);
}

static bool segment_sound(const struct program_header *segment, u64 file_size)
{
	return segment->file_size <= segment->memory_size &&
	       in_file(segment->offset, segment->file_size, file_size) &&
	       segment->address < USER_END &&
	       segment->memory_size <= USER_END - segment->address &&
	       segment->address % PAGE_SIZE == segment->offset % PAGE_SIZE;
}

/* A segment's alignment is a hint that only relocatable files need. */
static void note_align(struct elf_image *image, u64 align)
{
	if (align && !(align & (align - 1)) && align > image->align)
		image->align = align;
}

static int add_segment(struct elf_image *image,
		       const struct program_header *segment, u64 file_size)
{
	if (!segment_sound(segment, file_size))
		return -ENOEXEC;
	if (segment->memory_size == 0)
		return 0;
	if (image->segment_count == ELF_SEGMENTS_MAX)
		return -ENOEXEC;
	if (image->segment_count == 0)
		image->start = page_down(segment->address);
	else if (page_down(segment->address) < image->end)
		return -ENOEXEC;
	image->end = page_up(segment->address + segment->memory_size);
	note_align(image, segment->align);
	image->segments[image->segment_count++] = (struct elf_segment){
		.address = segment->address,
		.offset = segment->offset,
		.file_size = segment->file_size,
		.memory_size = segment->memory_size,
		.access = segment->flags & (ELF_READ | ELF_WRITE | ELF_EXECUTE),
	};
	return 0;
}

static int add_interpreter(struct elf_image *image,
			   const struct program_header *header, u64 file_size)
{
	if (image->interpreter_size || header->file_size < 2 ||
	    header->file_size > ELF_INTERPRETER_MAX ||
	    !in_file(header->offset, header->file_size, file_size))
		return -ENOEXEC;
	image->interpreter_offset = header->offset;
	image->interpreter_size = (u32)header->file_size;
	return 0;
}

static int add_header(struct elf_image *image,
		      const struct program_header *header, u64 file_size)
{
	switch (header->type) {
	case LOAD:
		return add_segment(image, header, file_size);
	case INTERPRETER:
		return add_interpreter(image, header, file_size);
	case PROGRAM_HEADERS:
		image->headers = header->address;
		return 0;
	case GNU_STACK:
		image->stack_executable = header->flags & ELF_EXECUTE;
		return 0;
	default:
		return 0;
	}
}

/* Where a segment shows the file's @size bytes at @offset, or 0. */
static u64 shown_at(const struct elf_image *image, u64 offset, u64 size)
{
	for (u32 i = 0; i < image->segment_count; i++) {
		const struct elf_segment *segment = &image->segments[i];

		if (offset >= segment->offset &&
		    in_file(offset - segment->offset, size, segment->file_size))
			return segment->address + (offset - segment->offset);
	}
	return 0;
}

/* Whether @size bytes at @address belong to a segment. */
static bool in_segments(const struct elf_image *image, u64 address, u64 size)
{
	for (u32 i = 0; i < image->segment_count; i++) {
		const struct elf_segment *segment = &image->segments[i];

		if (address >= segment->address &&
		    in_file(address - segment->address, size,
			    segment->memory_size))
			return true;
	}
	return false;
}

/*
 * PT_PHDR says where the headers are in memory; without it, or where it lies,
 * the segment that shows this part of the file does.
 */
static void find_headers(struct elf_image *image, u64 offset)
{
	u64 size = (u64)image->header_count * ELF_PROGRAM_HEADER_SIZE;

	if (!image->headers || !in_segments(image, image->headers, size))
		image->headers = shown_at(image, offset, size);
}

int elf_read_segments(const void *header, const void *table_bytes,
		      u64 file_size, struct elf_image *image)
{
	const u8 *bytes = header;
	const u8 *entry = table_bytes;

	memset(image, 0, sizeof(*image));
	image->relocatable = load_u16(bytes + HEADER_TYPE) == TYPE_SHARED;
	image->entry = load_u64(bytes + HEADER_ENTRY);
	image->header_count = load_u16(bytes + HEADER_COUNT);
	image->align = PAGE_SIZE;
	for (u32 i = 0; i < image->header_count; i++) {
		struct program_header one = read_program_header(entry);
		int error = add_header(image, &one, file_size);

		if (error)
			return error;
		entry += ELF_PROGRAM_HEADER_SIZE;
	}
	if (image->segment_count == 0 || !in_segments(image, image->entry, 1))
		return -ENOEXEC;
	find_headers(image, load_u64(bytes + HEADER_TABLE));
	return 0;
}
