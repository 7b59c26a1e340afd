/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: proc, private to this folder. The vDSO (vdso(7)): code of the kernel's that
 * programs call as a library, and the page it reads the clocks from.
 */
#ifndef PROC_VDSO_H
#define PROC_VDSO_H

#include <exo/compiler.h>

struct file;
struct vm;

#ifdef CONFIG_VDSO
/*
 * Show it in @vm from @address on, where nothing is for 16 pages; *@header is the
 * address of its ELF header. A negative errno.
 */
__must_check int vdso_map(struct vm *vm, unsigned long address,
			  unsigned long *header);

/* For /proc/PID/maps: the name of an area that shows @file at @offset, or NULL. */
const char *vdso_area_name(const struct file *file, unsigned long offset);
#else
static inline __must_check int vdso_map(struct vm *vm, unsigned long address,
					unsigned long *header)
{
	(void)vm;
	(void)address;
	*header = 0;
	return 0;
}

static inline const char *vdso_area_name(const struct file *file,
					 unsigned long offset)
{
	(void)file;
	(void)offset;
	return NULL;
}
#endif

#endif
