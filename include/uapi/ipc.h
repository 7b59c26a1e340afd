/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the objects of System V have in common, see sysvipc(7).
 */
#ifndef UAPI_IPC_H
#define UAPI_IPC_H

#include <exo/types.h>

#define IPC_PRIVATE 0

#define IPC_CREAT  01000U
#define IPC_EXCL   02000U
#define IPC_NOWAIT 04000U

#define IPC_RMID 0
#define IPC_SET	 1
#define IPC_STAT 2
#define IPC_INFO 3

struct ipc_perm {
	s32 key;
	u32 uid, gid, cuid, cgid;
	u32 mode;
	u16 seq;
	u16 __pad;
	u64 __unused[2];
};

#endif
