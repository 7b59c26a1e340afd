// SPDX-License-Identifier: GPL-2.0-only
/*
 * cpuinfo: the processor that runs (proc_cpuinfo(5)). Those that are parked are
 * not listed.
 */
#include <asm/cpu_features.h>
#include <asm/msr.h>
#include <exo/proc_file.h>
#include <exo/time.h>

#include "cpu_flags.h"

enum {
	LINE_BYTES = 8, /* unit of the size of cache lines in CPUID 1 */
};

static void print_model(struct text_buffer *text, const struct cpu_facts *facts)
{
	text_printf(text,
		    "processor\t: 0\nvendor_id\t: %s\ncpu family\t: %u\n"
		    "model\t\t: %u\nmodel name\t: %s\nstepping\t: %u\n",
		    facts->vendor, facts->family, facts->model,
		    facts->brand[0] ? facts->brand : "unknown",
		    facts->stepping);
}

/* Known if the time-stamp counter is the clock. */
static void print_rate(struct text_buffer *text)
{
	u64 khz = time_tsc_hz() / 1000;

	if (khz)
		text_printf(text, "cpu MHz\t\t: %llu.%03llu\n",
			    (unsigned long long)khz / 1000,
			    (unsigned long long)khz % 1000);
}

/* Linux's delay loop, when it reads the same counter, makes two a cycle. */
static void print_bogomips(struct text_buffer *text)
{
	u64 hundredths = 2 * time_tsc_hz() / 10000;

	if (hundredths)
		text_printf(text, "bogomips\t: %llu.%02llu\n",
			    (unsigned long long)hundredths / 100,
			    (unsigned long long)hundredths % 100);
}

static void print_cache_lines(struct text_buffer *text)
{
	u32 line = (cpuid(1, 0).ebx >> 8 & 0xff) * LINE_BYTES;

	text_printf(text, "clflush size\t: %u\ncache_alignment\t: %u\n", line,
		    line);
}

static int show_cpuinfo(struct text_buffer *text)
{
	const struct cpu_facts *facts = &cpu_facts;

	print_model(text, facts);
	print_rate(text);
	text_printf(text,
		    "fpu\t\t: yes\nfpu_exception\t: yes\ncpuid level\t: %u\n"
		    "wp\t\t: yes\n",
		    cpuid(0, 0).eax);
	text_printf(text, "flags\t\t:");
	cpu_flags_print(text);
	text_append(text, "\n", 1);
	print_bogomips(text);
	print_cache_lines(text);
	text_printf(text,
		    "address sizes\t: %u bits physical, %u bits virtual\n\n",
		    facts->physical_bits, facts->virtual_bits);
	return 0;
}
PROC_FILE(cpuinfo) = {.path = "cpuinfo", .show = show_cpuinfo};
