// SPDX-License-Identifier: GPL-2.0-only
/*
 * select(2) and pselect(2): three sets, bit n of each being descriptor n. The
 * descriptors that are in any become items, which poll_wait() waits for.
 */
#include <exo/bitmap.h>
#include <exo/compiler.h>
#include <exo/file_table.h>
#include <exo/kmalloc.h>
#include <exo/string.h>
#include <exo/syscalls.h>
#include <exo/time.h>
#include <exo/uaccess.h>
#include <exo/wait.h>
#include <uapi/errno.h>
#include <uapi/time.h>

#include "poll_time.h"
#include "poll_wait.h"

enum {
	READ,
	WRITE,
	EXCEPT,
	SETS,
	WORDS_FEW = 4, /* of each set, on the stack */
};

/* What makes a descriptor ready in each of the sets, as Linux has it. */
static const u32 set_events[SETS] = {
	[READ] = POLLIN | POLLRDNORM | POLLRDBAND | POLLHUP | POLLERR,
	[WRITE] = POLLOUT | POLLWRNORM | POLLWRBAND | POLLERR,
	[EXCEPT] = POLLPRI,
};

struct sets {
	u64 __user *user[SETS]; /* NULL: empty, and not wanted back */
	u64 *bits[SETS];
	unsigned int nr_fds;
	size_t words; /* of each */
};

static int get_sets(struct sets *sets)
{
	size_t bytes = sets->words * sizeof(u64);

	for (unsigned int set = 0; set < SETS; set++) {
		memset(sets->bits[set], 0, bytes);
		if (sets->user[set] &&
		    user_copy_from(sets->bits[set], sets->user[set], bytes))
			return -EFAULT;
	}
	return 0;
}

static int put_sets(const struct sets *sets)
{
	size_t bytes = sets->words * sizeof(u64);

	for (unsigned int set = 0; set < SETS; set++)
		if (sets->user[set] &&
		    user_copy_to(sets->user[set], sets->bits[set], bytes))
			return -EFAULT;
	return 0;
}

/* POLL* that are wanted of @fd; 0: it is in no set. */
static u32 events_of(const struct sets *sets, unsigned int fd)
{
	u32 events = 0;

	for (unsigned int set = 0; set < SETS; set++)
		if (bitmap_test(sets->bits[set], fd))
			events |= set_events[set];
	return events;
}

/* Make @items of the sets, or only count them if that is NULL. */
static unsigned int find_items(const struct sets *sets, struct poll_item *items)
{
	unsigned int count = 0;

	for (unsigned int fd = 0; fd < sets->nr_fds; fd++) {
		u32 events = events_of(sets, fd);

		if (!events)
			continue;
		if (items) {
			items[count].fd = (s32)fd;
			items[count].events = events;
		}
		count++;
	}
	return count;
}

/* Keep the bit of @item in the sets that it is ready for: in how many. */
static int keep_ready(struct sets *sets, const struct poll_item *item)
{
	size_t fd = (size_t)item->fd;
	int kept = 0;

	for (unsigned int set = 0; set < SETS; set++) {
		if (!bitmap_test(sets->bits[set], fd))
			continue;
		if (item->ready & set_events[set])
			kept++;
		else
			bitmap_clear(sets->bits[set], fd);
	}
	return kept;
}

/* Bits behind the last descriptor were not asked for, and come back as 0. */
static void clear_rest(struct sets *sets)
{
	unsigned int bits = sets->nr_fds % 64;

	for (unsigned int set = 0; bits && set < SETS; set++)
		sets->bits[set][sets->words - 1] &= (1UL << bits) - 1;
}

static int wait_for_items(struct sets *sets, struct poll_item *items,
			  unsigned int count, u64 deadline_ns)
{
	int bits = 0, ready;

	find_items(sets, items);
	ready = poll_wait(items, count, deadline_ns);
	if (ready < 0)
		return ready;
	for (unsigned int i = 0; i < count; i++) {
		if (items[i].ready & POLLNVAL)
			return -EBADF;
		bits += keep_ready(sets, &items[i]);
	}
	clear_rest(sets);
	return put_sets(sets) ? -EFAULT : bits;
}

static int select_sets(struct sets *sets, u64 deadline_ns)
{
	struct poll_item few[POLL_FEW], *many;
	unsigned int count;
	int ready;

	if (get_sets(sets))
		return -EFAULT;
	count = find_items(sets, NULL);
	if (count <= POLL_FEW)
		return wait_for_items(sets, few, count, deadline_ns);
	many = kmalloc(count * sizeof(*many));
	if (!many)
		return -ENOMEM;
	ready = wait_for_items(sets, many, count, deadline_ns);
	kfree(many);
	return ready;
}

