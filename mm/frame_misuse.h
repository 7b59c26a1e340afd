/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: mm, private. Telling real frames from wrong pointers, and saying so.
 */
#ifndef FRAME_MISUSE_H
#define FRAME_MISUSE_H

#include <exo/frame.h>

/* The mapped part of the frame table; holes in RAM show records of zeros. */
extern size_t frame_table_bytes;

/* Whether @frame may be read. */
static __always_inline bool frame_has_record(const struct frame *frame)
{
	return (unsigned long)frame - (unsigned long)frame_table <
	       frame_table_bytes;
}

/* Whether frame_free() may take it. */
static __always_inline bool frame_held_once(const struct frame *frame)
{
	return frame_has_record(frame) && frame->refs == 1;
}

/*
 * Report that @frame could not be treated as @wish says ("freed"), why, and who
 * @caller is. Any context.
 */
__cold void frame_report_misuse(const struct frame *frame, const char *wish,
				const void *caller);

#endif
