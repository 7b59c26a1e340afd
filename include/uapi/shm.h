/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Shared memory of System V, see shmget(2), shmop(2), shmctl(2).
 */
#ifndef UAPI_SHM_H
#define UAPI_SHM_H

#include <exo/types.h>
#include <uapi/ipc.h>

#define SHM_HUGETLB   04000U
#define SHM_NORESERVE 010000U

#define SHM_RDONLY 010000U
#define SHM_RND	   020000U
#define SHM_REMAP  040000U
#define SHM_EXEC   0100000U

/* In the mode. */
#define SHM_DEST   01000U
#define SHM_LOCKED 02000U

#define SHM_LOCK     11
#define SHM_UNLOCK   12
#define SHM_STAT     13
#define SHM_INFO     14
#define SHM_STAT_ANY 15

struct shmid_ds {
	struct ipc_perm shm_perm;
	u64 shm_segsz;
	s64 shm_atime, shm_dtime, shm_ctime;
	s32 shm_cpid, shm_lpid;
	u64 shm_nattch;
	u64 __unused[2];
};

struct shminfo {
	u64 shmmax, shmmin, shmmni, shmseg, shmall;
	u64 __unused[4];
};

struct shm_info {
	s32 used_ids;
	u32 __pad;
	u64 shm_tot, shm_rss, shm_swp;
	u64 swap_attempts, swap_successes;
};

#endif
