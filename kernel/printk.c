// SPDX-License-Identifier: GPL-2.0-only
/*
 * printk: format a message, store its lines as records, print what the
 * consoles have not seen. Storing and printing are apart, so a message logged
 * by an NMI or a fault that hit printk itself is stored at once and printed
 * by the interrupted printk when it resumes; see log_buffer.c for why the
 * log stays whole.
 *
 * A message without a final newline leaves its line open. A LOG_CONT message
 * right behind it is joined to it; one that comes after another message, from
 * an interrupt say, begins a line of its own at the same level.
 *
 * Text beyond LOG_TEXT_MAX bytes of one message is cut off.
 */
#include <exo/boot_option.h>
#include <exo/kstrto.h>
#include <exo/printf.h>
#include <exo/printk.h>
#include <exo/string.h>
#include <asm/irqflags.h>
#include <uapi/errno.h>
#include "console_internal.h"
#include "log_buffer.h"

enum {
	/* Thread, interrupt, fault, NMI or machine check, one to spare. */
	PRINTK_NESTING_MAX = 4,
	PREFIX_MAX = 40, /* a newline and "[12345678901.123456] " */
	LEVEL_QUIET = LOG_WARNING,
	LEVEL_ALL = LOG_DEBUG + 1,
};

static int console_level = CONFIG_CONSOLE_LOGLEVEL_DEFAULT;
static bool ignore_level;
static u64 (*clock_ns)(void);

/* The printk calls active on this CPU, and a buffer for each. */
static unsigned int nesting;
static char line_buffers[PRINTK_NESTING_MAX][LOG_TEXT_MAX + 1];

/* The level a LOG_CONT message inherits. */
static enum log_level last_level = LOG_WARNING;

/* What the consoles have printed; guarded by console_try_lock(). */
static struct {
	u64 position; /* of the log */
	bool line_open;
	struct log_record record;
	char text[LOG_TEXT_MAX];
	char out[PREFIX_MAX + LOG_TEXT_MAX + 1];
} printed;

static int parse_loglevel(const char *value)
{
	unsigned int level;
	int err = kstrtouint(value, 10, &level);

	if (err)
		return err;
	if (level > LEVEL_ALL)
		return -ERANGE;
	console_level = (int)level;
	return 0;
}
BOOT_OPTION("loglevel=", parse_loglevel,
	    "0-8: messages below this level reach the consoles");

static int parse_quiet(const char *value)
{
	(void)value;
	console_level = LEVEL_QUIET;
	return 0;
}
BOOT_OPTION("quiet", parse_quiet, "only errors reach the consoles");

static int parse_debug(const char *value)
{
	(void)value;
	console_level = LEVEL_ALL;
	return 0;
}
BOOT_OPTION("debug", parse_debug, "debug messages reach the consoles too");

static int parse_ignore_loglevel(const char *value)
{
	(void)value;
	ignore_level = true;
	return 0;
}
BOOT_OPTION("ignore_loglevel", parse_ignore_loglevel,
	    "every message reaches the consoles, whatever the level");

int printk_console_level(void)
{
	return console_level;
}

void printk_set_console_level(int level)
{
	console_level = level;
}

void printk_set_clock(u64 (*uptime_ns)(void))
{
	clock_ns = uptime_ns;
}

/*
 * Rendering: how records become text.
 */

static size_t render_prefix(char *out, const struct log_record *record)
{
	u64 microseconds = record->time_ns / 1000;

	if (!IS_ENABLED(CONFIG_PRINTK_TIME))
		return 0;
	return (size_t)scnprintf(out, PREFIX_MAX, "[%5llu.%06llu] ",
				 (unsigned long long)microseconds / 1000000,
				 (unsigned long long)microseconds % 1000000);
}

static bool joins_line(const struct log_record *record, bool line_open)
{
	return line_open && (record->flags & LOG_RECORD_CONT);
}

/* The bytes @record adds to a screen, given whether a line is open there. */
static size_t render(char *out, const struct log_record *record,
		     const char *text, bool *line_open)
{
	size_t len = 0;

	if (!joins_line(record, *line_open)) {
		if (*line_open)
			out[len++] = '\n';
		len += render_prefix(out + len, record);
	}
	memcpy(out + len, text, record->length);
	len += record->length;
	*line_open = !(record->flags & LOG_RECORD_NEWLINE);
	if (!*line_open)
		out[len++] = '\n';
	return len;
}

static bool level_is_shown(unsigned int level)
{
	return ignore_level || (int)level < console_level;
}

/*
 * Printing: the guard is held in these.
 */

