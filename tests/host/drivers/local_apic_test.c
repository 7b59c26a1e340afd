// SPDX-License-Identifier: GPL-2.0-only
/* The local APIC driver in machines whose firmware is better or worse. */
#include <asm/cpu_features.h>
#include <asm/msr.h>
#include <exo/acpi.h>
#include <exo/boot_option.h>
#include <exo/ioremap.h>
#include <exo/ktest.h>
#include <exo/local_apic.h>
#include <exo/local_vector.h>
#include <uapi/errno.h>
#include "initcalls.h"

#define ADDRESS	 0xfee00000UL
#define ENABLE	 (1UL << 11)
#define X2APIC	 (1UL << 10)
#define BOOT_CPU (1UL << 8)

enum {
	REGISTERS = 0x400,
	APIC_ID = 7,
	UID = 42,
};

struct cpu_facts cpu_facts;

static u32 registers[REGISTERS / sizeof(u32)];
static u64 base_msr;
static unsigned int msr_writes;
static bool no_mapping;
static struct acpi_madt madt;
static bool have_madt;
static const struct local_vector *spurious, *error;

u64 rdmsr(u32 msr)
{
	return msr == MSR_APIC_BASE ? base_msr : 0;
}

void wrmsr(u32 msr, u64 value)
{
	msr_writes++;
	if (msr == MSR_APIC_BASE)
		base_msr = value;
}

void *ioremap(paddr_t phys, size_t size)
{
	return phys != ADDRESS || size > REGISTERS || no_mapping ? NULL
								 : registers;
}

void iounmap(void *pointer)
{
	(void)pointer;
}

const struct acpi_madt *acpi_madt(void)
{
	return have_madt ? &madt : NULL;
}

int local_vector_register(unsigned int vector, const struct local_vector *what)
{
	if (vector == VECTOR_APIC_SPURIOUS)
		spurious = what;
	else if (vector == VECTOR_APIC_ERROR)
		error = what;
	else
		return -EINVAL;
	return 0;
}

static void (*end_stray)(unsigned int vector);

void local_vector_set_stray_end(void (*end)(unsigned int vector))
{
	end_stray = end;
}

static u32 *reg(enum local_apic_register which)
{
	return &registers[which / sizeof(u32)];
}

static void power_up(void)
{
	cpu_facts.features[CPU_APIC / 32] |= 1U << CPU_APIC % 32;
	if (!base_msr)
		base_msr = ADDRESS | ENABLE | BOOT_CPU;
	if (!*reg(LOCAL_APIC_VERSION))
		*reg(LOCAL_APIC_VERSION) = 0x50014;
	*reg(LOCAL_APIC_ID) = (u32)APIC_ID << 24;
	*reg(LOCAL_APIC_LVT_LINT0) = *reg(LOCAL_APIC_LVT_LINT1) = LVT_MASKED;
	*reg(LOCAL_APIC_TASK_PRIORITY) = 0xff;
	RUN_INITCALLS(irqchip);
}

static void say_nmi(u32 where, u8 pin)
{
	have_madt = true;
	madt.local_apic = ADDRESS;
	madt.processors[0] =
		(struct acpi_processor){.apic_id = APIC_ID, .uid = UID};
	madt.nr_processors = 1;
	madt.local_nmis[madt.nr_local_nmis++] =
		(struct acpi_nmi){.where = where, .pin = pin};
}

KTEST(local_apic, is_switched_on_with_nothing_masked_by_priority)
{
	power_up();
	KTEST_EXPECT(t, local_apic_usable());
	KTEST_EXPECT_EQ(t, *reg(LOCAL_APIC_SPURIOUS), 0x1ff);
	KTEST_EXPECT_EQ(t, *reg(LOCAL_APIC_TASK_PRIORITY), 0);
	KTEST_EXPECT_EQ(t, *reg(LOCAL_APIC_LVT_ERROR), VECTOR_APIC_ERROR);
	KTEST_EXPECT(t, *reg(LOCAL_APIC_LVT_TIMER) & LVT_MASKED);
	KTEST_EXPECT_EQ(t, msr_writes, 0);
}

KTEST(local_apic, connects_the_8259_until_it_is_told_not_to)
{
	power_up();
	KTEST_EXPECT_EQ(t, *reg(LOCAL_APIC_LVT_LINT0), LVT_EXTINT);
	local_apic_disconnect_pic();
	KTEST_EXPECT(t, *reg(LOCAL_APIC_LVT_LINT0) & LVT_MASKED);
}

KTEST(local_apic, connects_nmi_to_the_second_pin_when_nobody_says_where)
{
	power_up();
	KTEST_EXPECT_EQ(t, *reg(LOCAL_APIC_LVT_LINT1), LVT_NMI);
}

