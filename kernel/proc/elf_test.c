// SPDX-License-Identifier: GPL-2.0-only
/*
 * Files of a header and its program headers; nothing else of a file matters
 * here, so each claims to be as large as it likes.
 */
#include <asm/memlayout.h>
#include <exo/ktest.h>
#include <exo/unaligned.h>
#include <uapi/errno.h>

#include "elf.h"

enum {
	TYPE_EXECUTABLE = 2,
	TYPE_SHARED = 3,
	LOAD = 1,
	INTERPRETER = 3,
	NOTE = 4,
	PROGRAM_HEADERS = 6,
	GNU_STACK = 0x6474e551,
	HEADERS_MAX = ELF_PROGRAM_HEADERS_MAX + 1,
};

#define FILE_SIZE 0x100000ULL
#define BASE	  0x400000ULL

struct file_model {
	u64 size;
	u8 header[ELF_HEADER_SIZE];
	u8 table[HEADERS_MAX * ELF_PROGRAM_HEADER_SIZE];
};

struct segment_model {
	u32 type, flags;
	u64 offset, address, file_size, memory_size, align;
};

static struct file_model file;
static struct elf_image image;

static void begin_file(u16 type, u64 entry)
{
	memset(&file, 0, sizeof(file));
	file.size = FILE_SIZE;
	memcpy(file.header, "\177ELF\2\1\1", 7);
	store_u16(file.header + 16, type);
	store_u16(file.header + 18, 62); /* x86-64 */
	store_u32(file.header + 20, 1);
	store_u64(file.header + 24, entry);
	store_u64(file.header + 32, ELF_HEADER_SIZE);
	store_u16(file.header + 54, ELF_PROGRAM_HEADER_SIZE);
}

static u8 *add(const struct segment_model *segment)
{
	u16 count = load_u16(file.header + 56);
	u8 *entry = file.table + count * ELF_PROGRAM_HEADER_SIZE;

	store_u16(file.header + 56, count + 1);
	store_u32(entry, segment->type);
	store_u32(entry + 4, segment->flags);
	store_u64(entry + 8, segment->offset);
	store_u64(entry + 16, segment->address);
	store_u64(entry + 24, segment->address);
	store_u64(entry + 32, segment->file_size);
	store_u64(entry + 40, segment->memory_size);
	store_u64(entry + 48, segment->align);
	return entry;
}

static u8 *add_text(u64 address, u64 size)
{
	return add(&(struct segment_model){LOAD, ELF_READ | ELF_EXECUTE, 0,
					   address, size, size, 0x1000});
}

static int read(void)
{
	struct elf_table table;
	int error;

	error = elf_read_header(file.header, sizeof(file.header), file.size,
				&table);
	if (error)
		return error;
	return elf_read_segments(file.header, file.table, file.size, &image);
}

/* What a linker makes of a small static program. */
static void begin_static_program(void)
{
	begin_file(TYPE_EXECUTABLE, BASE + 0x1040);
	add(&(struct segment_model){LOAD, ELF_READ, 0, BASE, 0x500, 0x500,
				    0x1000});
	add(&(struct segment_model){LOAD, ELF_READ | ELF_EXECUTE, 0x1000,
				    BASE + 0x1000, 0x3000, 0x3000, 0x1000});
	add(&(struct segment_model){LOAD, ELF_READ | ELF_WRITE, 0x4f80,
				    BASE + 0x5f80, 0x100, 0x2000, 0x1000});
	add(&(struct segment_model){NOTE, ELF_READ, 0x200, BASE + 0x200, 0x20,
				    0x20, 4});
	add(&(struct segment_model){GNU_STACK, ELF_READ | ELF_WRITE, 0, 0, 0, 0,
				    16});
}

