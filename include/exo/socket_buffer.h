/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: net. A message on its way: bytes, and what goes with them. Few bytes lie
 * behind the header, more in pages:
 *
 *	[ header | bytes ]		[ header | page | page ]
 *					             v      v
 *					          [ .... ] [ .. ]
 *
 * It belongs to one owner at a time, who needs no lock for it.
 */
#ifndef EXO_SOCKET_BUFFER_H
#define EXO_SOCKET_BUFFER_H

#include <asm/memlayout.h>
#include <exo/compiler.h>
#include <exo/io_iter.h>
#include <exo/list.h>
#include <exo/types.h>
#include <uapi/socket.h>

struct file;

enum {
	SOCKET_BUFFER_INLINE_MAX = 2048, /* bytes behind the header */
};

/* Nobody in particular: no process, and the overflow ids of user namespaces. */
#define SOCKET_NOBODY ((struct ucred){.uid = 65534, .gid = 65534})

/* Open files on their way, with a reference to each. */
struct socket_rights {
	u32 refs; /* atomic */
	u32 count;
	u32 owner; /* who is charged for them */
	struct list_head node;
	struct file *files[];
};

/* An address that several may refer to; constant. */
struct socket_name {
	u32 refs; /* atomic */
	u32 length; /* of the address */
	union {
		u16 family;
		u8 bytes[sizeof(struct sockaddr_un) + 1]; /* and a NUL */
	};
};

struct socket_buffer {
	struct list_head node;
	u32 size; /* bytes at first */
	union {
		u32 offset; /* of the first that has not been read, in a stream */
		bool seen; /* MSG_PEEK has told of it, of an empty message */
	};
	u32 memory; /* bytes it takes in all */
	struct ucred sender;
	struct socket_rights *rights; /* or NULL */
	struct socket_name *from; /* or NULL */
	union {
		u8 bytes[0]; /* of @size */
		void *pages[0]; /* if that is more than INLINE_MAX */
	};
};

/* None yet, and room for some; NULL when memory is short. */
__must_check struct socket_rights *socket_rights_alloc(u32 room);

/* One more, for which there is room, with a reference of its own. */
void socket_rights_add(struct socket_rights *rights, struct file *file);

/* Put what is left of the files. Nobody else has it; NULL is fine. */
void socket_rights_free(struct socket_rights *rights);

/* For @size bytes, undefined as yet; NULL when memory is short. */
__must_check struct socket_buffer *socket_buffer_alloc(size_t size);

/* The rights have been taken out. */
void socket_buffer_free(struct socket_buffer *buffer);

/* Of a stream. */
static inline size_t socket_buffer_left(const struct socket_buffer *buffer)
{
	return buffer->size - buffer->offset;
}

size_t socket_buffer_fill_pages(struct socket_buffer *buffer,
				struct io_iter *from);
size_t socket_buffer_copy_pages(const struct socket_buffer *buffer, u32 offset,
				struct io_iter *to);

/* Fill it from @from. 0 or -EFAULT. May sleep. */
static inline __must_check int socket_buffer_fill(struct socket_buffer *buffer,
						  struct io_iter *from)
{
	size_t done;

	if (likely(buffer->size <= SOCKET_BUFFER_INLINE_MAX))
		done = io_copy_from(from, buffer->bytes, buffer->size);
	else
		done = socket_buffer_fill_pages(buffer, from);
	return likely(done == buffer->size) ? 0 : -EFAULT;
}

/*
 * Copy the bytes from @offset on to @to, as many as both have. Fewer when memory
 * cannot be accessed. May sleep.
 */
static inline size_t socket_buffer_copy(const struct socket_buffer *buffer,
					u32 offset, struct io_iter *to)
{
	if (unlikely(buffer->size > SOCKET_BUFFER_INLINE_MAX))
		return socket_buffer_copy_pages(buffer, offset, to);
	return io_copy_to(to, buffer->bytes + offset,
			  min((size_t)(buffer->size - offset), to->left));
}

static inline void socket_name_get(struct socket_name *name)
{
	if (name)
		__atomic_fetch_add(&name->refs, 1, __ATOMIC_RELAXED);
}

/* NULL is fine, for both. */
void socket_name_put(struct socket_name *name);

#endif
