// SPDX-License-Identifier: GPL-2.0-only
/*
 * Machine checks: the processor found its own hardware at fault (Intel SDM
 * vol. 3, chapter 15). We turn reporting on and, when one comes, print what
 * the banks recorded; recovery is not attempted.
 */
#include "internal.h"

#include <asm/cpu_features.h>
#include <asm/msr.h>
#include <exo/printk.h>

#define MSR_MCG_CAP    0x179
#define MSR_MCG_STATUS 0x17a
#define MSR_MCG_CTL    0x17b
/* Of bank n: these plus 4 n. */
#define MSR_MC_CTL    0x400
#define MSR_MC_STATUS 0x401
#define MSR_MC_ADDR   0x402

#define MCG_CAP_BANKS	    0xff
#define MCG_CAP_CTL_PRESENT BIT(8)

#define MC_STATUS_VALID		(1ULL << 63)
#define MC_STATUS_OVERFLOW	(1ULL << 62)
#define MC_STATUS_UNCORRECTED	(1ULL << 61)
#define MC_STATUS_ADDRESS_VALID (1ULL << 58)

#define CR4_MCE BIT(6)

static bool has_banks(void)
{
	return cpu_has(CPU_MCE) && cpu_has(CPU_MCA);
}

static u32 nr_banks(void)
{
	return rdmsr(MSR_MCG_CAP) & MCG_CAP_BANKS;
}

void machine_check_enable(void)
{
	if (!has_banks())
		return;
	if (rdmsr(MSR_MCG_CAP) & MCG_CAP_CTL_PRESENT)
		wrmsr(MSR_MCG_CTL, ~0ULL);
	for (u32 bank = 0; bank < nr_banks(); bank++) {
		wrmsr(MSR_MC_CTL + 4 * bank, ~0ULL);
		wrmsr(MSR_MC_STATUS + 4 * bank, 0);
	}
	write_cr4(read_cr4() | CR4_MCE);
}

static void bank_report(u32 bank)
{
	u64 status = rdmsr(MSR_MC_STATUS + 4 * bank);

	if (!(status & MC_STATUS_VALID))
		return;
	pr_emerg("Bank %u: status %016lx, error %04lx%s%s\n", bank,
		 (unsigned long)status, (unsigned long)(status & 0xffff),
		 status & MC_STATUS_UNCORRECTED ? ", uncorrected" : "",
		 status & MC_STATUS_OVERFLOW ? ", more were lost" : "");
	if (status & MC_STATUS_ADDRESS_VALID)
		pr_emerg("Bank %u: physical address %016lx\n", bank,
			 (unsigned long)rdmsr(MSR_MC_ADDR + 4 * bank));
}

void machine_check_report(void)
{
	if (!has_banks())
		return;
	pr_emerg("Machine check status: %lx\n",
		 (unsigned long)rdmsr(MSR_MCG_STATUS));
	for (u32 bank = 0; bank < nr_banks(); bank++)
		bank_report(bank);
}
