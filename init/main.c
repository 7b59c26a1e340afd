// SPDX-License-Identifier: GPL-2.0-only
/*
 * The whole boot order on one page. The ordered core comes first, each part
 * able to rely on the ones above it; optional parts follow as initcalls,
 * level by level. <exo/initcall.h> says what works after each level.
 */
#include <asm/irqflags.h>
#include <asm/trap.h>
#include <exo/arch_entry.h>
#include <exo/bench.h>
#include <exo/boot_info.h>
#include <exo/boot_option.h>
#include <exo/early_memory.h>
#include <exo/frame.h>
#include <exo/idle.h>
#include <exo/init_program.h>
#include <exo/initcall.h>
#include <exo/kasan.h>
#include <exo/kmalloc.h>
#include <exo/kernel_stack.h>
#include <exo/kmon.h>
#include <exo/ktest.h>
#include <exo/load_test.h>
#include <exo/page_table.h>
#include <exo/printk.h>
#include <exo/sched.h>
#include <exo/splash.h>
#include <exo/thread.h>
#include <exo/version.h>

/* Bounds made by the linker script. */
#define DECLARE_INITCALLS(level)                                    \
	extern const struct initcall __initcalls_##level##_start[]; \
	extern const struct initcall __initcalls_##level##_end[]

DECLARE_INITCALLS(memory);
DECLARE_INITCALLS(irqchip);
DECLARE_INITCALLS(clock);
DECLARE_INITCALLS(console);
DECLARE_INITCALLS(device);
DECLARE_INITCALLS(late);

static void run_initcalls(const struct initcall *call,
			  const struct initcall *end)
{
	for (; call < end; call++) {
		int err = call->run();

		if (err)
			pr_err("%s failed: error %d\n", call->name, -err);
	}
}

#define RUN_INITCALLS(level) \
	run_initcalls(__initcalls_##level##_start, __initcalls_##level##_end)

/* The configured command line and the loader's; the later word wins. */
static void parse_command_line(const struct boot_info *boot)
{
	if (sizeof(CONFIG_CMDLINE) > 1)
		boot_options_parse(CONFIG_CMDLINE);
	if (!IS_ENABLED(CONFIG_CMDLINE_OVERRIDE))
		boot_options_parse(boot->cmdline);
}

static void memory_init(const struct boot_info *boot)
{
	early_memory_init(boot);
	kernel_map_init(boot);
	kasan_init();
	frame_init();
	page_table_use_frames();
	heap_init();
	if (IS_ENABLED(CONFIG_THREADS))
		kernel_stack_init();
}

/*
 * One instruction that does nothing, in the room of a jump: make prices and make
 * check-budgets put one there, to a probe that ends the boot, tells how many
 * instructions it took, and what is passed.
 */
static __noinline void start_up_complete(u64 free_frames)
{
	__asm__ volatile("nopl 0(%%rax,%%rax,1)" : : "r"(free_frames));
}

static void tell_start_up_complete(void)
{
	struct frame_statistics frames = {0};

	if (IS_ENABLED(CONFIG_MEMORY))
		frame_statistics(&frames);
	start_up_complete(frames.free);
}

static bool never(void)
{
	return false;
}

/* Nothing is left to do here; with threads, the idle thread halts. */
static __noreturn void rest(void)
{
	for (;;) {
		if (IS_ENABLED(CONFIG_THREADS))
			thread_sleep_ns(~0ULL);
		irq_disable();
		idle_until(never);
	}
}

__noreturn void start_kernel(const struct boot_info *boot)
{
	trap_init();
	parse_command_line(boot);
	pr_notice("%s\n", kernel_banner);
	pr_info("command line: %s\n", boot->cmdline);

	if (IS_ENABLED(CONFIG_MEMORY))
		memory_init(boot);
	RUN_INITCALLS(memory);
	RUN_INITCALLS(irqchip);
	RUN_INITCALLS(clock);
	sched_init();
	RUN_INITCALLS(console);
	irq_enable();
	RUN_INITCALLS(device);
	RUN_INITCALLS(late);

	splash_print();
	ktest_run_from_cmdline();
	load_test_run_from_cmdline();
	bench_run_from_cmdline();
	tell_start_up_complete();
	if (!init_program_start() && IS_ENABLED(CONFIG_KMON))
		kmon_run();
	rest();
}
