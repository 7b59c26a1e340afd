/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What lies below the code that is fuzzed. The heap is the C library's, so that
 * ASan sees each block by itself; frames are unreadable while they are free; and
 * whoever would wait for another thread ends the program: there is one.
 */
#ifndef FUZZ_KERNEL_MODEL_H
#define FUZZ_KERNEL_MODEL_H

#include <exo/types.h>

/* Once: the heap stands, and the INITCALLs of the code have run. */
void model_start(void);

/* The @nth allocation from now on fails; 0: none does. */
void model_fail_allocation(unsigned int nth);

/* Frames that are in use. */
u64 model_frames(void);

#endif
