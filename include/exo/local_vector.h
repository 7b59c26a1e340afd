/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: kernel. Interrupts that the processor raises for itself, such as its
 * timer's: each has a vector of its own, from LOCAL_VECTOR_FIRST to 0xff, one
 * handler, and no line.
 */
#ifndef EXO_LOCAL_VECTOR_H
#define EXO_LOCAL_VECTOR_H

#include <asm/trap.h>
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
 * Have @end called, in interrupts, for each vector that came and is nobody's: it
 * is to end the interrupt, if the controller waits for that.
 */
void local_vector_set_stray_end(void (*end)(unsigned int vector));

/*
 * The vector of @frame came and is nobody's, as what a boot loader left pending
 * may be: count, report and end it. One that is not ended keeps out all that
 * is less urgent, for good. Interrupts off.
 */
void stray_interrupt(const struct trap_frame *frame);

/*
 * The @index-th that is registered, by vector, and how often it came; NULL
 * past the last. Any context.
 */
const struct local_vector *local_vector_number(unsigned int index, u64 *count);
#else
static inline void stray_interrupt(const struct trap_frame *frame)
{
	trap_unexpected(frame);
}

static inline const struct local_vector *local_vector_number(unsigned int index,
							     u64 *count)
{
	(void)index;
	*count = 0;
	return NULL;
}
#endif

#endif
