// SPDX-License-Identifier: GPL-2.0-only
/*
 * What an epoll watches. A watch is found among those of its file: few epolls watch
 * one file.
 */
#include <exo/file.h>
#include <exo/kmalloc.h>
#include <uapi/errno.h>

#include "epoll.h"

/* What may be said beside EPOLLEXCLUSIVE. */
#define BESIDE_EXCLUSIVE \
	(POLLIN | POLLOUT | POLLERR | POLLHUP | EPOLLWAKEUP | EPOLLET)

struct mutex epoll_watching = MUTEX_INIT(epoll_watching, "epoll watching");

static bool notify(struct poll_entry *entry, u32 events)
{
	struct watch *watch = container_of(entry, struct watch, entry);
	struct epoll *epoll = watch->epoll;
	unsigned long flags = spin_lock_irqsave(&epoll->lock);

	if (events & watch->events)
		epoll_note(watch);
	spin_unlock_irqrestore(&epoll->lock, flags);
	return false;
}

/*
 * Is one who takes @events enough? It is for what there is to read, or the room to
 * write, but an end is everybody's. Linux decides by the same bits.
 */
static bool is_for_one(u32 events)
{
	return !(events & POLLIN) != !(events & POLLOUT);
}

/* Of a watch with EPOLLEXCLUSIVE: who wakes one that waits has the news alone. */
static bool notify_exclusive(struct poll_entry *entry, u32 events)
{
	struct watch *watch = container_of(entry, struct watch, entry);
	struct epoll *epoll = watch->epoll;
	unsigned long flags = spin_lock_irqsave(&epoll->lock);
	bool enough = false;

	if (events & watch->events) {
		enough = is_for_one(events) &&
			 !wait_queue_empty(&epoll->waiting);
		epoll_note(watch);
	}
	spin_unlock_irqrestore(&epoll->lock, flags);
	return enough;
}

/* epoll_watching is held, here and below. NULL: there is none. */
static struct watch *find_watch(const struct epoll *epoll,
				const struct file *target, int fd)
{
	struct watch *watch;

	hlist_for_each_entry(watch, &target->watched_by, file_node)
		if (watch->epoll == epoll && watch->fd == fd)
			return watch;
	return NULL;
}

/*
 * From here on @watch wants @event. What is true already is news. The mutex of the
 * epoll is held; @entry is what is to be attached, or NULL.
 */
static void begin_to_want(struct watch *watch, const struct epoll_event *event,
			  struct poll_entry *entry)
{
	struct epoll *epoll = watch->epoll;

	spin_lock_irq(&epoll->lock);
	watch->events = event->events | POLLERR | POLLHUP;
	watch->data = event->data;
	spin_unlock_irq(&epoll->lock);
	if (!(file_poll(watch->file, entry) & watch->events))
		return;
	spin_lock_irq(&epoll->lock);
	epoll_note(watch);
	spin_unlock_irq(&epoll->lock);
}

static int add(struct epoll *epoll, struct file *target, int fd,
	       const struct epoll_event *event)
{
	struct watch *watch;
	int err = 0;

	if (file_is_epoll(target))
		err = epoll_check_nesting(epoll, epoll_of(target));
	if (err)
		return err;
	watch = kmalloc(sizeof(*watch));
	if (!watch)
		return -ENOMEM;
	watch->entry.exclusive = event->events & EPOLLEXCLUSIVE;
	watch->entry.notify = watch->entry.exclusive ? notify_exclusive
						     : notify;
	watch->epoll = epoll;
	watch->file = target;
	watch->fd = fd;
	watch->is_ready = false;
	list_add(&watch->epoll_node,
		 file_is_epoll(target) ? &epoll->watches : epoll->watches.prev);
	hlist_add_head(&watch->file_node, &target->watched_by);
	begin_to_want(watch, event, &watch->entry);
	return 0;
}

/* The mutex is held. */
static void remove(struct watch *watch)
{
	struct epoll *epoll = watch->epoll;

	file_poll_detach(watch->file, &watch->entry);
	list_del(&watch->epoll_node);
	hlist_del(&watch->file_node);
	spin_lock_irq(&epoll->lock);
	if (watch->is_ready)
		list_del(&watch->ready_node);
	spin_unlock_irq(&epoll->lock);
	kfree(watch);
}

static int modify(struct watch *watch, const struct epoll_event *event)
{
	if (watch->events & EPOLLEXCLUSIVE)
		return -EINVAL;
	begin_to_want(watch, event, NULL);
	return 0;
}

/* Whether @event is one that @operation may ask for. */
static bool makes_sense(int operation, const struct file *target,
			const struct epoll_event *event)
{
	if (operation == EPOLL_CTL_DEL || !(event->events & EPOLLEXCLUSIVE))
		return true;
	return operation == EPOLL_CTL_ADD && !file_is_epoll(target) &&
	       !(event->events & ~(BESIDE_EXCLUSIVE | EPOLLEXCLUSIVE));
}

/* Both locks are held. */
static int control(struct epoll *epoll, int operation, struct file *target,
		   int fd, const struct epoll_event *event)
{
	struct watch *watch = find_watch(epoll, target, fd);

	switch (operation) {
	case EPOLL_CTL_ADD:
		return watch ? -EEXIST : add(epoll, target, fd, event);
	case EPOLL_CTL_MOD:
		return watch ? modify(watch, event) : -ENOENT;
	case EPOLL_CTL_DEL:
		if (watch)
			remove(watch);
		return watch ? 0 : -ENOENT;
	default:
		return -EINVAL;
	}
}

int epoll_control(struct file *file, int operation, struct file *target, int fd,
		  const struct epoll_event *event)
{
	struct epoll *epoll;
	int err;

	if ((file->flags | target->flags) & O_PATH)
		return -EBADF;
	if (!target->ops->poll)
		return -EPERM;
	if (target == file || !file_is_epoll(file) ||
	    !makes_sense(operation, target, event))
		return -EINVAL;
	epoll = epoll_of(file);
	mutex_lock(&epoll_watching);
	mutex_lock(&epoll->mutex);
	err = control(epoll, operation, target, fd, event);
	mutex_unlock(&epoll->mutex);
	mutex_unlock(&epoll_watching);
	return err;
}

void epoll_unwatch_all(struct epoll *epoll)
{
	struct watch *watch, *next;

	mutex_lock(&epoll_watching);
	mutex_lock(&epoll->mutex);
	list_for_each_entry_safe(watch, next, &epoll->watches, epoll_node)
		remove(watch);
	mutex_unlock(&epoll->mutex);
	mutex_unlock(&epoll_watching);
}

void epoll_forget(struct file *file)
{
	struct watch *watch;

	mutex_lock(&epoll_watching);
	while ((watch = hlist_entry(file->watched_by.first, struct watch,
				    file_node))) {
		struct epoll *epoll = watch->epoll;

		mutex_lock(&epoll->mutex);
		remove(watch);
		mutex_unlock(&epoll->mutex);
	}
	mutex_unlock(&epoll_watching);
}
