/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: kernel. Having nothing to do.
 */
#ifndef EXO_IDLE_H
#define EXO_IDLE_H

#include <exo/types.h>

/*
 * Halt until an interrupt has made @ready() true; the ticks pause meanwhile.
 * Called and returns with interrupts off, which is how @ready() is asked, so
 * that nothing is missed between a look and a halt. No other thread runs
 * meanwhile. Without CONFIG_THREADS deferred work is done here, first.
 */
void idle_until(bool (*ready)(void));

#endif
