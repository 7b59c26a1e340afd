/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: lib. Tests beside the code they test, in NAME_test.c:
 *
 *	KTEST(ring, read_from_empty_returns_zero)
 *	{
 *		KTEST_ASSERT(t, ring_init(&ring, buf, sizeof(buf)) == 0);
 *		KTEST_EXPECT_EQ(t, ring_read(&ring, out, 4), 0);
 *	}
 *
 * EXPECT notes a failure and goes on, ASSERT leaves the function it stands
 * in. A test that checks nothing fails. Pure code is tested by the same file
 * on the build machine under sanitizers, see tests/host.
 */
#ifndef EXO_KTEST_H
#define EXO_KTEST_H

#include <exo/compiler.h>
#include <exo/string.h>
#include <exo/types.h>

/* The state of the running test. */
struct ktest {
	unsigned int checks;
	unsigned int failures;
	const char *skip_reason; /* NULL unless skipped */
};

struct ktest_case {
	const char *suite;
	const char *name;
	void (*run)(struct ktest *t);
	const char *file;
	int line;
};

#define KTEST(suite_name, test_name)                                      \
	static void ktest_##suite_name##_##test_name(struct ktest *t);    \
	static const struct ktest_case __ktest_##suite_name##_##test_name \
		__used __section(".ktests") __aligned(8) = {              \
			.suite = #suite_name,                             \
			.name = #test_name,                               \
			.run = ktest_##suite_name##_##test_name,          \
			.file = __FILE__,                                 \
			.line = __LINE__,                                 \
	};                                                                \
	static void ktest_##suite_name##_##test_name(                     \
		__maybe_unused struct ktest *t)

/* Where in the source a check stands, and what it says there. */
struct ktest_place {
	const char *file;
	int line;
	const char *text;
};

#define KTEST_HERE(text) (&(const struct ktest_place){__FILE__, __LINE__, text})

/* Each notes one check and returns @holds, or whether the values agree. */
bool ktest_check(struct ktest *t, const struct ktest_place *place, bool holds);
bool ktest_check_values(struct ktest *t, const struct ktest_place *place,
			bool holds, const s64 values[2]);
bool ktest_check_strings(struct ktest *t, const struct ktest_place *place,
			 const char *left, const char *right);
bool ktest_check_bytes(struct ktest *t, const struct ktest_place *place,
		       const void *const sides[2], size_t len);

/*
 * Integers and pointers, compared as signed 64-bit numbers; both values are
 * printed when the comparison fails.
 */
#define KTEST_COMPARE(t, text, a, op, b)                               \
	({                                                             \
		s64 _values[2] = {(s64)(a), (s64)(b)};                 \
		ktest_check_values(t, KTEST_HERE(text),                \
				   _values[0] op _values[1], _values); \
	})

#define KTEST_EXPECT(t, cond)	 ktest_check(t, KTEST_HERE(#cond), (cond))
#define KTEST_EXPECT_EQ(t, a, b) KTEST_COMPARE(t, #a " == " #b, a, ==, b)
#define KTEST_EXPECT_NE(t, a, b) KTEST_COMPARE(t, #a " != " #b, a, !=, b)
#define KTEST_EXPECT_LT(t, a, b) KTEST_COMPARE(t, #a " < " #b, a, <, b)
#define KTEST_EXPECT_LE(t, a, b) KTEST_COMPARE(t, #a " <= " #b, a, <=, b)
#define KTEST_EXPECT_GT(t, a, b) KTEST_COMPARE(t, #a " > " #b, a, >, b)
#define KTEST_EXPECT_GE(t, a, b) KTEST_COMPARE(t, #a " >= " #b, a, >=, b)
#define KTEST_EXPECT_STREQ(t, a, b) \
	ktest_check_strings(t, KTEST_HERE(#a " is " #b), a, b)
#define KTEST_EXPECT_MEMEQ(t, a, b, len)                               \
	ktest_check_bytes(t, KTEST_HERE(#a " holds the bytes of " #b), \
			  (const void *const[2]){a, b}, len)

#define KTEST_OR_RETURN(holds)  \
	do {                    \
		if (!(holds))   \
			return; \
	} while (0)
#define KTEST_ASSERT(t, cond)	 KTEST_OR_RETURN(KTEST_EXPECT(t, cond))
#define KTEST_ASSERT_EQ(t, a, b) KTEST_OR_RETURN(KTEST_EXPECT_EQ(t, a, b))
#define KTEST_ASSERT_NE(t, a, b) KTEST_OR_RETURN(KTEST_EXPECT_NE(t, a, b))

/* This machine or configuration cannot run the test. */
#define KTEST_SKIP(t, reason)                \
	do {                                 \
		(t)->skip_reason = (reason); \
		return;                      \
	} while (0)

/*
 * Carry out ktest or ktest=PATTERN of the command line: run the tests on the
 * console, then machine_exit(): 0 when none failed, 1 when one did or nothing
 * matched. Returns when no tests were asked for. Process context.
 */
#ifdef CONFIG_KTEST
void ktest_run_from_cmdline(void);
#else
static inline void ktest_run_from_cmdline(void)
{
}
#endif

#endif
