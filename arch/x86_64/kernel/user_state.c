// SPDX-License-Identifier: GPL-2.0-only
/*
 * Giving the CPU from one user program to another, and what user mode needs of
 * this CPU at start-up.
 *
 * FS and GS base: where there are the instructions for it (FSGSBASE), programs
 * change them by themselves, so they are read back at each switch. In the kernel
 * the user's GS base is the one that SWAPGS brings.
 *
 * Selectors of DS, ES, FS and GS are not kept: 64-bit programs have no use for
 * them. Whatever one has loaded there is zero for the next one.
 */
#include <asm/cpu_features.h>
#include <asm/irqflags.h>
#include <asm/msr.h>
#include <asm/segment.h>
#include <asm/user_state.h>
#include <exo/lock_debug.h>

#include "internal.h"

#define MSR_STAR   0xc0000081
#define MSR_LSTAR  0xc0000082
#define MSR_CSTAR  0xc0000083
#define MSR_SFMASK 0xc0000084

#define EFER_SCE     BIT(0)
#define CR0_AM	     BIT(18)
#define CR4_FSGSBASE BIT(16)

/*
 * What SYSCALL clears: all that a program may have set and the kernel's code is
 * not prepared for, and interrupts.
 */
#define SYSCALL_CLEARS                                                         \
	(RFLAGS_ARITHMETIC | RFLAGS_TF | RFLAGS_IF | RFLAGS_DF | RFLAGS_IOPL | \
	 RFLAGS_NT | RFLAGS_RF | RFLAGS_AC | RFLAGS_ID)

struct bases {
	u64 fs, gs;
};

static struct bases bases_get(void)
{
	struct bases bases;

	if (!cpu_has(CPU_FSGSBASE))
		return (struct bases){rdmsr(MSR_FS_BASE),
				      rdmsr(MSR_KERNEL_GS_BASE)};
	__asm__ volatile("rdfsbase %0\n\t"
			 "swapgs\n\t"
			 "rdgsbase %1\n\t"
			 "swapgs"
			 : "=r"(bases.fs), "=r"(bases.gs)
			 :
			 : "memory");
	return bases;
}

static void bases_set(struct bases bases)
{
	if (cpu_has(CPU_FSGSBASE)) {
		__asm__ volatile("wrfsbase %0\n\t"
				 "swapgs\n\t"
				 "wrgsbase %1\n\t"
				 "swapgs"
				 :
				 : "r"(bases.fs), "r"(bases.gs)
				 : "memory");
	} else {
		wrmsr(MSR_FS_BASE, bases.fs);
		wrmsr(MSR_KERNEL_GS_BASE, bases.gs);
	}
}

u64 user_fs_base(void)
{
	return bases_get().fs;
}

u64 user_gs_base(void)
{
	return bases_get().gs;
}

void user_set_fs_base(u64 base)
{
	bases_set((struct bases){base, user_gs_base()});
}

void user_set_gs_base(u64 base)
{
	bases_set((struct bases){user_fs_base(), base});
}

/*
 * Load @next and return what was there, where there are the instructions: one
 * excursion to the user's GS does for both.
 */
static __always_inline struct bases bases_exchange(struct bases next)
{
	struct bases prev;

	__asm__ volatile("rdfsbase %0\n\t"
			 "wrfsbase %2\n\t"
			 "swapgs\n\t"
			 "rdgsbase %1\n\t"
			 "wrgsbase %3\n\t"
			 "swapgs"
			 : "=&r"(prev.fs), "=&r"(prev.gs)
			 : "r"(next.fs), "r"(next.gs)
			 : "memory");
	return prev;
}

/* Has the last program loaded any? */
static __always_inline bool selectors_loaded(void)
{
	u32 ds, es, fs, gs;

	__asm__ volatile("mov %%ds, %0" : "=r"(ds));
	__asm__ volatile("mov %%es, %0" : "=r"(es));
	__asm__ volatile("mov %%fs, %0" : "=r"(fs));
	__asm__ volatile("mov %%gs, %0" : "=r"(gs));
	return (ds | es | fs | gs) & SELECTOR_RPL;
}

