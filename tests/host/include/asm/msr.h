/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: leaf. In place of the kernel's: a test says what the processor
 * answers.
 */
#ifndef ASM_MSR_H
#define ASM_MSR_H

#include <exo/types.h>

struct cpuid {
	u32 eax, ebx, ecx, edx;
};

struct cpuid cpuid(u32 leaf, u32 subleaf);
u64 rdtsc(void);

#define MSR_APIC_BASE 0x1b

u64 rdmsr(u32 msr);
void wrmsr(u32 msr, u64 value);

#endif
