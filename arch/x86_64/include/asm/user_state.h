/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: arch. What the processor holds for a task in user mode beside the
 * registers of struct trap_frame, and how it goes to ring 3.
 *
 * A CPU keeps the state of the last task that had one, percpu.user, while kernel
 * threads run: they use nothing of it. It is changed when the turn comes to
 * another task with a state.
 *
 * Floating-point registers (x87, SSE, AVX...) are memory only for those who use
 * them. Until then a state has no area and CR0.TS is set: the first instruction
 * that needs one makes an exception, and gets it. From then on the registers are
 * saved and loaded at each switch, for some turns; then they are put aside: TS is set
 * again, to see whether they are still wanted. Who wants them soon has them for more
 * turns the next time. At no time is anything of another program left in registers,
 * where it can be read by speculation (CVE-2018-3665):
 *
 *	percpu.user->fpu	TS	registers hold
 *	not NULL		clear	those of percpu.user
 *	NULL			set	nothing, the initial state
 */
#ifndef ASM_USER_STATE_H
#define ASM_USER_STATE_H

#include <asm/trap_frame.h>
#include <exo/compiler.h>
#include <exo/cpu.h>
#include <exo/types.h>

/* What to do before the task goes back to user mode. */
enum user_work_bits {
	USER_WORK_SIGNAL = 1 << 0,
	USER_WORK_TRACE = 1 << 1, /* tell the result of the system call */
};

/*
 * The top of the task's kernel stack: what the entry looks at at each system call
 * lies beside the registers it has just put there, one address leads to all.
 *
 *	stack ->	...
 *	TSS.RSP0 ->	frame	r8 ... rcx, vector, error code, rip ... ss
 *			work, direct_calls, ...
 */
struct user_state {
	struct trap_frame frame;
	u32 work; /* enum user_work_bits; atomic, set by anybody */
	/* Below it, numbers of system calls need no second look. */
	u32 direct_calls; /* SYSCALLS; 0: they are told, children's too */
	u32 absent_call; /* the last that was not there; ~0: none */
	u32 traced_call; /* the one that is to be told */
	struct mm *mm; /* its address space */
	void *fpu_area; /* FPU_AREA_ALIGN; NULL until the first use */
	void *fpu; /* the same while it is loaded at each turn, or NULL */
	u16 fpu_turns; /* till they are put aside */
	u16 fpu_given; /* turns, the last time; 0: none yet */
	u32 fpu_given_at; /* <exo/sched_stats.h>: switches, then */
	bool fpu_held; /* the kernel is about to use them: not now */
	/* While it is not loaded; see user_state_save(). */
	u64 fs_base, gs_base;
} __aligned(16);

enum {
	FPU_AREA_ALIGN = 64
};

/*
 * Let the task of @user do @bits, a combination of enum user_work_bits, before it
 * goes back to user mode. Does not wake it. Any context.
 */
static inline void user_work_add(struct user_state *user, u32 bits)
{
	__atomic_fetch_or(&user->work, bits, __ATOMIC_RELEASE);
}

/* All of it that is to be done, which it is not any longer. Any context. */
static inline u32 user_work_take(struct user_state *user)
{
	return __atomic_exchange_n(&user->work, 0, __ATOMIC_ACQUIRE);
}

/*
 * user_state.c. Give the CPU to @next, keeping what it holds for another. Its
 * address space is the caller's matter. Interrupts off.
 */
void user_state_load(struct user_state *next);

/* @user has ended: the CPU forgets what it holds of it. Interrupts off. */
void user_state_drop(struct user_state *user);

/*
 * Bring @user, which is loaded, up to date in memory: bases and area. For copies of it.
 * Interrupts off.
 */
void user_state_save(struct user_state *user);

/*
 * The base of FS or GS as the current task's user mode sees it. @base is below
 * USER_END. The CPU must not be lost meanwhile: interrupts off.
 */
u64 user_fs_base(void);
u64 user_gs_base(void);
void user_set_fs_base(u64 base);
void user_set_gs_base(u64 base);

/* fpu.c. The bytes of an area on this processor. */
size_t fpu_area_size(void);
/* Make @area the state of who has not used it yet. */
void fpu_area_init(void *area);
/* Save to an area, or load; what fits this processor. TS is clear. */
void fpu_save(void *area);
void fpu_load(const void *area);

/*
 * Load the area of @user, which is loaded but for it, and have it loaded with it for
 * @turns, 1 or more. Interrupts off.
 */
void user_fpu_load(struct user_state *user, u16 turns);

/*
 * Registers that somebody else has made, a program's signal handler say, can be
 * returned to without harm: code and stack segment become those of user mode, and
 * of the flags only those that a program may change are kept. What else the
 * processor refuses to load becomes SIGSEGV.
 */
void user_frame_clean(struct trap_frame *frame);

/*
 * Go to user mode with the registers of *@frame, cleaned, or with those of the
 * current task's frame as they are. In a thread that has a user state; may
 * sleep.
 */
__noreturn void user_enter(const struct trap_frame *frame);
__noreturn void user_resume(void);

/* trap.c and its like, called by assembly only */
void user_work(struct trap_frame *frame);
struct trap_frame *iret_fault_frame(struct trap_frame *frame);

/* At start-up: system calls, and what user mode needs of control registers. */
#ifdef CONFIG_USER
void user_mode_init(void);
#else
static inline void user_mode_init(void)
{
}
#endif

#endif
