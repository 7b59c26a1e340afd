// SPDX-License-Identifier: GPL-2.0-only
/*
 * The multiboot2 parser before every kind of loader: right ones give exactly
 * what they said, wrong ones are refused by name, and none makes it read a
 * byte that is not there.
 */
#include <stdio.h>
#include <exo/ktest.h>
#include <exo/unaligned.h>

#include "../../../arch/x86_64/boot/boot.h"
#include "boot_info_text.h"
#include "loader_memory.h"
#include "multiboot2_data.h"
#include "mutation.h"

static struct mbi mbi;
static struct boot_info boot;

static int parse_first(size_t size)
{
	memory_clear();
	if (size)
		memory_put(MBI_ADDRESS, mbi.bytes, size);
	memset(&boot, 0, sizeof(boot));
	return multiboot2_parse(MBI_ADDRESS, &boot);
}

static int parse(void)
{
	return parse_first(mbi.size);
}

static void expect_refusal(struct ktest *t, const char *message)
{
	KTEST_EXPECT_EQ(t, parse(), -EINVAL);
	if (!KTEST_EXPECT(t, strstr(log_text(), message)))
		printf("    # not \"%s\" but %s", message, log_text());
}

KTEST(multiboot2, grub_on_bios)
{
	mbi_bios(&mbi);
	KTEST_EXPECT_EQ(t, parse(), 0);
	KTEST_EXPECT_STREQ(t, boot_info_text(&boot), mbi_bios_text);
	KTEST_EXPECT_STREQ(t, log_text(), "");
}

KTEST(multiboot2, grub_on_uefi)
{
	mbi_uefi(&mbi);
	KTEST_EXPECT_EQ(t, parse(), 0);
	KTEST_EXPECT_STREQ(t, boot_info_text(&boot), mbi_uefi_text);
	KTEST_EXPECT_STREQ(t, log_text(), "");
}

KTEST(multiboot2, every_tag_but_the_memory_map_may_be_absent)
{
	mbi_bios(&mbi);
	for (u32 type = 1; type <= MBI_LOAD_BASE; type++) {
		while (type != MBI_MEMORY_MAP && mbi_find(&mbi, type))
			mbi_remove(&mbi, mbi_find(&mbi, type));
		KTEST_EXPECT_EQ(t, parse(), 0);
	}
	KTEST_EXPECT_STREQ(t, boot.cmdline, "");
	KTEST_EXPECT_STREQ(t, boot.loader, "");
	KTEST_EXPECT_EQ(t, boot.nr_modules, 0);
	KTEST_EXPECT_EQ(t, boot.framebuffer.type, BOOT_FRAMEBUFFER_NONE);
	KTEST_EXPECT_EQ(t, boot.acpi_rsdp, 0);
	mbi_remove(&mbi, mbi_find(&mbi, MBI_MEMORY_MAP));
	expect_refusal(t, "the loader passed no memory map");
}

KTEST(multiboot2, every_proper_prefix_is_refused)
{
	mbi_bios(&mbi);
	for (size_t size = 0; size < mbi.size; size++) {
		mbi_bios(&mbi);
		/* The loader promises more than there is. */
		KTEST_EXPECT_EQ(t, parse_first(size), -EINVAL);
		KTEST_EXPECT(t, log_text()[0]);
		/* It knows how little there is. */
		store_u32(mbi.bytes, size);
		KTEST_EXPECT_EQ(t, parse_first(size), -EINVAL);
		KTEST_EXPECT(t, log_text()[0]);
	}
}

/* Cut the tag of @type to each size and end the information right there. */
static void cut_tag(struct ktest *t, u32 type)
{
	u32 full = load_u32(mbi_find(&mbi, type) + 4);

	for (u32 size = 0; size < full; size++) {
		u8 *tag = mbi_find(&mbi, type);
		u32 end = tag - mbi.bytes + max(size, 8U);

		store_u32(tag + 4, size);
		store_u32(mbi.bytes, end);
		KTEST_EXPECT_EQ(t, parse_first(end), -EINVAL);
		KTEST_EXPECT(t, log_text()[0]);
		store_u32(tag + 4, full);
	}
}

KTEST(multiboot2, a_cut_tag_at_the_end_is_refused_at_every_size)
{
	static const u32 types[] = {
		MBI_COMMAND_LINE, MBI_LOADER_NAME, MBI_MODULE,
		MBI_MEMORY_MAP,	  MBI_FRAMEBUFFER, MBI_ACPI_OLD,
	};

	for (unsigned int i = 0; i < ARRAY_SIZE(types); i++) {
		mbi_bios(&mbi);
		cut_tag(t, types[i]);
	}
	mbi_uefi(&mbi);
	cut_tag(t, MBI_FRAMEBUFFER);
	mbi_uefi(&mbi);
	cut_tag(t, MBI_ACPI_NEW);
}

