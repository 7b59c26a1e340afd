/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: proc, private to this folder. The programs of ring3_programs.asm, in the
 * kernel's image; they run as copies.
 */
#ifndef PROC_RING3_PROGRAMS_H
#define PROC_RING3_PROGRAMS_H

#include <exo/types.h>

u64 user_read_unguarded(const void *from);

extern const char ring3_programs[], ring3_programs_end[];

/* All end by an exception, so that their registers can be seen. */
extern const char ring3_syscall[];
extern const char ring3_syscall_loop[], ring3_syscall_pair_loop[];
extern const char ring3_syscall_registers[];
extern const char ring3_spin[];
extern const char ring3_divide[], ring3_breakpoint[], ring3_overflow[];
extern const char ring3_invalid_opcode[], ring3_step[];
extern const char ring3_privileged[], ring3_kernel_gate[];
extern const char ring3_bad_stack[], ring3_read[], ring3_write[];
extern const char ring3_jump[], ring3_x87_divide[], ring3_unaligned[];
extern const char ring3_step_syscall[], ring3_flags_syscall[];
extern const char ring3_mov_ss_syscall[], ring3_sgdt[];
extern const char ring3_fpu_initial[], ring3_fpu_keep[];
extern const char ring3_bases[], ring3_base_keep[];
extern const char ring3_selectors[];
extern const char ring3_syscall_number_high[];
extern const char ring3_state_syscall[];

#endif
