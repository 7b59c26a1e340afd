// SPDX-License-Identifier: GPL-2.0-only
#include <exo/ktest.h>
#include <uapi/errno.h>

#include "internal.h"
#include "test_table.h"

static struct test_table built;
static struct acpi_madt madt;

static void begin(void)
{
	test_table_begin(&built, "APIC", 1);
	test_table_add(&built, 0xfee00000, 4);
	test_table_add(&built, 1, 4);
}

static void add_bytes(const u8 *bytes, u32 size)
{
	test_table_add_bytes(&built, bytes, size);
}

#define ADD(...) \
	add_bytes((const u8[]){__VA_ARGS__}, sizeof((const u8[]){__VA_ARGS__}))

static void add_local_apic(u8 apic_id, u32 flags)
{
	ADD(0, 8, (u8)(apic_id + 100), apic_id);
	test_table_add(&built, flags, 4);
}

static void add_x2apic(u32 apic_id, u32 flags)
{
	ADD(9, 16, 0, 0);
	test_table_add(&built, apic_id, 4);
	test_table_add(&built, flags, 4);
	test_table_add(&built, apic_id + 1000, 4);
}

static void add_io_apic(u8 id, u32 address)
{
	ADD(1, 12, id, 0);
	test_table_add(&built, address, 4);
	test_table_add(&built, 24 * id, 4);
}

static int read(void)
{
	return acpi_madt_read(test_table_end(&built), &madt);
}

/* One of each type, as 84 bytes of entries. */
static void add_all(void)
{
	add_local_apic(3, 1);
	add_io_apic(1, 0xfec00000);
	ADD(2, 10, 0, 9, 20, 0, 0, 0, 0xd, 0);
	ADD(3, 8, 5, 0, 23, 0, 0, 0);
	ADD(4, 6, 0xff, 0, 0, 1);
	ADD(5, 12, 0, 0, 0, 0, 0xe0, 0xfe, 1, 0, 0, 0);
	add_x2apic(0x12345, 1);
	ADD(10, 12, 5, 0, 7, 0, 0, 0, 0, 0, 0, 0);
}

KTEST(acpi_madt, every_entry_is_read)
{
	begin();
	add_all();
	KTEST_ASSERT_EQ(t, read(), 0);
	KTEST_EXPECT_EQ(t, madt.local_apic, 0x1fee00000);
	KTEST_EXPECT(t, madt.has_pic);
	KTEST_ASSERT_EQ(t, madt.nr_processors, 2);
	KTEST_EXPECT_EQ(t, madt.processors[0].apic_id, 3);
	KTEST_EXPECT_EQ(t, madt.processors[0].uid, 103);
	KTEST_EXPECT_EQ(t, madt.processors[1].apic_id, 0x12345);
	KTEST_EXPECT_EQ(t, madt.processors[1].uid, 0x12345 + 1000);
	KTEST_EXPECT(t, madt.processors[1].enabled);
	KTEST_ASSERT_EQ(t, madt.nr_io_apics, 1);
	KTEST_EXPECT_EQ(t, madt.io_apics[0].id, 1);
	KTEST_EXPECT_EQ(t, madt.io_apics[0].address, 0xfec00000);
	KTEST_EXPECT_EQ(t, madt.io_apics[0].first_line, 24);
	KTEST_ASSERT_EQ(t, madt.nr_overrides, 1);
	KTEST_EXPECT_EQ(t, madt.overrides[0].irq, 9);
	KTEST_EXPECT_EQ(t, madt.overrides[0].line, 20);
	KTEST_EXPECT_EQ(t, madt.overrides[0].flags,
			ACPI_POLARITY_HIGH | ACPI_TRIGGER_LEVEL);
	KTEST_EXPECT_EQ(t, madt.nr_malformed, 0);
	KTEST_EXPECT_EQ(t, madt.nr_dropped, 0);
}

KTEST(acpi_madt, non_maskable_interrupts_are_read)
{
	begin();
	add_all();
	KTEST_ASSERT_EQ(t, read(), 0);
	KTEST_ASSERT_EQ(t, madt.nr_nmis, 1);
	KTEST_EXPECT_EQ(t, madt.nmis[0].where, 23);
	KTEST_EXPECT_EQ(t, madt.nmis[0].flags, 5);
	KTEST_ASSERT_EQ(t, madt.nr_local_nmis, 2);
	KTEST_EXPECT_EQ(t, madt.local_nmis[0].where, ACPI_ALL_PROCESSORS);
	KTEST_EXPECT_EQ(t, madt.local_nmis[0].pin, 1);
	KTEST_EXPECT_EQ(t, madt.local_nmis[1].where, 7);
	KTEST_EXPECT_EQ(t, madt.local_nmis[1].flags, 5);
	KTEST_EXPECT_EQ(t, madt.local_nmis[1].pin, 0);
}

