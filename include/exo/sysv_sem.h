/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: ipc. Semaphores of System V (CONFIG_SYSVIPC): what semget(2), semop(2) and
 * semctl(2) do, with their errors, on the kernel's own structures. All functions act
 * with the caller's credentials, and may sleep.
 */
#ifndef EXO_SYSV_SEM_H
#define EXO_SYSV_SEM_H

#include <exo/compiler.h>
#include <exo/hlist.h>
#include <exo/types.h>
#include <uapi/sem.h>

/* Of proc(5)'s sys/kernel/sem. */
struct sem_limits {
	u32 per_set, in_all, operations, sets;
};

/* The id, or a negative errno. */
int sem_get(s32 key, s32 count, u32 flags);

/*
 * semop(2), waiting until @deadline_ns at most. @undos: what the end of the caller's
 * process undoes; NULL: it has none, and SEM_UNDO is -EINVAL.
 */
int sem_operate(s32 id, const struct sembuf *operations, u32 count,
		u64 deadline_ns, struct hlist_head *undos);

/* The process ends that had @undos, which are done and gone then. */
#ifdef CONFIG_SYSVIPC
void sem_undo_all(struct hlist_head *undos);
#else
static inline void sem_undo_all(struct hlist_head *undos)
{
	(void)undos;
}
#endif

/*
 * IPC_STAT of @id, or with @command SEM_STAT or SEM_STAT_ANY, of the index @id: 0, or
 * the id.
 */
int sem_status(s32 id, int command, struct semid_ds *status);
int sem_set(s32 id, const struct semid_ds *status);
int sem_remove(s32 id);

/* GETVAL, GETPID, GETNCNT and GETZCNT of one, and SETVAL. */
int sem_query(s32 id, s32 number, int command);
int sem_set_value(s32 id, s32 number, s32 value);

/*
 * How many values there are, if the caller may read, or with @write change them; then
 * GETALL and SETALL of so many. -EIDRM if it has gone between.
 */
int sem_count(s32 id, bool write);
int sem_get_values(s32 id, u16 *values, u32 count);
int sem_set_values(s32 id, const u16 *values, u32 count);

/* IPC_INFO, or with @usage SEM_INFO: the highest index in use. */
int sem_info(struct seminfo *info, bool usage);

/* sem_status() of the first with an index of at least *@index, which is set to that. */
bool sem_next(u64 *index, struct semid_ds *status, s32 *id);

struct sem_limits sem_limits_get(void);
/* -EINVAL: more than there can be. */
int sem_limits_set(const struct sem_limits *limits);

#endif
