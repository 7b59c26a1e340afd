/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: proc. What the header of an ELF file (System V ABI, chapters 4 and 5,
 * and its x86-64 supplement) asks execve(2) to do, once it is known to make
 * sense.
 */
#ifndef PROC_ELF_H
#define PROC_ELF_H

#include <exo/compiler.h>
#include <exo/types.h>

enum {
	ELF_HEADER_SIZE = 64, /* bytes, at the start of the file */
	ELF_PROGRAM_HEADER_SIZE = 56,
	/* Program headers of a file, all of them and those to be loaded. */
	ELF_PROGRAM_HEADERS_MAX = 73, /* a page full, as Linux has it */
	ELF_SEGMENTS_MAX = 32,
	ELF_INTERPRETER_MAX = 4096, /* bytes of its path, with the NUL */
};

/* A piece of the file to be loaded. Addresses are before relocation. */
struct elf_segment {
	u64 address, offset; /* equal modulo the page size */
	u64 file_size, memory_size; /* bytes; memory_size is not smaller */
	u8 access; /* ELF_READ and so on */
};

enum {
	ELF_EXECUTE = 1,
	ELF_WRITE = 2,
	ELF_READ = 4,
};

/* Where in the file the program headers are. */
struct elf_table {
	u64 offset;
	u32 size; /* bytes, 1.. */
};

struct elf_image {
	bool relocatable; /* ET_DYN: may be put anywhere */
	bool stack_executable;
	u64 entry; /* address of the first instruction */
	u64 headers; /* address of the program headers in memory, 0: nowhere */
	u32 header_count;
	u64 start, end; /* all segments, in whole pages */
	u64 align; /* of start, once relocated: a power of two, 4096.. */
	u64 interpreter_offset;
	u32 interpreter_size; /* bytes, with the NUL; 0: there is none */
	u32 segment_count; /* 1..ELF_SEGMENTS_MAX, by ascending address */
	struct elf_segment segments[ELF_SEGMENTS_MAX];
};

/*
 * Look at the first @len bytes of a file of @file_size bytes and say where its
 * program headers are. -ENOEXEC when it is not a program of this machine.
 */
__must_check int elf_read_header(const void *header, size_t len, u64 file_size,
				 struct elf_table *table);

/*
 * Read the program headers, table->size bytes at @table_bytes, as the same
 * @header describes them. -ENOEXEC when they make no sense, *@image is then
 * undefined.
 */
__must_check int elf_read_segments(const void *header, const void *table_bytes,
				   u64 file_size, struct elf_image *image);

#endif