KTEST(acpi_madt, a_table_without_entries_has_none)
{
	begin();
	built.bytes[40] = 0;
	KTEST_ASSERT_EQ(t, read(), 0);
	KTEST_EXPECT_EQ(t, madt.local_apic, 0xfee00000);
	KTEST_EXPECT(t, !madt.has_pic);
	KTEST_EXPECT_EQ(t, madt.nr_processors, 0);
	KTEST_EXPECT_EQ(t, madt.nr_malformed, 0);
}

KTEST(acpi_madt, a_table_shorter_than_its_fields_is_refused)
{
	begin();
	add_all();
	for (u32 length = ACPI_HEADER_SIZE; length < 44; length++)
		KTEST_EXPECT_EQ(t,
				acpi_madt_read(test_table_cut(&built, length),
					       &madt),
				-EINVAL);
}

static unsigned int nr_read(void)
{
	return madt.nr_processors + madt.nr_io_apics + madt.nr_overrides +
	       madt.nr_nmis + madt.nr_local_nmis;
}

KTEST(acpi_madt, a_cut_table_gives_its_whole_entries)
{
	unsigned int whole, before = 0;

	begin();
	add_all();
	for (u32 length = 44; length <= built.size; length++) {
		const struct acpi_table *cut = test_table_cut(&built, length);

		KTEST_ASSERT_EQ(t, acpi_madt_read(cut, &madt), 0);
		KTEST_EXPECT_LE(t, madt.nr_malformed, 1);
		KTEST_EXPECT_GE(t, nr_read(), before);
		before = nr_read();
		whole = before + (madt.local_apic != 0xfee00000);
		KTEST_EXPECT_LE(t, whole, 8);
	}
	KTEST_EXPECT_EQ(t, before, 7);
	KTEST_EXPECT_EQ(t, madt.nr_malformed, 0);
}

KTEST(acpi_madt, an_entry_of_no_length_ends_the_reading)
{
	for (u8 size = 0; size < 2; size++) {
		begin();
		add_local_apic(0, 1);
		ADD(0x80, size);
		add_local_apic(1, 1);
		KTEST_ASSERT_EQ(t, read(), 0);
		KTEST_EXPECT_EQ(t, madt.nr_processors, 1);
		KTEST_EXPECT_EQ(t, madt.nr_malformed, 1);
		KTEST_EXPECT_EQ(t, madt.first_malformed, 52);
	}
}

KTEST(acpi_madt, an_entry_longer_than_the_table_is_not_read)
{
	begin();
	ADD(0, 9, 0, 0, 1, 0, 0, 0);
	KTEST_ASSERT_EQ(t, read(), 0);
	KTEST_EXPECT_EQ(t, madt.nr_processors, 0);
	KTEST_EXPECT_EQ(t, madt.nr_malformed, 1);
	begin();
	ADD(0x80);
	KTEST_ASSERT_EQ(t, read(), 0);
	KTEST_EXPECT_EQ(t, madt.nr_malformed, 1);
}

KTEST(acpi_madt, an_entry_too_short_for_its_type_is_passed_over)
{
	static const u8 types[] = {0, 1, 2, 3, 4, 5, 9, 10};
	static const u8 sizes[] = {8, 12, 10, 8, 6, 12, 16, 12};

	for (unsigned int i = 0; i < ARRAY_SIZE(types); i++) {
		for (u8 size = 2; size < sizes[i]; size++) {
			begin();
			ADD(types[i], size);
			built.size += size - 2U;
			add_local_apic(1, 1);
			KTEST_ASSERT_EQ(t, read(), 0);
			KTEST_EXPECT_EQ(t, nr_read(), 1);
			KTEST_EXPECT_EQ(t, madt.nr_malformed, 1);
			KTEST_EXPECT_EQ(t, madt.first_malformed, 44);
		}
	}
}

KTEST(acpi_madt, longer_entries_and_unknown_types_are_no_defect)
{
	begin();
	ADD(0, 10, 0, 7, 1, 0, 0, 0, 0xff, 0xff);
	ADD(0x7f, 2);
	ADD(0xff, 5, 1, 2, 3);
	add_local_apic(1, 1);
	KTEST_ASSERT_EQ(t, read(), 0);
	KTEST_EXPECT_EQ(t, madt.nr_processors, 2);
	KTEST_EXPECT_EQ(t, madt.processors[0].apic_id, 7);
	KTEST_EXPECT_EQ(t, madt.nr_malformed, 0);
}

