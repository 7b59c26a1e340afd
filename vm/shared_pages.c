// SPDX-License-Identifier: GPL-2.0-only
/*
 * Anonymous memory that several address spaces share: a file without a name, as
 * long as it was made, whose pages come when they are touched.
 */
#include <exo/file.h>
#include <exo/frame.h>
#include <exo/kmalloc.h>
#include <exo/page_source.h>
#include <exo/radix_tree.h>
#include <exo/shared_memory.h>
#include <uapi/errno.h>

#include "internal.h"

struct shared_pages {
	struct page_source source;
	struct radix_tree pages; /* guarded by source.lock */
	u64 nr_pages;
	bool committed;
};

static int shared_page(struct page_source *source, u64 index, bool create,
		       struct frame **frame)
{
	struct shared_pages *memory =
		container_of(source, struct shared_pages, source);
	int error;

	if (index >= memory->nr_pages)
		return -EIO;
	*frame = radix_tree_get(&memory->pages, index);
	if (!*frame && create) {
		*frame = frame_for_program(FRAME_ZERO);
		if (!*frame)
			return -ENOMEM;
		error = radix_tree_insert(&memory->pages, index, *frame);
		if (error) {
			frame_free(*frame);
			return error;
		}
		shared_memory_add();
	}
	if (*frame)
		frame_get(*frame);
	return 0;
}

static const struct page_source_ops shared_source_ops = {
	.page = shared_page,
};

static int shared_map(struct file *file, struct page_source **source)
{
	struct shared_pages *memory = file->private;

	*source = &memory->source;
	return 0;
}

static void shared_release(struct file *file)
{
	struct shared_pages *memory = file->private;
	struct frame *frame;
	u64 index = 0;

	while ((frame = radix_tree_next(&memory->pages, &index))) {
		radix_tree_remove(&memory->pages, index);
		frame_put(frame);
		shared_memory_sub(1);
	}
	if (memory->committed)
		commit_uncharge(memory->nr_pages);
	kfree(memory);
}

static const struct file_ops shared_file_ops = {
	.map = shared_map,
	.release = shared_release,
};

struct file *shared_pages_create(size_t size, bool commit)
{
	struct shared_pages *memory = kzalloc(sizeof(*memory));
	struct file *file;

	if (!memory)
		return NULL;
	page_source_init(&memory->source, &shared_source_ops);
	memory->nr_pages = size >> PAGE_SHIFT;
	memory->committed = commit;
	if (commit && !commit_charge(memory->nr_pages))
		goto err_free;
	file = file_alloc(&shared_file_ops, memory, O_RDWR);
	if (file)
		return file;
	if (commit)
		commit_uncharge(memory->nr_pages);
err_free:
	kfree(memory);
	return NULL;
}
