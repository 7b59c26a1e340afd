// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tasks from creation to the last reference. One reference is the task's own,
 * dropped by the switch away from it after it has died, when nothing uses its
 * stack any more.
 */
#include <asm/stack.h>
#include <exo/kernel_stack.h>
#include <exo/kmalloc.h>
#include <exo/mutex.h>
#include <exo/panic.h>
#include <exo/sched_totals.h>
#include <exo/spinlock.h>
#include <exo/string.h>
#include <exo/task.h>
#include <exo/task_id.h>
#include <exo/user_task.h>

#include "internal.h"

static struct kmem_cache *task_cache;
static struct spinlock all_lock = SPINLOCK_INIT("all tasks");
static LIST_HEAD(all_tasks); /* in the order of creation */
static u32 created; /* guarded by all_lock, as is the list */
static u64 switches_of_dead; /* and this: to those that have gone */

static struct task boot_task;

/* Fields that are not the scheduler's. */
static void task_set_up(struct task *task, const char *name)
{
	strscpy(task->name, name, sizeof(task->name));
	task->refs = 1;
	completion_init(&task->exited);
	sched_init_task(task);
}

static void task_publish(struct task *task, u32 id)
{
	task->id = task->process_id = id;
	task->owns_id = id;
	spin_lock(&all_lock);
	created += id != 0;
	list_add_tail(&task->all_node, &all_tasks);
	spin_unlock(&all_lock);
}

static struct task *task_alloc_unpublished(const char *name)
{
	struct task *task;

	sched_reap(); /* what has just been used is best used again */
	task = kmem_cache_zalloc(task_cache);

	if (!task)
		return NULL;
	task->stack = kernel_stack_alloc();
	if (!task->stack) {
		kmem_cache_free(task_cache, task);
		return NULL;
	}
	task_set_up(task, name);
	context_init(&task->context,
		     (u8 *)task->stack + KERNEL_STACK_SIZE - USER_STATE_SIZE);
	return task;
}

static void task_free(struct task *task)
{
	kernel_stack_free(task->stack);
	kmem_cache_free(task_cache, task);
}

struct task *task_alloc(const char *name)
{
	struct task *task = task_alloc_unpublished(name);
	u32 id;

	if (!task)
		return NULL;
	id = task_id_alloc();
	if (!id) {
		task_free(task);
		return NULL;
	}
	task_publish(task, id);
	return task;
}

struct task *task_alloc_idle(void)
{
	struct task *task = task_alloc_unpublished("idle");

	if (task)
		task_publish(task, 0);
	return task;
}

void task_put(struct task *task)
{
	if (__atomic_sub_fetch(&task->refs, 1, __ATOMIC_ACQ_REL))
		return;
	ASSERT(task != &boot_task);
	spin_lock(&all_lock);
	list_del(&task->all_node);
	switches_of_dead += task->stats.switches;
	spin_unlock(&all_lock);
	if (task->owns_id)
		task_id_free(task->id);
	task_free(task);
}

static bool get_unless_zero(struct task *task)
{
	u32 refs = __atomic_load_n(&task->refs, __ATOMIC_RELAXED);

	while (refs) {
		if (__atomic_compare_exchange_n(&task->refs, &refs, refs + 1,
						false, __ATOMIC_RELAXED,
						__ATOMIC_RELAXED))
			return true;
	}
	return false;
}

/* Under the lock: skip those whose last reference has just gone. */
static struct task *next_alive(struct list_head *node)
{
	for (; node != &all_tasks; node = node->next) {
		struct task *task = list_entry(node, struct task, all_node);

		if (get_unless_zero(task))
			return task;
	}
	return NULL;
}

struct task *task_next(struct task *task)
{
	struct task *next;

	spin_lock(&all_lock);
	next = next_alive(task ? task->all_node.next : all_tasks.next);
	spin_unlock(&all_lock);
	if (task)
		task_put(task);
	return next;
}

void task_totals(struct sched_totals *totals)
{
	const struct task *task;

	*totals = (struct sched_totals){};
	spin_lock(&all_lock);
	totals->created = created;
	totals->last_id = task_id_last();
	totals->switches = switches_of_dead;
	list_for_each_entry(task, &all_tasks, all_node) {
		totals->switches += READ_ONCE(task->stats.switches);
		totals->tasks += task->id != 0;
	}
	spin_unlock(&all_lock);
}

struct task *task_init(void)
{
	struct stack_range stack;

	task_cache = kmem_cache_create("task", sizeof(struct task), 64);
	if (!task_cache)
		panic("no memory for the first tasks");
	task_set_up(&boot_task, "main");
	task_get(&boot_task); /* it lies in the image and is never freed */
	if (stack_find((unsigned long)__builtin_frame_address(0), &stack))
		boot_task.stack = (void *)stack.start;
	task_publish(&boot_task, task_id_alloc());
	return &boot_task;
}
