// SPDX-License-Identifier: GPL-2.0-only
/*
 * The PVH parser before every kind of loader. Each table and string of the
 * start information is a block of its own, at an address that is not aligned
 * to anything.
 */
#include <stdio.h>
#include <exo/ktest.h>
#include <exo/unaligned.h>

#include "../../../arch/x86_64/boot/boot.h"
#include "boot_info_text.h"
#include "loader_memory.h"
#include "mutation.h"

enum {
	START_INFO,
	COMMAND_LINE,
	MODULE_LIST,
	MODULE_NAME,
	MEMORY_MAP,
	NR_BLOCKS,

	START_INFO_0_SIZE = 40,
	START_INFO_1_SIZE = 56,
	BLOCK_MAX = 8192,
};

static struct block {
	paddr_t address;
	size_t size;
	u8 bytes[BLOCK_MAX] __aligned(8);
} blocks[NR_BLOCKS];

static struct boot_info boot;

static void set_block(int block, paddr_t address, const void *bytes,
		      size_t size)
{
	blocks[block].address = address;
	blocks[block].size = size;
	memcpy(blocks[block].bytes, bytes, size);
}

/* What QEMU passes for -m 128M with an initrd, and a name it would not give. */
static void make_start_info(void)
{
	static const char line[] = "console=serial loglevel=7";
	static const char name[] = "initrd";
	static const struct {
		u64 start, size, cmdline, reserved;
	} modules[] = {
		{0x7ed0000, 0x10f3f1, 0x7edc0e3, 0},
		{0x7000000, 0, 0, 0},
	};
	static const struct {
		u64 start, size;
		u32 type, reserved;
	} map[] = {
		{0, 0x9fc00, 1, 0},
		{0x9fc00, 0x400, 2, 0},
		{0xf0000, 0x10000, 2, 0},
		{0x100000, 0x7ee0000, 1, 0},
		{0x7fe0000, 0x20000, 2, 0},
		{0xfffc0000, 0x40000, 2, 0},
		{0xb0000000, 0x10000000, 2, 0},
	};
	static const struct {
		u32 magic, version, flags, nr_modules;
		u64 modules, cmdline, rsdp, map;
		u32 nr_regions, reserved;
	} info = {
		0x336ec578, 1,	     0,	     ARRAY_SIZE(modules), 0x9001,
		0x9803,	    0xf5a10, 0x9405, ARRAY_SIZE(map),	  0,
	};

	set_block(START_INFO, 0x8007, &info, sizeof(info));
	set_block(COMMAND_LINE, 0x9803, line, sizeof(line));
	set_block(MODULE_LIST, 0x9001, modules, sizeof(modules));
	set_block(MODULE_NAME, 0x7edc0e3, name, sizeof(name));
	set_block(MEMORY_MAP, 0x9405, map, sizeof(map));
}

static const char start_info_text[] =
	"pvh by \"\": \"console=serial loglevel=7\"\n"
	"0+0x9fc00 usable\n"
	"0x9fc00+0x400 reserved\n"
	"0xf0000+0x10000 reserved\n"
	"0x100000+0x7ee0000 usable\n"
	"0x7fe0000+0x20000 reserved\n"
	"0xb0000000+0x10000000 reserved\n"
	"0xfffc0000+0x40000 reserved\n"
	"module 0x7ed0000+0x10f3f1 \"initrd\"\n"
	"module 0x7000000+0 \"\"\n"
	"rsdp 0xf5a10\n"
	"loader 0x8007+0x38\n"
	"loader 0x9001+0x40\n"
	"loader 0x9405+0xa8\n"
	"loader 0x9803+0x1a\n"
	"loader 0x7edc0e3+0x7\n";

static void put_blocks(void)
{
	memory_clear();
	for (int i = 0; i < NR_BLOCKS; i++)
		if (blocks[i].size)
			memory_put(blocks[i].address, blocks[i].bytes,
				   blocks[i].size);
}

static int parse(void)
{
	put_blocks();
	memset(&boot, 0, sizeof(boot));
	return pvh_parse(blocks[START_INFO].address, &boot);
}

static void expect_refusal(struct ktest *t, const char *message)
{
	KTEST_EXPECT_EQ(t, parse(), -EINVAL);
	if (!KTEST_EXPECT(t, strstr(log_text(), message)))
		printf("    # not \"%s\" but %s", message, log_text());
}

KTEST(pvh, everything_is_read)
{
	make_start_info();
	KTEST_EXPECT_EQ(t, parse(), 0);
	KTEST_EXPECT_STREQ(t, boot_info_text(&boot), start_info_text);
	KTEST_EXPECT_STREQ(t, log_text(), "");
}

