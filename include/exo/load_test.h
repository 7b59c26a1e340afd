/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: kernel. Load tests: minutes of guest time under full load.
 */
#ifndef EXO_LOAD_TEST_H
#define EXO_LOAD_TEST_H

#include <exo/types.h>

/*
 * Carry out load=NAME[:AMOUNT] of the command line, then machine_exit(): 0 when
 * all went well, else 1. Returns when none was asked for. Process context.
 */
#ifdef CONFIG_LOAD_TEST
/*
 * fs/files_load.c: threads that create, move and remove the same names for
 * @seconds, then a look at what is left. True when all went well.
 */
bool load_files(unsigned int seconds);

void load_test_run_from_cmdline(void);
#else
static inline void load_test_run_from_cmdline(void)
{
}
#endif

#endif
