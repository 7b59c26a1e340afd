/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Message queues of System V, see msgget(2), msgop(2), msgctl(2).
 */
#ifndef UAPI_MSG_H
#define UAPI_MSG_H

#include <exo/types.h>
#include <uapi/ipc.h>

#define MSG_NOERROR 010000U /* cut what is too long */
#define MSG_EXCEPT  020000U /* any type but this */
#define MSG_COPY    040000U /* leave it; the type is a place in line */

#define MSG_STAT     11
#define MSG_INFO     12
#define MSG_STAT_ANY 13

struct msqid_ds {
	struct ipc_perm msg_perm;
	s64 msg_stime, msg_rtime, msg_ctime;
	u64 msg_cbytes, msg_qnum, msg_qbytes;
	s32 msg_lspid, msg_lrpid;
	u64 __unused1[2];
};

struct msginfo {
	s32 msgpool, msgmap, msgmax, msgmnb, msgmni, msgssz, msgtql;
	u16 msgseg;
};

#endif