/* The bases may be lost. */
static void selectors_clear(void)
{
	__asm__ volatile("mov %0, %%ds\n\t"
			 "mov %0, %%es\n\t"
			 "mov %0, %%fs\n\t"
			 "swapgs\n\t"
			 "mov %0, %%gs\n\t"
			 "swapgs"
			 :
			 : "r"(0)
			 : "memory");
}

void user_state_save(struct user_state *user)
{
	const struct bases bases = bases_get();

	assert_irqs_off();
	user->fs_base = bases.fs;
	user->gs_base = bases.gs;
	if (user->fpu)
		fpu_save(user->fpu);
}

/* Nobody's registers are there from here on. */
static void fpu_give_up(void)
{
	fpu_wipe();
	fpu_off();
}

/* From the area @prev, or none, to that of @next, unless it is put aside. */
static __noinline void fpu_switch(void *prev, struct user_state *next)
{
	if (prev)
		fpu_save(prev);
	else
		fpu_on();
	if (next->fpu && (next->fpu_held || --next->fpu_turns)) {
		fpu_load(next->fpu);
	} else {
		next->fpu = NULL;
		fpu_give_up();
	}
}

static void stack_set(struct user_state *user)
{
	percpu.user = user;
	tss_set_stack(&user->frame + 1);
}

static __always_inline struct bases bases_of(const struct user_state *user)
{
	return (struct bases){user->fs_base, user->gs_base};
}

/* The bases have been exchanged; these are the previous state's. */
static __always_inline void load_rest(struct user_state *next,
				      struct bases found)
{
	struct user_state *prev = percpu.user;
	void *prev_fpu = NULL;

	if (likely(prev)) {
		prev->fs_base = found.fs;
		prev->gs_base = found.gs;
		prev_fpu = prev->fpu;
	}
	stack_set(next);
	if (unlikely(selectors_loaded())) {
		selectors_clear();
		bases_set(bases_of(next));
	}
	if (prev_fpu != next->fpu)
		fpu_switch(prev_fpu, next);
}

static __noinline void load_by_msr(struct user_state *next)
{
	const struct bases found = bases_get();

	bases_set(bases_of(next));
	load_rest(next, found);
}

/* No call but the last: so it needs no frame. */
void user_state_load(struct user_state *next)
{
	assert_irqs_off();
	if (likely(cpu_has(CPU_FSGSBASE)))
		load_rest(next, bases_exchange(bases_of(next)));
	else
		load_by_msr(next);
}

void user_state_drop(struct user_state *user)
{
	assert_irqs_off();
	if (percpu.user != user)
		return;
	if (user->fpu)
		fpu_give_up();
	percpu.user = NULL;
}

void user_fpu_load(struct user_state *user, u16 turns)
{
	assert_irqs_off();
	user->fpu = user->fpu_area;
	user->fpu_turns = turns;
	fpu_on();
	fpu_load(user->fpu);
}

void user_mode_init(void)
{
	fpu_enable();
	/* Alignment checks, for those programs that set AC. */
	write_cr0(read_cr0() | CR0_AM);
	if (cpu_has(CPU_FSGSBASE))
		write_cr4(read_cr4() | CR4_FSGSBASE);
	wrmsr(MSR_STAR,
	      (u64)SELECTOR_SYSRET << 48 | (u64)SELECTOR_KERNEL_CODE << 32);
	wrmsr(MSR_LSTAR, (u64)syscall_entry);
	wrmsr(MSR_CSTAR, 0); /* of 32-bit code, which there is not */
	wrmsr(MSR_SFMASK, SYSCALL_CLEARS);
	wrmsr(MSR_EFER, rdmsr(MSR_EFER) | EFER_SCE);
}
