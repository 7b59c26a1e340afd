// SPDX-License-Identifier: GPL-2.0-only
/*
 * Process groups and sessions (credentials(7)). A group is there as long as it has
 * members, a session as long as it has groups, and both as long as others refer to
 * them: terminals do.
 *
 * The last reference goes under process_lock, where nothing can be freed: that is
 * left to deferred work.
 */
#include <exo/deferred_work.h>
#include <exo/kmalloc.h>
#include <exo/panic.h>
#include <uapi/errno.h>
#include <uapi/resource.h>

#include "internal.h"

/* Guarded by process_lock; by members, and by entry.node.next. */
static LIST_HEAD(dead_groups);
static struct hlist_head dead_sessions;

static void free_dead(struct deferred_work *work)
{
	struct process_group *group, *next;
	struct hlist_head sessions;
	LIST_HEAD(groups);
	unsigned long flags;

	(void)work;
	flags = spin_lock_irqsave(&process_lock);
	list_splice_tail(&dead_groups, &groups);
	sessions = dead_sessions;
	dead_sessions.first = NULL;
	spin_unlock_irqrestore(&process_lock, flags);
	list_for_each_entry_safe(group, next, &groups, members)
		kfree(group);
	while (sessions.first) {
		struct hlist_node *node = sessions.first;

		sessions.first = node->next;
		kfree(container_of(node, struct session, entry.node));
	}
}
static DEFERRED_WORK(free_work, free_dead);

void session_get_locked(struct session *session)
{
	assert_locked(&process_lock);
	session->refs++;
}

void session_put_locked(struct session *session)
{
	assert_locked(&process_lock);
	if (--session->refs)
		return;
	process_id_remove(&session->entry);
	hlist_add_head(&session->entry.node, &dead_sessions);
	deferred_work_queue(&free_work);
}

void process_group_get_locked(struct process_group *group)
{
	assert_locked(&process_lock);
	group->refs++;
}

void process_group_put_locked(struct process_group *group)
{
	assert_locked(&process_lock);
	if (--group->refs)
		return;
	session_put_locked(group->session);
	process_id_remove(&group->entry);
	list_add(&group->members, &dead_groups);
	deferred_work_queue(&free_work);
}

struct process_group *group_alloc(void)
{
	struct process_group *group = kzalloc(sizeof(*group));

	if (group)
		list_init(&group->members);
	return group;
}

void group_publish(struct process_group *group, u32 id, struct session *session)
{
	group->id = id;
	group->session = session;
	session_get_locked(session);
	process_id_add(&group->entry, id, PROCESS_ID_GROUP);
}

void session_publish(struct session *session, u32 id)
{
	session->id = id;
	process_id_add(&session->entry, id, PROCESS_ID_SESSION);
}

void group_join(struct process *process, struct process_group *group)
{
	process_group_get_locked(group);
	process->group = group;
	list_add_tail(&process->group_node, &group->members);
}

void group_leave(struct process *process)
{
	list_del(&process->group_node);
	process_group_put_locked(process->group);
	process->group = NULL;
}

struct process_group *process_group_find_locked(u32 id)
{
	struct process_id *entry = process_id_find(id, PROCESS_ID_GROUP);

	return entry ? container_of(entry, struct process_group, entry) : NULL;
}

u32 process_group_members_locked(const struct process_group *group)
{
	const struct process *process;
	u32 nr = 0;

	list_for_each_entry(process, &group->members, group_node)
		nr++;
	return nr;
}

u32 process_group_size(u32 id)
{
	unsigned long flags = spin_lock_irqsave(&process_lock);
	const struct process_group *group = process_group_find_locked(id);
	u32 nr = group ? process_group_members_locked(group) : 0;

	spin_unlock_irqrestore(&process_lock, flags);
	return nr;
}

