// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tests of the symbol table in the image that carries it.
 */
#include <exo/kallsyms.h>
#include <exo/ktest.h>
#include <exo/printf.h>
#include <exo/sections.h>

KTEST(kallsyms, finds_a_function_at_its_first_and_inner_bytes)
{
	unsigned long start = (unsigned long)kallsyms_lookup;
	struct kallsyms_symbol symbol;

	KTEST_ASSERT(t, kallsyms_lookup(start, &symbol));
	KTEST_EXPECT_STREQ(t, symbol.name, "kallsyms_lookup");
	KTEST_EXPECT_EQ(t, symbol.start, start);
	KTEST_ASSERT(t, kallsyms_lookup(start + symbol.size - 1, &symbol));
	KTEST_EXPECT_STREQ(t, symbol.name, "kallsyms_lookup");
}

KTEST(kallsyms, the_byte_after_belongs_to_the_next)
{
	struct kallsyms_symbol symbol;
	unsigned long end;

	KTEST_ASSERT(t,
		     kallsyms_lookup((unsigned long)kallsyms_lookup, &symbol));
	end = symbol.start + symbol.size;
	KTEST_ASSERT(t, kallsyms_lookup(end, &symbol));
	KTEST_EXPECT_EQ(t, symbol.start, end);
}

KTEST(kallsyms, covers_the_text_and_nothing_else)
{
	unsigned long end = (unsigned long)__text_end;
	struct kallsyms_symbol symbol;

	KTEST_EXPECT(t, kallsyms_lookup(end - 1, &symbol));
	KTEST_EXPECT_EQ(t, symbol.start + symbol.size, end);
	KTEST_EXPECT(t, !kallsyms_lookup(end, &symbol));
	KTEST_EXPECT(t, !kallsyms_lookup((unsigned long)__text_start - 1,
					 &symbol));
	KTEST_EXPECT(t, !kallsyms_lookup(0, &symbol));
	KTEST_EXPECT(t, !kallsyms_lookup(~0UL, &symbol));
}

KTEST(kallsyms, prints_name_offset_and_size)
{
	unsigned long start = (unsigned long)kallsyms_lookup;
	struct kallsyms_symbol symbol;
	char expected[64], text[64];

	KTEST_ASSERT(t, kallsyms_lookup(start, &symbol));
	snprintf(expected, sizeof(expected), "kallsyms_lookup+0x5/0x%lx",
		 symbol.size);
	snprintf(text, sizeof(text), "%pS", (void *)(start + 5));
	KTEST_EXPECT_STREQ(t, text, expected);
	snprintf(text, sizeof(text), "%ps", (void *)(start + 5));
	KTEST_EXPECT_STREQ(t, text, "kallsyms_lookup");
}

KTEST(kallsyms, prints_an_unknown_address_as_a_number)
{
	char text[64];

	snprintf(text, sizeof(text), "%pS", (void *)0x1234);
	KTEST_EXPECT_STREQ(t, text, "0x1234");
}
