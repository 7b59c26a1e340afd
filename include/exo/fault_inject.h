/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: mm. Making allocations fail on purpose, with
 * CONFIG_FAULT_INJECTION; without it all of this is nothing.
 *
 * Every allocator asks fault_inject_should_fail() first and reports memory to
 * be short when it says so. The monitor and fail_alloc= on the command line
 * choose which allocation fails; a test tries each in turn:
 *
 *	fault_inject_each(nth)
 *		err = thing_create(&thing);
 *
 * creates the thing with its first allocation failing, then the second, ...,
 * and once with none failing, which ends the loop.
 */
#ifndef EXO_FAULT_INJECT_H
#define EXO_FAULT_INJECT_H

#include <exo/compiler.h>
#include <exo/types.h>

struct fault_inject_status {
	unsigned int left; /* the how-many-th from now fails; 0: none */
	unsigned int failed; /* allocations since boot */
	unsigned long last_caller; /* of them */
};

#ifdef CONFIG_FAULT_INJECTION
extern unsigned int fault_inject_left;

bool fault_inject_decide(unsigned long caller);

/*
 * Whether the allocation that @caller (an address in its code) asks for must
 * fail. For allocators. Any context.
 */
static __always_inline bool fault_inject_should_fail(unsigned long caller)
{
	return unlikely(READ_ONCE(fault_inject_left)) &&
	       fault_inject_decide(caller);
}

/*
 * The @nth allocation that the current thread makes from here on fails, 1
 * being the next. Takes the place of what was chosen before.
 */
void fault_inject_start(unsigned int nth);

/* No more failures. Whether the one asked for has happened. */
bool fault_inject_stop(void);

/* Is one chosen among the allocations of the current thread? Any context. */
bool fault_inject_counts_current(void);

/*
 * Choose by text, as fail_alloc= does: "N" for the N-th allocation of
 * anybody, "N+" for all from the N-th on, either with "@FUNCTION" or
 * "@START-END" (code addresses) to count only those asked for there; "off".
 * -EINVAL when it makes no sense: nothing has changed then.
 */
int fault_inject_select(const char *text);

void fault_inject_status(struct fault_inject_status *status);
#else
static inline bool fault_inject_should_fail(unsigned long caller)
{
	(void)caller;
	return false;
}

static inline void fault_inject_start(unsigned int nth)
{
	(void)nth;
}

static inline bool fault_inject_stop(void)
{
	return false;
}
#endif

/*
 * Run the statement that follows once for each of its allocations, with just
 * that one failing, and a last time with none. Do not leave it by break or
 * return.
 */
#define fault_inject_each(nth)                          \
	for (unsigned int nth = 1, _again = 1;          \
	     _again && (fault_inject_start(nth), true); \
	     _again = fault_inject_stop(), nth++)

#endif
