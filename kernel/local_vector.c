// SPDX-License-Identifier: GPL-2.0-only
/*
 * The processor's own interrupts. Registered at start-up and never given back,
 * so what comes needs no lock to find its handler.
 */
#include <asm/trap.h>
#include <asm/trap_frame.h>
#include <exo/arch_entry.h>
#include <exo/compiler.h>
#include <exo/local_vector.h>
#include <exo/preempt.h>
#include <exo/sched.h>
#include <uapi/errno.h>

enum {
	LOCAL_VECTORS = 256 - LOCAL_VECTOR_FIRST
};

static struct {
	const struct local_vector *what; /* NULL: nobody's */
	u64 count;
} vectors[LOCAL_VECTORS];

static void (*end_stray)(unsigned int vector);

int local_vector_register(unsigned int vector, const struct local_vector *what)
{
	unsigned int i = vector - LOCAL_VECTOR_FIRST;

	if (i >= LOCAL_VECTORS)
		return -EINVAL;
	if (vectors[i].what)
		return -EBUSY;
	WRITE_ONCE(vectors[i].what, what);
	return 0;
}

void local_vector_set_stray_end(void (*end)(unsigned int vector))
{
	WRITE_ONCE(end_stray, end);
}

void stray_interrupt(const struct trap_frame *frame)
{
	trap_unexpected(frame);
	if (end_stray)
		end_stray((unsigned int)frame->vector);
}

void local_vector_dispatch(struct trap_frame *frame)
{
	unsigned int i = (unsigned int)frame->vector - LOCAL_VECTOR_FIRST;

	if (i >= LOCAL_VECTORS || !vectors[i].what) {
		stray_interrupt(frame);
		return;
	}
	preempt_count_add(PREEMPT_INTERRUPT);
	percpu.interrupted_user = trap_from_user(frame);
	vectors[i].count++;
	vectors[i].what->handle();
	preempt_count_add(-PREEMPT_INTERRUPT);
	sched_interrupt_exit();
}

const struct local_vector *local_vector_number(unsigned int index, u64 *count)
{
	for (unsigned int i = 0; i < LOCAL_VECTORS; i++) {
		if (!vectors[i].what || index-- > 0)
			continue;
		*count = READ_ONCE(vectors[i].count);
		return vectors[i].what;
	}
	return NULL;
}
