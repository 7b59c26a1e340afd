/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: kernel, private to the monitor. What its commands share.
 */
#ifndef KMON_INTERNAL_H
#define KMON_INTERNAL_H

#include <exo/types.h>

struct history;

/* The next typed byte, waiting for it. Process context; may sleep. */
u8 kmon_getc(void);

/*
 * Around a command: ^C raises SIGINT for the caller, if there are threads. What
 * waits interruptibly or looks at task_signal_pending() then ends.
 */
void kmon_command_begin(void);
void kmon_command_end(void);

/* The lines entered so far. */
const struct history *kmon_history(void);

/* What @error (positive, as in errno(3)) means, in words; NULL if unknown. */
const char *error_text(int error);

/* Does @line, of @length bytes, contain @pattern, whatever the case? */
bool line_matches(const char *line, size_t length, const char *pattern);

#endif
