// SPDX-License-Identifier: GPL-2.0-only
/*
 * fault: do what kernels must not do, to see it reported. The processor's
 * exceptions come from the architecture; what is checked in C stands here.
 * With -t it happens in a thread of its own, hence on that thread's stack;
 * without, on the monitor's, which is the boot stack.
 */
#include <exo/compiler.h>
#include <exo/console.h>
#include <exo/fault_kinds.h>
#include <exo/kmon.h>
#include <exo/panic.h>
#include <exo/string.h>
#include <exo/thread.h>
#include <uapi/errno.h>

static void raise_assertion(void)
{
	volatile int one = 1;

	ASSERT(one == 2);
}

static void raise_warning(void)
{
	volatile int one = 1;

	WARN_ON_ONCE(one == 1);
}

/* Write past an array up to the canary and the return address. */
static __noinline void raise_stack_smash(void)
{
	char bytes[16];
	volatile char *next = bytes;

	/* The compiler must not see whose end is written past. */
	__asm__("" : "+r"(next));
	for (unsigned int i = 0; i < 64; i++)
		*next++ = 0x5a;
}

static const struct fault_kind checked_kinds[] = {
	{"assert", raise_assertion, "an assertion that does not hold"},
	{"warning", raise_warning, "a warning; the kernel goes on"},
	{"stack-smash", raise_stack_smash, "write past a local array"},
};

static const struct fault_kind *find(const struct fault_kind *kinds,
				     unsigned int nr_kinds, const char *name)
{
	for (unsigned int i = 0; i < nr_kinds; i++)
		if (strcmp(kinds[i].name, name) == 0)
			return &kinds[i];
	return NULL;
}

static void list(const struct fault_kind *kinds, unsigned int nr_kinds)
{
	for (unsigned int i = 0; i < nr_kinds; i++)
		console_printf("  %-15s %s\n", kinds[i].name, kinds[i].help);
}

static int raise_in_thread(void *arg)
{
	const struct fault_kind *kind = arg;

	kind->raise();
	return 0;
}

/* For the kinds that are survived, wait until it was. */
static int start_thread(const struct fault_kind *kind)
{
	struct task *thread;

	if (!IS_ENABLED(CONFIG_THREADS))
		return -ENOSYS;
	thread = thread_create("fault", raise_in_thread, (void *)kind);
	return thread ? thread_join(thread) : -ENOMEM;
}

static int cmd_fault(int argc, char **argv)
{
	const bool in_thread = argc > 1 && strcmp(argv[1], "-t") == 0;
	const char *name = argv[in_thread ? 2 : 1];
	const struct fault_kind *kind;

	if (argc == 1) {
		list(fault_kinds, nr_fault_kinds);
		list(checked_kinds, ARRAY_SIZE(checked_kinds));
		return 0;
	}
	if (argc != (in_thread ? 3 : 2))
		return -EINVAL;
	kind = find(fault_kinds, nr_fault_kinds, name);
	if (!kind)
		kind = find(checked_kinds, ARRAY_SIZE(checked_kinds), name);
	if (!kind)
		return -EINVAL;
	if (in_thread)
		return start_thread(kind);
	kind->raise();
	return 0;
}

KMON_COMMAND(fault, cmd_fault, "[[-t] KIND]",
	     "raise a fault, with -t in a thread; no KIND lists them");
