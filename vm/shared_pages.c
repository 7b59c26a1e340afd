// SPDX-License-Identifier: GPL-2.0-only
/*
 * Memory that several address spaces share: and, of it, what mmap(2) makes, which is
 * behind a file without a name, as long as it was made.
 */
#include <exo/file.h>
#include <exo/frame.h>
#include <exo/kmalloc.h>
#include <exo/shared_memory.h>
#include <exo/shared_pages.h>
#include <uapi/errno.h>

#include "internal.h"

static struct frame *add_page(struct shared_pages *memory, u64 index)
{
	struct frame *frame = frame_for_program(FRAME_ZERO);

	if (!frame)
		return NULL;
	if (radix_tree_insert(&memory->pages, index, frame)) {
		frame_free(frame);
		return NULL;
	}
	shared_memory_add();
	memory->present++;
	return frame;
}

int shared_pages_get(struct page_source *source, u64 index, bool create,
		     struct frame **frame)
{
	struct shared_pages *memory =
		container_of(source, struct shared_pages, source);

	if (index >= memory->nr_pages)
		return -EIO;
	*frame = radix_tree_get(&memory->pages, index);
	if (!*frame && create) {
		*frame = add_page(memory, index);
		if (!*frame)
			return -ENOMEM;
	}
	if (*frame)
		frame_get(*frame);
	return 0;
}

int shared_pages_init(struct shared_pages *memory,
		      const struct page_source_ops *ops, size_t size,
		      bool commit)
{
	*memory = (struct shared_pages){
		.nr_pages = size >> PAGE_SHIFT,
		.committed = commit,
	};
	page_source_init(&memory->source, ops);
	return !commit || commit_charge(memory->nr_pages) ? 0 : -ENOMEM;
}

void shared_pages_destroy(struct shared_pages *memory)
{
	struct frame *frame;
	u64 index = 0;

	while ((frame = radix_tree_next(&memory->pages, &index))) {
		radix_tree_remove(&memory->pages, index);
		frame_put(frame);
	}
	shared_memory_sub(memory->present);
	if (memory->committed)
		commit_uncharge(memory->nr_pages);
}

static const struct page_source_ops anonymous_source_ops = {
	.page = shared_pages_get,
};

static int anonymous_map(struct file *file, struct page_source **source)
{
	struct shared_pages *memory = file->private;

	*source = &memory->source;
	return 0;
}

static void anonymous_release(struct file *file)
{
	shared_pages_destroy(file->private);
	kfree(file->private);
}

static const struct file_ops anonymous_ops = {
	.read = file_no_read,
	.write = file_no_write,
	.map = anonymous_map,
	.release = anonymous_release,
};

struct file *shared_pages_create(size_t size, bool commit)
{
	struct shared_pages *memory = kmalloc(sizeof(*memory));
	struct file *file = NULL;

	if (!memory)
		return NULL;
	if (!shared_pages_init(memory, &anonymous_source_ops, size, commit)) {
		file = file_alloc(&anonymous_ops, memory, O_RDWR);
		if (file)
			return file;
		shared_pages_destroy(memory);
	}
	kfree(memory);
	return NULL;
}
