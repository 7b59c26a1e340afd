// SPDX-License-Identifier: GPL-2.0-only
/*
 * The strings of a new program: its arguments and environment, copied from the old
 * one, and what the kernel adds. They are gathered in frames that become the upper
 * end of the new stack as they are:
 *
 *	first frame		last
 *	[ argv0 argv1 .. env0 ][ env1 .. path random  -- ]
 *
 * If one frame is enough, they are moved to its end, so that the pointers to them
 * and the program's first function calls find room below, in the same page.
 */
#include <exo/frame.h>
#include <exo/string.h>
#include <exo/uaccess.h>

#include "exec.h"

enum {
	/* As Linux has it, bytes. */
	STRING_MAX = 32 * 4096, /* of one, with its NUL */
	WORDS_MIN = 32 * 4096, /* are allowed whatever the limit of the stack */
	WORDS_MAX = 6 << 20,
	STACK_PER_WORDS = 4, /* a quarter of the limit */

	STRING_ALIGN = 16,
};

void exec_strings_free(struct exec_strings *strings)
{
	struct frame *frame = strings->placed ? NULL : strings->first;

	while (frame) {
		struct frame *next = frame->next;

		frame_free(frame);
		frame = next;
	}
	*strings = (struct exec_strings){};
}

/* How much may be added at the return value; NULL: there is no memory. */
static char *room(struct exec_strings *strings, size_t *size)
{
	const size_t used = strings->size % PAGE_SIZE;
	struct frame *frame;

	if (used == 0) {
		frame = frame_alloc(FRAME_ZERO);
		if (!frame)
			return NULL;
		frame->next = NULL;
		if (strings->last)
			strings->last->next = frame;
		else
			strings->first = frame;
		strings->last = frame;
	}
	*size = PAGE_SIZE - used;
	return (char *)frame_to_virt(strings->last) + used;
}

int exec_strings_add(struct exec_strings *strings, const void *bytes,
		     size_t size)
{
	size_t done = 0;

	while (done < size) {
		size_t piece;
		char *to = room(strings, &piece);

		if (!to)
			return -ENOMEM;
		piece = min(piece, size - done);
		memcpy(to, (const char *)bytes + done, piece);
		strings->size += piece;
		done += piece;
	}
	return 0;
}

/* Take @size bytes of what words may have. */
static bool charge(struct exec_strings *strings, size_t size)
{
	if (size > strings->left)
		return false;
	strings->left -= size;
	return true;
}

static int add_kernel_word(struct exec_strings *strings, const char *word)
{
	const size_t size = strlen(word) + 1;

	return charge(strings, size) ? exec_strings_add(strings, word, size)
				     : -E2BIG;
}

static int add_user_word(struct exec_strings *strings, const char __user *word)
{
	size_t done = 0, piece;
	ssize_t length;

	do {
		char *to = room(strings, &piece);

		if (!to)
			return -ENOMEM;
		length = user_string_copy(to, word + done, piece);
		if (length == -EFAULT)
			return -EFAULT;
		if (length >= 0)
			piece = (size_t)length + 1;
		strings->size += piece;
		done += piece;
		if (done > STRING_MAX || !charge(strings, piece))
			return -E2BIG;
	} while (length < 0);
	return 0;
}

/* One word, with a pointer to it. */
static int add_word(struct exec_strings *strings, const char *kernel,
		    const char __user *user)
{
	if (!charge(strings, sizeof(u64)))
		return -E2BIG;
	return kernel ? add_kernel_word(strings, kernel)
		      : add_user_word(strings, user);
}

/* All but the first @skip; how many is added to *@count. */
static int add_words(struct exec_strings *strings,
		     const struct exec_words *words, u32 skip, u32 *count)
{
	for (u32 i = 0; words->kernel || words->user; i++) {
		const char *kernel = words->kernel ? words->kernel[i] : NULL;
		const char __user *user = NULL;
		int error = 0;

		if (!words->kernel && user_get(user, words->user + i))
			return -EFAULT;
		if (!kernel && !user)
			break;
		if (i < skip)
			continue;
		error = add_word(strings, kernel, user);
		if (error)
			return error;
		++*count;
	}
	return 0;
}

/* What #! lines have in front of the arguments, less the first of those. */
static int add_scripts(struct exec *exec)
{
	struct exec_strings *strings = &exec->strings;
	const struct exec_script *script;
	int error = 0;

	for (script = exec->scripts; script && !error; script = script->outer) {
		error = add_word(strings, script->interpreter, NULL);
		strings->arguments++;
		if (!error && script->argument) {
			error = add_word(strings, script->argument, NULL);
			strings->arguments++;
		}
	}
	if (!error && exec->scripts) {
		error = add_word(strings, exec->request->shown_name, NULL);
		strings->arguments++;
	}
	return error;
}

/* Programs expect a name, so there is one. */
static int add_arguments(struct exec *exec)
{
	struct exec_strings *strings = &exec->strings;
	int error = add_scripts(exec);

	if (!error)
		error = add_words(strings, &exec->request->arguments,
				  exec->scripts ? 1 : 0, &strings->arguments);
	if (!error && !strings->arguments) {
		error = add_word(strings, "", NULL);
		strings->arguments = 1;
	}
	strings->arguments_size = strings->size;
	return error;
}

size_t exec_words_max(u64 stack_limit)
{
	const u64 part = stack_limit / STACK_PER_WORDS;

	return max(min(part, (u64)WORDS_MAX), (u64)WORDS_MIN);
}

int exec_copy_words(struct exec *exec)
{
	struct exec_strings *strings = &exec->strings;
	int error;

	exec_strings_free(strings);
	strings->left = exec->words_max;
	error = add_arguments(exec);
	if (!error)
		error = add_words(strings, &exec->request->environment, 0,
				  &strings->environment);
	strings->words_size = strings->size;
	return error;
}

void exec_strings_seal(struct exec_strings *strings)
{
	const size_t used = strings->size;
	u8 *bytes = frame_to_virt(strings->first);

	if (strings->first != strings->last)
		return;
	strings->start = PAGE_SIZE - ALIGN_UP(used, STRING_ALIGN);
	memmove(bytes + strings->start, bytes, used);
	memset(bytes, 0, min(used, strings->start));
	/* If they overlap, this is behind them; else among the zeros. */
	memset(bytes + strings->start + used, 0,
	       PAGE_SIZE - strings->start - used);
}

size_t exec_strings_next(struct exec_cursor *cursor)
{
	size_t size = 0;

	for (;;) {
		const char *at =
			(const char *)frame_to_virt(cursor->frame) + cursor->at;
		const size_t left = PAGE_SIZE - cursor->at;
		const size_t length = strnlen(at, left);

		if (length < left) {
			cursor->at += length + 1;
			size += length + 1;
			break;
		}
		size += left;
		cursor->frame = cursor->frame->next;
		cursor->at = 0;
	}
	if (cursor->at == PAGE_SIZE) {
		cursor->frame = cursor->frame->next;
		cursor->at = 0;
	}
	return size;
}
