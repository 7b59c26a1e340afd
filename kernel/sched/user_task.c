// SPDX-License-Identifier: GPL-2.0-only
/*
 * The user states of tasks, from the first to the last; what is in one, and how
 * it gets into the processor, is the architecture's: <asm/user_state.h>.
 */
#include <asm/irqflags.h>
#include <exo/arch_entry.h>
#include <exo/initcall.h>
#include <exo/kernel_stack.h>
#include <exo/kmalloc.h>
#include <exo/page_table.h>
#include <exo/panic.h>
#include <exo/string.h>
#include <exo/task_signal.h>
#include <exo/thread.h>
#include <exo/user_task.h>
#include <uapi/errno.h>

enum {
	NO_CALL = ~0U,
	/* For how many turns floating-point registers are loaded unasked. */
	FPU_TURNS_MIN = 8,
	FPU_TURNS_MAX = 256,
};

static struct kmem_cache *fpu_cache;

/* The place for that of @task. */
static struct user_state *state_of(const struct task *task)
{
	return (struct user_state *)((u8 *)task->stack + KERNEL_STACK_SIZE) - 1;
}

static void free_fpu_area(void *area)
{
	if (area)
		kmem_cache_free(fpu_cache, area);
}

/*
 * The current task gets @user, which is not loaded. Signals that came while it had
 * none could not say so there.
 */
static void state_attach(struct user_state *user)
{
	irq_disable();
	current->user = user;
	if (task_signal_pending(current))
		user_work_add(user, USER_WORK_SIGNAL);
	user_state_switch(user);
	irq_enable();
}

void user_task_begin(struct mm *mm)
{
	struct user_state *user = state_of(current);

	assert_can_sleep();
	ASSERT(!current->user);
	*user = (struct user_state){
		.direct_calls = SYSCALLS,
		.absent_call = NO_CALL,
		.mm = mm,
	};
	state_attach(user);
}

/* The current task has none from here on; its area is the caller's. */
static struct user_state *state_detach(void)
{
	struct user_state *user = current->user;

	ASSERT(user);
	irq_disable();
	user_state_drop(user);
	current->user = NULL;
	irq_enable();
	return user;
}

void user_task_end(void)
{
	assert_can_sleep();
	free_fpu_area(state_detach()->fpu_area);
}

void user_task_reset(struct mm *mm)
{
	struct user_state *user;
	void *fpu_area;

	assert_can_sleep();
	user = state_detach();
	fpu_area = user->fpu_area;
	user->fpu_area = user->fpu = NULL;
	user->fs_base = user->gs_base = 0;
	user->absent_call = NO_CALL;
	user->mm = mm;
	state_attach(user);
	free_fpu_area(fpu_area);
}

int user_task_copy(struct task *child, struct mm *mm)
{
	struct user_state *own = current->user, *user = state_of(child);
	void *fpu_area = NULL;

	assert_can_sleep();
	ASSERT(own && !child->user);
	if (own->fpu_area) {
		fpu_area = kmem_cache_alloc(fpu_cache);
		if (!fpu_area)
			return -ENOMEM;
	}
	irq_disable();
	user_state_save(own);
	irq_enable();
	*user = (struct user_state){
		.frame = own->frame,
		.direct_calls = own->direct_calls,
		.absent_call = own->absent_call,
		.mm = mm,
		.fpu_area = fpu_area,
		.fs_base = own->fs_base,
		.gs_base = own->gs_base,
	};
	if (fpu_area)
		memcpy(fpu_area, own->fpu_area, fpu_area_size());
	child->user = user;
	return 0;
}

void user_task_discard(struct task *child)
{
	if (child->user)
		free_fpu_area(child->user->fpu_area);
	child->user = NULL;
}

/* Who wants them again soon after they were put aside has them for longer. */
static u16 fpu_turns(struct user_state *user)
{
	const u32 now = (u32)current->stats.switches;
	const u32 passed = now - user->fpu_given_at;

	if (user->fpu_given && passed < user->fpu_given + (u32)FPU_TURNS_MIN)
		user->fpu_given = min(2 * user->fpu_given, (int)FPU_TURNS_MAX);
	else
		user->fpu_given = FPU_TURNS_MIN;
	user->fpu_given_at = now;
	return user->fpu_given;
}

int user_task_want_fpu(void)
{
	struct user_state *user = current->user;

	if (!user->fpu_area) {
		void *area = kmem_cache_alloc(fpu_cache);

		if (!area)
			return -ENOMEM;
		memset(area, 0, fpu_area_size());
		fpu_area_init(area);
		user->fpu_area = area;
	}
	irq_disable();
	user_fpu_load(user, fpu_turns(user));
	irq_enable();
	return 0;
}

static int user_task_init(void)
{
	fpu_cache = kmem_cache_create("fpu", fpu_area_size(), FPU_AREA_ALIGN);
	return fpu_cache ? 0 : -ENOMEM;
}
INITCALL(memory, user_task_init);