KTEST(local_apic, connects_nmi_where_firmware_says)
{
	say_nmi(UID, 0);
	power_up();
	KTEST_EXPECT_EQ(t, *reg(LOCAL_APIC_LVT_LINT0), LVT_NMI);
	KTEST_EXPECT(t, *reg(LOCAL_APIC_LVT_LINT1) & LVT_MASKED);
}

KTEST(local_apic, other_processors_nmi_is_not_ours)
{
	say_nmi(UID + 1, 0);
	power_up();
	KTEST_EXPECT_EQ(t, *reg(LOCAL_APIC_LVT_LINT0), LVT_EXTINT);
	KTEST_EXPECT_EQ(t, *reg(LOCAL_APIC_LVT_LINT1), LVT_NMI);
}

KTEST(local_apic, nmi_of_all_processors_is_ours)
{
	say_nmi(ACPI_ALL_PROCESSORS, 1);
	power_up();
	KTEST_EXPECT_EQ(t, *reg(LOCAL_APIC_LVT_LINT1), LVT_NMI);
}

KTEST(local_apic, one_that_is_off_is_enabled_where_it_is)
{
	base_msr = ADDRESS | BOOT_CPU;
	power_up();
	KTEST_EXPECT(t, local_apic_usable());
	KTEST_EXPECT_EQ(t, base_msr, ADDRESS | BOOT_CPU | ENABLE);
}

KTEST(local_apic, x2apic_mode_is_left_alone)
{
	base_msr = ADDRESS | ENABLE | X2APIC;
	power_up();
	KTEST_EXPECT(t, !local_apic_usable());
	KTEST_EXPECT_EQ(t, msr_writes, 0);
}

KTEST(local_apic, processor_without_one_is_not_asked)
{
	base_msr = 1;
	KTEST_EXPECT_EQ(t, RUN_INITCALLS(irqchip), 0);
	KTEST_EXPECT(t, !local_apic_usable());
}

KTEST(local_apic, nobody_at_its_address_is_not_used)
{
	*reg(LOCAL_APIC_VERSION) = 0xffffffff;
	power_up();
	KTEST_EXPECT(t, !local_apic_usable());
	KTEST_EXPECT_EQ(t, *reg(LOCAL_APIC_TASK_PRIORITY), 0xff);
}

KTEST(local_apic, no_room_to_map_it_is_survived)
{
	no_mapping = true;
	power_up();
	KTEST_EXPECT(t, !local_apic_usable());
}

KTEST(local_apic, interrupts_in_service_that_never_end_are_survived)
{
	*reg(LOCAL_APIC_IN_SERVICE + 0x20) = 1; /* the model ends none */
	power_up();
	KTEST_EXPECT(t, local_apic_usable());
}

KTEST(local_apic, spurious_interrupts_are_not_ended)
{
	power_up();
	KTEST_ASSERT(t, spurious);
	*reg(LOCAL_APIC_EOI) = 0x55;
	spurious->handle();
	KTEST_EXPECT_EQ(t, *reg(LOCAL_APIC_EOI), 0x55);
}

KTEST(local_apic, strays_are_ended_when_they_are_in_service)
{
	power_up();
	KTEST_ASSERT(t, end_stray);
	*reg(LOCAL_APIC_EOI) = 0x55;
	end_stray(0xe1); /* as by an instruction */
	KTEST_EXPECT_EQ(t, *reg(LOCAL_APIC_EOI), 0x55);
	*reg(LOCAL_APIC_IN_SERVICE + 0x70) = 1 << 1;
	end_stray(0xe1);
	KTEST_EXPECT_EQ(t, *reg(LOCAL_APIC_EOI), 0);
}

KTEST(local_apic, errors_are_ended)
{
	power_up();
	KTEST_ASSERT(t, error);
	*reg(LOCAL_APIC_EOI) = 0x55;
	error->handle();
	KTEST_EXPECT_EQ(t, *reg(LOCAL_APIC_EOI), 0);
}

static void give_option(const char *name)
{
	const struct boot_option *option = __boot_options_start;

	for (; option < __boot_options_end; option++)
		if (strcmp(option->name, name) == 0)
			option->parse(NULL);
}

KTEST(local_apic, noapic_leaves_it_a_wire)
{
	give_option("noapic");
	power_up();
	KTEST_EXPECT(t, !local_apic_usable());
	KTEST_EXPECT_EQ(t, *reg(LOCAL_APIC_LVT_LINT0), LVT_EXTINT);
}

KTEST(local_apic, nolapic_leaves_it_alone)
{
	give_option("nolapic");
	power_up();
	KTEST_EXPECT(t, !local_apic_usable());
	KTEST_EXPECT_EQ(t, *reg(LOCAL_APIC_SPURIOUS), 0);
}
