/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: leaf. Model-specific registers, CPUID and control registers.
 */
#ifndef ASM_MSR_H
#define ASM_MSR_H

#include <exo/types.h>

#define MSR_APIC_BASE	   0x1b
#define MSR_EFER	   0xc0000080
#define MSR_FS_BASE	   0xc0000100
#define MSR_GS_BASE	   0xc0000101
#define MSR_KERNEL_GS_BASE 0xc0000102

static inline u64 rdmsr(u32 msr)
{
	u32 low, high;

	__asm__ volatile("rdmsr" : "=a"(low), "=d"(high) : "c"(msr));
	return (u64)high << 32 | low;
}

static inline void wrmsr(u32 msr, u64 value)
{
	__asm__ volatile("wrmsr"
			 :
			 : "c"(msr), "a"((u32)(value & 0xffffffff)),
			   "d"((u32)(value >> 32))
			 : "memory");
}

struct cpuid {
	u32 eax, ebx, ecx, edx;
};

static inline struct cpuid cpuid(u32 leaf, u32 subleaf)
{
	struct cpuid r;

	__asm__ volatile("cpuid"
			 : "=a"(r.eax), "=b"(r.ebx), "=c"(r.ecx), "=d"(r.edx)
			 : "a"(leaf), "c"(subleaf));
	return r;
}

/* The upper halves of RAX and RDX are cleared (Intel SDM vol. 2, RDTSC). */
static inline u64 rdtsc(void)
{
	u64 low, high;

	__asm__ volatile("rdtsc" : "=a"(low), "=d"(high));
	return high << 32 | low;
}

/*
 * Read behind all instructions before and ahead of all after, as the SDM
 * (vol. 2, RDTSC) has it. RDTSCP would not be better: it needs the second
 * LFENCE just as well, and not every processor has it.
 */
static inline u64 rdtsc_ordered(void)
{
	u32 low, high;

	__asm__ volatile("lfence; rdtsc; lfence"
			 : "=a"(low), "=d"(high)
			 :
			 : "memory");
	return (u64)high << 32 | low;
}

#define DEFINE_CONTROL_REGISTER(reg)                                           \
	static inline unsigned long read_##reg(void)                           \
	{                                                                      \
		unsigned long value;                                           \
		__asm__ volatile("mov %%" #reg ", %0" : "=r"(value));          \
		return value;                                                  \
	}                                                                      \
	static inline void write_##reg(unsigned long value)                    \
	{                                                                      \
		__asm__ volatile("mov %0, %%" #reg : : "r"(value) : "memory"); \
	}

DEFINE_CONTROL_REGISTER(cr0)
DEFINE_CONTROL_REGISTER(cr2)
DEFINE_CONTROL_REGISTER(cr3)
DEFINE_CONTROL_REGISTER(cr4)

#endif