KTEST(pvh, later_versions_are_read_as_version_1)
{
	make_start_info();
	store_u32(blocks[START_INFO].bytes + 4, 7);
	KTEST_EXPECT_EQ(t, parse(), 0);
	KTEST_EXPECT_STREQ(t, boot_info_text(&boot), start_info_text);
}

KTEST(pvh, version_0_has_no_memory_map_and_is_refused)
{
	make_start_info();
	store_u32(blocks[START_INFO].bytes + 4, 0);
	blocks[START_INFO].size = START_INFO_0_SIZE;
	expect_refusal(t, "version 0 start information without a memory map");
	/* Not even when something follows that looks like one. */
	blocks[START_INFO].size = START_INFO_1_SIZE;
	expect_refusal(t, "version 0 start information without a memory map");
}

KTEST(pvh, command_line_modules_and_rsdp_may_be_absent)
{
	make_start_info();
	store_u32(blocks[START_INFO].bytes + 12, 0);
	memset(blocks[START_INFO].bytes + 16, 0, 24);
	blocks[COMMAND_LINE].size = 0;
	blocks[MODULE_LIST].size = 0;
	KTEST_EXPECT_EQ(t, parse(), 0);
	KTEST_EXPECT_STREQ(t, boot.cmdline, "");
	KTEST_EXPECT_EQ(t, boot.nr_modules, 0);
	KTEST_EXPECT_EQ(t, boot.acpi_rsdp, 0);
	KTEST_EXPECT_EQ(t, boot.nr_loader_ranges, 2);
}

KTEST(pvh, every_block_cut_anywhere_is_refused)
{
	for (int block = 0; block < NR_BLOCKS; block++) {
		make_start_info();
		for (size_t full = blocks[block].size; full--;) {
			blocks[block].size = full;
			KTEST_EXPECT_EQ(t, parse(), -EINVAL);
			KTEST_EXPECT(t, log_text()[0]);
		}
	}
}

KTEST(pvh, each_wrong_field_is_refused_by_name)
{
	static const struct poke {
		int block;
		u32 offset;
		u8 width;
		u64 value;
		const char *message;
	} pokes[] = {
		{START_INFO, 0, 4, 0, "no start information at 0x8007"},
		{START_INFO, 0, 4, 0x2badb002, "no start information"},
		{START_INFO, 12, 4, 3, "module list of 96 bytes at 0x9001 is"},
		{START_INFO, 12, 4, ~0U, "module list of 137438953440 bytes"},
		{START_INFO, 16, 8, 0, "module list of 64 bytes at 0 is out"},
		{START_INFO, 16, 8, ~0UL, "bytes at 0xffffffffffffffff is out"},
		{START_INFO, 24, 8, 1, "command line at 0x1 is out of reach"},
		{START_INFO, 24, 8, ~0UL, "command line at 0xffffffffffffffff"},
		{START_INFO, 40, 8, 0, "memory map of 168 bytes at 0 is out"},
		{START_INFO, 40, 8, 1UL << 63,
		 "memory map of 168 bytes at 0x8"},
		{START_INFO, 48, 4, 0, "version 1 start information without"},
		{START_INFO, 48, 4, 8, "memory map of 192 bytes at 0x9405 is"},
		{START_INFO, 48, 4, ~0U, "memory map of 103079215080 bytes at"},
		{COMMAND_LINE, 25, 1, 'x', "command line is not terminated"},
		{MODULE_LIST, 0, 8, ~0UL, "boot module at 0xfffffffff"},
		{MODULE_LIST, 8, 8, ~0UL, "boot module at 0x7ed0000 wraps"},
		{MODULE_LIST, 16, 8, 1, "module command line at 0x1 is out"},
		{MODULE_NAME, 6, 1, 'x', "module command line is not termin"},
		{MEMORY_MAP, 24, 8, ~0UL, "memory region at 0xfffffffff"},
		{MEMORY_MAP, 32, 8, ~0UL, "memory region at 0x9fc00 wraps"},
	};

	for (unsigned int i = 0; i < ARRAY_SIZE(pokes); i++) {
		const struct poke *poke = &pokes[i];

		make_start_info();
		memcpy(blocks[poke->block].bytes + poke->offset, &poke->value,
		       poke->width);
		expect_refusal(t, poke->message);
	}
}

KTEST(pvh, address_0_means_absent_even_where_there_is_memory)
{
	static const u8 page[4096];
	static const u32 tables[] = {16, 40};

	for (unsigned int i = 0; i < ARRAY_SIZE(tables); i++) {
		make_start_info();
		store_u64(blocks[START_INFO].bytes + tables[i], 0);
		put_blocks();
		memory_put(0, page, sizeof(page));
		KTEST_EXPECT_EQ(t, pvh_parse(0x8007, &boot), -EINVAL);
		KTEST_EXPECT(t, strstr(log_text(), "at 0 is out of reach"));
	}
}

