/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: base. What each processor keeps for itself, all of it in one place.
 * GS base points at the CPU's struct cpu from the first C instruction on:
 *
 *	percpu.preempt_count	one instruction, safe anywhere
 *	this_cpu()		its address; the caller must not be preempted
 *				while it uses the pointer
 *
 * A field belongs to the part named above it, which alone changes it.
 */
#ifndef EXO_CPU_H
#define EXO_CPU_H

#include <exo/compiler.h>
#include <exo/types.h>

struct frame;
struct mm;
struct run_queue;
struct task;
struct user_state;

/* Offset of the canary; the same number stands in scripts/Makefile.flags. */
#define CPU_CANARY_OFFSET 8

enum {
	FRAME_STACK_MAX = 80
};

/* Free frames in front of the allocator; the last one in is the first out. */
struct frame_stack {
	unsigned int nr;
	struct frame *frames[FRAME_STACK_MAX];
};

struct cpu_frames {
	struct frame_stack hot; /* used a moment ago, so in the cache still */
	struct frame_stack zeroed;
};

struct cpu {
	struct cpu *self;
	unsigned long stack_canary;

	/* Scheduler. */
	struct task *current_task;
	struct run_queue *run_queue;
	unsigned int preempt_count; /* <exo/preempt.h> */

	unsigned int id; /* 0.. */
	u64 bit; /* BIT(id), for sets of CPUs */

	bool interrupted_user; /* the last interrupt came in user mode */

	/* User mode, <asm/user_state.h>; interrupts off. */
	struct user_state *user; /* whose registers the CPU holds, or NULL */
	unsigned long user_rsp; /* SYSCALL's, for a moment */
	struct mm *mm; /* page tables in use; NULL: the kernel's own */

	/* Frame allocator; preemption off. */
	struct cpu_frames frames;
};

_Static_assert(offsetof(struct cpu, stack_canary) == CPU_CANARY_OFFSET,
	       "the compiler reads the canary there");

extern struct cpu boot_cpu;

#ifdef __HOST_TEST__
#define percpu boot_cpu

static inline struct cpu *this_cpu(void)
{
	return &boot_cpu;
}
#else
/* Offset 0 of GS: the linker script gives this object the address 0. */
extern struct cpu __seg_gs percpu;

static inline struct cpu *this_cpu(void)
{
	return percpu.self;
}
#endif

#endif
