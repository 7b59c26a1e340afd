// SPDX-License-Identifier: GPL-2.0-only
#include <exo/fault_inject.h>
#include <exo/frame.h>
#include <exo/kmalloc.h>
#include <exo/ktest.h>
#include <exo/string.h>
#include <uapi/errno.h>

#include "exec.h"

enum {
	PAGE = 4096,
};

static const char *words[600];
static struct exec_request request;
static struct exec exec;
static char long_word[3 * PAGE];

/* @count arguments and two of environment. */
static void begin(unsigned int count)
{
	static const char *const environment[] = {"HOME=/", "EMPTY=", NULL};

	memset(words, 0, sizeof(words));
	for (unsigned int i = 0; i < count; i++)
		words[i] = "argument";
	memset(long_word, 'x', sizeof(long_word) - 1);
	request = (struct exec_request){
		.shown_name = "/script",
		.arguments.kernel = words,
		.environment.kernel = environment,
	};
	memset(&exec, 0, sizeof(exec));
	exec.request = &request;
	exec.words_max = exec_words_max(8 << 20);
}

static u64 frames_free(void)
{
	struct frame_statistics frames;

	frame_statistics(&frames);
	return frames.free;
}

static struct exec_cursor first(void)
{
	return (struct exec_cursor){exec.strings.first, exec.strings.start};
}

KTEST(exec_strings, words_follow_one_another)
{
	struct exec_cursor cursor;
	const char *text;

	begin(2);
	words[1] = "";
	KTEST_ASSERT_EQ(t, exec_copy_words(&exec), 0);
	KTEST_EXPECT_EQ(t, exec.strings.arguments, 2);
	KTEST_EXPECT_EQ(t, exec.strings.environment, 2);
	KTEST_EXPECT_EQ(t, exec.strings.arguments_size, 10);
	KTEST_EXPECT_EQ(t, exec.strings.words_size, 24);
	text = frame_to_virt(exec.strings.first);
	KTEST_EXPECT(t, !memcmp(text, "argument\0\0HOME=/\0EMPTY=", 24));
	cursor = first();
	KTEST_EXPECT_EQ(t, exec_strings_next(&cursor), 9);
	KTEST_EXPECT_EQ(t, exec_strings_next(&cursor), 1);
	KTEST_EXPECT_EQ(t, exec_strings_next(&cursor), 7);
	KTEST_EXPECT_EQ(t, exec_strings_next(&cursor), 7);
	exec_strings_free(&exec.strings);
}

KTEST(exec_strings, what_fits_one_page_goes_to_its_end)
{
	const u8 *page;
	size_t start;

	begin(1);
	KTEST_ASSERT_EQ(t, exec_copy_words(&exec), 0);
	KTEST_ASSERT_EQ(t, exec_strings_add(&exec.strings, "end", 4), 0);
	exec_strings_seal(&exec.strings);
	start = exec.strings.start;
	page = frame_to_virt(exec.strings.first);
	KTEST_EXPECT_EQ(t, start, PAGE - 32);
	KTEST_EXPECT(t, !memcmp(page + start, "argument\0HOME=/\0EMPTY=\0end",
				27));
	for (size_t i = 0; i < start; i++)
		KTEST_ASSERT_EQ(t, page[i], 0);
	for (size_t i = start + 27; i < PAGE; i++)
		KTEST_ASSERT_EQ(t, page[i], 0);
	exec_strings_free(&exec.strings);
}

KTEST(exec_strings, words_go_on_in_further_pages)
{
	const u64 before = frames_free();
	struct exec_cursor cursor;
	const u8 *last;

	begin(500);
	words[3] = long_word;
	KTEST_ASSERT_EQ(t, exec_copy_words(&exec), 0);
	exec_strings_seal(&exec.strings);
	KTEST_EXPECT_EQ(t, exec.strings.start, 0);
	cursor = first();
	for (unsigned int i = 0; i < 500; i++)
		KTEST_EXPECT_EQ(t, exec_strings_next(&cursor),
				i == 3 ? sizeof(long_word) : 9);
	KTEST_EXPECT_EQ(t, exec_strings_next(&cursor), 7);
	last = frame_to_virt(exec.strings.last);
	for (size_t i = exec.strings.size % PAGE; i < PAGE; i++)
		KTEST_ASSERT_EQ(t, last[i], 0);
	exec_strings_free(&exec.strings);
	KTEST_EXPECT_EQ(t, frames_free(), before);
}

