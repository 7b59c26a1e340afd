/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: proc, private to this folder. Changing the current task's credentials:
 *
 *	new = credentials_begin_change();
 *	new->uid = ...
 *	credentials_change(new);
 */
#ifndef PROC_IDENTITY_H
#define PROC_IDENTITY_H

#include <exo/compiler.h>
#include <exo/types.h>

struct credentials;
struct task;

/* A copy of the current ones; NULL when memory is short. */
__must_check struct credentials *credentials_begin_change(void);

/* The same with room for @nr_groups groups, whose contents do not matter. */
__must_check struct credentials *credentials_begin_groups(u32 nr_groups);

/* @new, whose reference moves along, become the current task's. -ENOMEM. */
__must_check int credentials_change(struct credentials *new);

/*
 * Whether the current task may change how @task is scheduled: it is root, or of the
 * same user. process_lock is held.
 */
bool may_reschedule_locked(const struct task *task);

#endif
