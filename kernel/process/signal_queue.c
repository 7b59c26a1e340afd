// SPDX-License-Identifier: GPL-2.0-only
/*
 * Queues of signals: a set says which are pending, a list holds what is to be told
 * of them.
 *
 *	pending	 ..1..1...1.		entries -> SIGCHLD -> 40 -> 40 -> 35
 *
 * Of the first 31 signals there is one entry at most; later ones queue. A signal of
 * the kernel's, about which there is nothing to tell, has no entry, so that interrupt
 * handlers can send it: the heap is not for them, nor under process_lock. Threads
 * that send bring entries along, and those not in use wait in a list of spare ones.
 */
#include <exo/initcall.h>
#include <exo/kmalloc.h>
#include <exo/process.h>
#include <exo/signal.h>
#include <uapi/errno.h>

#include "signal_internal.h"

enum {
	SPARE_MAX = 32 /* so many are kept when nobody needs them */
};

static struct kmem_cache *entry_cache;
static LIST_HEAD(spare); /* process_lock, as is: */
static u32 nr_spare;

void signal_queue_init(struct signal_queue *queue)
{
	queue->pending = queue->plain = 0;
	list_init(&queue->entries);
}

static void put_spare(struct signal_entry *entry)
{
	list_add(&entry->node, &spare);
	nr_spare++;
}

static struct signal_entry *get_spare(void)
{
	struct signal_entry *entry;

	if (!nr_spare)
		return NULL;
	entry = list_first_entry(&spare, struct signal_entry, node);
	list_unlink(&entry->node);
	nr_spare--;
	return entry;
}

/* Until there are enough: others may take some while the lock is not held. */
unsigned long signal_lock_with_entries(u32 nr)
{
	unsigned long flags = spin_lock_irqsave(&process_lock);

	while (unlikely(nr_spare < nr)) {
		struct signal_entry *entry;

		spin_unlock_irqrestore(&process_lock, flags);
		entry = kmem_cache_alloc(entry_cache);
		flags = spin_lock_irqsave(&process_lock);
		if (!entry)
			break;
		put_spare(entry);
	}
	return flags;
}

void signal_queue_trim(void)
{
	while (unlikely(READ_ONCE(nr_spare) > SPARE_MAX)) {
		unsigned long flags = spin_lock_irqsave(&process_lock);
		struct signal_entry *entry = get_spare();

		spin_unlock_irqrestore(&process_lock, flags);
		if (entry)
			kmem_cache_free(entry_cache, entry);
	}
}

/* An entry for *@info; NULL when there is none, or @process has its share. */
static struct signal_entry *get_entry(struct process *process,
				      const struct signal_info *info)
{
	struct signal_entry *entry;

	if (info->signal == SIGCHLD && list_empty(&process->signals.child.node))
		return &process->signals.child;
	/* What kill() sends once has never been refused. */
	if (process->signals.nr_entries >=
		    process->limits[RLIMIT_SIGPENDING].rlim_cur &&
	    (info->signal >= SIGRTMIN || info->code < 0))
		return NULL;
	entry = get_spare();
	if (entry)
		process->signals.nr_entries++;
	return entry;
}

static void put_entry(struct process *process, struct signal_entry *entry)
{
	list_del(&entry->node);
	if (entry == &process->signals.child)
		return;
	process->signals.nr_entries--;
	put_spare(entry);
}

int signal_queue_add(struct process *process, struct signal_queue *queue,
		     const struct signal_info *info)
{
	const u64 bit = SIGNAL_BIT(info->signal);
	struct signal_entry *entry;

	if (info->signal < SIGRTMIN) {
		if (queue->pending & bit)
			return 0;
		if (info->code == SI_KERNEL) {
			queue->pending |= bit;
			queue->plain |= bit;
			return 0;
		}
	}
	entry = get_entry(process, info);
	if (entry) {
		entry->info = *info;
		list_add_tail(&entry->node, &queue->entries);
	} else if (info->signal >= SIGRTMIN && info->code != SI_USER) {
		return -EAGAIN;
	}
	queue->pending |= bit;
	return 0;
}

/* The first entry of @signal behind @at; NULL. */
static struct signal_entry *find(const struct signal_queue *queue,
				 const struct list_head *at,
				 unsigned int signal)
{
	for (; at->next != &queue->entries; at = at->next) {
		struct signal_entry *entry =
			list_entry(at->next, struct signal_entry, node);

		if (entry->info.signal == signal)
			return entry;
	}
	return NULL;
}

void signal_queue_take(struct process *process, struct signal_queue *queue,
		       unsigned int signal, struct signal_info *info)
{
	const u64 bit = SIGNAL_BIT(signal);
	struct signal_entry *entry = find(queue, &queue->entries, signal);

	if (!entry) {
		*info = (struct signal_info){
			.signal = signal,
			.code = queue->plain & bit ? SI_KERNEL : SI_USER,
		};
	} else {
		*info = entry->info;
	}
	if (signal < SIGRTMIN || !entry || !find(queue, &entry->node, signal)) {
		queue->pending &= ~bit;
		queue->plain &= ~bit;
	}
	if (entry)
		put_entry(process, entry);
}

void signal_queue_drop(struct process *process, struct signal_queue *queue,
		       u64 set)
{
	struct signal_entry *entry, *next;

	if (!(queue->pending & set))
		return;
	queue->pending &= ~set;
	queue->plain &= ~set;
	list_for_each_entry_safe(entry, next, &queue->entries, node) {
		if (SIGNAL_BIT(entry->info.signal) & set)
			put_entry(process, entry);
	}
}

static int signal_queue_start(void)
{
	entry_cache =
		kmem_cache_create("signal", sizeof(struct signal_entry), 0);
	return entry_cache ? 0 : -ENOMEM;
}
INITCALL(memory, signal_queue_start);
