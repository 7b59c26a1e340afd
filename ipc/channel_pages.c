// SPDX-License-Identifier: GPL-2.0-only
/*
 * The page frames of a large message.
 */
#include <exo/channel_pages.h>
#include <exo/compiler.h>
#include <exo/frame.h>
#include <exo/kmalloc.h>
#include <exo/string.h>

static size_t bytes_in(const struct channel_pages *pages, u32 frame)
{
	return min(pages->size - (size_t)frame * PAGE_SIZE, (size_t)PAGE_SIZE);
}

static bool add_frame(struct channel_pages *pages)
{
	u32 i = pages->nr_frames;
	size_t used = bytes_in(pages, i);
	struct frame *frame = frame_for_program(FRAME_ANY);

	if (!frame)
		return false;
	memset((u8 *)frame_to_virt(frame) + used, 0, PAGE_SIZE - used);
	pages->frames[i] = frame;
	pages->nr_frames++;
	return true;
}

struct channel_pages *channel_pages_alloc(size_t size)
{
	u32 nr_frames = (u32)DIV_ROUND_UP(size, PAGE_SIZE);
	struct channel_pages *pages =
		kmalloc(sizeof(*pages) + nr_frames * sizeof(pages->frames[0]));

	if (!pages)
		return NULL;
	pages->size = size;
	pages->nr_frames = 0;
	while (pages->nr_frames < nr_frames) {
		if (!add_frame(pages)) {
			channel_pages_free(pages);
			return NULL;
		}
	}
	return pages;
}

void channel_pages_free(struct channel_pages *pages)
{
	if (!pages)
		return;
	for (u32 i = 0; i < pages->nr_frames; i++)
		frame_put(pages->frames[i]);
	kfree(pages);
}

void channel_pages_fill(struct channel_pages *pages, const void *data)
{
	for (u32 i = 0; i < pages->nr_frames; i++)
		memcpy(frame_to_virt(pages->frames[i]),
		       (const u8 *)data + (size_t)i * PAGE_SIZE,
		       bytes_in(pages, i));
}

void channel_pages_copy_out(const struct channel_pages *pages, void *data)
{
	for (u32 i = 0; i < pages->nr_frames; i++)
		memcpy((u8 *)data + (size_t)i * PAGE_SIZE,
		       frame_to_virt(pages->frames[i]), bytes_in(pages, i));
}
