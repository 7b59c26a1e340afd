/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: fs. Where a task's paths begin, and what its new files must not
 * permit. Tasks share one if they were cloned so (CLONE_FS).
 */
#ifndef EXO_FS_CONTEXT_H
#define EXO_FS_CONTEXT_H

#include <exo/compiler.h>
#include <exo/path.h>
#include <exo/spinlock.h>
#include <exo/task.h>
#include <exo/types.h>

struct fs_context {
	u32 refs; /* atomic */
	struct spinlock lock;
	/* Guarded by lock; read under RCU. Both hold references. */
	struct path root, cwd;
	u32 umask;
};

/* That of tasks that have none of their own. */
extern struct fs_context initial_fs_context;

static inline struct fs_context *fs_context_current(void)
{
	return current->fs ? current->fs : &initial_fs_context;
}

/* As fork() has it: the same places. NULL when memory is short. */
__must_check struct fs_context *fs_context_copy(struct fs_context *from);

/* One more reference, or one less; NULL is fine. put may sleep. */
void fs_context_get(struct fs_context *context);
void fs_context_put(struct fs_context *context);

/* Whether others use it, too. */
static inline bool fs_context_shared(const struct fs_context *context)
{
	return __atomic_load_n(&context->refs, __ATOMIC_ACQUIRE) != 1;
}

/* Replace root or cwd by @path, which is copied with a reference. May sleep. */
void fs_context_set_root(struct fs_context *context, const struct path *path);
void fs_context_set_cwd(struct fs_context *context, const struct path *path);

/* Root or cwd with a reference. */
struct path fs_context_get_root(struct fs_context *context);
struct path fs_context_get_cwd(struct fs_context *context);

#endif
