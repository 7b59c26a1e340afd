/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: kernel, private to this folder. process_lock is held, unless it says
 * otherwise.
 *
 *	process.c	from memory to memory	process_id.c	numbers
 *	birth.c		fork's half		end.c		exit's half
 *	wait.c		wait's half		group.c		groups, sessions
 *	tree.c		parents, orphans	times.c		what was used
 *	limits.c	setrlimit's defaults	user_count.c	tasks of users
 *	vfork.c		parents that wait
 */
#ifndef KERNEL_PROCESS_INTERNAL_H
#define KERNEL_PROCESS_INTERNAL_H

#include <exo/process.h>
#include <exo/process_life.h>

/* process_id.c: give @entry a number, which is in use. */
void process_id_add(struct process_id *entry, u32 id,
		    enum process_id_kind kind);
/* It loses it. */
void process_id_remove(struct process_id *entry);
struct process_id *process_id_find(u32 id, enum process_id_kind kind);
/* Once, at start-up, lock not held. -ENOMEM. */
int process_id_init(void);

/* group.c: a group without members, lock not held; NULL. */
struct process_group *group_alloc(void);
/* Let be found. Without a reference yet, either. */
void group_publish(struct process_group *group, u32 id,
		   struct session *session);
void session_publish(struct session *session, u32 id);
/* @process, of none, comes into @group. */
void group_join(struct process *process, struct process_group *group);
/* How many are in @group. */
u32 process_group_members_locked(const struct process_group *group);
/* Its group loses @process. */
void group_leave(struct process *process);

/* tree.c: @child becomes one of @parent's. */
void tree_adopt(struct process *parent, struct process *child);
/* The children of @parent, which ends, get others; @dead: process_unpublish(). */
void tree_give_away_children(struct process *parent, struct list_head *dead);
/* @process, which has ended, connected its group to its parent's no more. */
void tree_unlink_from_group(const struct process *process);
/*
 * @child has ended. Tell its parent; true when nobody will ask for its status.
 */
bool tree_report_end(struct process *child);
/* What is to be told of @child has changed: put it first among siblings, or last. */
void tree_sort_by_news(struct process *child);

/* Whether @child's parent has something to hear of it. */
static inline bool has_news(const struct process *child)
{
	return child->state == PROCESS_ZOMBIE || child->stop_news ||
	       child->continue_news;
}

/*
 * process.c: @process, a zombie, can be found no more. It is in @dead, by its
 * sibling_node, until process_put_all(), lock not held.
 */
void process_unpublish(struct process *process, struct list_head *dead);
void process_put_all(struct list_head *dead);

/* birth.c: @task becomes one of @process's. */
void task_join(struct process *process, struct task *task);

/* limits.c: @process has one more task that counts, or one less. */
void limits_count_task(struct process *process);
void limits_uncount_task(struct process *process);

/* user_count.c; NULL is fine, and stands for root. */
void user_count_get(struct user_count *count);
void user_count_put(struct user_count *count); /* lock not held */
void user_count_add(struct user_count *count, int tasks);
bool user_count_below(const struct user_count *count, u64 limit);

/* limits.c: those of process 1, lock not held. */
void limits_init(struct rlimit *limits);

#endif
