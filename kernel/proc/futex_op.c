// SPDX-License-Identifier: GPL-2.0-only
/*
 * FUTEX_WAKE_OP: the change of the second word, and what it is compared with.
 */
#include <exo/uaccess.h>
#include <uapi/errno.h>
#include <uapi/futex.h>

#include "futex.h"

/* The 12 bits at @shift of @operation, with sign. */
static s32 operand(u32 operation, unsigned int shift)
{
	return (s32)(operation << (20 - shift)) >> 20;
}

static int apply(unsigned int how, u32 argument, u32 old, u32 *new)
{
	switch (how) {
	case FUTEX_OP_SET:
		*new = argument;
		return 0;
	case FUTEX_OP_ADD:
		*new = old + argument;
		return 0;
	case FUTEX_OP_OR:
		*new = old | argument;
		return 0;
	case FUTEX_OP_ANDN:
		*new = old & ~argument;
		return 0;
	case FUTEX_OP_XOR:
		*new = old ^ argument;
		return 0;
	}
	return -ENOSYS;
}

static int compare(unsigned int how, s32 old, s32 with)
{
	switch (how) {
	case FUTEX_OP_CMP_EQ:
		return old == with;
	case FUTEX_OP_CMP_NE:
		return old != with;
	case FUTEX_OP_CMP_LT:
		return old < with;
	case FUTEX_OP_CMP_LE:
		return old <= with;
	case FUTEX_OP_CMP_GT:
		return old > with;
	case FUTEX_OP_CMP_GE:
		return old >= with;
	}
	return -ENOSYS;
}

/* Change the word in one step; *@old is what was there. */
static int change(u32 __user *address, unsigned int how, u32 argument, u32 *old)
{
	u32 new, seen;
	int error;

	if (user_get(*old, address))
		return -EFAULT;
	for (;;) {
		error = apply(how, argument, *old, &new);
		if (!error)
			error = user_compare_swap(address, *old, new, &seen);
		if (error || seen == *old)
			return error;
		*old = seen;
	}
}

int futex_change(u32 __user *address, u32 operation)
{
	const unsigned int how = operation >> 28;
	u32 argument = (u32)operand(operation, 12), old;
	int error;

	if (how & FUTEX_OP_ARG_SHIFT)
		argument = 1U << (argument & 31);
	error = change(address, how & ~(unsigned int)FUTEX_OP_ARG_SHIFT,
		       argument, &old);
	return error ? error
		     : compare(operation >> 24 & 15, (s32)old,
			       operand(operation, 0));
}