KTEST(elf, static_program_is_read)
{
	begin_static_program();
	KTEST_ASSERT(t, read() == 0);
	KTEST_EXPECT(t, !image.relocatable && !image.stack_executable);
	KTEST_EXPECT_EQ(t, image.entry, BASE + 0x1040);
	KTEST_EXPECT_EQ(t, image.start, BASE);
	KTEST_EXPECT_EQ(t, image.end, BASE + 0x8000);
	KTEST_EXPECT_EQ(t, image.interpreter_size, 0);
	KTEST_ASSERT(t, image.segment_count == 3);
	KTEST_EXPECT_EQ(t, image.segments[1].offset, 0x1000);
	KTEST_EXPECT_EQ(t, image.segments[1].access, ELF_READ | ELF_EXECUTE);
	KTEST_EXPECT_EQ(t, image.segments[2].address, BASE + 0x5f80);
	KTEST_EXPECT_EQ(t, image.segments[2].file_size, 0x100);
	KTEST_EXPECT_EQ(t, image.segments[2].memory_size, 0x2000);
}

KTEST(elf, program_headers_are_found_by_what_shows_them)
{
	begin_static_program();
	KTEST_ASSERT(t, read() == 0);
	KTEST_EXPECT_EQ(t, image.headers, BASE + ELF_HEADER_SIZE);
	KTEST_EXPECT_EQ(t, image.header_count, 5);

	/* PT_PHDR agrees, or lies. */
	add(&(struct segment_model){PROGRAM_HEADERS, ELF_READ, 64, BASE + 64,
				    336, 336, 8});
	KTEST_ASSERT(t, read() == 0);
	KTEST_EXPECT_EQ(t, image.headers, BASE + 64);
	store_u64(file.table + 5 * ELF_PROGRAM_HEADER_SIZE + 16,
		  DIRECT_MAP_START);
	KTEST_ASSERT(t, read() == 0);
	KTEST_EXPECT_EQ(t, image.headers, BASE + 64);

	/* In no segment. */
	begin_file(TYPE_EXECUTABLE, BASE + 0x1000);
	add(&(struct segment_model){LOAD, ELF_READ | ELF_EXECUTE, 0x1000,
				    BASE + 0x1000, 0x1000, 0x1000, 0x1000});
	KTEST_ASSERT(t, read() == 0);
	KTEST_EXPECT_EQ(t, image.headers, 0);
}

KTEST(elf, relocatable_program_keeps_its_largest_alignment)
{
	begin_file(TYPE_SHARED, 0x100);
	add(&(struct segment_model){LOAD, ELF_READ | ELF_EXECUTE, 0, 0, 0x1000,
				    0x1000, 0x200000});
	add(&(struct segment_model){LOAD, ELF_READ, 0x1000, 0x1000, 0x1000,
				    0x1000, 0x1000});
	/* No power of two says nothing. */
	add(&(struct segment_model){LOAD, ELF_READ, 0x2000, 0x2000, 0x1000,
				    0x1000, 0x300000});
	KTEST_ASSERT(t, read() == 0);
	KTEST_EXPECT(t, image.relocatable);
	KTEST_EXPECT_EQ(t, image.align, 0x200000);
	KTEST_EXPECT_EQ(t, image.start, 0);
	KTEST_EXPECT_EQ(t, image.headers, ELF_HEADER_SIZE);
}

KTEST(elf, interpreter_is_found)
{
	u8 *entry;

	begin_static_program();
	entry = add(&(struct segment_model){INTERPRETER, ELF_READ, 0x238,
					    BASE + 0x238, 28, 28, 1});
	KTEST_ASSERT(t, read() == 0);
	KTEST_EXPECT_EQ(t, image.interpreter_offset, 0x238);
	KTEST_EXPECT_EQ(t, image.interpreter_size, 28);

	store_u64(entry + 32, 1);
	KTEST_EXPECT_EQ(t, read(), -ENOEXEC);
	store_u64(entry + 32, ELF_INTERPRETER_MAX + 1);
	KTEST_EXPECT_EQ(t, read(), -ENOEXEC);
	store_u64(entry + 32, 28);
	store_u64(entry + 8, FILE_SIZE - 27);
	KTEST_EXPECT_EQ(t, read(), -ENOEXEC);
	store_u64(entry + 8, 0x238);
	add(&(struct segment_model){INTERPRETER, ELF_READ, 0x238, BASE + 0x238,
				    28, 28, 1});
	KTEST_EXPECT_EQ(t, read(), -ENOEXEC);
}

KTEST(elf, stack_is_executable_only_on_request)
{
	begin_file(TYPE_EXECUTABLE, BASE);
	add_text(BASE, 0x1000);
	KTEST_ASSERT(t, read() == 0);
	KTEST_EXPECT(t, !image.stack_executable);
	add(&(struct segment_model){GNU_STACK, 7, 0, 0, 0, 0, 16});
	KTEST_ASSERT(t, read() == 0);
	KTEST_EXPECT(t, image.stack_executable);
}

