/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * futex(2) and the list of robust futexes, with Linux's x86_64 values and layout.
 */
#ifndef UAPI_FUTEX_H
#define UAPI_FUTEX_H

#include <exo/types.h>

#define FUTEX_WAIT	  0
#define FUTEX_WAKE	  1
#define FUTEX_REQUEUE	  3
#define FUTEX_CMP_REQUEUE 4
#define FUTEX_WAKE_OP	  5
#define FUTEX_WAIT_BITSET 9
#define FUTEX_WAKE_BITSET 10

#define FUTEX_PRIVATE_FLAG   128
#define FUTEX_CLOCK_REALTIME 256
#define FUTEX_CMD_MASK	     (~(FUTEX_PRIVATE_FLAG | FUTEX_CLOCK_REALTIME))

#define FUTEX_BITSET_MATCH_ANY 0xffffffffU

/* FUTEX_WAKE_OP: op << 28 | comparison << 24 | operand << 12 | comparand. */
#define FUTEX_OP_SET	   0
#define FUTEX_OP_ADD	   1
#define FUTEX_OP_OR	   2
#define FUTEX_OP_ANDN	   3
#define FUTEX_OP_XOR	   4
#define FUTEX_OP_ARG_SHIFT 8 /* with the operation: 1 << operand */
#define FUTEX_OP_CMP_EQ	   0
#define FUTEX_OP_CMP_NE	   1
#define FUTEX_OP_CMP_LT	   2
#define FUTEX_OP_CMP_LE	   3
#define FUTEX_OP_CMP_GT	   4
#define FUTEX_OP_CMP_GE	   5

/* The words of robust and of priority-inheriting mutexes. */
#define FUTEX_WAITERS	 0x80000000U
#define FUTEX_OWNER_DIED 0x40000000U
#define FUTEX_TID_MASK	 0x3fffffffU

/* Addresses are the program's. */
struct robust_list_head {
	u64 next; /* the first entry, or this head itself; bit 0: another kind */
	s64 futex_offset; /* from an entry to its word */
	u64 list_op_pending; /* an entry that is being added or removed */
};

#endif
