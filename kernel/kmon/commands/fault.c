// SPDX-License-Identifier: GPL-2.0-only
/*
 * fault: do what kernels must not do, to see it reported. The processor's
 * exceptions come from the architecture; what is checked in C stands here.
 */
#include <exo/compiler.h>
#include <exo/console.h>
#include <exo/fault_kinds.h>
#include <exo/kmon.h>
#include <exo/panic.h>
#include <exo/string.h>
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

static int cmd_fault(int argc, char **argv)
{
	const struct fault_kind *kind;

	if (argc == 1) {
		list(fault_kinds, nr_fault_kinds);
		list(checked_kinds, ARRAY_SIZE(checked_kinds));
		return 0;
	}
	kind = find(fault_kinds, nr_fault_kinds, argv[1]);
	if (!kind)
		kind = find(checked_kinds, ARRAY_SIZE(checked_kinds), argv[1]);
	if (!kind || argc > 2)
		return -EINVAL;
	kind->raise();
	return 0;
}

KMON_COMMAND(fault, cmd_fault, "[KIND]", "raise a fault; no KIND lists them");