KTEST(pvh, a_memory_map_of_empty_regions_is_refused)
{
	make_start_info();
	memset(blocks[MEMORY_MAP].bytes, 0, blocks[MEMORY_MAP].size);
	expect_refusal(t, "the memory map is empty");
}

KTEST(pvh, strings_are_taken_up_to_their_limit)
{
	make_start_info();
	blocks[COMMAND_LINE].size = BOOT_CMDLINE_MAX;
	memset(blocks[COMMAND_LINE].bytes, 'x', BOOT_CMDLINE_MAX);
	expect_refusal(t, "command line is longer than 2047 bytes");
	blocks[COMMAND_LINE].bytes[BOOT_CMDLINE_MAX - 1] = '\0';
	KTEST_EXPECT_EQ(t, parse(), 0);
	KTEST_EXPECT_EQ(t, strlen(boot.cmdline), BOOT_CMDLINE_MAX - 1);
	/* A module's name may be longer than what is kept of it. */
	blocks[MODULE_NAME].size = BOOT_CMDLINE_MAX;
	memset(blocks[MODULE_NAME].bytes, 'y', BOOT_CMDLINE_MAX - 1);
	KTEST_EXPECT_EQ(t, parse(), 0);
	KTEST_EXPECT_EQ(t, strlen(boot.modules[0].name), BOOT_NAME_MAX - 1);
	blocks[MODULE_NAME].bytes[BOOT_CMDLINE_MAX - 1] = 'y';
	expect_refusal(t, "module command line is longer than 2047 bytes");
}

/* @nr copies of the first entry, which is @size bytes long. */
static void repeat_entry(int block, size_t size, unsigned int nr)
{
	blocks[block].size = nr * size;
	for (unsigned int i = 1; i < nr; i++)
		memcpy(blocks[block].bytes + i * size, blocks[block].bytes,
		       size);
}

KTEST(pvh, full_tables_are_taken_and_fuller_ones_refused)
{
	u8 *info = blocks[START_INFO].bytes;

	make_start_info();
	repeat_entry(MODULE_LIST, 32, BOOT_MODULES_MAX + 1);
	store_u32(info + 12, BOOT_MODULES_MAX);
	repeat_entry(MEMORY_MAP, 24, BOOT_REGIONS_MAX + 1);
	store_u32(info + 48, BOOT_REGIONS_MAX);
	KTEST_EXPECT_EQ(t, parse(), 0);
	KTEST_EXPECT_EQ(t, boot.nr_modules, BOOT_MODULES_MAX);
	KTEST_EXPECT_EQ(t, boot.nr_regions, BOOT_REGIONS_MAX);
	store_u32(info + 48, BOOT_REGIONS_MAX + 1);
	expect_refusal(t, "more than 256 memory regions");
	store_u32(info + 12, BOOT_MODULES_MAX + 1);
	expect_refusal(t, "more than 16 boot modules");
}

/* Whatever was parsed: a result that keeps its promises, or a reason. */
static bool outcome_is_sound(int status)
{
	const char *defect;

	if (status)
		return status == -EINVAL && log_text()[0];
	defect = boot_info_defect(&boot);
	if (defect)
		printf("    # accepted, though %s\n", defect);
	return !defect;
}

KTEST(pvh, any_spoilt_byte_is_survived)
{
	make_start_info();
	for (int block = 0; block < NR_BLOCKS; block++) {
		u8 *bytes = blocks[block].bytes;

		for (size_t i = 0; i < blocks[block].size; i++) {
			for (int way = 0; way < BYTE_SPOILERS; way++) {
				u8 byte = bytes[i];

				bytes[i] = spoil_byte(byte, way);
				KTEST_EXPECT(t, outcome_is_sound(parse()));
				bytes[i] = byte;
			}
		}
	}
}

KTEST(pvh, random_damage_is_survived)
{
	unsigned int accepted = 0;

	for (u64 seed = 1; seed <= 40000; seed++) {
		struct block *block = &blocks[seed % NR_BLOCKS];
		u64 state = seed;
		int status;

		make_start_info();
		spoil_randomly(block->bytes, block->size, &state);
		status = parse();
		accepted += !status;
		if (!KTEST_EXPECT(t, outcome_is_sound(status)))
			printf("    # with seed %lu\n", seed);
	}
	/* The damage is neither all harmless nor all the same. */
	KTEST_EXPECT_GT(t, accepted, 4000);
	KTEST_EXPECT_LT(t, accepted, 36000);
}
