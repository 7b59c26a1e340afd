/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: fs. Where the names of a directory go to as it is listed, one by one:
 * the buffer of getdents64(2), or whoever wants to see them.
 */
#ifndef EXO_DIRECTORY_SINK_H
#define EXO_DIRECTORY_SINK_H

#include <exo/types.h>

struct file;

struct directory_entry {
	const char *name; /* not terminated */
	u32 length;
	u32 type; /* DT_* */
	u64 number; /* of the inode */
	u64 next; /* file position behind this entry */
};

struct directory_sink {
	/* False when @entry did not fit; it comes again next time. */
	bool (*add)(struct directory_sink *sink,
		    const struct directory_entry *entry);
};

enum {
	/* Positions of "." and ".."; those of a filesystem begin here. */
	DIRECTORY_FIRST = 2,
};

/*
 * For list operations: hand out "." and ".." if they are still to come. False
 * when @sink is full. Moves file->position.
 */
bool directory_list_dots(struct file *file, struct directory_sink *sink);

/* Hand out one entry and move file->position behind it. False: full. */
static inline bool directory_add(u64 *position, struct directory_sink *sink,
				 const struct directory_entry *entry)
{
	if (!sink->add(sink, entry))
		return false;
	*position = entry->next;
	return true;
}

#endif
