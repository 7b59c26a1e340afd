// SPDX-License-Identifier: GPL-2.0-only
/*
 * Parents and children: what a parent is told, and who takes over the children of
 * one that ends.
 *
 * Children that have news are first in the list, so that wait() need not look at
 * those that have none.
 */
#include <exo/panic.h>
#include <exo/time.h>

#include "internal.h"

enum {
	USER_HZ = 100 /* what programs take the unit of times to be */
};

#define USER_TICK_NS (NSEC_PER_SEC / USER_HZ)

static u32 parent_number(const struct process *parent)
{
	return parent ? parent->id : 0;
}

void tree_adopt(struct process *parent, struct process *child)
{
	child->parent = parent;
	WRITE_ONCE(child->parent_id, parent_number(parent));
	list_add_tail(&child->sibling_node, &parent->children);
}

/* Why there is news of a child, and of which status. */
static void fill_reason(const struct process *child, struct signal_info *info)
{
	const u32 status = child->exit_status;
	const u32 signal = status & 0x7f;

	if (child->state != PROCESS_ALIVE) {
		info->code = signal ? CLD_KILLED : CLD_EXITED;
		info->status = (s32)(signal ? signal : status >> 8);
	} else if (child->stop_signal) {
		info->code = CLD_STOPPED;
		info->status = child->stop_signal;
	} else {
		info->code = CLD_CONTINUED;
		info->status = SIGCONT;
	}
}

static void tell(const struct process *child, unsigned int signal)
{
	struct signal_info info = {
		.signal = signal,
		.process = child->id,
		.user = child->user,
		.user_time = (s64)(child->ended_tasks.user_ns / USER_TICK_NS),
		.system_time =
			(s64)(child->ended_tasks.system_ns / USER_TICK_NS),
	};

	fill_reason(child, &info);
	signal_send_process_locked(child->parent, &info);
}

static const struct signal_action *child_action(const struct process *parent)
{
	return signal_action(parent->signals.actions, SIGCHLD);
}

void tree_sort_by_news(struct process *child)
{
	if (!child->parent)
		return;
	list_del(&child->sibling_node);
	if (has_news(child))
		list_add(&child->sibling_node, &child->parent->children);
	else
		list_add_tail(&child->sibling_node, &child->parent->children);
}

void process_tell_parent_locked(struct process *child)
{
	assert_locked(&process_lock);
	tree_sort_by_news(child);
	if (!child->parent)
		return;
	if (!(child_action(child->parent)->flags & SA_NOCLDSTOP))
		tell(child, SIGCHLD);
	wake_all(&child->parent->child_news);
}

/* wait(2), NOTES: SIGCHLD ignored, or without interest in the status. */
static bool leaves_no_zombie(const struct process *child)
{
	const struct signal_action *action = child_action(child->parent);

	return child->exit_signal == SIGCHLD &&
	       (action->handler == SIG_IGN || action->flags & SA_NOCLDWAIT);
}

bool tree_report_end(struct process *child)
{
	struct process *parent = child->parent;
	bool unwanted;

	if (!parent)
		return true;
	unwanted = leaves_no_zombie(child);
	if (!unwanted)
		tree_sort_by_news(child);
	if (signal_valid(child->exit_signal) &&
	    !(unwanted && child_action(parent)->handler == SIG_IGN))
		tell(child, child->exit_signal);
	wake_all(&parent->child_news);
	return unwanted;
}

/* The nearest ancestor that wants to have orphans; else process 1. */
static struct process *find_reaper(const struct process *orphaning)
{
	struct process *candidate = orphaning->parent;

	for (; candidate; candidate = candidate->parent)
		if (candidate->subreaper && candidate->state == PROCESS_ALIVE &&
		    !candidate->ending)
			return candidate;
	return init_process;
}

static bool has_stopped_member(const struct process_group *group)
{
	const struct process *member;

	list_for_each_entry(member, &group->members, group_node)
		if (member->stop_signal && member->state == PROCESS_ALIVE)
			return true;
	return false;
}

/*
 * POSIX, _exit(): a group that loses its last link to the rest of the session
 * while a member is stopped gets SIGHUP and SIGCONT. @process was the link, or its
 * parent was.
 */
static void end_if_orphaned(struct process_group *group)
{
	const struct signal_info hangup = {.signal = SIGHUP, .code = SI_KERNEL};
	const struct signal_info go_on = {.signal = SIGCONT, .code = SI_KERNEL};

	if (!has_stopped_member(group) || !process_group_orphaned_locked(group))
		return;
	signal_send_group_locked(group, &hangup);
	signal_send_group_locked(group, &go_on);
}

static void send_death_signal(struct process *child)
{
	const struct signal_info info = {.signal = child->parent_death_signal,
					 .code = SI_USER,
					 .process = child->parent->id,
					 .user = child->parent->user};

	if (info.signal && child->state == PROCESS_ALIVE)
		signal_send_process_locked(child, &info);
}

static void give_away(struct process *child, struct process *reaper,
		      struct list_head *dead)
{
	const struct process_group *lost = child->parent->group;

	send_death_signal(child);
	list_del(&child->sibling_node);
	tree_adopt(reaper, child);
	tree_sort_by_news(child);
	child->exit_signal = SIGCHLD;
	if (child->group != lost && child->group->session == lost->session)
		end_if_orphaned(child->group);
	if (child->state == PROCESS_ZOMBIE && tree_report_end(child))
		process_unpublish(child, dead);
}

void tree_give_away_children(struct process *parent, struct list_head *dead)
{
	struct process *reaper = find_reaper(parent);
	struct process *child;

	/* Signals that this sends may put others in front. */
	while ((child = list_first_entry(&parent->children, struct process,
					 sibling_node)))
		give_away(child, reaper, dead);
}

void tree_unlink_from_group(const struct process *process)
{
	const struct process_group *outer;

	if (!process->parent)
		return;
	outer = process->parent->group;
	if (outer != process->group &&
	    outer->session == process->group->session)
		end_if_orphaned(process->group);
}
