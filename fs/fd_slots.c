// SPDX-License-Identifier: GPL-2.0-only
#include <exo/fd_slots.h>
#include <exo/file.h>
#include <exo/kmalloc.h>
#include <exo/string.h>

struct fd_slots *fd_slots_alloc(unsigned int size)
{
	size_t flags_bytes = size / 8;
	struct fd_slots *slots =
		kzalloc(sizeof(*slots) + size * sizeof(slots->files[0]) +
			flags_bytes + bitmap_tree_bytes(size));

	if (!slots)
		return NULL;
	slots->size = size;
	slots->close_on_exec = (u64 *)&slots->files[size];
	bitmap_tree_init(&slots->free, size,
			 slots->close_on_exec + size / BITS_PER_WORD);
	bitmap_tree_set_range(&slots->free, 0, size);
	return slots;
}

void fd_slots_copy(struct fd_slots *to, const struct fd_slots *from)
{
	const unsigned int size = min(to->size, from->size);

	memcpy(to->files, from->files, size * sizeof(from->files[0]));
	memcpy(to->close_on_exec, from->close_on_exec, size / 8);
	for (size_t word = 0; word < size / BITS_PER_WORD; word++) {
		to->free.levels[0][word] = from->free.levels[0][word];
		if (!to->free.levels[0][word])
			bitmap_tree_note_empty(&to->free, word);
	}
}

unsigned int fd_slots_next_in_use(const struct fd_slots *slots, unsigned int fd,
				  const u64 *also)
{
	u64 mask = ~0UL << fd % BITS_PER_WORD;

	for (size_t word = fd / BITS_PER_WORD;
	     word < slots->size / BITS_PER_WORD; word++, mask = ~0UL) {
		u64 taken = fd_slots_taken(slots, word) & mask;

		if (also)
			taken &= also[word];
		/* Those that are reserved have no file. */
		for (; taken; taken &= taken - 1) {
			size_t found = word * BITS_PER_WORD +
				       (size_t)__builtin_ctzl(taken);

			if (slots->files[found])
				return (unsigned int)found;
		}
	}
	return slots->size;
}

unsigned int fd_slots_size_for(const struct fd_slots *slots)
{
	size_t word = slots->size / BITS_PER_WORD;
	unsigned int size = FD_SLOTS_MIN;

	while (word && !fd_slots_taken(slots, word - 1))
		word--;
	while (size < word * BITS_PER_WORD)
		size *= 2;
	return size;
}

void fd_slots_copy_word(struct fd_slots *to, const struct fd_slots *from,
			size_t word)
{
	struct file *const *source = &from->files[word * BITS_PER_WORD];
	struct file **target = &to->files[word * BITS_PER_WORD];
	u64 copied = 0;

	for (u64 taken = fd_slots_taken(from, word); taken;
	     taken &= taken - 1) {
		struct file *file = source[__builtin_ctzl(taken)];

		if (!file)
			continue;
		file_get(file);
		target[__builtin_ctzl(taken)] = file;
		copied |= taken & -taken;
	}
	to->close_on_exec[word] = from->close_on_exec[word] & copied;
	to->free.levels[0][word] = ~copied;
	if (!~copied)
		bitmap_tree_note_empty(&to->free, word);
}
