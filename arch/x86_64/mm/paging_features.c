// SPDX-License-Identifier: GPL-2.0-only
/*
 * What this CPU can do about paging, turned on where it is there: no-execute
 * and global pages, 1 GB pages, the cache types of the PAT, and the guards
 * against the kernel executing (SMEP) or touching (SMAP) user pages by mistake
 * and against user programs reading descriptor tables (UMIP).
 */
#include "internal.h"

#include <asm/cpu_features.h>
#include <asm/paging.h>

#define CR0_WP	 BIT(16)
#define CR4_UMIP BIT(11)
#define CR4_SMEP BIT(20)
#define CR4_SMAP BIT(21)
#define EFER_NXE BIT(11)
#define MSR_PAT	 0x277

/*
 * Types 6 write-back, 1 write-combining, 7 and 0 uncached, in the order of
 * entry_bits.h, twice. As at reset but for the second, so that nothing which
 * is mapped already changes (Intel SDM vol. 3, 11.12.4).
 */
#define PAT_TYPES 0x0007010600070106UL

static const struct {
	enum cpu_feature feature;
	unsigned long cr4;
} cr4_features[] = {
	{CPU_PGE, CR4_PGE},
	{CPU_UMIP, CR4_UMIP},
	{CPU_SMEP, CR4_SMEP},
	{CPU_SMAP, CR4_SMAP},
};

void paging_features_enable(void)
{
	unsigned long cr4 = read_cr4();

	/* Before an entry has the bit, which is reserved otherwise. */
	if (cpu_has(CPU_NX)) {
		wrmsr(MSR_EFER, rdmsr(MSR_EFER) | EFER_NXE);
		page_bits_supported |= PTE_NO_EXECUTE;
	}
	if (cpu_has(CPU_PAT))
		wrmsr(MSR_PAT, PAT_TYPES);
	if (cpu_has(CPU_PGE))
		page_bits_supported |= PTE_GLOBAL;
	if (cpu_has(CPU_PDPE1GB))
		page_level_largest = PAGE_LEVEL_1G;
	for (unsigned int i = 0; i < ARRAY_SIZE(cr4_features); i++)
		if (cpu_has(cr4_features[i].feature))
			cr4 |= cr4_features[i].cr4;
	write_cr4(cr4);
	write_cr0(read_cr0() | CR0_WP);
}
