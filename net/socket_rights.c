// SPDX-License-Identifier: GPL-2.0-only
#include <exo/file.h>
#include <exo/kmalloc.h>
#include <exo/socket_buffer.h>

struct socket_rights *socket_rights_alloc(u32 room)
{
	struct socket_rights *rights =
		kmalloc(sizeof(*rights) + room * sizeof(rights->files[0]));

	if (!rights)
		return NULL;
	rights->refs = 1;
	rights->count = 0;
	rights->owner = 0;
	list_init(&rights->node);
	return rights;
}

void socket_rights_add(struct socket_rights *rights, struct file *file)
{
	file_get(file);
	rights->files[rights->count++] = file;
}

void socket_rights_free(struct socket_rights *rights)
{
	if (!rights)
		return;
	for (u32 i = 0; i < rights->count; i++)
		if (rights->files[i])
			file_put(rights->files[i]);
	kfree(rights);
}
