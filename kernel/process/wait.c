// SPDX-License-Identifier: GPL-2.0-only
/*
 * Waiting for children (wait4(2), waitid(2)).
 */
#include <exo/panic.h>
#include <uapi/errno.h>
#include <uapi/wait.h>

#include "internal.h"

/* The child with the number asked for, however many there are; NULL: none. */
static struct process *find_child(const struct process_wait *request)
{
	struct process *child = process_find_locked(request->id);

	return child && child->parent == current_process ? child : NULL;
}

static struct process *first_child(const struct process_wait *request)
{
	if (request->what == WAIT_FOR_PROCESS)
		return find_child(request);
	return list_first_entry(&current_process->children, struct process,
				sibling_node);
}

static struct process *next_child(const struct process_wait *request,
				  struct process *child)
{
	if (request->what == WAIT_FOR_PROCESS ||
	    child->sibling_node.next == &current_process->children)
		return NULL;
	return list_entry(child->sibling_node.next, struct process,
			  sibling_node);
}

/* A zombie has nothing more to tell who does not ask for ends. */
static bool may_have_news(const struct process_wait *request,
			  const struct process *child)
{
	return child->state != PROCESS_ZOMBIE || request->options & WEXITED;
}

/* Children that end with another signal than SIGCHLD are asked for apart. */
static bool is_wanted(const struct process_wait *request,
		      const struct process *child)
{
	const bool clone = child->exit_signal != SIGCHLD;

	if (request->what == WAIT_FOR_GROUP && child->group->id != request->id)
		return false;
	return may_have_news(request, child) &&
	       (request->options & __WALL ||
		clone == !!(request->options & __WCLONE));
}

s32 process_news_value(const struct process_news *news)
{
	switch (news->code) {
	case CLD_EXITED:
	case CLD_STOPPED:
		return (s32)(news->status >> 8);
	case CLD_CONTINUED:
		return SIGCONT;
	default:
		return (s32)(news->status & 0x7f);
	}
}

static void tell_end(const struct process *child, struct process_news *news)
{
	const u32 status = child->exit_status;

	news->status = status;
	news->code = status & 0x7f ? CLD_KILLED : CLD_EXITED;
}

/* What of @child's news @request asks for: told, and no news afterwards. */
static bool take_news(const struct process_wait *request, struct process *child,
		      struct process_news *news)
{
	const bool keep = request->options & WNOWAIT;

	if (child->state == PROCESS_ZOMBIE && request->options & WEXITED) {
		tell_end(child, news);
	} else if (child->stop_news && request->options & WSTOPPED) {
		news->status = STOPPED_STATUS(child->stop_signal);
		news->code = CLD_STOPPED;
		child->stop_news = keep;
	} else if (child->continue_news && request->options & WCONTINUED) {
		news->status = CONTINUED_STATUS;
		news->code = CLD_CONTINUED;
		child->continue_news = keep;
	} else {
		return false;
	}
	news->id = child->id;
	news->user = child->user;
	news->times = child->ended_tasks;
	process_times_add(&news->times, &child->children_times);
	return true;
}

static void reap(struct process *child, const struct process_news *news,
		 struct list_head *dead)
{
	process_times_add(&child->parent->children_times, &news->times);
	process_unpublish(child, dead);
}

/* The parent has heard *@news. */
static void note_heard(struct process *child, const struct process_news *news,
		       struct list_head *dead)
{
	if (child->state == PROCESS_ZOMBIE)
		reap(child, news, dead);
	else
		tree_sort_by_news(child);
}

/*
 * One look at the children. 0 when there was news, -ECHILD when none can come,
 * -EAGAIN when it may come. Those that have news are first.
 */
static int look(const struct process_wait *request, struct process_news *news,
		struct list_head *dead)
{
	struct process *child;
	int result = -ECHILD;

	for (child = first_child(request); child;
	     child = next_child(request, child)) {
		if (is_wanted(request, child)) {
			result = -EAGAIN;
			if (take_news(request, child, news)) {
				if (!(request->options & WNOWAIT))
					note_heard(child, news, dead);
				return 0;
			}
		}
		if (result == -EAGAIN && !has_news(child))
			break;
	}
	return result;
}

int process_wait(const struct process_wait *request, struct process_news *news)
{
	unsigned long flags;
	LIST_HEAD(dead);
	int result;

	news->id = 0;
	flags = spin_lock_irqsave(&process_lock);
	while ((result = look(request, news, &dead)) == -EAGAIN) {
		result = 0;
		if (request->options & WNOHANG)
			break;
		result = wait_on_interruptible(&current_process->child_news,
					       &process_lock, WAIT_FOREVER);
		if (result)
			break;
	}
	spin_unlock_irqrestore(&process_lock, flags);
	process_put_all(&dead);
	return result;
}
