// SPDX-License-Identifier: GPL-2.0-only
/*
 * The test runner. Tests lie in section .ktests in whatever order the
 * compiler and linker left them; they run ordered by suite name, then file,
 * then line, which next_case() finds by searching: a few hundred entries
 * need no index and no memory.
 *
 * Output is KTAP version 1 (Linux's Documentation/dev-tools/ktap.rst): a
 * plan, one nested list a suite, a line of totals at the end.
 */
#include <exo/ktest.h>
#include <exo/ktest_run.h>
#include <exo/name_pattern.h>
#include <exo/string.h>

extern const struct ktest_case __ktests_start[];
extern const struct ktest_case __ktests_end[];

static ktest_print_fn print;

/* Order of running: <0 when @a runs before @b. */
static int case_compare(const struct ktest_case *a, const struct ktest_case *b)
{
	int order = strcmp(a->suite, b->suite);

	if (!order)
		order = strcmp(a->file, b->file);
	if (!order)
		order = a->line - b->line;
	return order;
}

/* The selected test that runs right after @previous (NULL: first of all). */
static const struct ktest_case *next_case(const struct ktest_case *previous,
					  const char *pattern)
{
	const struct ktest_case *next = NULL;

	for (const struct ktest_case *test = __ktests_start;
	     test < __ktests_end; test++) {
		if (previous && case_compare(test, previous) <= 0)
			continue;
		if (next && case_compare(test, next) >= 0)
			continue;
		if (pattern_selects(pattern, test->suite, test->name))
			next = test;
	}
	return next;
}

static bool same_suite(const struct ktest_case *a, const struct ktest_case *b)
{
	return a && b && !strcmp(a->suite, b->suite);
}

static void note_check(struct ktest *t, const struct ktest_place *place,
		       bool holds)
{
	t->checks++;
	if (holds)
		return;
	t->failures++;
	print("    # %s:%d: expected %s\n", place->file, place->line,
	      place->text);
}

bool ktest_check(struct ktest *t, const struct ktest_place *place, bool holds)
{
	note_check(t, place, holds);
	return holds;
}

bool ktest_check_values(struct ktest *t, const struct ktest_place *place,
			bool holds, const s64 values[2])
{
	note_check(t, place, holds);
	if (!holds)
		print("    #   left %lld (0x%llx), right %lld (0x%llx)\n",
		      (long long)values[0], (unsigned long long)values[0],
		      (long long)values[1], (unsigned long long)values[1]);
	return holds;
}

bool ktest_check_strings(struct ktest *t, const struct ktest_place *place,
			 const char *left, const char *right)
{
	bool holds = left && right ? !strcmp(left, right) : left == right;

	note_check(t, place, holds);
	if (!holds)
		print("    #   left \"%s\", right \"%s\"\n",
		      left ? left : "(null)", right ? right : "(null)");
	return holds;
}

bool ktest_check_bytes(struct ktest *t, const struct ktest_place *place,
		       const void *const sides[2], size_t len)
{
	const u8 *left = sides[0], *right = sides[1];
	size_t same = 0;

	while (same < len && left[same] == right[same])
		same++;
	note_check(t, place, same == len);
	if (same < len)
		print("    #   left 0x%02x, right 0x%02x at byte %zu of %zu\n",
		      left[same], right[same], same, len);
	return same == len;
}

static void print_result(const struct ktest_case *test, unsigned int number,
			 const struct ktest *t)
{
	if (t->skip_reason && !t->failures)
		print("    ok %u %s # SKIP %s\n", number, test->name,
		      t->skip_reason);
	else
		print("    %s %u %s\n", t->failures ? "not ok" : "ok", number,
		      test->name);
}

static void run_case(const struct ktest_case *test, unsigned int number,
		     struct ktest_totals *totals)
{
	struct ktest t = {0};

	test->run(&t);
	if (!t.checks && !t.skip_reason) {
		t.failures++;
		print("    # %s:%d: checked nothing\n", test->file, test->line);
	}
	print_result(test, number, &t);
	if (t.failures)
		totals->failed++;
	else if (t.skip_reason)
		totals->skipped++;
	else
		totals->passed++;
}

static unsigned int count_cases(const struct ktest_case *first,
				const char *pattern)
{
	const struct ktest_case *test = first;
	unsigned int count = 0;

	for (; same_suite(test, first); test = next_case(test, pattern))
		count++;
	return count;
}

/* Run the suite that begins with @first. Returns what comes after it. */
static const struct ktest_case *run_suite(const struct ktest_case *first,
					  const char *pattern,
					  struct ktest_totals *totals)
{
	const struct ktest_case *test = first;
	unsigned int number = 0;

	print("    KTAP version 1\n    # Subtest: %s\n    1..%u\n",
	      first->suite, count_cases(first, pattern));
	for (; same_suite(test, first); test = next_case(test, pattern))
		run_case(test, ++number, totals);
	return test;
}

static unsigned int count_suites(const char *pattern)
{
	const struct ktest_case *test = NULL, *previous;
	unsigned int count = 0;

	do {
		previous = test;
		test = next_case(previous, pattern);
		if (test && !same_suite(test, previous))
			count++;
	} while (test);
	return count;
}

struct ktest_totals ktest_run(const char *pattern, ktest_print_fn print_fn)
{
	const struct ktest_case *test;
	struct ktest_totals all = {0};
	unsigned int suite_number = 0;

	print = print_fn;
	print("KTAP version 1\n1..%u\n", count_suites(pattern));
	test = next_case(NULL, pattern);
	while (test) {
		unsigned int failed_before = all.failed;
		const char *suite = test->suite;

		test = run_suite(test, pattern, &all);
		print("%s %u %s\n",
		      all.failed == failed_before ? "ok" : "not ok",
		      ++suite_number, suite);
	}
	print("# Totals: pass:%u fail:%u skip:%u total:%u\n", all.passed,
	      all.failed, all.skipped, all.passed + all.failed + all.skipped);
	return all;
}