/* Change a byte of a good file's header to each of @count wrong values. */
static void expect_refused(struct ktest *t, unsigned int offset,
			   const char *wrong, unsigned int count)
{
	for (unsigned int i = 0; i < count; i++) {
		begin_static_program();
		file.header[offset] = (u8)wrong[i];
		KTEST_EXPECT_EQ(t, read(), -ENOEXEC);
	}
}

KTEST(elf, files_for_others_are_refused)
{
	expect_refused(t, 0, "\x7e", 1);
	expect_refused(t, 3, "G", 1);
	expect_refused(t, 4, "\0\1\3", 3); /* 32 bits */
	expect_refused(t, 5, "\0\2", 2); /* big endian */
	expect_refused(t, 6, "\0\2", 2);
	expect_refused(t, 16, "\0\1\4", 3); /* an object, a core */
	expect_refused(t, 18, "\3\267", 2); /* i386, AArch64 */
	expect_refused(t, 20, "\0\2", 2);
	expect_refused(t, 54, "\x37\x39\x20", 3); /* entry size */
	expect_refused(t, 56, "\0\x4a\xff", 3); /* count */
}

KTEST(elf, short_files_are_refused)
{
	struct elf_table table;

	begin_static_program();
	for (size_t len = 0; len < ELF_HEADER_SIZE; len++)
		KTEST_EXPECT_EQ(t,
				elf_read_header(file.header, len, len, &table),
				-ENOEXEC);
	/* The table would end a byte behind the file. */
	file.size = ELF_HEADER_SIZE + 5 * ELF_PROGRAM_HEADER_SIZE - 1;
	KTEST_EXPECT_EQ(t, read(), -ENOEXEC);
	file.size = FILE_SIZE;
	store_u64(file.header + 32, ~0ULL - 7);
	KTEST_EXPECT_EQ(t, read(), -ENOEXEC);
}

/* Whether a program with one segment like this can be loaded. */
static int read_with(u64 offset, u64 address, u64 file_size, u64 memory_size)
{
	begin_file(TYPE_EXECUTABLE, address);
	add(&(struct segment_model){LOAD, ELF_READ | ELF_EXECUTE, offset,
				    address, file_size, memory_size, 0x1000});
	return read();
}

KTEST(elf, absurd_segments_are_refused)
{
	const u64 top = USER_END;

	KTEST_EXPECT_EQ(t, read_with(0, BASE, 0x1000, 0x1000), 0);
	KTEST_EXPECT_EQ(t, read_with(0, BASE, 0x1001, 0x1000), -ENOEXEC);
	KTEST_EXPECT_EQ(t, read_with(1, BASE, 0x1000, 0x1000), -ENOEXEC);
	KTEST_EXPECT_EQ(t, read_with(0x1000, BASE, FILE_SIZE, FILE_SIZE),
			-ENOEXEC);
	KTEST_EXPECT_EQ(t, read_with(~0xfffULL, BASE, 0x1000, 0x1000),
			-ENOEXEC);
	KTEST_EXPECT_EQ(t, read_with(0, top - 0x1000, 0x1000, 0x1000), 0);
	KTEST_EXPECT_EQ(t, read_with(0, top - 0x1000, 0x1000, 0x1001),
			-ENOEXEC);
	KTEST_EXPECT_EQ(t, read_with(0, top, 0, 0x1000), -ENOEXEC);
	KTEST_EXPECT_EQ(t, read_with(0, DIRECT_MAP_START, 0x1000, 0x1000),
			-ENOEXEC);
	KTEST_EXPECT_EQ(t, read_with(0, BASE, 0, ~0ULL), -ENOEXEC);
	/* Nothing to load is nothing to run. */
	KTEST_EXPECT_EQ(t, read_with(0, BASE, 0, 0), -ENOEXEC);
}

