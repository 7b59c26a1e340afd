// SPDX-License-Identifier: GPL-2.0-only
/*
 * ELF files into address spaces. Each segment shows the file's own pages; what it
 * has beyond them is zeros. Only the page in which the two meet is copied:
 *
 *	file	[page][page][pa--]
 *	memory	[page][page][pa00][0000][0000]
 *	         file's      copy  anonymous
 *
 * A program may name another, its interpreter, which is mapped too and begins in
 * its place: the dynamic linker.
 */
#include <asm/memlayout.h>
#include <exo/file.h>
#include <exo/frame.h>
#include <exo/inode.h>
#include <exo/io_iter.h>
#include <exo/kmalloc.h>
#include <exo/string.h>
#include <exo/vfs.h>
#include <exo/vm.h>
#include <uapi/errno.h>
#include <uapi/mman.h>

#include "exec.h"

static int read_exactly(struct file *file, void *to, size_t size, u64 offset)
{
	struct io_iter iter = io_iter_buffer(to, size);
	ssize_t done = file_read_at(file, &iter, offset);

	if (done < 0)
		return (int)done;
	return (size_t)done == size ? 0 : -ENOEXEC;
}

/* Read the headers of @file, which begins with @header. */
static int read_image(struct file *file, const u8 *header, size_t header_size,
		      struct elf_image *image)
{
	const u64 file_size = READ_ONCE(file->inode->size);
	struct elf_table table;
	void *bytes;
	int error = elf_read_header(header, header_size, file_size, &table);

	if (error)
		return error;
	if (table.offset <= header_size &&
	    table.size <= header_size - table.offset)
		return elf_read_segments(header, header + table.offset,
					 file_size, image);
	bytes = kmalloc(table.size);
	if (!bytes)
		return -ENOMEM;
	error = read_exactly(file, bytes, table.size, table.offset);
	if (!error)
		error = elf_read_segments(header, bytes, file_size, image);
	kfree(bytes);
	return error;
}

static u32 segment_prot(const struct elf_segment *segment)
{
	return (segment->access & ELF_READ ? PROT_READ : 0) |
	       (segment->access & ELF_WRITE ? PROT_WRITE : 0) |
	       (segment->access & ELF_EXECUTE ? PROT_EXEC : 0);
}

static int map_fixed(struct vm *vm, struct vm_request *request)
{
	long address;

	request->flags |= MAP_PRIVATE | MAP_FIXED;
	address = vm_map(vm, request);
	return address < 0 ? (int)address : 0;
}

static int map_file_part(struct vm *vm, struct file *file,
			 const struct elf_segment *segment, unsigned long start)
{
	const size_t before = start % PAGE_SIZE;
	struct vm_request request = {
		.address = start - before,
		.size = before + segment->file_size,
		.prot = segment_prot(segment),
		.file = file,
		.offset = segment->offset - before,
	};

	return segment->file_size ? map_fixed(vm, &request) : 0;
}

/* Zeros from @address to the end of its page, which is the file's so far. */
static int zero_rest_of_page(struct vm *vm, unsigned long address)
{
	const size_t before = address % PAGE_SIZE;
	struct frame *frame = vm_frame_get(vm, address, true);

	if (!frame)
		return -ENOMEM;
	memset((u8 *)frame_to_virt(frame) + before, 0, PAGE_SIZE - before);
	frame_put(frame);
	return 0;
}

static int map_zeros(struct vm *vm, const struct elf_segment *segment,
		     unsigned long start)
{
	const unsigned long end = start + segment->memory_size;
	unsigned long at = start + segment->file_size;
	struct vm_request request = {
		.prot = segment_prot(segment),
		.flags = MAP_ANONYMOUS,
	};

	if (at == end)
		return 0;
	/* Of what it must not write to, a program sees what the file has. */
	if (segment->file_size && at % PAGE_SIZE &&
	    segment->access & ELF_WRITE) {
		int error = zero_rest_of_page(vm, at);

		if (error)
			return error;
	}
	at = segment->file_size ? ALIGN_UP(at, PAGE_SIZE)
				: ALIGN_DOWN(at, PAGE_SIZE);
	if (at >= end)
		return 0;
	request.address = at;
	request.size = end - at;
	return map_fixed(vm, &request);
}

