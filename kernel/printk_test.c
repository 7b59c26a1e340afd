// SPDX-License-Identifier: GPL-2.0-only
/*
 * The log as dmesg sees it, and what a console gets of it. Messages of the
 * tests are for debugging, so they do not disturb the report.
 */
#include <exo/console.h>
#include <exo/ktest.h>
#include <exo/printk.h>

enum {
	KEPT_LINES = 4,
	KEPT_LENGTH = 1100,
};

/* The last lines of the log, the newest first; without their time stamps. */
static char lines[KEPT_LINES][KEPT_LENGTH];

static bool keep_line(const char *line, size_t len, void *arg)
{
	const char *text = line;

	(void)arg;
	if (IS_ENABLED(CONFIG_PRINTK_TIME))
		text = memchr(line, ']', len) + 2;
	len -= (size_t)(text - line);
	memmove(lines[1], lines[0], sizeof(lines) - sizeof(lines[0]));
	memcpy(lines[0], text, min(len, sizeof(lines[0]) - 1));
	lines[0][min(len, sizeof(lines[0]) - 1)] = '\0';
	return true;
}

static void read_log(void)
{
	memset(lines, 0, sizeof(lines));
	printk_for_each(keep_line, NULL);
}

KTEST(printk, message_is_the_last_line_of_the_log)
{
	pr_debug("one %d %s\n", 2, "three");
	read_log();
	KTEST_EXPECT_STREQ(t, lines[0], "one 2 three\n");
}

KTEST(printk, message_of_two_lines_is_two_lines)
{
	pr_debug("first\nsecond\n");
	read_log();
	KTEST_EXPECT_STREQ(t, lines[1], "first\n");
	KTEST_EXPECT_STREQ(t, lines[0], "second\n");
}

KTEST(printk, continuations_are_joined)
{
	pr_debug("a");
	pr_cont("b");
	pr_cont("c\n");
	pr_debug("next\n");
	read_log();
	KTEST_EXPECT_STREQ(t, lines[1], "abc\n");
	KTEST_EXPECT_STREQ(t, lines[0], "next\n");
}

KTEST(printk, continuation_after_another_message_begins_a_line)
{
	pr_debug("open");
	pr_debug("between\n");
	pr_cont("rest\n");
	read_log();
	KTEST_EXPECT_STREQ(t, lines[2], "open\n");
	KTEST_EXPECT_STREQ(t, lines[1], "between\n");
	KTEST_EXPECT_STREQ(t, lines[0], "rest\n");
}

KTEST(printk, open_line_is_shown_as_a_line)
{
	pr_debug("not finished");
	read_log();
	KTEST_EXPECT_STREQ(t, lines[0], "not finished\n");
	pr_cont("\n");
}

KTEST(printk, empty_line_is_kept)
{
	pr_debug("\n");
	read_log();
	KTEST_EXPECT_STREQ(t, lines[0], "\n");
}

KTEST(printk, overlong_message_is_cut)
{
	pr_debug("%01200d\n", 7);
	read_log();
	KTEST_EXPECT_EQ(t, strlen(lines[0]), 1001);
	pr_debug("after\n");
	read_log();
	KTEST_EXPECT_STREQ(t, lines[0], "after\n");
}

static bool log_and_stop(const char *line, size_t len, void *calls)
{
	(void)line;
	(void)len;
	pr_debug("logged while walking\n");
	return ++*(unsigned int *)calls < 3;
}

KTEST(printk, walk_stops_when_asked_to)
{
	unsigned int calls = 0;

	for (int i = 0; i < 5; i++)
		pr_debug("line %d\n", i);
	printk_for_each(log_and_stop, &calls);
	KTEST_EXPECT_EQ(t, calls, 3);
}

/*
 * A console of our own.
 */

static char heard[4096];
static size_t nr_heard;

static void hear(struct console *console, const char *text, size_t len)
{
	(void)console;
	/* Keep the end; a replay may be long. */
	for (size_t i = 0; i < len; i++) {
		if (nr_heard == sizeof(heard) - 1)
			memmove(heard, heard + 1, --nr_heard);
		heard[nr_heard++] = text[i];
	}
	heard[nr_heard] = '\0';
}

static const struct console_ops listener_ops = {.write = hear};
static struct console listener = {.name = "ktest", .ops = &listener_ops};

/* False when console= keeps us from listening. */
static bool start_listening(void)
{
	nr_heard = 0;
	console_register(&listener);
	if (!listener.enabled)
		console_unregister(&listener);
	return listener.enabled;
}

static bool heard_end(const char *text)
{
	size_t len = strlen(text);

	return nr_heard >= len && strcmp(heard + nr_heard - len, text) == 0;
}

KTEST(printk, new_console_hears_what_was_printed_before)
{
	pr_notice("printed before\n");
	if (!start_listening())
		KTEST_SKIP(t, "console= is given");
	console_unregister(&listener);
	KTEST_EXPECT(t, printk_console_level() <= LOG_NOTICE ||
				heard_end("printed before\n"));
}

KTEST(printk, console_hears_messages_below_its_level_only)
{
	int level = printk_console_level();

	if (!start_listening())
		KTEST_SKIP(t, "console= is given");
	printk_set_console_level(LOG_INFO);
	pr_notice("shown\n");
	pr_info("hidden\n");
	printk_set_console_level(level);
	console_unregister(&listener);
	KTEST_EXPECT(t, heard_end("shown\n"));
}

KTEST(printk, unregistered_console_hears_nothing)
{
	if (!start_listening())
		KTEST_SKIP(t, "console= is given");
	console_unregister(&listener);
	nr_heard = 0;
	pr_notice("not for everybody\n");
	KTEST_EXPECT_EQ(t, nr_heard, 0);
}

KTEST(printk, raw_text_reaches_consoles_and_not_the_log)
{
	if (!start_listening())
		KTEST_SKIP(t, "console= is given");
	console_printf("raw %d\n", 1);
	console_unregister(&listener);
	read_log();
	KTEST_EXPECT(t, heard_end("raw 1\n"));
	KTEST_EXPECT(t, strcmp(lines[0], "raw 1\n") != 0);
}

static void log_once(struct console *console, const char *text, size_t len)
{
	static bool logged;

	(void)console;
	(void)text;
	(void)len;
	if (!logged)
		pr_emerg("logged while the log was shown anew\n");
	logged = true;
}

KTEST(printk, message_logged_during_a_replay_reaches_all_consoles)
{
	static const struct console_ops ops = {.write = log_once};
	struct console late = {.name = "late", .ops = &ops};
	int level = printk_console_level();

	if (!start_listening())
		KTEST_SKIP(t, "console= is given");
	printk_set_console_level(LOG_DEBUG);
	pr_debug("not shown, the last one before\n");
	console_register(&late);
	printk_set_console_level(level);
	console_unregister(&late);
	console_unregister(&listener);
	KTEST_EXPECT(t, heard_end("logged while the log was shown anew\n"));
}
