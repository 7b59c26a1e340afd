// SPDX-License-Identifier: GPL-2.0-only
/*
 * SEM_UNDO: what a process has taken from semaphores is given back at its end,
 * whatever way it ends.
 */
#include "sem.h"

#include <exo/kmalloc.h>
#include <uapi/errno.h>

static struct sem_undo *undo_of(struct hlist_node *node)
{
	return hlist_entry(node, struct sem_undo, of_process);
}

int sem_undo_find(struct hlist_head *undos, struct sem_array *set,
		  struct sem_undo **found)
{
	struct sem_undo *undo = undo_of(undos->first);

	while (undo && undo->set != set)
		undo = undo_of(undo->of_process.next);
	if (!undo) {
		undo = kzalloc(sizeof(*undo) +
			       set->count * sizeof(undo->adjust[0]));
		if (!undo)
			return -ENOMEM;
		undo->set = set;
		hlist_add_head(&undo->of_process, undos);
		hlist_add_head(&undo->of_set, &set->undos);
	}
	*found = undo;
	return 0;
}

static void undo_free(struct sem_undo *undo)
{
	hlist_del(&undo->of_process);
	hlist_del(&undo->of_set);
	kfree(undo);
}

void sem_undo_forget(struct sem_array *set, u32 number)
{
	struct sem_undo *undo;

	hlist_for_each_entry(undo, &set->undos, of_set)
		undo->adjust[number] = 0;
}

void sem_undo_free_all(struct sem_array *set)
{
	while (!hlist_empty(&set->undos))
		undo_free(
			hlist_entry(set->undos.first, struct sem_undo, of_set));
}

/* As far as the value allows: nobody is there to wait. */
static void apply(struct sem_undo *undo)
{
	struct sem_array *set = undo->set;

	for (u32 i = 0; i < set->count; i++) {
		struct sem_value *semaphore = &set->values[i];
		const s32 value = semaphore->value + undo->adjust[i];

		if (!undo->adjust[i])
			continue;
		semaphore->value = min(max(value, 0), SEMVMX);
		semaphore->last_pid = ipc_caller_pid();
	}
	set->otime_s = ipc_now_s();
	sem_wake(set);
}

void sem_undo_all(struct hlist_head *undos)
{
	struct sem_undo *undo;

	/* Only the process itself adds to them, so there are none to come. */
	if (hlist_empty(undos))
		return;
	mutex_lock(&sem_table.lock);
	while ((undo = undo_of(undos->first))) {
		apply(undo);
		undo_free(undo);
	}
	mutex_unlock(&sem_table.lock);
}
