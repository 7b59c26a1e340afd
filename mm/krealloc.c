// SPDX-License-Identifier: GPL-2.0-only
/*
 * krealloc() by the other functions of the heap. A block stays where it is
 * while it has the room, also when most of it falls idle: who wants the memory
 * back frees the block.
 */
#include <exo/kmalloc.h>
#include <exo/string.h>

void *krealloc(void *block, size_t size)
{
	size_t old_size;
	void *grown;

	if (!block)
		return kmalloc(size);
	old_size = kmalloc_size(block);
	if (size <= old_size)
		return block;
	grown = kmalloc(size);
	if (!grown)
		return NULL;
	memcpy(grown, block, old_size);
	kfree(block);
	return grown;
}
