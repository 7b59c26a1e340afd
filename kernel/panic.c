// SPDX-License-Identifier: GPL-2.0-only
/*
 * The end of the kernel, by the policy of panic=, and warnings short of it.
 */
#include <asm/irqflags.h>
#include <exo/backtrace.h>
#include <exo/boot_option.h>
#include <exo/console.h>
#include <exo/kstrto.h>
#include <exo/machine.h>
#include <exo/panic.h>
#include <exo/printf.h>
#include <exo/printk.h>
#include <exo/string.h>
#include <uapi/errno.h>

enum {
	MESSAGE_MAX = 256
};

enum policy {
	POLICY_HALT,
	POLICY_REBOOT,
	POLICY_EXIT,
};

static enum policy policy = IS_ENABLED(CONFIG_PANIC_DEFAULT_EXIT) ? POLICY_EXIT
			    : IS_ENABLED(CONFIG_PANIC_DEFAULT_REBOOT)
				    ? POLICY_REBOOT
				    : POLICY_HALT;
static unsigned int reboot_seconds; /* how long to wait under POLICY_REBOOT */
static unsigned int panic_level; /* calls of panic_enter() */

static int parse_panic(const char *value)
{
	unsigned int seconds;

	if (strcmp(value, "halt") == 0)
		policy = POLICY_HALT;
	else if (strcmp(value, "reboot") == 0)
		policy = POLICY_REBOOT;
	else if (strcmp(value, "exit") == 0)
		policy = POLICY_EXIT;
	else if (kstrtouint(value, 10, &seconds) == 0) {
		policy = POLICY_REBOOT;
		reboot_seconds = seconds;
	} else
		return -EINVAL;
	return 0;
}

BOOT_OPTION("panic=", parse_panic,
	    "after a panic: halt, reboot, exit (leaves QEMU), or a number of "
	    "seconds before a reboot");

bool panic_in_progress(void)
{
	return READ_ONCE(panic_level) != 0;
}

unsigned int panic_enter(void)
{
	unsigned int level;

	irq_disable();
	level = __atomic_fetch_add(&panic_level, 1, __ATOMIC_SEQ_CST);
	if (level == 0)
		console_panic_enter();
	return level;
}

static void announce_stop(void)
{
	if (policy == POLICY_HALT)
		pr_emerg("System halted\n");
	else if (policy == POLICY_REBOOT && reboot_seconds)
		pr_emerg("Rebooting in %u seconds\n", reboot_seconds);
	else if (policy == POLICY_REBOOT)
		pr_emerg("Rebooting\n");
}

void panic_stop_with(unsigned int exit_code)
{
	if (READ_ONCE(panic_level) <= 2)
		announce_stop();
	switch (policy) {
	case POLICY_REBOOT:
		machine_wait_seconds(reboot_seconds);
		machine_reboot();
	case POLICY_EXIT:
		machine_exit(exit_code);
	case POLICY_HALT:
		break;
	}
	machine_halt();
}

void panic_stop(void)
{
	panic_stop_with(PANIC_EXIT_CODE);
}

void panic(const char *fmt, ...)
{
	unsigned int level = panic_enter();
	char message[MESSAGE_MAX];
	va_list ap;

	if (level > 2)
		machine_halt();
	if (level < 2) {
		va_start(ap, fmt);
		vsnprintf(message, sizeof(message), fmt, ap);
		va_end(ap);
		pr_emerg("Kernel panic: %s\n", message);
	}
	if (level == 0)
		backtrace_print(LOG_EMERG);
	panic_stop();
}

void warn_report(const char *condition, const char *file, int line)
{
	pr_warn("Warning: %s at %s:%d\n", condition, file, line);
	backtrace_print(LOG_WARNING);
	barrier(); /* no tail call: keep the frame */
}
