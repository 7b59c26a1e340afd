// SPDX-License-Identifier: GPL-2.0-only
#include <exo/frame.h>
#include <exo/kmalloc.h>
#include <exo/socket_buffer.h>
#include <uapi/errno.h>

/* 0: the bytes are behind the header. */
static u32 pages_of(size_t size)
{
	return size <= SOCKET_BUFFER_INLINE_MAX
		       ? 0
		       : (u32)(ALIGN_UP(size, PAGE_SIZE) / PAGE_SIZE);
}

static void free_pages(struct socket_buffer *buffer, u32 count)
{
	while (count)
		frame_free(virt_to_frame(buffer->pages[--count]));
}

/* 0 or -ENOMEM, and then there are none. */
static int alloc_pages(struct socket_buffer *buffer, u32 count)
{
	for (u32 i = 0; i < count; i++) {
		struct frame *frame = frame_for_program(FRAME_ANY);

		if (!frame) {
			free_pages(buffer, i);
			return -ENOMEM;
		}
		buffer->pages[i] = frame_to_virt(frame);
	}
	return 0;
}

struct socket_buffer *socket_buffer_alloc(size_t size)
{
	u32 count = pages_of(size);
	size_t behind = count ? count * sizeof(void *) : size;
	struct socket_buffer *buffer = kmalloc(sizeof(*buffer) + behind);

	if (!buffer)
		return NULL;
	buffer->size = (u32)size;
	buffer->offset = 0;
	buffer->memory = (u32)(sizeof(*buffer) + behind + count * PAGE_SIZE);
	buffer->rights = NULL;
	buffer->from = NULL;
	if (unlikely(count) && alloc_pages(buffer, count)) {
		kfree(buffer);
		return NULL;
	}
	return buffer;
}

void socket_buffer_free(struct socket_buffer *buffer)
{
	free_pages(buffer, pages_of(buffer->size));
	socket_name_put(buffer->from);
	kfree(buffer);
}

/* What lies at @offset in one piece. */
static u8 *bytes_at(const struct socket_buffer *buffer, u32 offset,
		    size_t *size)
{
	u32 in_page = offset & (PAGE_SIZE - 1);

	*size = min((size_t)(buffer->size - offset), PAGE_SIZE - in_page);
	return (u8 *)buffer->pages[offset / PAGE_SIZE] + in_page;
}

size_t socket_buffer_fill_pages(struct socket_buffer *buffer,
				struct io_iter *from)
{
	size_t run, moved, done = 0;

	while (done < buffer->size) {
		u8 *to = bytes_at(buffer, (u32)done, &run);

		moved = io_copy_from(from, to, run);
		done += moved;
		if (moved < run)
			break;
	}
	return done;
}

size_t socket_buffer_copy_pages(const struct socket_buffer *buffer, u32 offset,
				struct io_iter *to)
{
	size_t run, moved, done = 0;

	while (offset < buffer->size && to->left) {
		const u8 *from = bytes_at(buffer, offset, &run);

		run = min(run, to->left);
		moved = io_copy_to(to, from, run);
		done += moved;
		offset += (u32)moved;
		if (moved < run)
			break;
	}
	return done;
}

void socket_name_put(struct socket_name *name)
{
	if (name && !__atomic_sub_fetch(&name->refs, 1, __ATOMIC_ACQ_REL))
		kfree(name);
}
