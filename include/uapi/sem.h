/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Semaphores of System V, see semget(2), semop(2), semctl(2).
 */
#ifndef UAPI_SEM_H
#define UAPI_SEM_H

#include <exo/types.h>
#include <uapi/ipc.h>

#define SEM_UNDO 010000

#define GETPID	     11
#define GETVAL	     12
#define GETALL	     13
#define GETNCNT	     14
#define GETZCNT	     15
#define SETVAL	     16
#define SETALL	     17
#define SEM_STAT     18
#define SEM_INFO     19
#define SEM_STAT_ANY 20

#define SEMVMX 32767 /* the highest value */
#define SEMAEM SEMVMX /* the largest undo */

struct sembuf {
	u16 sem_num;
	s16 sem_op, sem_flg;
};

struct semid_ds {
	struct ipc_perm sem_perm;
	s64 sem_otime;
	u64 __unused1;
	s64 sem_ctime;
	u64 __unused2;
	u64 sem_nsems;
	u64 __unused3[2];
};

struct seminfo {
	s32 semmap, semmni, semmns, semmnu, semmsl;
	s32 semopm, semume, semusz, semvmx, semaem;
};

#endif
