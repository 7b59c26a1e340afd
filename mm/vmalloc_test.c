// SPDX-License-Identifier: GPL-2.0-only
/*
 * Blocks and devices in the vmalloc area, in the running kernel.
 */
#include <asm/memlayout.h>
#include <exo/address_probe.h>
#include <exo/boot_info.h>
#include <exo/frame.h>
#include <exo/ioremap.h>
#include <exo/ktest.h>
#include <exo/page_table.h>
#include <exo/vmalloc.h>

static u64 frames_free(void)
{
	struct frame_statistics stats;

	frame_statistics(&stats);
	return stats.free;
}

static bool shown(const char *address)
{
	return address_mapped((unsigned long)address, 1, false);
}

KTEST(vmalloc, a_block_is_whole_and_ends_at_a_guard)
{
	const size_t size = 5 * PAGE_SIZE;
	char *block = vmalloc(size - 100);

	KTEST_ASSERT(t, block);
	KTEST_EXPECT_EQ(t, (unsigned long)block % PAGE_SIZE, 0);
	KTEST_EXPECT(t, address_mapped((unsigned long)block, size, true));
	KTEST_EXPECT(t, !shown(block + size));
	memset(block, 0xa5, size);
	vfree(block);
	KTEST_EXPECT(t, !shown(block));
	KTEST_EXPECT(t, !shown(block + size - 1));
}

KTEST(vmalloc, blocks_do_not_share_pages)
{
	char *blocks[20];
	unsigned int wrong = 0;

	for (unsigned int i = 0; i < ARRAY_SIZE(blocks); i++) {
		blocks[i] = vmalloc(1 + i * 1000);
		KTEST_ASSERT(t, blocks[i]);
		memset(blocks[i], (int)i, 1 + i * 1000);
	}
	for (unsigned int i = 0; i < ARRAY_SIZE(blocks); i++) {
		for (unsigned int k = 0; k < 1 + i * 1000; k++)
			wrong += blocks[i][k] != (char)i;
		vfree(blocks[i]);
	}
	KTEST_EXPECT_EQ(t, wrong, 0);
}

KTEST(vmalloc, freeing_leaves_nothing_behind)
{
	char *block;
	u64 frames;

	/* Until tables and heap, its quarantine too, have what they keep. */
	for (unsigned int i = 0; i < 300; i++)
		vfree(vmalloc(PAGE_SIZE));
	block = vmalloc(100 * PAGE_SIZE);
	KTEST_ASSERT(t, block);
	vfree(block);
	frames = frames_free();
	for (unsigned int i = 0; i < 10; i++) {
		block = vmalloc(100 * PAGE_SIZE);
		KTEST_ASSERT(t, block);
		vfree(block);
	}
	KTEST_EXPECT_EQ(t, frames_free(), frames);
}

KTEST(vmalloc, nothing_and_too_much_give_null)
{
	struct frame_statistics stats;

	frame_statistics(&stats);
	KTEST_EXPECT_EQ(t, vmalloc(0), NULL);
	KTEST_EXPECT_EQ(t, vmalloc(~0UL), NULL);
	KTEST_EXPECT_EQ(t, vmalloc(VMALLOC_END - VMALLOC_START), NULL);
	vfree(NULL);
	iounmap(NULL);
}

KTEST(vmalloc, running_out_of_frames_gives_back_all_that_was_taken)
{
	u64 frames = frames_free();

	KTEST_EXPECT_EQ(t, vmalloc((frames + 1) * PAGE_SIZE), NULL);
	KTEST_EXPECT_GE(t, frames_free() + 1, frames);
}

/* The local APIC's version register, on every PC. */
#define APIC	     0xfee00000UL
#define APIC_VERSION 0x30

KTEST(ioremap, registers_answer_and_are_not_cached)
{
	struct page_mapping mapping;
	char *registers = ioremap(APIC + APIC_VERSION, 4);
	u32 version;

	KTEST_ASSERT(t, registers);
	version = *(volatile u32 *)registers;
	KTEST_EXPECT_NE(t, version, 0);
	KTEST_EXPECT_NE(t, version, ~0U);
	KTEST_EXPECT(t, page_query(&kernel_mm, (unsigned long)registers,
				   &mapping));
	KTEST_EXPECT_EQ(t, mapping.phys, APIC + APIC_VERSION);
	KTEST_EXPECT_EQ(t, mapping.prot & ~PAGE_EXECUTE,
			PAGE_WRITE | PAGE_UNCACHED);
	iounmap(registers);
	KTEST_EXPECT(t, !shown(registers));
}

KTEST(ioremap, frame_buffers_are_write_combining_on_large_pages)
{
	struct page_mapping mapping;
	char *pixels = ioremap_wc(APIC - 0x1ff000, 0x500000);

	KTEST_ASSERT(t, pixels);
	KTEST_EXPECT(t,
		     page_query(&kernel_mm, (unsigned long)pixels, &mapping));
	KTEST_EXPECT_EQ(t, mapping.page_size, PAGE_SIZE);
	KTEST_EXPECT(t, page_query(&kernel_mm, (unsigned long)pixels + 0x1ff000,
				   &mapping));
	KTEST_EXPECT_EQ(t, mapping.phys, APIC);
	KTEST_EXPECT_EQ(t, mapping.page_size, LARGE_PAGE_SIZE);
	KTEST_EXPECT_EQ(t, mapping.prot & ~PAGE_EXECUTE,
			PAGE_WRITE | PAGE_WRITE_COMBINING);
	iounmap(pixels);
	KTEST_EXPECT(t, !shown(pixels));
	KTEST_EXPECT(t, !shown(pixels + 0x4fffff));
}

KTEST(ioremap, ram_nothing_and_the_unreachable_are_refused)
{
	KTEST_EXPECT_EQ(t, ioremap(0x800000, 4), NULL);
	KTEST_EXPECT_EQ(t, ioremap(APIC, 0), NULL);
	KTEST_EXPECT_EQ(t, ioremap(APIC, ~0UL), NULL);
	KTEST_EXPECT_EQ(t, ioremap(1UL << 52, PAGE_SIZE), NULL);
	KTEST_EXPECT_EQ(t, ioremap(~0UL, 1), NULL);
}
