/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: base, private to kernel/. The records behind dmesg: a ring of fixed
 * size in which new records overwrite the oldest.
 */
#ifndef KERNEL_LOG_BUFFER_H
#define KERNEL_LOG_BUFFER_H

#include <exo/log_record.h>
#include <exo/types.h>

/*
 * Append a record, whose sequence number is given here. Any context: a caller
 * may be interrupted between any two instructions by another one on the same
 * CPU. Dropped, and counted, only when so much is logged during one
 * interruption that it would overwrite the record being written underneath.
 */
void log_store(const struct log_record *record, const char *text);

/* Records that log_store() had to drop. */
u64 log_dropped(void);

/* Whoever was interrupted while storing will not resume: panic. */
void log_abandon_writers(void);

#endif
