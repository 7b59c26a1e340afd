// SPDX-License-Identifier: GPL-2.0-only
/*
 * Processes: their memory, and how they are found.
 *
 * Who finds one holds process_lock or gets a reference. One reference belongs to
 * the number by which it is found, and goes with it; each task has another.
 */
#include <exo/initcall.h>
#include <exo/kmalloc.h>
#include <exo/panic.h>
#include <exo/task_id.h>
#include <exo/time.h>
#include <uapi/errno.h>

#include "internal.h"

struct spinlock process_lock = SPINLOCK_INIT("processes");
struct process *init_process;

static struct kmem_cache *process_cache;

static int process_init(void)
{
	process_cache = kmem_cache_create("process", sizeof(struct process), 0);
	if (!process_cache || process_id_init())
		panic("no memory for processes");
	return 0;
}
INITCALL(memory, process_init);

/* All zeros but for what is not to be, and for the limits. */
static struct process *alloc_zeroed(void)
{
	struct process *process = kmem_cache_alloc(process_cache);

	if (!process)
		return NULL;
	memset(process, 0, offsetof(struct process, limits));
	process->refs = 1;
	process->started_ns = time_uptime_ns();
	process->dumpable = true;
	list_init(&process->tasks);
	list_init(&process->children);
	list_init(&process->sibling_node);
	list_init(&process->group_node);
	wait_queue_init(&process->child_news);
	wait_queue_init(&process->stopped);
	return process;
}

struct process *process_alloc(void)
{
	struct process *parent = current_process;
	struct process *process = alloc_zeroed();

	if (!process)
		return NULL;
	process->user = parent->user;
	process->personality = parent->personality;
	process->no_new_privileges = parent->no_new_privileges;
	process->dumpable = parent->dumpable;
	process->oom_score_adj = parent->oom_score_adj;
	process->keeps_capabilities = parent->keeps_capabilities;
	memcpy(process->limits, parent->limits, sizeof(process->limits));
	return process;
}

void process_discard(struct process *process)
{
	kmem_cache_free(process_cache, process);
}

void process_put(struct process *process)
{
	if (!process || __atomic_sub_fetch(&process->refs, 1, __ATOMIC_ACQ_REL))
		return;
	ASSERT(process->state == PROCESS_REAPED);
	user_count_put(process->counted);
	process_discard(process);
}

void process_put_all(struct list_head *dead)
{
	struct process *process, *next;

	list_for_each_entry_safe(process, next, dead, sibling_node)
		process_put(process);
}

void process_unpublish(struct process *process, struct list_head *dead)
{
	assert_locked(&process_lock);
	process->state = PROCESS_REAPED;
	limits_uncount_task(process); /* the last one, until now */
	list_del(&process->sibling_node);
	list_add(&process->sibling_node, dead);
	group_leave(process);
	process_id_remove(&process->entry);
}

/* The current task gets the number of process 1. */
static void become_number_one(void)
{
	task_id_take_init();
	task_id_free(current->id);
	current->id = TASK_ID_INIT;
	current->process_id = TASK_ID_INIT;
	current->owns_id = false;
}

struct process *process_create_first(void)
{
	struct session *session = kzalloc(sizeof(*session));
	struct process_group *group = group_alloc();
	struct process *process = alloc_zeroed();
	unsigned long flags;

	ASSERT(!init_process && !current->process);
	if (!session || !group || !process)
		panic("no memory for process 1");
	if (signal_fork(process, current, false))
		panic("no memory for process 1");
	limits_init(process->limits);
	process->refs++; /* the task's */
	process->id = TASK_ID_INIT;
	become_number_one();
	flags = spin_lock_irqsave(&process_lock);
	session_publish(session, 0);
	group_publish(group, 0, session);
	group_join(process, group);
	process_id_add(&process->entry, process->id, PROCESS_ID_PROCESS);
	task_join(process, current);
	init_process = process;
	spin_unlock_irqrestore(&process_lock, flags);
	return process;
}

struct process *process_find_locked(u32 id)
{
	struct process_id *entry = process_id_find(id, PROCESS_ID_PROCESS);

	return entry ? container_of(entry, struct process, entry) : NULL;
}

/* What @find_locked finds, with a reference. */
static struct process *find_and_get(struct process *(*find_locked)(u32 id),
				    u32 id)
{
	unsigned long flags = spin_lock_irqsave(&process_lock);
	struct process *process = find_locked(id);

	if (process)
		process_get(process);
	spin_unlock_irqrestore(&process_lock, flags);
	return process;
}

struct process *process_find(u32 id)
{
	return find_and_get(process_find_locked, id);
}

struct task *process_find_task_locked(u32 id)
{
	struct process_id *entry = process_id_find(id, PROCESS_ID_TASK);
	struct process *process;
	struct task *first;

	if (entry)
		return container_of(entry, struct task, process_id_entry);
	process = process_find_locked(id);
	if (!process)
		return NULL;
	first = list_first_entry(&process->tasks, struct task, process_node);
	return first && first->id == id ? first : NULL;
}

struct process *process_find_by_task_locked(u32 id)
{
	struct process *process = process_find_locked(id);
	const struct task *task;

	if (process)
		return process;
	task = process_find_task_locked(id);
	return task ? task->process : NULL;
}

struct process *process_find_by_task(u32 id)
{
	return find_and_get(process_find_by_task_locked, id);
}

struct task *process_find_task(u32 id)
{
	unsigned long flags = spin_lock_irqsave(&process_lock);
	struct task *task = process_find_task_locked(id);

	if (task)
		task_get(task);
	spin_unlock_irqrestore(&process_lock, flags);
	return task;
}

struct process *process_next(u32 id)
{
	struct process *process = NULL;

	for (id = task_id_next_used(id); id < TASK_ID_MAX && !process;
	     id = task_id_next_used(id + 1))
		process = process_find(id);
	return process;
}