/* Whether @process connects its group with the rest of the session. */
static bool has_parent_outside(const struct process *process)
{
	const struct process_group *outer;

	if (process->state != PROCESS_ALIVE || !process->parent ||
	    process->parent == init_process)
		return false;
	outer = process->parent->group;
	return outer != process->group &&
	       outer->session == process->group->session;
}

bool process_group_orphaned_locked(const struct process_group *group)
{
	const struct process *member;

	assert_locked(&process_lock);
	list_for_each_entry(member, &group->members, group_node)
		if (has_parent_outside(member))
			return false;
	return true;
}

/* Move @process; the group that it leaves may end by that. */
static void change_group(struct process *process, struct process_group *group)
{
	group_leave(process);
	group_join(process, group);
}

/* Whom setpgid() may move: the caller, or a child that has not called exec. */
static int may_move(const struct process *process)
{
	const struct process *self = current_process;

	if (process == self)
		return process->group->session->leader == process ? -EPERM : 0;
	if (process->parent != self)
		return -ESRCH;
	if (process->group->session != self->group->session)
		return -EPERM;
	if (process->has_executed)
		return -EACCES;
	return process->group->session->leader == process ? -EPERM : 0;
}

/* The group of @id for @process, made of *@spare when it is to be a new one. */
static int choose_group(const struct process *process, u32 id,
			struct process_group **spare,
			struct process_group **group)
{
	struct session *session = current_process->group->session;

	*group = process_group_find_locked(id);
	if (*group)
		return (*group)->session == session ? 0 : -EPERM;
	if (id != process->id)
		return -EPERM;
	*group = *spare;
	*spare = NULL;
	group_publish(*group, id, session);
	return 0;
}

static int set_group_locked(u32 id, u32 group_id, struct process_group **spare)
{
	struct process *process = process_find_locked(id);
	struct process_group *group;
	int error;

	if (!process)
		return process_find_task_locked(id) ? -EINVAL : -ESRCH;
	error = may_move(process);
	if (!error)
		error = choose_group(process, group_id, spare, &group);
	if (!error && group != process->group)
		change_group(process, group);
	return error;
}

int process_set_group(u32 id, u32 group_id)
{
	struct process_group *spare = group_alloc();
	unsigned long flags;
	int error;

	if (!spare)
		return -ENOMEM;
	flags = spin_lock_irqsave(&process_lock);
	error = set_group_locked(id, group_id, &spare);
	spin_unlock_irqrestore(&process_lock, flags);
	kfree(spare);
	return error;
}

int process_get_group(u32 id)
{
	unsigned long flags = spin_lock_irqsave(&process_lock);
	const struct process *process = process_find_by_task_locked(id);
	int result = process ? (int)process->group->id : -ESRCH;

	spin_unlock_irqrestore(&process_lock, flags);
	return result;
}

int process_get_session(u32 id)
{
	unsigned long flags = spin_lock_irqsave(&process_lock);
	const struct process *process = process_find_by_task_locked(id);
	int result = process ? (int)process->group->session->id : -ESRCH;

	spin_unlock_irqrestore(&process_lock, flags);
	return result;
}

/* Nobody may be in a group of the caller's number, whoever leads it. */
static int new_session_locked(struct session **session,
			      struct process_group **group)
{
	struct process *self = current_process;

	if (process_group_find_locked(self->id))
		return -EPERM;
	session_publish(*session, self->id);
	group_publish(*group, self->id, *session);
	(*session)->leader = self;
	change_group(self, *group);
	*session = NULL;
	*group = NULL;
	return 0;
}

int process_new_session(void)
{
	struct session *session = kzalloc(sizeof(*session));
	struct process_group *group = group_alloc();
	int error = -ENOMEM;
	unsigned long flags;

	if (session && group) {
		flags = spin_lock_irqsave(&process_lock);
		error = new_session_locked(&session, &group);
		spin_unlock_irqrestore(&process_lock, flags);
	}
	kfree(session);
	kfree(group);
	return error ? error : (int)current_process->id;
}
