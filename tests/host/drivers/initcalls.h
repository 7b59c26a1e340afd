/* SPDX-License-Identifier: GPL-2.0-only */
/* Run the initcalls of the driver under test, which are its only way in. */
#ifndef TESTS_INITCALLS_H
#define TESTS_INITCALLS_H

#include <exo/initcall.h>

static inline int run_initcalls(const struct initcall *call,
				const struct initcall *end)
{
	int err = 0;

	for (; call < end && !err; call++)
		err = call->run();
	return err;
}

/* The first error, or 0. */
#define RUN_INITCALLS(level)                                                \
	({                                                                  \
		extern const struct initcall __initcalls_##level##_start[]; \
		extern const struct initcall __initcalls_##level##_end[];   \
		run_initcalls(__initcalls_##level##_start,                  \
			      __initcalls_##level##_end);                   \
	})

#endif
