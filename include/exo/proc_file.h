/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: fs. Files in /proc (CONFIG_PROCFS). Who owns the data registers a file
 * for it, in a source file of its own that is built with CONFIG_PROCFS:
 *
 *	static int show_uptime(struct text_buffer *text)
 *	{
 *		text_printf(text, ...);
 *		return 0;
 *	}
 *	PROC_FILE(uptime) = { .path = "uptime", .show = show_uptime };
 *
 * The text is made as it is read: of a file with show all at once when a reader
 * comes to its beginning, of one with next piece by piece, as the reader goes on.
 * What a piece says is consistent, however small the reads, and is what it
 * was when the piece was made.
 */
#ifndef EXO_PROC_FILE_H
#define EXO_PROC_FILE_H

#include <exo/compiler.h>
#include <exo/text_buffer.h>
#include <exo/types.h>

struct inode;

struct proc_file {
	const char *path; /* below /proc: "uptime", "sys/kernel/ostype" */
	u32 mode; /* permissions; 0: 0444 */

	/*
	 * One of the two, or neither in a file that is only written. May sleep.
	 * show: write the whole content. 0 or a negative errno.
	 * next: write the piece that *@cursor stands at, 0 for the first, and
	 * move it to the next. 1; 0 when there is none, and none is written;
	 * or a negative errno. A cursor may be one that was made long ago.
	 */
	int (*show)(struct text_buffer *text);
	int (*next)(struct text_buffer *text, u64 *cursor);

	/*
	 * Take in what one write(2) wrote at position 0: @size bytes, at most
	 * PROC_WRITE_MAX, and a NUL. 0 or a negative errno. May sleep.
	 */
	int (*write)(const char *bytes, size_t size);
	/* The same, of a struct proc_inode. At most one of the two. */
	int (*store)(struct inode *inode, const char *bytes, size_t size);
};

enum {
	PROC_WRITE_MAX = 4095,
};

#define PROC_FILE(symbol)                                                    \
	static const struct proc_file __proc_file_##symbol __used __section( \
		".proc_files") __aligned(8)

extern const struct proc_file __proc_files_start[];
extern const struct proc_file __proc_files_end[];

#endif
