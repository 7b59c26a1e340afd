/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: proc. What a task leaves behind in the memory of its program.
 */
#ifndef EXO_FUTEX_H
#define EXO_FUTEX_H

#include <exo/compiler.h>

/*
 * The current task leaves its address space, by exec or for good: mark the robust
 * futexes that it holds (set_robust_list(2)) as those of a dead owner, and clear
 * and wake what set_tid_address(2) named, if others use the memory. May sleep.
 */
#ifdef CONFIG_FUTEX
void futex_leave(void);
#else
static inline void futex_leave(void)
{
}
#endif

#endif
