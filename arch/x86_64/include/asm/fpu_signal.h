/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: arch. Floating-point registers on the stacks of signal handlers, as Linux
 * has them there: what XSAVE or FXSAVE writes, with a few words of software's own,
 * <uapi/ucontext.h>.
 */
#ifndef ASM_FPU_SIGNAL_H
#define ASM_FPU_SIGNAL_H

#include <exo/compiler.h>
#include <exo/types.h>

/* Bytes that the current task's registers take; 0: it does not use them. */
size_t fpu_signal_size(void);

/* What uc_flags says of it. */
u64 fpu_signal_flags(void);

/*
 * Copy the current task's registers to @to, FPU_AREA_ALIGN, which has room for them.
 * They are in use. -EFAULT. May sleep.
 */
__must_check int fpu_signal_save(void __user *to);

/*
 * Load them from @from, or those at the start of a program if that is NULL. What the
 * processor would refuse to load is made harmless. -EFAULT; -ENOMEM: they were not in
 * use before, and cannot be. May sleep.
 */
__must_check int fpu_signal_load(const void __user *from);

#endif
