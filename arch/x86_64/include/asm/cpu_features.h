/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: arch. What CPUID says about the boot processor, read once by
 * trap_init(). Bits as in the Intel SDM vol. 2, CPUID, and the AMD APM
 * vol. 3, appendix E.
 */
#ifndef ASM_CPU_FEATURES_H
#define ASM_CPU_FEATURES_H

#include <exo/types.h>

/* The CPUID registers that hold feature bits, in the order we keep them. */
enum cpu_feature_word {
	CPUID_1_ECX,
	CPUID_1_EDX,
	CPUID_7_EBX,
	CPUID_7_ECX,
	CPUID_D1_EAX,
	CPUID_80000001_ECX,
	CPUID_80000001_EDX,
	CPUID_80000007_EDX,
	CPU_FEATURE_WORDS,
};

#define CPU_FEATURE(word, bit) ((word)*32 + (bit))

enum cpu_feature {
	CPU_FPU = CPU_FEATURE(CPUID_1_EDX, 0),
	CPU_TSC = CPU_FEATURE(CPUID_1_EDX, 4),
	CPU_PAE = CPU_FEATURE(CPUID_1_EDX, 6),
	CPU_MCE = CPU_FEATURE(CPUID_1_EDX, 7),
	CPU_APIC = CPU_FEATURE(CPUID_1_EDX, 9),
	CPU_MTRR = CPU_FEATURE(CPUID_1_EDX, 12),
	CPU_PGE = CPU_FEATURE(CPUID_1_EDX, 13),
	CPU_MCA = CPU_FEATURE(CPUID_1_EDX, 14),
	CPU_PAT = CPU_FEATURE(CPUID_1_EDX, 16),
	CPU_FXSR = CPU_FEATURE(CPUID_1_EDX, 24),
	CPU_SSE = CPU_FEATURE(CPUID_1_EDX, 25),
	CPU_SSE2 = CPU_FEATURE(CPUID_1_EDX, 26),
	CPU_SSE3 = CPU_FEATURE(CPUID_1_ECX, 0),
	CPU_MONITOR = CPU_FEATURE(CPUID_1_ECX, 3),
	CPU_SSSE3 = CPU_FEATURE(CPUID_1_ECX, 9),
	CPU_PCID = CPU_FEATURE(CPUID_1_ECX, 17),
	CPU_SSE4_1 = CPU_FEATURE(CPUID_1_ECX, 19),
	CPU_SSE4_2 = CPU_FEATURE(CPUID_1_ECX, 20),
	CPU_X2APIC = CPU_FEATURE(CPUID_1_ECX, 21),
	CPU_POPCNT = CPU_FEATURE(CPUID_1_ECX, 23),
	CPU_TSC_DEADLINE = CPU_FEATURE(CPUID_1_ECX, 24),
	CPU_XSAVE = CPU_FEATURE(CPUID_1_ECX, 26),
	CPU_AVX = CPU_FEATURE(CPUID_1_ECX, 28),
	CPU_RDRAND = CPU_FEATURE(CPUID_1_ECX, 30),
	CPU_HYPERVISOR = CPU_FEATURE(CPUID_1_ECX, 31),
	CPU_FSGSBASE = CPU_FEATURE(CPUID_7_EBX, 0),
	CPU_BMI1 = CPU_FEATURE(CPUID_7_EBX, 3),
	CPU_AVX2 = CPU_FEATURE(CPUID_7_EBX, 5),
	CPU_SMEP = CPU_FEATURE(CPUID_7_EBX, 7),
	CPU_BMI2 = CPU_FEATURE(CPUID_7_EBX, 8),
	CPU_ERMS = CPU_FEATURE(CPUID_7_EBX, 9),
	CPU_INVPCID = CPU_FEATURE(CPUID_7_EBX, 10),
	CPU_RDSEED = CPU_FEATURE(CPUID_7_EBX, 18),
	CPU_SMAP = CPU_FEATURE(CPUID_7_EBX, 20),
	CPU_UMIP = CPU_FEATURE(CPUID_7_ECX, 2),
	CPU_PKU = CPU_FEATURE(CPUID_7_ECX, 3),
	CPU_LA57 = CPU_FEATURE(CPUID_7_ECX, 16),
	CPU_XSAVEOPT = CPU_FEATURE(CPUID_D1_EAX, 0),
	CPU_SYSCALL = CPU_FEATURE(CPUID_80000001_EDX, 11),
	CPU_NX = CPU_FEATURE(CPUID_80000001_EDX, 20),
	CPU_PDPE1GB = CPU_FEATURE(CPUID_80000001_EDX, 26),
	CPU_RDTSCP = CPU_FEATURE(CPUID_80000001_EDX, 27),
	CPU_LONG_MODE = CPU_FEATURE(CPUID_80000001_EDX, 29),
	CPU_INVARIANT_TSC = CPU_FEATURE(CPUID_80000007_EDX, 8),
};

struct cpu_facts {
	char vendor[13]; /* "GenuineIntel" */
	char brand[49]; /* the processor's name, or "" */
	unsigned int family, model, stepping;
	unsigned int physical_bits, virtual_bits; /* address widths */
	u32 features[CPU_FEATURE_WORDS];
};

extern struct cpu_facts cpu_facts;

/* Fill cpu_facts. Called by trap_init(). */
void cpu_facts_detect(void);

/* Whether the processor has @feature; says nothing of its being enabled. */
static inline bool cpu_has(enum cpu_feature feature)
{
	return cpu_facts.features[feature / 32] >> (feature % 32) & 1;
}

/*
 * The @index-th of the features named above that this processor has, by the
 * name users know ("smap"); NULL past the last.
 */
const char *cpu_feature_name(unsigned int index);

#endif