/* One field of one tag given another value. */
struct poke {
	u32 type;
	u32 offset; /* from the tag's header */
	u8 width;
	u64 value;
	const char *message;
};

static void poke(const struct poke *poke)
{
	memcpy(mbi_find(&mbi, poke->type) + poke->offset, &poke->value,
	       poke->width);
}

KTEST(multiboot2, each_wrong_field_is_refused_by_name)
{
	static const struct poke pokes[] = {
		{MBI_COMMAND_LINE, 4, 4, 0, "runs past the information"},
		{MBI_COMMAND_LINE, 4, 4, 7, "runs past the information"},
		{MBI_COMMAND_LINE, 4, 4, 8, "command line is not terminated"},
		{MBI_COMMAND_LINE, 4, 4, 33, "command line is not terminated"},
		{MBI_COMMAND_LINE, 4, 4, ~0U, "runs past the information"},
		{MBI_LOADER_NAME, 4, 4, 8, "loader name is not terminated"},
		{MBI_LOADER_NAME, 4, 4, 28, "loader name is not terminated"},
		{MBI_MODULE, 4, 4, 15, "tag 3 of 15 bytes: too short"},
		{MBI_MODULE, 4, 4, 16, "module name is not terminated"},
		{MBI_MODULE, 4, 4, 22, "module name is not terminated"},
		{MBI_MODULE, 8, 4, 0x300124, "module ends before it starts"},
		{MBI_MODULE, 12, 4, 0, "module ends before it starts"},
		{MBI_MEMORY_MAP, 0, 4, 999, "the loader passed no memory map"},
		{MBI_MEMORY_MAP, 4, 4, 15, "tag 6 of 15 bytes: too short"},
		{MBI_MEMORY_MAP, 4, 4, 16, "tag 0 of 0 bytes: runs past"},
		{MBI_MEMORY_MAP, 4, 4, 152, "ends inside an entry"},
		{MBI_MEMORY_MAP, 8, 4, 0, "absurd memory map entry size"},
		{MBI_MEMORY_MAP, 8, 4, 16, "absurd memory map entry size"},
		{MBI_MEMORY_MAP, 8, 4, 23, "absurd memory map entry size"},
		{MBI_MEMORY_MAP, 8, 4, 25, "absurd memory map entry size"},
		{MBI_MEMORY_MAP, 8, 4, 32, "ends inside an entry"},
		{MBI_MEMORY_MAP, 8, 4, 0xfffffff8, "ends inside an entry"},
		{MBI_MEMORY_MAP, 40, 8, ~0UL, "memory region at 0xfff"},
		{MBI_MEMORY_MAP, 48, 8, ~0UL, "memory region at 0x9fc00 wraps"},
		{MBI_FRAMEBUFFER, 4, 4, 31, "tag 8 of 31 bytes: too short"},
		{MBI_FRAMEBUFFER, 8, 8, ~0UL, "framebuffer wraps"},
		{MBI_FRAMEBUFFER, 16, 4, 0, "pitch does not hold a line"},
		{MBI_FRAMEBUFFER, 16, 4, 159, "pitch does not hold a line"},
		{MBI_FRAMEBUFFER, 20, 4, 0, "pitch does not hold a line"},
		{MBI_FRAMEBUFFER, 20, 4, 81, "pitch does not hold a line"},
		{MBI_FRAMEBUFFER, 20, 4, ~0U, "pitch does not hold a line"},
		{MBI_FRAMEBUFFER, 24, 4, 0, "pitch does not hold a line"},
		{MBI_FRAMEBUFFER, 28, 1, 0, "pitch does not hold a line"},
		{MBI_FRAMEBUFFER, 28, 1, 8, "text cells are not of 16 bits"},
		{MBI_FRAMEBUFFER, 29, 1, 3, "unknown framebuffer type"},
		{MBI_FRAMEBUFFER, 29, 1, MBI_RGB, "too short for RGB fields"},
		{MBI_ACPI_OLD, 4, 4, 27, "too short for an RSDP"},
		{MBI_ACPI_OLD, 0, 4, MBI_ACPI_NEW, "too short for an RSDP"},
		{MBI_END, 0, 4, 999, "no end tag in"},
		{MBI_END, 4, 4, 0, "runs past the information"},
		{MBI_END, 4, 4, 9, "runs past the information"},
	};

	for (unsigned int i = 0; i < ARRAY_SIZE(pokes); i++) {
		mbi_bios(&mbi);
		poke(&pokes[i]);
		expect_refusal(t, pokes[i].message);
	}
}

