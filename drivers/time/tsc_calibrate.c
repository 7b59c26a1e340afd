// SPDX-License-Identifier: GPL-2.0-only
/*
 * How fast the time-stamp counter runs, from whoever knows: the hypervisor,
 * the processor, a measurement, and at last the rounded frequency that the
 * processor is sold by. CPUID leaves: Intel SDM vol. 2, CPUID; the
 * hypervisor's timing leaf is VMware's, which others have adopted.
 */
#include "reference_counter.h"
#include "tsc_calibration.h"

#include <asm/cpu_features.h>
#include <asm/msr.h>
#include <exo/clock_source.h>
#include <exo/compiler.h>

enum {
	LEAF_CRYSTAL = 0x15,
	LEAF_FREQUENCY = 0x16,
	FREQUENCY_MHZ_MASK = 0xffff,
};

#define LEAF_HYPERVISOR	       0x40000000U
#define LEAF_HYPERVISOR_TIMING 0x40000010U
#define LEAF_HYPERVISOR_LAST   0x400000ffU

static u64 hz_by_hypervisor(void)
{
	u32 max_leaf;

	if (!cpu_has(CPU_HYPERVISOR))
		return 0;
	max_leaf = cpuid(LEAF_HYPERVISOR, 0).eax;
	if (max_leaf < LEAF_HYPERVISOR_TIMING ||
	    max_leaf > LEAF_HYPERVISOR_LAST)
		return 0;
	return cpuid(LEAF_HYPERVISOR_TIMING, 0).eax * 1000ULL;
}

/* The ratio to a crystal, whose frequency many processors leave out. */
static u64 hz_by_crystal(void)
{
	struct cpuid leaf;

	if (cpuid(0, 0).eax < LEAF_CRYSTAL)
		return 0;
	leaf = cpuid(LEAF_CRYSTAL, 0);
	if (!leaf.eax || !leaf.ebx || !leaf.ecx)
		return 0;
	return (u64)leaf.ecx * leaf.ebx / leaf.eax;
}

static u64 hz_by_pit(void)
{
	const struct reference_counter *pit = reference_pit();

	return pit ? tsc_measure_hz(pit) : 0;
}

static u64 hz_by_frequency(void)
{
	if (cpuid(0, 0).eax < LEAF_FREQUENCY)
		return 0;
	return (cpuid(LEAF_FREQUENCY, 0).eax & FREQUENCY_MHZ_MASK) * 1000000ULL;
}

/* The best first. A counter that ACPI describes would stand before the PIT. */
static const struct {
	const char *name;
	u64 (*hz)(void);
} methods[] = {
	{"hypervisor", hz_by_hypervisor},
	{"crystal", hz_by_crystal},
	{"pit", hz_by_pit},
	{"cpuid", hz_by_frequency},
};

u64 tsc_calibrate(const char **method)
{
	for (size_t i = 0; i < ARRAY_SIZE(methods); i++) {
		u64 hz = methods[i].hz();

		if (clock_hz_plausible(hz)) {
			*method = methods[i].name;
			return hz;
		}
	}
	return 0;
}
