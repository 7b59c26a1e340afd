/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: kernel. Who has which number: tasks beside the first of a process,
 * processes, groups and sessions, in one hash table, so that a number is free
 * when none of them has it any more.
 */
#ifndef EXO_PROCESS_ID_H
#define EXO_PROCESS_ID_H

#include <exo/hlist.h>
#include <exo/types.h>

enum process_id_kind {
	PROCESS_ID_TASK,
	PROCESS_ID_PROCESS,
	PROCESS_ID_GROUP,
	PROCESS_ID_SESSION,
};

struct process_id {
	struct hlist_node node; /* process_lock */
	u32 id;
	u8 kind; /* enum process_id_kind */
};

#endif
