/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: ipc. A message of a queue, of System V or POSIX. It is made and filled before
 * the queue is locked, and changes hands by pointer: who sends gives it up, who
 * receives frees it.
 */
#ifndef EXO_IPC_MESSAGE_H
#define EXO_IPC_MESSAGE_H

#include <exo/avl_tree.h>
#include <exo/compiler.h>
#include <exo/kmalloc.h>
#include <exo/list.h>
#include <exo/types.h>

struct ipc_message {
	union { /* in a queue: by its lock */
		struct list_head node; /* System V's, as they were sent */
		struct avl_node place; /* POSIX's, by priority */
	};
	s64 type; /* System V's, or POSIX's priority */
	size_t size;
	u8 text[];
};

/* NULL when memory is short. @size has a limit. For ipc_message_free(). */
static inline __must_check struct ipc_message *ipc_message_alloc(s64 type,
								 size_t size)
{
	struct ipc_message *message = kmalloc(sizeof(*message) + size);

	if (message) {
		message->type = type;
		message->size = size;
	}
	return message;
}

/* NULL is fine. */
static inline void ipc_message_free(struct ipc_message *message)
{
	kfree(message);
}

/* All of @line, which is not used any more. */
static inline void ipc_message_free_all(struct list_head *line)
{
	struct ipc_message *message, *next;

	list_for_each_entry_safe(message, next, line, node)
		ipc_message_free(message);
}

#endif
