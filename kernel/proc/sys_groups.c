// SPDX-License-Identifier: GPL-2.0-only
/*
 * getgroups(2), setgroups(2): the supplementary groups, which the kernel keeps in
 * ascending order.
 */
#include <exo/credentials.h>
#include <exo/syscalls.h>
#include <exo/uaccess.h>
#include <uapi/errno.h>
#include <uapi/limits.h>

#include "identity.h"

long sys_getgroups(int size, u32 __user *groups)
{
	const struct credentials *own = credentials_current();
	const u32 count = own->nr_groups;

	if (size < 0)
		return -EINVAL;
	if (!size)
		return count;
	if ((u32)size < count)
		return -EINVAL;
	if (user_copy_to(groups, own->groups, count * sizeof(u32)))
		return -EFAULT;
	return count;
}

/* Move the first of a heap of @count down to its place. */
static void sift_down(u32 *heap, u32 first, u32 count)
{
	for (;;) {
		u32 child = 2 * first + 1;
		u32 value = heap[first];

		if (child >= count)
			return;
		if (child + 1 < count && heap[child + 1] > heap[child])
			child++;
		if (heap[child] <= value)
			return;
		heap[first] = heap[child];
		heap[child] = value;
		first = child;
	}
}

/* By a heap: programs choose the order, and 65536 may come. */
static void sort(u32 *numbers, u32 count)
{
	for (u32 i = count / 2; i-- > 0;)
		sift_down(numbers, i, count);
	while (count > 1) {
		u32 largest = numbers[0];

		numbers[0] = numbers[--count];
		numbers[count] = largest;
		sift_down(numbers, 0, count);
	}
}

long sys_setgroups(u32 count, const u32 __user *groups)
{
	struct credentials *new;

	if (credentials_current()->euid)
		return -EPERM;
	if (count > NGROUPS_MAX)
		return -EINVAL;
	new = credentials_begin_groups(count);
	if (!new)
		return -ENOMEM;
	if (user_copy_from(new->groups, groups, count * sizeof(u32))) {
		credentials_put(new);
		return -EFAULT;
	}
	sort(new->groups, count);
	return credentials_change(new);
}