KTEST(multiboot2, each_wrong_rgb_field_is_refused_by_name)
{
	static const struct poke pokes[] = {
		{MBI_FRAMEBUFFER, 4, 4, 37, "too short for RGB fields"},
		{MBI_FRAMEBUFFER, 32, 1, 25, "colour field outside the pixel"},
		{MBI_FRAMEBUFFER, 32, 1, 255, "colour field outside the pixel"},
		{MBI_FRAMEBUFFER, 33, 1, 0, "colour field outside the pixel"},
		{MBI_FRAMEBUFFER, 33, 1, 255, "colour field outside the pixel"},
		{MBI_FRAMEBUFFER, 35, 1, 0, "colour field outside the pixel"},
		{MBI_FRAMEBUFFER, 36, 1, 255, "colour field outside the pixel"},
		{MBI_ACPI_NEW, 4, 4, 43, "too short for an RSDP"},
	};

	for (unsigned int i = 0; i < ARRAY_SIZE(pokes); i++) {
		mbi_uefi(&mbi);
		poke(&pokes[i]);
		expect_refusal(t, pokes[i].message);
	}
}

KTEST(multiboot2, absurd_total_sizes_are_refused)
{
	static const u32 sizes[] = {0, 8, 15, (16 << 20) + 1, 0x80000000, ~0U};

	for (unsigned int i = 0; i < ARRAY_SIZE(sizes); i++) {
		mbi_bios(&mbi);
		store_u32(mbi.bytes, sizes[i]);
		expect_refusal(t, "absurd information size");
	}
	mbi_bios(&mbi);
	store_u32(mbi.bytes, mbi.size - 8);
	expect_refusal(t, "no end tag");
}

/* Not because they are out of reach: here all the memory is there. */
KTEST(multiboot2, information_of_more_than_16_mb_is_refused)
{
	static u8 bytes[(16 << 20) + 8];

	memory_clear();
	store_u32(bytes, sizeof(bytes));
	memory_put(MBI_ADDRESS, bytes, sizeof(bytes));
	KTEST_EXPECT_EQ(t, multiboot2_parse(MBI_ADDRESS, &boot), -EINVAL);
	KTEST_EXPECT(t, strstr(log_text(), "absurd information size 16777224"));
}

KTEST(multiboot2, misaligned_or_unreachable_information_is_refused)
{
	mbi_bios(&mbi);
	memory_clear();
	memory_put(MBI_ADDRESS + 4, mbi.bytes, mbi.size);
	KTEST_EXPECT_EQ(t, multiboot2_parse(MBI_ADDRESS + 4, &boot), -EINVAL);
	KTEST_EXPECT(t, strstr(log_text(), "misaligned or out of reach"));
	memory_clear();
	KTEST_EXPECT_EQ(t, multiboot2_parse(MBI_ADDRESS, &boot), -EINVAL);
	KTEST_EXPECT(t, strstr(log_text(), "misaligned or out of reach"));
}

KTEST(multiboot2, a_second_memory_map_is_refused)
{
	static const struct mbi_region region = {0, 4096, 1, 0};

	mbi_begin(&mbi);
	mbi_add_memory_map(&mbi, &region, 1);
	mbi_add_memory_map(&mbi, &region, 1);
	mbi_end(&mbi);
	expect_refusal(t, "a second memory map");
}

KTEST(multiboot2, larger_memory_map_entries_are_stepped_over)
{
	u8 payload[8 + 2 * 32] = {32};

	store_u64(payload + 8 + 8, 4096);
	store_u32(payload + 8 + 16, 1);
	store_u64(payload + 8 + 32, 8192);
	store_u64(payload + 8 + 32 + 8, 4096);
	store_u32(payload + 8 + 32 + 16, 1);
	mbi_begin(&mbi);
	mbi_add(&mbi, MBI_MEMORY_MAP, payload, sizeof(payload));
	mbi_end(&mbi);
	KTEST_EXPECT_EQ(t, parse(), 0);
	KTEST_EXPECT_EQ(t, boot.nr_regions, 2);
	KTEST_EXPECT_EQ(t, boot.regions[1].start, 8192);
}

