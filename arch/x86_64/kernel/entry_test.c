// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tests of the entry code, by raising what it survives.
 */
#include <asm/irqflags.h>
#include <asm/msr.h>
#include <asm/trap.h>
#include <exo/cpu.h>
#include <exo/ktest.h>

/* INT takes the NMI gate too; the handler counts it as one without a cause. */
KTEST(entry, an_nmi_returns_to_where_it_came)
{
	u64 before = trap_nmi_count();

	__asm__ volatile("int $2" : : : "memory");
	KTEST_EXPECT_EQ(t, trap_nmi_count(), before + 1);
}

/*
 * As between SYSCALL and the SWAPGS behind it: kernel mode, the user's GS. If
 * the entry code did not swap, or did not swap back, the next access to
 * per-CPU data would fault.
 */
KTEST(entry, an_nmi_in_kernel_mode_bears_the_users_gs)
{
	struct cpu *cpu = this_cpu();
	u64 before = trap_nmi_count();
	unsigned long flags = irq_save();

	wrmsr(MSR_KERNEL_GS_BASE, 0);
	__asm__ volatile("swapgs\n\t"
			 "int $2\n\t"
			 "swapgs"
			 :
			 :
			 : "memory");
	irq_restore(flags);
	KTEST_EXPECT_EQ(t, trap_nmi_count(), before + 1);
	KTEST_EXPECT_EQ(t, rdmsr(MSR_GS_BASE), (u64)cpu);
	KTEST_EXPECT_EQ(t, rdmsr(MSR_KERNEL_GS_BASE), 0);
}

/* Each in a register the compiler cannot have saved for us by chance. */
KTEST(entry, registers_and_flags_survive)
{
	unsigned long wrong = 0;

	__asm__ volatile("movq $0x1111, %%rax\n\t"
			 "movq $0x2222, %%rcx\n\t"
			 "movq $0x3333, %%rdx\n\t"
			 "movq $0x4444, %%r8\n\t"
			 "movq $0x5555, %%r11\n\t"
			 "movq $0x6666, %%r15\n\t"
			 "stc\n\t"
			 "int $2\n\t"
			 "sbbq $-1, %[wrong]\n\t"
			 "subq $0x1111, %%rax\n\t"
			 "orq %%rax, %[wrong]\n\t"
			 "subq $0x2222, %%rcx\n\t"
			 "orq %%rcx, %[wrong]\n\t"
			 "subq $0x3333, %%rdx\n\t"
			 "orq %%rdx, %[wrong]\n\t"
			 "subq $0x4444, %%r8\n\t"
			 "orq %%r8, %[wrong]\n\t"
			 "subq $0x5555, %%r11\n\t"
			 "orq %%r11, %[wrong]\n\t"
			 "subq $0x6666, %%r15\n\t"
			 "orq %%r15, %[wrong]"
			 : [wrong] "+&r"(wrong)
			 :
			 : "rax", "rcx", "rdx", "r8", "r11", "r15", "memory",
			   "cc");
	KTEST_EXPECT_EQ(t, wrong, 0);
}

KTEST(entry, handlers_run_with_the_direction_flag_clear)
{
	u64 before = trap_nmi_count();

	__asm__ volatile("std\n\t"
			 "int $2\n\t"
			 "cld"
			 :
			 :
			 : "memory", "cc");
	KTEST_EXPECT_EQ(t, trap_nmi_count(), before + 1);
}

KTEST(entry, a_vector_nobody_handles_is_counted)
{
	u64 before = trap_unexpected_count();

	__asm__ volatile("int $200" : : : "memory");
	__asm__ volatile("int $128" : : : "memory");
	KTEST_EXPECT_EQ(t, trap_unexpected_count(), before + 2);
}
