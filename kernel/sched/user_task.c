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

static struct kmem_cache *state_cache, *fpu_cache;

static struct user_state *state_alloc(const struct task *task, struct mm *mm)
{
	struct user_state *user = kmem_cache_zalloc(state_cache);

	if (!user)
		return NULL;
	user->frame =
		(struct trap_frame *)((u8 *)task->stack + KERNEL_STACK_SIZE) -
		1;
	user->mm = mm;
	user->absent_call = ~0U;
	return user;
}

static void state_free(struct user_state *user)
{
	if (user->fpu)
		kmem_cache_free(fpu_cache, user->fpu);
	kmem_cache_free(state_cache, user);
}

void user_state_switch(const struct task *task)
{
	if (task->user == percpu.user)
		return;
	user_state_load(task->user);
	mm_switch(task->user->mm);
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
	user_state_switch(current);
	irq_enable();
}

int user_task_begin(struct mm *mm)
{
	struct user_state *user;

	assert_can_sleep();
	ASSERT(!current->user);
	user = state_alloc(current, mm);
	if (!user)
		return -ENOMEM;
	memset(user->frame, 0, sizeof(*user->frame));
	state_attach(user);
	return 0;
}

/* The current task has none from here on; the caller frees it. */
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
	state_free(state_detach());
}

void user_task_reset(struct mm *mm)
{
	struct user_state *user;
	void *fpu;

	assert_can_sleep();
	user = state_detach();
	fpu = user->fpu;
	user->fpu = NULL;
	user->fs_base = user->gs_base = 0;
	user->mm = mm;
	state_attach(user);
	if (fpu)
		kmem_cache_free(fpu_cache, fpu);
}

int user_task_copy(struct task *child, struct mm *mm)
{
	struct user_state *user, *own = current->user;

	assert_can_sleep();
	ASSERT(own && !child->user);
	user = state_alloc(child, mm);
	if (!user)
		return -ENOMEM;
	if (own->fpu) {
		user->fpu = kmem_cache_alloc(fpu_cache);
		if (!user->fpu) {
			state_free(user);
			return -ENOMEM;
		}
	}
	irq_disable();
	user_state_save(own);
	irq_enable();
	user->traced = own->traced;
	user->fs_base = own->fs_base;
	user->gs_base = own->gs_base;
	if (own->fpu)
		memcpy(user->fpu, own->fpu, fpu_area_size());
	*user->frame = *own->frame;
	child->user = user;
	return 0;
}

void user_task_discard(struct task *child)
{
	if (child->user)
		state_free(child->user);
	child->user = NULL;
}

int user_task_want_fpu(void)
{
	void *area = kmem_cache_alloc(fpu_cache);

	if (!area)
		return -ENOMEM;
	memset(area, 0, fpu_area_size());
	fpu_area_init(area);
	irq_disable();
	user_fpu_attach(current->user, area);
	irq_enable();
	return 0;
}

static int user_task_init(void)
{
	state_cache =
		kmem_cache_create("user_state", sizeof(struct user_state), 0);
	fpu_cache = kmem_cache_create("fpu", fpu_area_size(), FPU_AREA_ALIGN);
	return state_cache && fpu_cache ? 0 : -ENOMEM;
}
INITCALL(memory, user_task_init);
