// SPDX-License-Identifier: GPL-2.0-only
/*
 * The frame allocator in step with a model that knows how often each frame is
 * held. The RAM is made up, with holes and reserved parts, and nearly all used
 * most of the time. Frames are counted, never touched.
 */
#include <exo/backtrace.h>
#include <exo/cpu.h>
#include <exo/early_memory.h>
#include <exo/frame.h>
#include <exo/ktest.h>
#include <exo/page_table.h>
#include <exo/printk.h>

enum {
	NR_FRAMES = 3 * 4096 + 100, /* some beyond 48 MB */
	HELD_MAX = 3000,
	RUN_MAX = 700,
};

/* What the allocator stands on. */
struct frame frame_table[NR_FRAMES];
struct cpu boot_cpu;
struct mm kernel_mm;

static u8 early_memory[1 << 20] __aligned(PAGE_SIZE);
static size_t early_memory_used;

static const struct {
	paddr_t start, end;
	bool free;
} ranges[] = {
	{0x1000, 0x9f000, true},
	{0x100000, 0x180000, false},
	{0x180000, 0x1345000, true},
	{0x1800000, (paddr_t)NR_FRAMES << PAGE_SHIFT, true},
};

paddr_t early_memory_alloc(u64 size, u64 align)
{
	void *memory;

	early_memory_used = ALIGN_UP(early_memory_used, align);
	memory = early_memory + early_memory_used;
	early_memory_used += size;
	return virt_to_phys(memory);
}

void early_memory_close(void)
{
}

void early_memory_for_each_ram(void (*visit)(paddr_t start, paddr_t end,
					     void *arg),
			       void *arg)
{
	for (size_t i = 0; i < ARRAY_SIZE(ranges); i++)
		visit(ranges[i].start, ranges[i].end, arg);
}

void early_memory_for_each_free(void (*visit)(paddr_t start, paddr_t end,
					      void *arg),
				void *arg)
{
	for (size_t i = 0; i < ARRAY_SIZE(ranges); i++)
		if (ranges[i].free)
			visit(ranges[i].start, ranges[i].end, arg);
}

int page_map(struct mm *mm, unsigned long virt, paddr_t phys, size_t size,
	     unsigned int prot)
{
	(void)mm;
	(void)virt;
	(void)phys;
	(void)size;
	(void)prot;
	return 0;
}

void backtrace_print(enum log_level level)
{
	(void)level;
}

static unsigned int nr_warnings;

void vprintk(enum log_level level, const char *fmt, va_list ap)
{
	(void)fmt;
	(void)ap;
	nr_warnings += level == LOG_WARNING;
}

/* The model. */
static unsigned int refs[NR_FRAMES];
static bool usable[NR_FRAMES];
static u64 nr_free;
static struct held {
	struct frame *first;
	size_t count;
} held[HELD_MAX];
static size_t nr_held;

static u64 random_state = 0x9e3779b97f4a7c15;

static u64 random_below(u64 limit)
{
	random_state ^= random_state << 13;
	random_state ^= random_state >> 7;
	random_state ^= random_state << 17;
	return (random_state >> 8) % limit;
}

/* Once, whichever test is first. */
static void begin(void)
{
	if (nr_free)
		return;
	for (size_t i = 0; i < ARRAY_SIZE(ranges); i++)
		for (paddr_t phys = ranges[i].start;
		     ranges[i].free && phys < ranges[i].end;
		     phys += PAGE_SIZE) {
			usable[phys >> PAGE_SHIFT] = true;
			nr_free++;
		}
	frame_init();
}

/* The model's view of an allocation: how many frames were not to be had. */
static unsigned int note_alloc(struct frame *first, size_t count)
{
	const size_t number = first - frame_table;
	unsigned int wrong = 0;

	for (size_t i = number; i < number + count; i++) {
		wrong += !usable[i] || refs[i] || frame_table[i].refs != 1;
		refs[i] = 1;
	}
	nr_free -= count;
	held[nr_held].first = first;
	held[nr_held++].count = count;
	return wrong;
}

static unsigned int alloc_one(void)
{
	struct frame *frame = frame_alloc(FRAME_ANY);

	if (!frame)
		return nr_free != 0;
	return note_alloc(frame, 1);
}

