/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: base, private to kernel/. The records behind dmesg: a ring of fixed
 * size in which new records overwrite the oldest.
 */
#ifndef KERNEL_LOG_BUFFER_H
#define KERNEL_LOG_BUFFER_H

#include <exo/types.h>

enum {
	LOG_TEXT_MAX = 1000 /* bytes of text in one record */
};

enum {
	LOG_RECORD_NEWLINE = 1, /* the text ends its line */
	LOG_RECORD_CONT = 2, /* continues the previous record's open line */
};

struct log_record {
	u64 time_ns; /* since boot */
	u16 length; /* bytes of text, at most LOG_TEXT_MAX */
	u8 level;
	u8 flags;
};

/*
 * Append a record. Any context: a caller may be interrupted between any two
 * instructions by another one on the same CPU. Dropped, and counted, only when
 * so much is logged during one interruption that it would overwrite the
 * record being written underneath.
 */
void log_store(const struct log_record *record, const char *text);

/*
 * Copy the first complete record at or after *@position, which may lie
 * anywhere, and move *@position behind it. @text has room for LOG_TEXT_MAX
 * bytes and is not terminated. False when there is none. Any context.
 */
bool log_read(u64 *position, struct log_record *record, char *text);

/* Where the next record will be stored; positions start at 0. Any context. */
u64 log_end(void);

/* Records that log_store() had to drop. */
u64 log_dropped(void);

/* Whoever was interrupted while storing will not resume: panic. */
void log_abandon_writers(void);

#endif