/* Of the records before @end. */
static bool next_output(u64 end, size_t *len)
{
	while (printed.position < end &&
	       log_read(&printed.position, &printed.record, printed.text)) {
		if (!level_is_shown(printed.record.level))
			continue;
		*len = render(printed.out, &printed.record, printed.text,
			      &printed.line_open);
		return true;
	}
	return false;
}

static void print_one(void)
{
	size_t len;

	if (next_output(log_end(), &len))
		console_emit(printed.out, len);
}

void printk_flush(void)
{
	/* An interrupted printk will print, in the right order. */
	if (nesting > 0 && !console_going_down())
		return;
	/*
	 * Interrupts are let in after every record. The log is looked at again
	 * after the guard is dropped: what an NMI stored meanwhile is ours.
	 */
	while (READ_ONCE(printed.position) != log_end()) {
		unsigned long flags = irq_save();
		bool locked = console_try_lock();

		if (locked) {
			print_one();
			console_unlock();
		}
		irq_restore(flags);
		if (!locked)
			return;
	}
}

void printk_replay(struct console *console)
{
	u64 end = printed.position;
	size_t len;

	printed.position = 0;
	printed.line_open = false;
	while (next_output(end, &len))
		console->ops->write(console, printed.out, len);
}

void printk_panic_enter(void)
{
	log_abandon_writers();
	printk_flush();
}

/*
 * Storing.
 */

static void store_lines(struct log_record *record, const char *text, size_t len)
{
	while (len > 0) {
		const char *newline = memchr(text, '\n', len);
		size_t line_len = newline ? (size_t)(newline - text) : len;
		size_t step = line_len + (newline ? 1 : 0);

		record->length = (u16)line_len;
		if (newline)
			record->flags |= LOG_RECORD_NEWLINE;
		else
			record->flags &= (u8)~LOG_RECORD_NEWLINE;
		log_store(record, text);
		record->flags &= (u8)~LOG_RECORD_CONT;
		text += step;
		len -= step;
	}
}

static void format_and_store(enum log_level level, char *buffer,
			     const char *fmt, va_list ap)
{
	struct log_record record = {
		.time_ns = clock_ns ? clock_ns() : 0,
		.flags = level == LOG_CONT ? LOG_RECORD_CONT : 0,
	};
	int len = vscnprintf(buffer, LOG_TEXT_MAX + 1, fmt, ap);

	if (level != LOG_CONT)
		last_level = level;
	record.level = (u8)last_level;
	store_lines(&record, buffer, (size_t)len);
}

void vprintk(enum log_level level, const char *fmt, va_list ap)
{
	unsigned long flags = irq_save();
	unsigned int depth = nesting++;

	if (depth < PRINTK_NESTING_MAX)
		format_and_store(level, line_buffers[depth], fmt, ap);
	nesting = depth;
	irq_restore(flags);
	printk_flush();
}

void printk(enum log_level level, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vprintk(level, fmt, ap);
	va_end(ap);
}

void printk_write(unsigned int facility, enum log_level level, const char *text,
		  size_t len)
{
	struct log_record record = {
		.time_ns = clock_ns ? clock_ns() : 0,
		.level = (u8)level,
		.facility = (u8)facility,
	};

	store_lines(&record, text, min(len, (size_t)LOG_TEXT_MAX));
	printk_flush();
}

/*
 * Walking the log for dmesg.
 */

struct log_line {
	bool open;
	size_t len;
	char bytes[PREFIX_MAX + LOG_TEXT_MAX + 1];
};

static void line_append(struct log_line *line, const char *text, size_t len)
{
	/* Joined pieces can be longer than a line may be; keep the newline. */
	len = min(len, sizeof(line->bytes) - 1 - line->len);
	memcpy(line->bytes + line->len, text, len);
	line->len += len;
}

static size_t line_close(struct log_line *line)
{
	line->bytes[line->len] = '\n';
	line->open = false;
	return line->len + 1;
}

void printk_for_each(bool (*emit)(const char *line, size_t len, void *arg),
		     void *arg)
{
	struct log_line line = {.open = false};
	char text[LOG_TEXT_MAX];
	struct log_record record;
	u64 position = 0, end = log_end();

	/* Stop where the log ended: @emit may log, too. */
	while (position < end && log_read(&position, &record, text)) {
		if (line.open && !joins_line(&record, true) &&
		    !emit(line.bytes, line_close(&line), arg))
			return;
		if (!line.open) {
			line.open = true;
			line.len = render_prefix(line.bytes, &record);
		}
		line_append(&line, text, record.length);
		if ((record.flags & LOG_RECORD_NEWLINE) &&
		    !emit(line.bytes, line_close(&line), arg))
			return;
	}
	if (line.open)
		emit(line.bytes, line_close(&line), arg);
}
