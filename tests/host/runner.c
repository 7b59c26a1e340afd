// SPDX-License-Identifier: GPL-2.0-only
/*
 * Runs self-tests of kernel code as a program: run [PATTERN]. Provides what
 * such code may call from the base layer. This side is compiled against the
 * C library; names it shares with the kernel are renamed there, see
 * host_build.py.
 */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <exo/console.h>
#include <exo/ktest_run.h>
#include <exo/panic.h>
#include <exo/printk.h>

/* Weak: a test that touches physical memory brings some. */
__attribute__((weak)) char host_ram[1];

void console_printf(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vprintf(fmt, ap);
	va_end(ap);
}

/* Weak: a program may keep the log to look at it. */
__attribute__((weak)) void vprintk(enum log_level level, const char *fmt,
				   va_list ap)
{
	fprintf(stderr, "<%d>", level);
	vfprintf(stderr, fmt, ap);
}

void printk(enum log_level level, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vprintk(level, fmt, ap);
	va_end(ap);
}

void panic(const char *fmt, ...)
{
	va_list ap;

	fprintf(stderr, "panic: ");
	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	abort();
}

void warn_report(const char *condition, const char *file, int line)
{
	fprintf(stderr, "warning: %s at %s:%d\n", condition, file, line);
}

/* A program with a main() of its own may use the rest of this file. */
__attribute__((weak)) int main(int argc, char **argv)
{
	struct ktest_totals totals =
		ktest_run(argc > 1 ? argv[1] : "*", console_printf);

	return totals.failed || !totals.passed;
}
