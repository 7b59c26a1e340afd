// SPDX-License-Identifier: GPL-2.0-only
#include <exo/ktest.h>
#include <uapi/errno.h>

#include "internal.h"
#include "test_table.h"

static struct test_table built;
static u8 types[2];

static void add_bytes(const u8 *bytes, u32 size)
{
	test_table_add_bytes(&built, bytes, size);
}

#define ADD(...) \
	add_bytes((const u8[]){__VA_ARGS__}, sizeof((const u8[]){__VA_ARGS__}))
#define NAME_S5 0x08, '_', 'S', '5', '_'

static void begin(void)
{
	test_table_begin(&built, "DSDT", 1);
	ADD(0x10, 0x05, '_', 'S', 'B', '_');
}

static int find(void)
{
	types[0] = types[1] = 0xee;
	return acpi_s5_find(test_table_end(&built), types);
}

static void expect_found(struct ktest *t, u8 first, u8 second)
{
	KTEST_EXPECT_EQ(t, find(), 0);
	KTEST_EXPECT_EQ(t, types[0], first);
	KTEST_EXPECT_EQ(t, types[1], second);
}

static void expect_missing(struct ktest *t)
{
	KTEST_EXPECT_EQ(t, find(), -ENOENT);
	KTEST_EXPECT_EQ(t, types[0], 0xee);
}

KTEST(acpi_s5, the_package_of_qemu_is_found)
{
	begin();
	ADD(NAME_S5, 0x12, 0x06, 0x04, 0x00, 0x00, 0x00, 0x00);
	expect_found(t, 0, 0);
}

KTEST(acpi_s5, every_form_of_a_constant_is_read)
{
	begin();
	ADD(NAME_S5, 0x12, 0x06, 0x02, 0x0a, 0x05, 0x0a, 0x07);
	expect_found(t, 5, 7);
	begin();
	ADD(NAME_S5, 0x12, 0x04, 0x02, 0x01, 0x00);
	expect_found(t, 1, 0);
	begin();
	ADD(NAME_S5, 0x12, 0x0a, 0x02, 0x0b, 0x06, 0x00, 0x0c, 0x03, 0, 0, 0);
	expect_found(t, 6, 3);
}

KTEST(acpi_s5, the_name_may_begin_at_the_root)
{
	begin();
	ADD(0x08, '\\', '_', 'S', '5', '_', 0x12, 0x04, 0x02, 0x01, 0x01);
	expect_found(t, 1, 1);
}

KTEST(acpi_s5, a_single_element_holds_both_types)
{
	begin();
	ADD(NAME_S5, 0x12, 0x05, 0x01, 0x0b, 0x05, 0x02);
	expect_found(t, 5, 2);
}

KTEST(acpi_s5, lengths_of_two_to_four_bytes_are_read)
{
	begin();
	ADD(NAME_S5, 0x12, 0x45, 0x00, 0x02, 0x01, 0x00);
	expect_found(t, 1, 0);
	begin();
	ADD(NAME_S5, 0x12, 0x86, 0x00, 0x00, 0x02, 0x01, 0x00);
	expect_found(t, 1, 0);
	begin();
	ADD(NAME_S5, 0x12, 0xc7, 0x00, 0x00, 0x00, 0x02, 0x01, 0x00);
	expect_found(t, 1, 0);
}

KTEST(acpi_s5, values_beyond_three_bits_are_refused)
{
	begin();
	ADD(NAME_S5, 0x12, 0x06, 0x02, 0x0a, 0x08, 0x0a, 0x00);
	expect_missing(t);
	begin();
	ADD(NAME_S5, 0x12, 0x06, 0x02, 0x0a, 0x00, 0x0a, 0xff);
	expect_missing(t);
	begin();
	ADD(NAME_S5, 0x12, 0x08, 0x01, 0x0c, 0x01, 0x00, 0x01, 0x00);
	expect_missing(t);
}

KTEST(acpi_s5, what_only_resembles_it_is_passed_over)
{
	begin();
	ADD('_', 'S', '5', '_', 0x12, 0x04, 0x02, 0x03, 0x03); /* a use */
	ADD(NAME_S5, 0x0a, 0x05); /* no package */
	ADD(NAME_S5, 0x12, 0x03, 0x00, 0x01); /* of nothing */
	ADD(NAME_S5, 0x12, 0x04, 0x02, 0x68, 0x00); /* of variables */
	ADD(NAME_S5, 0x12, 0x00); /* shorter than its length */
	ADD(NAME_S5, 0x12, 0x03, 0x02, 0x01, 0x01); /* than its elements */
	expect_missing(t);
	ADD(NAME_S5, 0x12, 0x06, 0x04, 0x01, 0x01, 0x00, 0x00);
	expect_found(t, 1, 1);
}

KTEST(acpi_s5, a_package_longer_than_the_table_is_refused)
{
	begin();
	ADD(NAME_S5, 0x12, 0x05, 0x02, 0x01, 0x01);
	expect_missing(t);
	begin();
	ADD(NAME_S5, 0x12, 0xcf, 0xff, 0xff, 0xff, 0x02, 0x01, 0x01);
	expect_missing(t);
}

KTEST(acpi_s5, a_table_cut_anywhere_has_none)
{
	begin();
	ADD(NAME_S5, 0x12, 0x0a, 0x02, 0x0b, 0x06, 0x00, 0x0c, 0x03, 0, 0, 0);
	for (u32 length = ACPI_HEADER_SIZE; length < built.size; length++)
		KTEST_EXPECT_EQ(
			t, acpi_s5_find(test_table_cut(&built, length), types),
			-ENOENT);
	expect_found(t, 6, 3);
}

KTEST(acpi_s5, a_name_at_the_very_start_is_not_being_defined)
{
	test_table_begin(&built, "DSDT", 1);
	built.bytes[ACPI_HEADER_SIZE - 1] = 0x08; /* of the header */
	ADD('_', 'S', '5', '_', 0x12, 0x04, 0x02, 0x01, 0x01);
	expect_missing(t);
}
