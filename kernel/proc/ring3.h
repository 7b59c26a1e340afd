/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: proc, private to this folder. Small programs in ring 3, for tests and
 * benchmarks: those of ring3_programs.asm, in an address space of a few pages.
 *
 *	struct ring3 ring3;
 *
 *	if (!ring3_create(&ring3))
 *		...
 *	ring3.start.rdi = 1000;
 *	ring3_run(&ring3, program);
 *	... ring3.fault, ring3.end
 *	ring3_destroy(&ring3);
 */
#ifndef PROC_RING3_H
#define PROC_RING3_H

#include <asm/memlayout.h>
#include <asm/trap_frame.h>
#include <exo/arch_entry.h>
#include <exo/compiler.h>
#include <exo/frame.h>
#include <exo/page_table.h>
#include <exo/task.h>

#define RING3_CODE     0x400000UL /* the programs, may be read and executed */
#define RING3_DATA     0x500000UL /* one page, may be read and written */
#define RING3_DATA_END (RING3_DATA + PAGE_SIZE) /* behind it is nothing */
#define RING3_CONSTANT 0x600000UL /* one page, may be read only; zeros */

struct ring3 {
	struct mm mm;
	struct frame *code, *data, *constant;
	struct file_table *files; /* its descriptors: empty; NULL: no files */
	struct trap_frame start; /* registers to begin with; RIP is set */
	bool raw; /* *start is used as it is, RIP too, by user_resume() */
	bool goes_on_after_traps; /* they are counted only */
	unsigned int fails; /* which allocation of its task does; 0: none */
	unsigned long traps; /* SIGTRAPs that came */
	/* How it ended: by an exception, with the registers then. */
	struct user_fault fault; /* signal 0: it did not */
	struct trap_frame end;
	int exit_code;
};

/* False when memory is short. */
__must_check bool ring3_create(struct ring3 *ring3);
void ring3_destroy(struct ring3 *ring3);

/* Start the program at @entry, of ring3_programs.asm, in a thread of its own. */
__must_check struct task *ring3_start(struct ring3 *ring3, const char *entry);

/* Wait for its end. */
void ring3_finish(struct ring3 *ring3, struct task *thread);

/* Both; a thread that cannot be had counts as SIGKILL. May sleep. */
void ring3_run(struct ring3 *ring3, const char *entry);

/*
 * Run a program of one system call with up to six arguments: its result. May sleep.
 */
s64 ring3_call_with(struct ring3 *ring3, long number, const u64 arguments[6]);
#define ring3_call(ring3, number, ...) \
	ring3_call_with(ring3, number, (const u64[6]){__VA_ARGS__})

/* The data page, as the kernel sees it. */
static inline void *ring3_data(const struct ring3 *ring3)
{
	return frame_to_virt(ring3->data);
}

#endif
