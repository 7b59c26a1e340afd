/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: ipc. Shared memory of System V (CONFIG_SYSVIPC): what shmget(2), shmop(2) and
 * shmctl(2) do, with their errors, on the kernel's own structures. All functions act
 * with the caller's credentials, and may sleep.
 */
#ifndef EXO_SYSV_SHM_H
#define EXO_SYSV_SHM_H

#include <exo/compiler.h>
#include <exo/types.h>
#include <uapi/shm.h>

struct vm;

/* The id, or a negative errno. */
int shm_get(s32 key, size_t size, u32 flags);

/* Into @vm, and out of it: where, or a negative errno. */
long shm_attach(struct vm *vm, s32 id, unsigned long address, u32 flags);
int shm_detach(struct vm *vm, unsigned long address);

/*
 * IPC_STAT of @id, or with @command SHM_STAT or SHM_STAT_ANY, of the index @id: 0, or
 * the id.
 */
int shm_status(s32 id, int command, struct shmid_ds *status);
int shm_set(s32 id, const struct shmid_ds *status);
int shm_remove(s32 id);
/* SHM_LOCK and SHM_UNLOCK; @may_lock: the caller's limit is not 0. */
int shm_lock(s32 id, bool lock, bool may_lock);

/* IPC_INFO and SHM_INFO: the highest index in use. */
int shm_limits(struct shminfo *limits);
int shm_usage(struct shm_info *usage);

/* shm_status() of the first with an index of at least *@index, which is set to that. */
bool shm_next(u64 *index, struct shmid_ds *status, s32 *id);

/* Limits of proc(5), in bytes, pages and segments; any context. */
extern u64 shm_size_max, shm_pages_max;
u32 shm_count_max(void);
int shm_set_count_max(u32 max);
u64 shm_resident(s32 id);

#endif