/* Give each set its words of @memory. */
static void place_sets(struct sets *sets, u64 *memory)
{
	for (unsigned int set = 0; set < SETS; set++)
		sets->bits[set] = memory + set * sets->words;
}

/*
 * As on Linux no more than there may be in the table as it is: a program's sets are
 * often shorter than the number of descriptors that it says.
 */
static unsigned int limit_fds(unsigned int nr_fds)
{
	return nr_fds <= 64 ? nr_fds
			    : min(nr_fds, file_table_size(current->files));
}

static int select_user(struct sets *sets, int nr_fds, u64 deadline_ns)
{
	u64 few[SETS * WORDS_FEW], *many;
	int ready;

	if (nr_fds < 0)
		return -EINVAL;
	sets->nr_fds = limit_fds((unsigned int)nr_fds);
	sets->words = (sets->nr_fds + 63) / 64;
	if (sets->words <= WORDS_FEW) {
		place_sets(sets, few);
		return select_sets(sets, deadline_ns);
	}
	many = kmalloc(SETS * sets->words * sizeof(*many));
	if (!many)
		return -ENOMEM;
	place_sets(sets, many);
	ready = select_sets(sets, deadline_ns);
	kfree(many);
	return ready;
}

/* More microseconds than a second has are fine, less than none are not. */
static int select_deadline(const struct timeval __user *timeout,
			   u64 *deadline_ns)
{
	const s64 usec_per_sec = NSEC_PER_SEC / NSEC_PER_USEC;
	struct timeval time;
	u64 ns;

	*deadline_ns = WAIT_FOREVER;
	if (!timeout)
		return 0;
	if (user_copy_from(&time, timeout, sizeof(time)))
		return -EFAULT;
	if (__builtin_add_overflow(time.tv_sec, time.tv_usec / usec_per_sec,
				   &time.tv_sec) ||
	    time.tv_sec < 0 || time.tv_usec < 0)
		return -EINVAL;
	time.tv_usec %= usec_per_sec;
	if (__builtin_mul_overflow((u64)time.tv_sec, NSEC_PER_SEC, &ns) ||
	    __builtin_add_overflow(ns, (u64)time.tv_usec * NSEC_PER_USEC, &ns))
		return 0;
	if (ns < WAIT_FOREVER / 2)
		*deadline_ns = poll_deadline_after(ns);
	return 0;
}

/* Linux's own: what was left. That it cannot be told does not matter. */
static void select_put_rest(struct timeval __user *timeout, u64 deadline_ns)
{
	u64 rest_ns = poll_rest_ns(deadline_ns);
	const struct timeval rest = {
		.tv_sec = (s64)(rest_ns / NSEC_PER_SEC),
		.tv_usec = (s64)(rest_ns % NSEC_PER_SEC / NSEC_PER_USEC),
	};

	if (timeout && deadline_ns != WAIT_FOREVER &&
	    user_copy_to(timeout, &rest, sizeof(rest)))
		return;
}

long sys_select(int nr_fds, u64 __user *read, u64 __user *write,
		u64 __user *except, struct timeval __user *timeout)
{
	struct sets sets = {.user = {read, write, except}};
	u64 deadline_ns;
	long ready = select_deadline(timeout, &deadline_ns);

	if (ready)
		return ready;
	ready = select_user(&sets, nr_fds, deadline_ns);
	select_put_rest(timeout, deadline_ns);
	return ready;
}

/* The sixth argument of pselect6(2). */
struct mask_argument {
	const u64 __user *blocked;
	size_t size;
};

static int borrow_blocked(const void __user *from)
{
	struct mask_argument mask;

	if (!from)
		return 0;
	if (user_copy_from(&mask, from, sizeof(mask)))
		return -EFAULT;
	return poll_borrow_blocked(mask.blocked, mask.size);
}

long sys_pselect6(int nr_fds, u64 __user *read, u64 __user *write,
		  u64 __user *except, struct timespec __user *timeout,
		  const void __user *mask)
{
	struct sets sets = {.user = {read, write, except}};
	u64 deadline_ns;
	long ready = poll_deadline(timeout, &deadline_ns);

	if (!ready)
		ready = borrow_blocked(mask);
	if (ready)
		return ready;
	ready = select_user(&sets, nr_fds, deadline_ns);
	poll_put_rest(timeout, deadline_ns);
	return ready;
}