KTEST(acpi_madt, only_usable_processors_are_listed)
{
	begin();
	add_local_apic(0, 0);
	add_local_apic(1, 1);
	add_local_apic(2, 2);
	add_local_apic(0xff, 0);
	add_x2apic(0xffffffff, 0);
	KTEST_ASSERT_EQ(t, read(), 0);
	KTEST_ASSERT_EQ(t, madt.nr_processors, 2);
	KTEST_EXPECT(t, madt.processors[0].enabled);
	KTEST_EXPECT(t, !madt.processors[1].enabled);
	KTEST_EXPECT_EQ(t, madt.nr_malformed, 0);
}

KTEST(acpi_madt, the_id_of_all_processors_is_no_processors)
{
	begin();
	add_local_apic(0xff, 1);
	add_x2apic(0xffffffff, 1);
	add_x2apic(0xff, 1);
	KTEST_ASSERT_EQ(t, read(), 0);
	KTEST_EXPECT_EQ(t, madt.nr_processors, 1);
	KTEST_EXPECT_EQ(t, madt.nr_malformed, 2);
}

KTEST(acpi_madt, a_processor_listed_twice_counts_once)
{
	begin();
	add_local_apic(5, 2);
	add_x2apic(5, 1);
	add_local_apic(5, 2);
	KTEST_ASSERT_EQ(t, read(), 0);
	KTEST_ASSERT_EQ(t, madt.nr_processors, 1);
	KTEST_EXPECT(t, madt.processors[0].enabled);
	KTEST_EXPECT_EQ(t, madt.processors[0].uid, 105);
}

KTEST(acpi_madt, entries_that_make_no_sense_are_malformed)
{
	begin();
	ADD(2, 10, 1, 9, 20, 0, 0, 0, 0, 0); /* no ISA interrupt */
	ADD(2, 10, 0, 16, 20, 0, 0, 0, 0, 0);
	add_io_apic(0, 0);
	ADD(4, 6, 0, 0, 0, 2);
	ADD(10, 12, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0);
	KTEST_ASSERT_EQ(t, read(), 0);
	KTEST_EXPECT_EQ(t, nr_read(), 0);
	KTEST_EXPECT_EQ(t, madt.nr_malformed, 5);
	KTEST_EXPECT_EQ(t, madt.first_malformed, 44);
}

KTEST(acpi_madt, full_lists_are_taken_and_the_rest_is_counted)
{
	begin();
	for (u32 i = 0; i < ACPI_PROCESSORS_MAX; i++)
		add_x2apic(i, 1);
	for (u8 i = 0; i < ACPI_IO_APICS_MAX; i++)
		add_io_apic(i, 0xfec00000);
	KTEST_ASSERT_EQ(t, read(), 0);
	KTEST_EXPECT_EQ(t, madt.nr_processors, ACPI_PROCESSORS_MAX);
	KTEST_EXPECT_EQ(t, madt.nr_io_apics, ACPI_IO_APICS_MAX);
	KTEST_EXPECT_EQ(t, madt.nr_dropped, 0);
	add_x2apic(ACPI_PROCESSORS_MAX, 1);
	add_x2apic(0, 1); /* listed before: needs no room */
	add_io_apic(ACPI_IO_APICS_MAX, 0xfec00000);
	KTEST_ASSERT_EQ(t, read(), 0);
	KTEST_EXPECT_EQ(t, madt.nr_processors, ACPI_PROCESSORS_MAX);
	KTEST_EXPECT_EQ(t, madt.nr_io_apics, ACPI_IO_APICS_MAX);
	KTEST_EXPECT_EQ(t, madt.nr_dropped, 2);
}

KTEST(acpi_madt, interrupts_beyond_the_lists_are_counted)
{
	begin();
	for (u8 i = 0; i <= ACPI_NMIS_MAX; i++) {
		ADD(2, 10, 0, i % 16, i, 0, 0, 0, 0, 0);
		ADD(3, 8, 0, 0, i, 0, 0, 0);
		ADD(4, 6, i, 0, 0, 0);
	}
	KTEST_ASSERT_EQ(t, read(), 0);
	KTEST_EXPECT_EQ(t, madt.nr_overrides, ACPI_OVERRIDES_MAX);
	KTEST_EXPECT_EQ(t, madt.nr_nmis, ACPI_NMIS_MAX);
	KTEST_EXPECT_EQ(t, madt.nr_local_nmis, ACPI_NMIS_MAX);
	KTEST_EXPECT_EQ(t, madt.nr_dropped, 3);
}
