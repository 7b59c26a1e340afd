// SPDX-License-Identifier: GPL-2.0-only
/*
 * Credentials: counted and copied. Who changes his own makes a copy, so those
 * who look at them need no lock.
 */
#include <exo/credentials.h>
#include <exo/kmalloc.h>
#include <uapi/limits.h>

/* Never freed: tasks without credentials use them without a reference. */
struct credentials initial_credentials = {.refs = 1};

struct credentials *credentials_copy(const struct credentials *from,
				     u32 nr_groups)
{
	struct credentials *copy;
	u32 kept = min(nr_groups, from->nr_groups);

	if (nr_groups > NGROUPS_MAX)
		return NULL;
	copy = kzalloc(sizeof(*copy) + nr_groups * sizeof(copy->groups[0]));
	if (!copy)
		return NULL;
	*copy = *from;
	copy->refs = 1;
	copy->nr_groups = nr_groups;
	memcpy(copy->groups, from->groups, kept * sizeof(copy->groups[0]));
	return copy;
}

void credentials_get(struct credentials *credentials)
{
	if (credentials)
		__atomic_fetch_add(&credentials->refs, 1, __ATOMIC_RELAXED);
}

void credentials_put(struct credentials *credentials)
{
	if (credentials &&
	    !__atomic_sub_fetch(&credentials->refs, 1, __ATOMIC_ACQ_REL))
		kfree(credentials);
}

bool credentials_have_group(const struct credentials *credentials, u32 gid)
{
	u32 low = 0, high = credentials->nr_groups;

	while (low < high) {
		u32 middle = low + (high - low) / 2;

		if (credentials->groups[middle] < gid)
			low = middle + 1;
		else
			high = middle;
	}
	return low < credentials->nr_groups && credentials->groups[low] == gid;
}

bool credentials_in_group(const struct credentials *credentials, u32 gid)
{
	return credentials->fsgid == gid ||
	       credentials_have_group(credentials, gid);
}
