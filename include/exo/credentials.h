/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: fs. Who a task acts as (credentials(7)). Never changed once made, so
 * tasks share them freely and read them without a lock: to change, make a copy,
 * alter it, and give it to the task.
 */
#ifndef EXO_CREDENTIALS_H
#define EXO_CREDENTIALS_H

#include <exo/compiler.h>
#include <exo/task.h>
#include <exo/types.h>

struct credentials {
	u32 refs; /* atomic */
	u32 uid, euid, suid, fsuid;
	u32 gid, egid, sgid, fsgid;
	u32 nr_groups;
	u32 groups[]; /* supplementary, in ascending order */
};

/* root's; those of tasks that have none of their own. */
extern struct credentials initial_credentials;

/* The calling task's, for as long as it does not change them. Any thread. */
static inline const struct credentials *credentials_current(void)
{
	return current->credentials ? current->credentials
				    : &initial_credentials;
}

/*
 * A copy with one reference and @nr_groups groups; those of @from as far as
 * there is room, 0 beyond. NULL when memory is short.
 */
__must_check struct credentials *
credentials_copy(const struct credentials *from, u32 nr_groups);

/* One more reference, or one less. Any context; NULL is fine. */
void credentials_get(struct credentials *credentials);
void credentials_put(struct credentials *credentials);

/* Is @gid one of the supplementary groups? */
bool credentials_have_group(const struct credentials *credentials, u32 gid);

/* Is @gid the filesystem group or one of the supplementary ones? */
bool credentials_in_group(const struct credentials *credentials, u32 gid);

#endif
