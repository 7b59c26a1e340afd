// SPDX-License-Identifier: GPL-2.0-only
/*
 * /proc/PID/maps: a line for each area of the address space, by address. The
 * cursor is the address from which to go on, so that what is changed between
 * two reads repeats nothing and hides nothing else.
 */
#include <exo/file.h>
#include <exo/kmalloc.h>
#include <exo/text_buffer.h>
#include <exo/vfs.h>
#include <exo/vm.h>
#include <uapi/device_number.h>
#include <uapi/errno.h>

#include "procfs_process.h"
#include "vdso.h"

enum {
	NAME_COLUMN = 73,
};

/* What a line says. */
struct area_view {
	unsigned long start, end;
	u32 flags;
	u64 offset;
	struct file *file; /* a reference, or NULL */
	const char *name; /* of what has no file, or NULL */
};

static const char *name_of(const struct vm *vm, const struct vm_area *area)
{
	if (area->file)
		return vdso_area_name(area->file, area->offset);
	if (area->start < vm->break_end && area->end > vm->break_start)
		return "[heap]";
	if (area_contains(area, vm->layout.start_stack))
		return "[stack]";
	return NULL;
}

/* The first area that ends above @address; false: none. */
static bool look(struct vm *vm, unsigned long address, struct area_view *view)
{
	const struct vm_area *area;

	mutex_lock(&vm->lock);
	area = area_find(&vm->areas, address);
	if (area) {
		*view = (struct area_view){
			.start = area->start,
			.end = area->end,
			.flags = area->flags,
			.offset = area->offset,
			.file = area->file,
			.name = name_of(vm, area),
		};
		if (view->file)
			file_get(view->file);
	}
	mutex_unlock(&vm->lock);
	return area;
}

static void print_range(struct text_buffer *text, const struct area_view *view)
{
	struct stat status = {};

	if (view->file)
		vfs_stat_file(view->file, &status);
	text_printf(text, "%08lx-%08lx %c%c%c%c %08llx %02x:%02x %llu ",
		    view->start, view->end, view->flags & VM_READ ? 'r' : '-',
		    view->flags & VM_WRITE ? 'w' : '-',
		    view->flags & VM_EXECUTE ? 'x' : '-',
		    view->flags & VM_SHARED ? 's' : 'p',
		    (unsigned long long)(view->file ? view->offset : 0),
		    device_major(status.st_dev), device_minor(status.st_dev),
		    (unsigned long long)status.st_ino);
}

static void pad(struct text_buffer *text, size_t line)
{
	while (text->size - line < NAME_COLUMN)
		text_append(text, " ", 1);
}

/* 0 or -ENOMEM. */
static int print_path(struct text_buffer *text, const struct file *file)
{
	char *room = kmalloc(PATH_MAX);
	const char *name;

	if (!room)
		return -ENOMEM;
	name = path_text(&file->path, room, PATH_MAX);
	if (name)
		text_escape(text, name, "\n");
	kfree(room);
	return 0;
}

static int print_name(struct text_buffer *text, const struct area_view *view)
{
	if (view->file && view->file->inode)
		return print_path(text, view->file);
	text_printf(text, "%s",
		    view->name ? view->name : "/dev/zero (deleted)");
	return 0;
}

static int print_area(struct text_buffer *text, const struct area_view *view)
{
	size_t line = text->size;
	int err = 0;

	print_range(text, view);
	if (view->file || view->name) {
		pad(text, line);
		err = print_name(text, view);
	}
	text_append(text, "\n", 1);
	return err;
}

static int next_area(struct text_buffer *text, struct vm *vm, u64 *cursor)
{
	struct area_view view;
	int err;

	if (!look(vm, *cursor, &view))
		return 0;
	err = print_area(text, &view);
	if (view.file)
		file_put(view.file);
	if (err)
		return err;
	*cursor = view.end;
	return 1;
}

int process_next_maps(struct text_buffer *text, u64 *cursor)
{
	struct vm *vm;
	int result = vm_of_text(text, &vm);

	if (result || !vm)
		return result;
	result = next_area(text, vm, cursor);
	vm_put(vm);
	return result;
}
