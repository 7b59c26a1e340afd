/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: base. The log record by record, as /dev/kmsg has it; <exo/printk.h> has
 * it as text. With CONFIG_PRINTK=n there is none.
 */
#ifndef EXO_LOG_RECORD_H
#define EXO_LOG_RECORD_H

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
	/*
	 * Grows from record to record, from 0; by 1 unless records were dropped
	 * or an NMI logged in the middle of another message.
	 */
	u64 sequence;
	u16 length; /* bytes of text, at most LOG_TEXT_MAX */
	u8 level;
	u8 flags;
	u8 facility; /* of syslog(3): 0 is the kernel */
};

/*
 * Copy the first complete record at or after *@position, which may lie
 * anywhere, and move *@position behind it. @text has room for LOG_TEXT_MAX
 * bytes and is not terminated. False when there is none. Any context.
 */
bool log_read(u64 *position, struct log_record *record, char *text);

/* Where the next record will be stored; positions start at 0. Any context. */
u64 log_end(void);

/* The sequence number it will have, unless that is left out. Any context. */
u64 log_next_sequence(void);

#endif
