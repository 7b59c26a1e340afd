/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: base. The kernel log: messages with a level and a time stamp, kept
 * in a ring buffer for dmesg and sent to every console whose level allows.
 *
 * A file may define pr_fmt(fmt) before its includes to prefix its messages:
 *	#define pr_fmt(fmt) "pit: " fmt
 */
#ifndef EXO_PRINTK_H
#define EXO_PRINTK_H

#include <exo/compiler.h>
#include <exo/types.h>
#include <stdarg.h>

/* Levels as in syslog(2). */
enum log_level {
	LOG_EMERG,
	LOG_ALERT,
	LOG_CRIT,
	LOG_ERR,
	LOG_WARNING,
	LOG_NOTICE,
	LOG_INFO,
	LOG_DEBUG,
	LOG_CONT, /* continues the previous line, at its level */
};

#ifndef pr_fmt
#define pr_fmt(fmt) fmt
#endif

#define pr_emerg(fmt, ...)  printk(LOG_EMERG, pr_fmt(fmt), ##__VA_ARGS__)
#define pr_crit(fmt, ...)   printk(LOG_CRIT, pr_fmt(fmt), ##__VA_ARGS__)
#define pr_err(fmt, ...)    printk(LOG_ERR, pr_fmt(fmt), ##__VA_ARGS__)
#define pr_warn(fmt, ...)   printk(LOG_WARNING, pr_fmt(fmt), ##__VA_ARGS__)
#define pr_notice(fmt, ...) printk(LOG_NOTICE, pr_fmt(fmt), ##__VA_ARGS__)
#define pr_info(fmt, ...)   printk(LOG_INFO, pr_fmt(fmt), ##__VA_ARGS__)
#define pr_debug(fmt, ...)  printk(LOG_DEBUG, pr_fmt(fmt), ##__VA_ARGS__)
#define pr_cont(fmt, ...)   printk(LOG_CONT, fmt, ##__VA_ARGS__)

/*
 * Log a message; a trailing newline ends the line. Any context, interrupt
 * and fault handlers included; never sleeps. With CONFIG_PRINTK=n nothing is
 * stored or printed and the arguments are still type-checked.
 */
#ifdef CONFIG_PRINTK
__printf(2, 3) void printk(enum log_level level, const char *fmt, ...);
__printf(2, 0) void vprintk(enum log_level level, const char *fmt, va_list ap);

/*
 * Log @len bytes as a program wants them, with a facility of syslog(3). @text
 * ends with a newline; beyond LOG_TEXT_MAX it is cut off. Any context.
 */
void printk_write(unsigned int facility, enum log_level level, const char *text,
		  size_t len);

/*
 * Give the log its clock, nanoseconds since boot. Until then messages carry
 * 0.000000. Called once by the time core.
 */
void printk_set_clock(u64 (*uptime_ns)(void));

/* The console log level: messages below it in number reach the consoles. */
int printk_console_level(void);
void printk_set_console_level(int level);

/*
 * Walk the stored messages, oldest first. @emit gets one rendered line
 * ("[    0.000000] text\n", not terminated) a call; returning false stops.
 * Messages logged meanwhile are left out.
 */
void printk_for_each(bool (*emit)(const char *line, size_t len, void *arg),
		     void *arg);
#else
static inline __printf(2, 3) void printk(enum log_level level, const char *fmt,
					 ...)
{
	(void)level;
	(void)fmt;
}

static inline __printf(2, 0) void vprintk(enum log_level level, const char *fmt,
					  va_list ap)
{
	(void)level;
	(void)fmt;
	(void)ap;
}

static inline void printk_set_clock(u64 (*uptime_ns)(void))
{
	(void)uptime_ns;
}

static inline int printk_console_level(void)
{
	return 0;
}

static inline void printk_set_console_level(int level)
{
	(void)level;
}

static inline void printk_for_each(bool (*emit)(const char *line, size_t len,
						void *arg),
				   void *arg)
{
	(void)emit;
	(void)arg;
}
#endif

#endif