/* A map of @nr regions, then @nr_modules modules and a line of @line bytes. */
static void fill(unsigned int nr, unsigned int nr_modules, size_t line)
{
	static struct mbi_region regions[BOOT_REGIONS_MAX + 1];
	static char text[2 * BOOT_CMDLINE_MAX];

	for (unsigned int i = 0; i < nr; i++)
		regions[i] = (struct mbi_region){i * 8192UL, 4096, 1, 0};
	memset(text, 'x', line);
	text[line] = '\0';
	mbi_begin(&mbi);
	mbi_add_memory_map(&mbi, regions, nr);
	for (unsigned int i = 0; i < nr_modules; i++)
		mbi_add_module(&mbi, 0x100000, 0x200000, "module");
	mbi_add_string(&mbi, MBI_COMMAND_LINE, text);
	mbi_end(&mbi);
}

KTEST(multiboot2, full_tables_are_taken_and_fuller_ones_refused)
{
	fill(BOOT_REGIONS_MAX, BOOT_MODULES_MAX, BOOT_CMDLINE_MAX - 1);
	KTEST_EXPECT_EQ(t, parse(), 0);
	KTEST_EXPECT_EQ(t, boot.nr_regions, BOOT_REGIONS_MAX);
	KTEST_EXPECT_EQ(t, boot.nr_modules, BOOT_MODULES_MAX);
	KTEST_EXPECT_EQ(t, strlen(boot.cmdline), BOOT_CMDLINE_MAX - 1);
	fill(BOOT_REGIONS_MAX + 1, 0, 0);
	expect_refusal(t, "more than 256 memory regions");
	fill(1, BOOT_MODULES_MAX + 1, 0);
	expect_refusal(t, "more than 16 boot modules");
	fill(1, 0, BOOT_CMDLINE_MAX);
	expect_refusal(t, "command line is longer than 2047 bytes");
}

KTEST(multiboot2, long_names_are_cut)
{
	static const char name[] =
		"a name of more than sixty-three bytes, which is as many as "
		"are kept of it";

	fill(1, 0, 0);
	mbi.size -= 8;
	mbi_add_string(&mbi, MBI_LOADER_NAME, name);
	mbi_add_module(&mbi, 0x100000, 0x200000, name);
	mbi_end(&mbi);
	KTEST_EXPECT_EQ(t, parse(), 0);
	KTEST_EXPECT_EQ(t, strlen(boot.loader), BOOT_NAME_MAX - 1);
	KTEST_EXPECT(t, strstarts(name, boot.loader));
	KTEST_EXPECT_STREQ(t, boot.modules[0].name, boot.loader);
}

KTEST(multiboot2, a_palette_framebuffer_is_left_alone)
{
	const struct poke palette = {MBI_FRAMEBUFFER, 29, 1, 0, ""};

	mbi_uefi(&mbi);
	poke(&palette);
	KTEST_EXPECT_EQ(t, parse(), 0);
	KTEST_EXPECT_EQ(t, boot.framebuffer.type, BOOT_FRAMEBUFFER_NONE);
	KTEST_EXPECT_EQ(t, boot.framebuffer.address, 0);
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

static void spoil_each_byte(struct ktest *t, void (*fill_in)(struct mbi *mbi))
{
	fill_in(&mbi);
	for (size_t i = 0; i < mbi.size; i++) {
		for (unsigned int way = 0; way < BYTE_SPOILERS; way++) {
			u8 byte = mbi.bytes[i];

			mbi.bytes[i] = spoil_byte(byte, way);
			KTEST_EXPECT(t, outcome_is_sound(parse()));
			mbi.bytes[i] = byte;
		}
	}
}

KTEST(multiboot2, any_spoilt_byte_is_survived)
{
	spoil_each_byte(t, mbi_bios);
	spoil_each_byte(t, mbi_uefi);
}

KTEST(multiboot2, random_damage_is_survived)
{
	unsigned int accepted = 0;

	for (u64 seed = 1; seed <= 40000; seed++) {
		u64 state = seed;
		int status;

		(seed % 2 ? mbi_bios : mbi_uefi)(&mbi);
		spoil_randomly(mbi.bytes, mbi.size, &state);
		status = parse();
		accepted += !status;
		if (!KTEST_EXPECT(t, outcome_is_sound(status)))
			printf("    # with seed %lu\n", seed);
	}
	/* The damage is neither all harmless nor all the same. */
	KTEST_EXPECT_GT(t, accepted, 4000);
	KTEST_EXPECT_LT(t, accepted, 36000);
}