static bool model_has_run(size_t count, size_t align, size_t end)
{
	size_t free = 0;

	for (size_t i = end; i-- > 0;) {
		free = usable[i] && !refs[i] ? free + 1 : 0;
		if (free >= count && i % align == 0)
			return true;
	}
	return false;
}

static unsigned int alloc_run(void)
{
	const size_t count = 1 + random_below(random_below(RUN_MAX) + 1);
	const size_t align = BIT(random_below(10));
	const size_t end = random_below(2) ? NR_FRAMES : 4096;
	struct frame *first = frame_alloc_run(
		count, align << PAGE_SHIFT,
		end == NR_FRAMES ? 0 : (paddr_t)end << PAGE_SHIFT);
	const size_t number = first - frame_table;

	if (!first)
		return model_has_run(count, align, end);
	if (number % align || number + count > end)
		return 1;
	return note_alloc(first, count);
}

static void free_some(void)
{
	struct held *victim = &held[random_below(nr_held)];

	for (size_t i = 0; i < victim->count; i++)
		refs[victim->first - frame_table + i] = 0;
	nr_free += victim->count;
	if (victim->count == 1)
		frame_free(victim->first);
	else
		frame_free_run(victim->first, victim->count);
	*victim = held[--nr_held];
}

static void share_and_drop(void)
{
	struct frame *frame = held[random_below(nr_held)].first;
	const u64 times = random_below(4);

	for (u64 i = 0; i < times; i++)
		frame_get(frame);
	for (u64 i = 0; i < times; i++)
		frame_put(frame);
}

/* More is allocated than freed, or the other way about. */
static unsigned int step(bool freeing)
{
	struct frame_statistics stats;
	unsigned int wrong = 0;

	switch (random_below(8) + (freeing ? 3 : 0)) {
	case 0 ... 3:
		if (nr_held < HELD_MAX)
			wrong = alloc_one();
		break;
	case 4:
		if (nr_held < HELD_MAX)
			wrong = alloc_run();
		break;
	case 5:
		if (nr_held)
			share_and_drop();
		break;
	default:
		if (nr_held)
			free_some();
		break;
	}
	frame_statistics(&stats);
	return wrong + (stats.free != nr_free);
}

KTEST(frame_model, random_steps_agree_with_the_model)
{
	unsigned int wrong = 0;
	u64 all;

	begin();
	all = nr_free;
	for (unsigned int i = 0; i < 100000 && !wrong; i++)
		wrong += step(i / 2048 % 2);
	KTEST_EXPECT_EQ(t, wrong, 0);
	KTEST_EXPECT_EQ(t, nr_warnings, 0);
	while (nr_held)
		free_some();
	KTEST_EXPECT_EQ(t, nr_free, all);
	KTEST_EXPECT(t, !wrong && step(false) == 0);
	while (nr_held)
		free_some();
}

KTEST(frame_model, each_misuse_is_reported_once)
{
	struct frame *frame;

	begin();
	frame = frame_alloc(FRAME_ANY);
	KTEST_ASSERT(t, frame);
	nr_warnings = 0;
	frame_get(frame);
	frame_free(frame);
	KTEST_EXPECT_EQ(t, nr_warnings, 1); /* shared */
	frame_put(frame);
	frame_put(frame);
	KTEST_EXPECT_EQ(t, nr_warnings, 1);
	frame_put(frame);
	KTEST_EXPECT_EQ(t, nr_warnings, 2); /* free */
	frame_get(frame);
	KTEST_EXPECT_EQ(t, nr_warnings, 3); /* free */
	frame_free(phys_to_frame(0x100000));
	KTEST_EXPECT_EQ(t, nr_warnings, 4); /* reserved */
	frame_free(phys_to_frame(0xb8000));
	KTEST_EXPECT_EQ(t, nr_warnings, 5); /* a hole */
	frame_free(frame_table + NR_FRAMES);
	frame_free(frame_table - 1);
	KTEST_EXPECT_EQ(t, nr_warnings, 7); /* none of ours */
	frame_free_run(frame, 3);
	KTEST_EXPECT_EQ(t, nr_warnings, 10);
}