/* The NUL is the last byte of a page, and the string after it the first. */
KTEST(exec_strings, words_may_end_with_a_page)
{
	struct exec_cursor cursor;

	begin(2);
	long_word[PAGE - 1] = '\0';
	words[0] = long_word;
	KTEST_ASSERT_EQ(t, exec_copy_words(&exec), 0);
	cursor = first();
	KTEST_EXPECT_EQ(t, exec_strings_next(&cursor), PAGE);
	KTEST_EXPECT_EQ(t, exec_strings_next(&cursor), 9);
	exec_strings_free(&exec.strings);
}

KTEST(exec_strings, there_is_always_a_name)
{
	begin(0);
	request.environment.kernel = NULL;
	KTEST_ASSERT_EQ(t, exec_copy_words(&exec), 0);
	KTEST_EXPECT_EQ(t, exec.strings.arguments, 1);
	KTEST_EXPECT_EQ(t, exec.strings.environment, 0);
	KTEST_EXPECT_EQ(t, exec.strings.words_size, 1);
	exec_strings_free(&exec.strings);
}

KTEST(exec_strings, scripts_come_before_the_arguments)
{
	struct exec_script outer = {.interpreter = "/bin/one"};
	struct exec_script inner = {
		.outer = &outer,
		.interpreter = "/bin/two",
		.argument = "-x",
	};
	static const char expected[] = "/bin/two\0-x\0/bin/one\0/script\0"
				       "argument";

	begin(2);
	exec.scripts = &inner;
	KTEST_ASSERT_EQ(t, exec_copy_words(&exec), 0);
	KTEST_EXPECT_EQ(t, exec.strings.arguments, 5);
	KTEST_EXPECT_EQ(t, exec.strings.arguments_size, sizeof(expected));
	KTEST_EXPECT(t, !memcmp(frame_to_virt(exec.strings.first), expected,
				sizeof(expected)));
	/* A second time, as it was. */
	exec.scripts = NULL;
	KTEST_ASSERT_EQ(t, exec_copy_words(&exec), 0);
	KTEST_EXPECT_EQ(t, exec.strings.arguments, 2);
	KTEST_EXPECT_EQ(t, exec.strings.arguments_size, 18);
	exec_strings_free(&exec.strings);
}

KTEST(exec_strings, a_quarter_of_the_stack_is_allowed)
{
	KTEST_EXPECT_EQ(t, exec_words_max(0), 131072);
	KTEST_EXPECT_EQ(t, exec_words_max(4 << 20), 1 << 20);
	KTEST_EXPECT_EQ(t, exec_words_max(8 << 20), 2 << 20);
	KTEST_EXPECT_EQ(t, exec_words_max(~0UL), 6 << 20);
}

/* Pointers count, too: eight bytes a word. */
KTEST(exec_strings, what_is_too_long_is_refused)
{
	const u64 before = frames_free();

	begin(1);
	request.environment.kernel = NULL;
	exec.words_max = 17;
	KTEST_EXPECT_EQ(t, exec_copy_words(&exec), 0);
	exec.words_max = 16;
	KTEST_EXPECT_EQ(t, exec_copy_words(&exec), -E2BIG);
	exec.words_max = 7;
	KTEST_EXPECT_EQ(t, exec_copy_words(&exec), -E2BIG);
	exec_strings_free(&exec.strings);
	KTEST_EXPECT_EQ(t, frames_free(), before);
}

KTEST(exec_strings, nothing_is_lost_without_memory)
{
	const u64 before = frames_free();
	unsigned int wrong = 0;
	int error = -ENOMEM;

	begin(500);
	words[3] = long_word;
	fault_inject_each(nth)
	{
		wrong += error != -ENOMEM;
		error = exec_copy_words(&exec);
		if (!error)
			error = exec_strings_add(&exec.strings, long_word,
						 sizeof(long_word));
	}
	KTEST_EXPECT_EQ(t, error, 0);
	KTEST_EXPECT_EQ(t, wrong, 0);
	exec_strings_free(&exec.strings);
	KTEST_EXPECT_EQ(t, frames_free(), before);
}
