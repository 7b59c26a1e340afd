// SPDX-License-Identifier: GPL-2.0-only
/*
 * strace=NAME or strace=all: a line in the log for each system call of the programs
 * of that name, and of their children:
 *
 *	cat[7]: openat(-100, "/etc/motd", 0x0, 0x0) = 3
 *	cat[7]: read(4, 0x7fffffffe000, 4096) = -EBADF
 *	cat[7]: exit_group(1) ...
 *
 * A line is written when the call is done, for then its result is known; of those
 * that may not come back, or come back with other registers, what was asked for
 * is written before.
 *
 * Names and kinds of arguments are made of syscalls.list and <exo/syscalls.h> by
 * scripts/syscalls.py.
 */
#include "syscall_trace.h"

#include <asm/user_state.h>
#include <exo/arch_entry.h>
#include <exo/boot_option.h>
#include <exo/printf.h>
#include <exo/printk.h>
#include <exo/string.h>
#include <exo/task.h>
#include <exo/uaccess.h>
#include <uapi/errno.h>
#include <uapi/unistd.h>

enum {
	LINE_MAX = 320,
	STRING_MAX = 40, /* shown of a name */
	ARGUMENTS_MAX = 6,
	ADDRESS_MIN = 1 << 22, /* results from here on are shown as addresses */
};

/* Of each argument: d signed, u unsigned, x bits, p an address, s a string. */
struct traced_call {
	u16 number;
	bool tells_before; /* what was asked for is lost behind it */
	const char *name, *kinds;
};

#include "generated/syscall_trace.inc"

static char program[TASK_NAME_MAX]; /* empty: none */

static int parse_strace(const char *value)
{
	return strscpy(program, value, sizeof(program)) > 0 ? 0 : -EINVAL;
}
BOOT_OPTION("strace=", parse_strace,
	    "log the system calls of programs of this name, or of \"all\"");

struct line {
	char text[LINE_MAX];
	size_t length;
};

static __printf(2, 3) void add(struct line *line, const char *format, ...)
{
	va_list ap;

	va_start(ap, format);
	line->length += (size_t)vscnprintf(line->text + line->length,
					   sizeof(line->text) - line->length,
					   format, ap);
	va_end(ap);
}

static const struct traced_call *find(u32 number)
{
	for (unsigned int i = 0; i < ARRAY_SIZE(traced_calls); i++)
		if (traced_calls[i].number == number)
			return &traced_calls[i];
	return NULL;
}

/* What cannot be printed as it is would confuse who reads the log. */
static void add_string(struct line *line, u64 address)
{
	char text[STRING_MAX + 1];
	size_t length = user_copy_from_part(text, (const char __user *)address,
					    STRING_MAX);
	size_t shown = strnlen(text, length);

	if (!length) {
		add(line, "0x%llx", (unsigned long long)address);
		return;
	}
	for (size_t i = 0; i < shown; i++)
		if (text[i] < ' ' || text[i] > '~')
			text[i] = '.';
	add(line, "\"%.*s\"%s", (int)shown, text,
	    shown == STRING_MAX ? "..." : "");
}

static void add_argument(struct line *line, char kind, u64 value)
{
	switch (kind) {
	case 's':
		add_string(line, value);
		break;
	case 'd':
		add(line, "%d", (int)value);
		break;
	case 'u':
		add(line, "%lld", (long long)value);
		break;
	case 'x':
		add(line, "0x%x", (u32)value);
		break;
	default:
		add(line, value ? "0x%llx" : "NULL", (unsigned long long)value);
	}
}

static void add_arguments(struct line *line, const char *kinds,
			  const struct trap_frame *frame)
{
	const u64 values[ARGUMENTS_MAX] = {frame->rdi, frame->rsi, frame->rdx,
					   frame->r10, frame->r8,  frame->r9};

	add(line, "(");
	for (unsigned int i = 0; kinds[i]; i++) {
		add(line, i ? ", " : "");
		add_argument(line, kinds[i], values[i]);
	}
	add(line, ")");
}

static void add_result(struct line *line, u64 value)
{
	const s64 result = (s64)value;
	const char *error = NULL;

	if (result < 0 && result > -(s64)ARRAY_SIZE(error_names))
		error = error_names[-result];
	if (error)
		add(line, " = -%s", error);
	else if (result < -4096 || result >= ADDRESS_MIN)
		add(line, " = 0x%llx", (unsigned long long)value);
	else
		add(line, " = %lld", (long long)result);
}

static void begin(struct line *line, const struct traced_call *call, u32 number)
{
	line->length = 0;
	add(line, "%s[%u]: ", current->name, current->id);
	if (call)
		add(line, "%s", call->name);
	else
		add(line, "call_%u", number);
}

static void print(const struct line *line)
{
	printk(LOG_NOTICE, "%s\n", line->text);
}

void syscall_trace_enter(const struct trap_frame *frame)
{
	const u32 number = (u32)frame->error_code;
	const struct traced_call *call = find(number);
	struct line line;

	current->user->traced_call = number;
	user_work_add(current->user, USER_WORK_TRACE);
	if (!call || !call->tells_before)
		return;
	begin(&line, call, number);
	add_arguments(&line, call->kinds, frame);
	add(&line, " ...");
	print(&line);
}

/* Behind exec the frame is that of a new program. */
void syscall_trace_result(const struct trap_frame *frame)
{
	const u32 number = current->user->traced_call;
	const struct traced_call *call = find(number);
	struct line line;

	begin(&line, call, number);
	if (!call || !call->tells_before)
		add_arguments(&line, call ? call->kinds : "pppppp", frame);
	add_result(&line, frame->rax);
	print(&line);
}

void syscall_trace_program(void)
{
	const bool chosen = !strcmp(program, "all") ||
			    (program[0] && !strcmp(program, current->name));

	if (chosen)
		current->user->direct_calls = 0;
}
