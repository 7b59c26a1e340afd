// SPDX-License-Identifier: GPL-2.0-only
#include <exo/ktest.h>
#include <exo/printk.h>
#include <exo/string.h>
#include <exo/syscalls.h>
#include <exo/uaccess.h>
#include <uapi/errno.h>
#include <uapi/syslog.h>

#include "test_memory.h"

enum {
	SIZE = 4096,
};

/* The last line that @action gives, without its end; "" without one. */
static const char *last_line(int action, char __user *to, int size)
{
	static char text[SIZE + 1];
	long length = sys_syslog(action, to, size);
	char *line;

	text[0] = '\0';
	if (length <= 0 || user_copy_from(text, to, (size_t)length))
		return "";
	text[length - 1] = '\0';
	line = strrchr(text, '\n');
	return line ? line + 1 : text;
}

static bool ends_with(const char *text, const char *end)
{
	const size_t length = strlen(text), wanted = strlen(end);

	return length >= wanted && !strcmp(text + length - wanted, end);
}

static void check_read(struct ktest *t)
{
	char __user *to = (char __user *)test_memory_map(SIZE, false);
	const char *line;

	printk(LOG_DEBUG, "the last line\n");
	line = last_line(SYSLOG_READ_ALL, to, SIZE);
	KTEST_EXPECT(t, ends_with(line, "the last line"));
	KTEST_EXPECT(t, !strncmp(line, "<7>", 3));
	KTEST_EXPECT_EQ(t, sys_syslog(SYSLOG_READ_ALL, to, 5), 0);
	KTEST_EXPECT_EQ(t, sys_syslog(SYSLOG_CLEAR, NULL, 0), 0);
	KTEST_EXPECT_EQ(t, sys_syslog(SYSLOG_READ_ALL, to, SIZE), 0);
	printk(LOG_DEBUG, "another one\n");
	KTEST_EXPECT(t, ends_with(last_line(SYSLOG_READ_CLEAR, to, SIZE),
				  "another one"));
	KTEST_EXPECT_EQ(t, sys_syslog(SYSLOG_READ_ALL, to, SIZE), 0);
}

KTEST(sys_syslog, what_was_logged_is_read_until_it_is_cleared)
{
	KTEST_EXPECT(t, test_memory_run(t, check_read));
}

static void check_unread(struct ktest *t)
{
	char __user *to = (char __user *)test_memory_map(SIZE, false);
	long unread;

	while (sys_syslog(SYSLOG_SIZE_UNREAD, NULL, 0) > 0)
		KTEST_ASSERT(t, sys_syslog(SYSLOG_READ, to, SIZE) > 0);
	printk(LOG_DEBUG, "unread\n");
	unread = sys_syslog(SYSLOG_SIZE_UNREAD, NULL, 0);
	KTEST_EXPECT_EQ(t, sys_syslog(SYSLOG_READ, to, 4), 4);
	KTEST_EXPECT_EQ(t, sys_syslog(SYSLOG_SIZE_UNREAD, NULL, 0), unread - 4);
	KTEST_EXPECT_EQ(t, sys_syslog(SYSLOG_READ, to, SIZE), unread - 4);
	KTEST_EXPECT_EQ(t, sys_syslog(SYSLOG_SIZE_UNREAD, NULL, 0), 0);
}

KTEST(sys_syslog, lines_are_read_once_in_pieces_too)
{
	KTEST_EXPECT(t, test_memory_run(t, check_unread));
}

static void check_arguments(struct ktest *t)
{
	const int level = printk_console_level();

	KTEST_EXPECT_EQ(t, sys_syslog(99, NULL, 0), -EINVAL);
	KTEST_EXPECT_EQ(t, sys_syslog(SYSLOG_READ_ALL, NULL, 9), -EINVAL);
	KTEST_EXPECT_EQ(t, sys_syslog(SYSLOG_READ_ALL, (char *)8, -1), -EINVAL);
	KTEST_EXPECT_EQ(t, sys_syslog(SYSLOG_READ_ALL, (char *)8, 0), 0);
	KTEST_EXPECT_EQ(t, sys_syslog(SYSLOG_READ_ALL, (char *)8, SIZE),
			-EFAULT);
	KTEST_EXPECT_EQ(t, sys_syslog(SYSLOG_CONSOLE_LEVEL, NULL, 0), -EINVAL);
	KTEST_EXPECT_EQ(t, sys_syslog(SYSLOG_CONSOLE_LEVEL, NULL, 9), -EINVAL);
	KTEST_EXPECT_EQ(t, sys_syslog(SYSLOG_CONSOLE_OFF, NULL, 0), 0);
	KTEST_EXPECT_EQ(t, printk_console_level(), LOG_ALERT);
	KTEST_EXPECT_EQ(t, sys_syslog(SYSLOG_CONSOLE_ON, NULL, 0), 0);
	KTEST_EXPECT_EQ(t, printk_console_level(), level);
	KTEST_EXPECT_EQ(t, sys_syslog(SYSLOG_SIZE_BUFFER, NULL, 0),
			1 << CONFIG_LOG_BUF_SHIFT);
}

KTEST(sys_syslog, levels_are_set_and_bad_arguments_are_errors)
{
	KTEST_EXPECT(t, test_memory_run(t, check_arguments));
}