static int map_image(struct vm *vm, struct file *file,
		     const struct elf_image *image, unsigned long bias)
{
	int error = 0;

	for (u32 i = 0; i < image->segment_count && !error; i++) {
		const struct elf_segment *segment = &image->segments[i];
		const unsigned long start = segment->address + bias;

		error = map_file_part(vm, file, segment, start);
		if (!error)
			error = map_zeros(vm, segment, start);
	}
	/* Where it may not be is the file's mistake. */
	return error == -EPERM ? -ENOEXEC : error;
}

/* What of the program is code, and what data. */
static void note_layout(struct exec *exec)
{
	struct vm_layout *layout = &exec->vm->layout;

	for (u32 i = 0; i < exec->image.segment_count; i++) {
		const struct elf_segment *segment = &exec->image.segments[i];
		const unsigned long start = segment->address + exec->bias;
		const unsigned long end = start + segment->file_size;

		if (segment->access & ELF_EXECUTE) {
			if (!layout->start_code)
				layout->start_code = start;
			layout->end_code = end;
		} else {
			layout->start_data = start;
			layout->end_data = end;
		}
	}
}

static int map_program(struct exec *exec)
{
	const struct elf_image *image = &exec->image;
	int error;

	if (image->relocatable)
		exec->bias = ALIGN_DOWN(exec->layout.program, image->align) -
			     image->start;
	error = map_image(exec->vm, exec->file, image, exec->bias);
	if (error)
		return error;
	note_layout(exec);
	vm_break_set(exec->vm,
		     image->end + exec->bias + exec->layout.break_gap);
	exec->start = image->entry + exec->bias;
	return 0;
}

/* The interpreter's path, for kfree(). */
static int read_interpreter_name(const struct exec *exec, char **name)
{
	const u32 size = exec->image.interpreter_size;
	int error;

	*name = kmalloc(size);
	if (!*name)
		return -ENOMEM;
	error = read_exactly(exec->file, *name, size,
			     exec->image.interpreter_offset);
	if (!error && (*name)[size - 1])
		error = -ENOEXEC;
	if (error)
		kfree(*name);
	return error;
}

/* A free place for all of @image: what is added to its addresses. */
static long find_place(struct vm *vm, const struct elf_image *image)
{
	const struct vm_request request = {
		.size = image->end - image->start + image->align - PAGE_SIZE,
		.prot = PROT_NONE,
		.flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE,
	};
	long place = vm_map(vm, &request);
	int error;

	if (place < 0)
		return place;
	error = vm_unmap(vm, (unsigned long)place, request.size);
	if (error)
		return error;
	return (long)(ALIGN_UP((unsigned long)place, image->align) -
		      image->start);
}

static int map_interpreter(struct exec *exec, struct file *file)
{
	const struct elf_image *image = &exec->interpreter;
	long bias = 0;
	int error;

	if (image->relocatable) {
		bias = find_place(exec->vm, image);
		if (bias < 0 && bias > -4096)
			return (int)bias;
	}
	error = map_image(exec->vm, file, image, (unsigned long)bias);
	if (error)
		return error;
	exec->interpreter_base = image->start + (unsigned long)bias;
	exec->start = image->entry + (unsigned long)bias;
	return 0;
}

/* A bad interpreter is told from a bad program. */
static int interpreter_error(int error)
{
	return error == -ENOEXEC ? -ELIBBAD : error;
}

static int load_interpreter_file(struct exec *exec, struct file *file)
{
	u8 header[ELF_HEADER_SIZE];
	int error = read_exactly(file, header, sizeof(header), 0);

	/* As Linux has it. */
	if (error == -ENOEXEC)
		return -EIO;
	if (!error)
		error = read_image(file, header, sizeof(header),
				   &exec->interpreter);
	if (!error)
		error = map_interpreter(exec, file);
	return interpreter_error(error);
}

static int load_interpreter(struct exec *exec)
{
	struct file *file;
	char *name;
	int error;

	if (!exec->image.interpreter_size)
		return 0;
	error = read_interpreter_name(exec, &name);
	if (error)
		return error;
	error = vfs_open_program(NULL, name, 0, &file);
	kfree(name);
	if (error)
		return error;
	error = load_interpreter_file(exec, file);
	vfs_allow_writing(file);
	file_put(file);
	return error;
}

int exec_load_elf(struct exec *exec)
{
	int error = read_image(exec->file, exec->header, exec->header_size,
			       &exec->image);

	if (!error)
		error = map_program(exec);
	return error ? error : load_interpreter(exec);
}
