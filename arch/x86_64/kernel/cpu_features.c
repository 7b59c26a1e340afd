// SPDX-License-Identifier: GPL-2.0-only
/*
 * Reading CPUID once and naming what it says.
 */
#include <asm/cpu_features.h>
#include <asm/msr.h>
#include <exo/compiler.h>
#include <exo/string.h>

struct cpu_facts cpu_facts;

static const struct {
	enum cpu_feature feature;
	const char *name;
} feature_names[] = {
	{CPU_FPU, "fpu"},
	{CPU_TSC, "tsc"},
	{CPU_PAE, "pae"},
	{CPU_MCE, "mce"},
	{CPU_APIC, "apic"},
	{CPU_MTRR, "mtrr"},
	{CPU_PGE, "pge"},
	{CPU_MCA, "mca"},
	{CPU_PAT, "pat"},
	{CPU_FXSR, "fxsr"},
	{CPU_SSE, "sse"},
	{CPU_SSE2, "sse2"},
	{CPU_SSE3, "sse3"},
	{CPU_MONITOR, "monitor"},
	{CPU_SSSE3, "ssse3"},
	{CPU_PCID, "pcid"},
	{CPU_SSE4_1, "sse4_1"},
	{CPU_SSE4_2, "sse4_2"},
	{CPU_X2APIC, "x2apic"},
	{CPU_POPCNT, "popcnt"},
	{CPU_TSC_DEADLINE, "tsc_deadline"},
	{CPU_XSAVE, "xsave"},
	{CPU_AVX, "avx"},
	{CPU_RDRAND, "rdrand"},
	{CPU_HYPERVISOR, "hypervisor"},
	{CPU_FSGSBASE, "fsgsbase"},
	{CPU_BMI1, "bmi1"},
	{CPU_AVX2, "avx2"},
	{CPU_SMEP, "smep"},
	{CPU_BMI2, "bmi2"},
	{CPU_ERMS, "erms"},
	{CPU_INVPCID, "invpcid"},
	{CPU_RDSEED, "rdseed"},
	{CPU_SMAP, "smap"},
	{CPU_UMIP, "umip"},
	{CPU_PKU, "pku"},
	{CPU_LA57, "la57"},
	{CPU_XSAVEOPT, "xsaveopt"},
	{CPU_SYSCALL, "syscall"},
	{CPU_NX, "nx"},
	{CPU_PDPE1GB, "pdpe1gb"},
	{CPU_RDTSCP, "rdtscp"},
	{CPU_LONG_MODE, "lm"},
	{CPU_INVARIANT_TSC, "invariant_tsc"},
};

const char *cpu_feature_name(unsigned int index)
{
	for (unsigned int i = 0; i < ARRAY_SIZE(feature_names); i++)
		if (cpu_has(feature_names[i].feature) && index-- == 0)
			return feature_names[i].name;
	return NULL;
}

static void detect_vendor(void)
{
	struct cpuid leaf = cpuid(0, 0);

	memcpy(cpu_facts.vendor, &leaf.ebx, 4);
	memcpy(cpu_facts.vendor + 4, &leaf.edx, 4);
	memcpy(cpu_facts.vendor + 8, &leaf.ecx, 4);
}

/* Intel SDM vol. 2, CPUID, figure 3-6: when the extended fields count. */
static void detect_model(void)
{
	u32 eax = cpuid(1, 0).eax;

	cpu_facts.stepping = eax & 0xf;
	cpu_facts.model = eax >> 4 & 0xf;
	cpu_facts.family = eax >> 8 & 0xf;
	if (cpu_facts.family == 6 || cpu_facts.family == 15)
		cpu_facts.model |= (eax >> 16 & 0xf) << 4;
	if (cpu_facts.family == 15)
		cpu_facts.family += eax >> 20 & 0xff;
}

static void detect_brand(u32 max_extended)
{
	if (max_extended < 0x80000004)
		return;
	for (unsigned int i = 0; i < 3; i++) {
		struct cpuid leaf = cpuid(0x80000002 + i, 0);

		memcpy(cpu_facts.brand + i * sizeof(leaf), &leaf, sizeof(leaf));
	}
}

static void detect_features(u32 max_basic, u32 max_extended)
{
	u32 *features = cpu_facts.features;
	struct cpuid leaf = cpuid(1, 0);

	features[CPUID_1_ECX] = leaf.ecx;
	features[CPUID_1_EDX] = leaf.edx;
	if (max_basic >= 7) {
		leaf = cpuid(7, 0);
		features[CPUID_7_EBX] = leaf.ebx;
		features[CPUID_7_ECX] = leaf.ecx;
	}
	if (max_basic >= 0xd)
		features[CPUID_D1_EAX] = cpuid(0xd, 1).eax;
	leaf = cpuid(0x80000001, 0);
	features[CPUID_80000001_ECX] = leaf.ecx;
	features[CPUID_80000001_EDX] = leaf.edx;
	if (max_extended >= 0x80000007)
		features[CPUID_80000007_EDX] = cpuid(0x80000007, 0).edx;
}

/* Without the leaf: what every 64-bit processor has at least. */
static void detect_address_widths(u32 max_extended)
{
	u32 eax = 36 | 48 << 8;

	if (max_extended >= 0x80000008)
		eax = cpuid(0x80000008, 0).eax;
	cpu_facts.physical_bits = eax & 0xff;
	cpu_facts.virtual_bits = eax >> 8 & 0xff;
}

void cpu_facts_detect(void)
{
	u32 max_basic = cpuid(0, 0).eax;
	u32 max_extended = cpuid(0x80000000, 0).eax;

	detect_vendor();
	detect_model();
	detect_brand(max_extended);
	detect_features(max_basic, max_extended);
	detect_address_widths(max_extended);
}
