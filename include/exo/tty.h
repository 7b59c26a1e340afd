/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: drivers. Terminals, as others know them: who has a controlling one finds
 * it in its session, <exo/process.h>.
 */
#ifndef EXO_TTY_H
#define EXO_TTY_H

#include <exo/types.h>

struct tty;

/* Its DEVICE_NUMBER(). Any context. */
u64 tty_number(const struct tty *tty);

/* The number of the foreground's group, or 0. process_lock is held. */
u32 tty_foreground_locked(const struct tty *tty);

/*
 * vhangup(2): who has the current process's controlling terminal open finds it
 * gone. May sleep.
 */
void tty_hang_up_controlling(void);

#endif
