// SPDX-License-Identifier: GPL-2.0-only
/*
 * System calls that are not there: -ENOSYS, and a line in the log when a program
 * asks for one for the first time, which tells why it behaves oddly.
 *
 * Programs count as the same if they have the same name. What was reported is kept
 * as a hash; once the table is full there are no more lines. A task remembers the
 * last number itself, so one that asks for the same again does not come here, unless
 * its calls are told: then all come here.
 */
#include <exo/arch_entry.h>
#include <exo/compiler.h>
#include <exo/hash.h>
#include <exo/printk.h>
#include <exo/spinlock.h>
#include <exo/string.h>
#include <exo/task.h>
#include <exo/user_task.h>
#include <uapi/errno.h>

enum {
	REPORTS_MAX = 64,
};

static struct spinlock lock = SPINLOCK_INIT("absent calls");
/* Guarded by it. */
static u32 reported[REPORTS_MAX];
static unsigned int nr_reported;

/* C libraries try these in each program, and do as well without. */
static bool is_optional(u32 number)
{
	const u32 rseq = 334, clone3 = 435;

	return number == rseq || number == clone3;
}

/* Whether nobody has asked so before, and the table has room. */
static bool note(u32 hash)
{
	bool new = true;

	spin_lock(&lock);
	for (unsigned int i = 0; i < nr_reported && new; i++)
		new = reported[i] != hash;
	new = new &&nr_reported < REPORTS_MAX;
	if (new)
		reported[nr_reported++] = hash;
	spin_unlock(&lock);
	return new;
}

long syscall_report_absent(u32 number)
{
	const u32 hash =
		hash_bytes(current->name, strlen(current->name), number);

	if (current->user->direct_calls)
		current->user->absent_call = number;
	if (current->process && !is_optional(number) && note(hash))
		pr_warn("%s[%u]: there is no system call %d\n", current->name,
			current->id, (int)number);
	return -ENOSYS;
}