KTEST(elf, segments_must_ascend_without_sharing_a_page)
{
	begin_file(TYPE_EXECUTABLE, BASE);
	add_text(BASE, 0x1001);
	add_text(BASE + 0x2000, 0x1000);
	KTEST_EXPECT_EQ(t, read(), 0);
	begin_file(TYPE_EXECUTABLE, BASE);
	add_text(BASE, 0x1001);
	add_text(BASE + 0x1000, 0x1000);
	KTEST_EXPECT_EQ(t, read(), -ENOEXEC);
	begin_file(TYPE_EXECUTABLE, BASE);
	add_text(BASE + 0x2000, 0x1000);
	add_text(BASE, 0x1000);
	KTEST_EXPECT_EQ(t, read(), -ENOEXEC);
}

KTEST(elf, segments_and_headers_have_a_limit)
{
	for (unsigned int count = ELF_SEGMENTS_MAX; count < HEADERS_MAX;
	     count += HEADERS_MAX - ELF_SEGMENTS_MAX - 1) {
		begin_file(TYPE_EXECUTABLE, BASE);
		for (unsigned int i = 0; i < count; i++)
			add_text(BASE + i * 0x1000, 0x1000);
		KTEST_EXPECT_EQ(t, read(),
				count > ELF_SEGMENTS_MAX ? -ENOEXEC : 0);
	}
	begin_static_program();
	while (load_u16(file.header + 56) < ELF_PROGRAM_HEADERS_MAX)
		add(&(struct segment_model){.type = NOTE});
	KTEST_EXPECT_EQ(t, read(), 0);
	add(&(struct segment_model){.type = NOTE});
	KTEST_EXPECT_EQ(t, read(), -ENOEXEC);
}

KTEST(elf, entry_outside_all_segments_is_refused)
{
	begin_static_program();
	store_u64(file.header + 24, BASE + 0x8000);
	KTEST_EXPECT_EQ(t, read(), -ENOEXEC);
	store_u64(file.header + 24, DIRECT_MAP_START);
	KTEST_EXPECT_EQ(t, read(), -ENOEXEC);
}

/* All that whoever maps the image counts on. */
static bool image_sound(void)
{
	u64 end = 0;

	if (image.segment_count == 0 || image.segment_count > ELF_SEGMENTS_MAX)
		return false;
	for (u32 i = 0; i < image.segment_count; i++) {
		const struct elf_segment *s = &image.segments[i];

		if (s->address < end || s->address > USER_END ||
		    s->memory_size > USER_END - s->address ||
		    s->file_size > s->memory_size || s->offset > file.size ||
		    s->file_size > file.size - s->offset ||
		    s->address % PAGE_SIZE != s->offset % PAGE_SIZE)
			return false;
		end = (s->address + s->memory_size + PAGE_SIZE - 1) &
		      ~(PAGE_SIZE - 1);
	}
	return image.end == end && !(image.align & (image.align - 1)) &&
	       image.interpreter_size <= ELF_INTERPRETER_MAX &&
	       image.interpreter_offset + image.interpreter_size <= file.size;
}

/* A linear congruential generator, Knuth's MMIX constants. */
static u32 next_random(u64 *state)
{
	*state = *state * 6364136223846793005ULL + 1442695040888963407ULL;
	return (u32)(*state >> 33);
}

KTEST(elf, what_is_accepted_of_damaged_files_is_sound)
{
	static const u64 interesting[] = {0,
					  1,
					  0xfff,
					  0x1000,
					  0x7fff,
					  ~0ULL,
					  1ULL << 63,
					  USER_END,
					  USER_END - 1,
					  FILE_SIZE,
					  FILE_SIZE + 1,
					  DIRECT_MAP_START};
	unsigned int accepted = 0;
	u64 state = 1;

	for (unsigned int round = 0; round < 20000; round++) {
		begin_static_program();
		for (u32 n = 1 + next_random(&state) % 3; n; n--) {
			u32 at = 16 + next_random(&state) % 320;
			u8 *place = at < 56 ? file.header + at
					    : file.table + at - 56;
			u32 which = next_random(&state);

			if (which % 3)
				store_u64(place,
					  interesting[which / 3 %
						      ARRAY_SIZE(interesting)]);
			else
				*place = (u8)next_random(&state);
		}
		if (read())
			continue;
		accepted++;
		KTEST_ASSERT(t, image_sound());
	}
	KTEST_EXPECT(t, accepted > 100 && accepted < 19000);
}
