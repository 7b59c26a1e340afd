/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: base. Kernel bugs: report, then stop by the policy of panic=
 * (halt, reboot, exit to QEMU, or a number of seconds before a reboot).
 */
#ifndef EXO_PANIC_H
#define EXO_PANIC_H

#include <exo/compiler.h>
#include <exo/types.h>

/* Status of machine_exit() under panic=exit; QEMU then ends with 5. */
enum {
	PANIC_EXIT_CODE = 2
};

/* Report and stop. Any context; never returns. */
__printf(1, 2) __noreturn __cold void panic(const char *fmt, ...);

/*
 * The two halves of panic(), for a caller that prints a report of its own
 * (the fault handler). panic_enter() turns interrupts off, tells the consoles,
 * and returns how many times it was called before: after 1 the report itself
 * has failed, so print little; after 2 printing may be what fails, so print
 * nothing; after 3 stopping has failed, so halt. panic_stop() stops by policy
 * and keeps to the same.
 */
unsigned int panic_enter(void);
__noreturn __cold void panic_stop(void);

/* panic_stop() with another status of machine_exit() under panic=exit. */
__noreturn __cold void panic_stop_with(unsigned int exit_code);

/* True once a panic has begun; printing then must not take locks. */
bool panic_in_progress(void);

/* The condition is a kernel invariant. Bad input is not a reason to assert. */
#define ASSERT(cond)                                                  \
	do {                                                          \
		if (unlikely(!(cond)))                                \
			panic("assertion failed: %s at %s:%d", #cond, \
			      __FILE__, __LINE__);                    \
	} while (0)

/* Survivable: reported once a place, with a backtrace. Gives the condition. */
#define WARN_ON_ONCE(cond)                                            \
	({                                                            \
		static bool _warned;                                  \
		bool _cond = (cond);                                  \
		if (unlikely(_cond && !_warned)) {                    \
			_warned = true;                               \
			warn_report(#cond, __FILE__, __LINE__);       \
			barrier(); /* no tail call: keep the frame */ \
		}                                                     \
		unlikely(_cond);                                      \
	})

__cold void warn_report(const char *condition, const char *file, int line);

#endif
