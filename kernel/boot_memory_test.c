// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tests of the ranges and sums of the memory map.
 */
#include <exo/boot_memory.h>
#include <exo/ktest.h>

static struct boot_info boot;

static void begin(void)
{
	boot.nr_regions = 0;
}

static void add(u64 start, u64 size, enum boot_region_type type)
{
	boot.regions[boot.nr_regions++] = (struct boot_region){
		.start = start,
		.size = size,
		.type = type,
	};
}

static u64 usable(void)
{
	return boot_memory_bytes(&boot, BOOT_REGION_USABLE);
}

static u64 reserved(void)
{
	return boot_memory_bytes(&boot, BOOT_REGION_RESERVED);
}

KTEST(boot_memory, an_empty_map_has_no_memory)
{
	begin();
	KTEST_EXPECT_EQ(t, usable(), 0);
}

KTEST(boot_memory, regions_add_up_by_type)
{
	begin();
	add(0, 0x9fc00, BOOT_REGION_USABLE);
	add(0x9fc00, 0x400, BOOT_REGION_RESERVED);
	add(0x100000, 0x700000, BOOT_REGION_USABLE);
	KTEST_EXPECT_EQ(t, usable(), 0x79fc00);
	KTEST_EXPECT_EQ(t, reserved(), 0x400);
	KTEST_EXPECT_EQ(t, boot_memory_bytes(&boot, BOOT_REGION_BAD), 0);
}

KTEST(boot_memory, a_byte_given_twice_counts_once)
{
	begin();
	add(0, 100, BOOT_REGION_USABLE);
	add(50, 100, BOOT_REGION_USABLE);
	add(60, 10, BOOT_REGION_USABLE);
	KTEST_EXPECT_EQ(t, usable(), 150);
}

KTEST(boot_memory, the_less_usable_type_wins)
{
	begin();
	add(0, 100, BOOT_REGION_USABLE);
	add(10, 20, BOOT_REGION_RESERVED);
	add(90, 20, BOOT_REGION_RESERVED);
	KTEST_EXPECT_EQ(t, usable(), 70);
	KTEST_EXPECT_EQ(t, reserved(), 40);
}

KTEST(boot_memory, empty_regions_do_not_matter)
{
	begin();
	add(0, 100, BOOT_REGION_USABLE);
	add(50, 0, BOOT_REGION_BAD);
	KTEST_EXPECT_EQ(t, usable(), 100);
}

KTEST(boot_memory, a_region_may_end_the_address_space)
{
	begin();
	add(0, 100, BOOT_REGION_USABLE);
	add(~0ULL - 99, 99, BOOT_REGION_RESERVED);
	KTEST_EXPECT_EQ(t, usable(), 100);
	KTEST_EXPECT_EQ(t, reserved(), 99);
}

/* The ranges that the last walk visited. */
static struct {
	paddr_t start, end;
} visited[8];
static unsigned int nr_visited;

static void note_range(paddr_t start, paddr_t end, void *arg)
{
	(void)arg;
	visited[nr_visited].start = start;
	visited[nr_visited++].end = end;
}

static void walk(enum boot_region_type type)
{
	nr_visited = 0;
	boot_memory_for_each(&boot, type, note_range, NULL);
}

KTEST(boot_memory, ranges_that_touch_are_visited_as_one)
{
	begin();
	add(0, 100, BOOT_REGION_USABLE);
	add(100, 50, BOOT_REGION_USABLE);
	add(120, 80, BOOT_REGION_USABLE);
	walk(BOOT_REGION_USABLE);
	KTEST_ASSERT_EQ(t, nr_visited, 1);
	KTEST_EXPECT_EQ(t, visited[0].start, 0);
	KTEST_EXPECT_EQ(t, visited[0].end, 200);
}

KTEST(boot_memory, a_hole_and_a_lesser_type_part_ranges)
{
	begin();
	add(10, 90, BOOT_REGION_USABLE);
	add(40, 10, BOOT_REGION_BAD);
	add(200, 50, BOOT_REGION_USABLE);
	walk(BOOT_REGION_USABLE);
	KTEST_ASSERT_EQ(t, nr_visited, 3);
	KTEST_EXPECT_EQ(t, visited[0].start, 10);
	KTEST_EXPECT_EQ(t, visited[0].end, 40);
	KTEST_EXPECT_EQ(t, visited[1].start, 50);
	KTEST_EXPECT_EQ(t, visited[1].end, 100);
	KTEST_EXPECT_EQ(t, visited[2].start, 200);
	walk(BOOT_REGION_ACPI_NVS);
	KTEST_EXPECT_EQ(t, nr_visited, 0);
}

KTEST(boot_memory, every_type_has_a_name)
{
	KTEST_EXPECT_STREQ(t, boot_region_type_name(BOOT_REGION_USABLE),
			   "usable");
	KTEST_EXPECT_STREQ(t, boot_region_type_name(BOOT_REGION_BAD), "bad");
	KTEST_EXPECT_STREQ(t, boot_region_type_name(99), "unknown");
}
