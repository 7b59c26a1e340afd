/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: kernel. Interrupts that the processor raises for itself, such as its
 * timer's: each has a vector of its own, from LOCAL_VECTOR_FIRST to 0xff, one
 * handler, and no line.
 */
#ifndef EXO_LOCAL_VECTOR_H
#define EXO_LOCAL_VECTOR_H

#include <exo/types.h>

struct local_vector {
	const char *label; /* three letters, as /proc/interrupts has them */
	const char *name; /* "timer" */
	/* Interrupt context, interrupts off. Ends the interrupt by itself. */
	void (*handle)(void);
};

/*
 * Call @what->handle whenever @vector is raised. 0, -EINVAL for a vector that
 * is not local, -EBUSY when it has been taken.
 */
int local_vector_register(unsigned int vector, const struct local_vector *what);

#ifdef CONFIG_LOCAL_APIC
/*
 * The @index-th that is registered, by vector, and how often it came; NULL
 * past the last. Any context.
 */
const struct local_vector *local_vector_number(unsigned int index, u64 *count);
#else
static inline const struct local_vector *local_vector_number(unsigned int index,
							     u64 *count)
{
	(void)index;
	*count = 0;
	return NULL;
}
#endif

#endif
