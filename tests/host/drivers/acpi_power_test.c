// SPDX-License-Identifier: GPL-2.0-only
/*
 * Switching off and resetting, before every kind of register that firmware may
 * name. The model keeps what was written last and notes all writes, in order.
 */
#include <asm/io.h>
#include <exo/acpi.h>
#include <exo/ioremap.h>
#include <exo/ktest.h>
#include <exo/machine.h>
#include <exo/string.h>
#include "initcalls.h"

enum {
	PM1A = 0x604,
	PM1B = 0x704,
	SMI = 0xb2,
	ENABLE = 0xf1,
	RESET = 0xcf9,
	MEMORY = 0xfea00000, /* a page of registers */
	MEMORY_SIZE = 4096,
	WRITES_MAX = 16,

	SCI_ENABLED = 1,
	SLEEP_ENABLE = 1 << 13,
};

static struct {
	struct acpi_fadt fadt;
	bool has_fadt;
	u32 pm1a, pm1b;
	u8 memory[MEMORY_SIZE] __aligned(8);
	bool memory_is_short;

	/* Reads of PM1a until firmware hands over; 0: at once. */
	unsigned int reads_until_ours;
	bool never_ours, absent;
	bool asked; /* for it */
} machine;

struct write {
	u16 port;
	u8 bits;
	u32 value;
};

static struct write writes[WRITES_MAX];
static unsigned int nr_writes;
static void (*poweroff)(void);
static void (*reset)(void);

const struct acpi_fadt *acpi_fadt(void)
{
	return machine.has_fadt ? &machine.fadt : NULL;
}

void machine_set_poweroff(void (*way)(void))
{
	poweroff = way;
}

void machine_set_reset(void (*way)(void))
{
	reset = way;
}

void *ioremap(paddr_t phys, size_t size)
{
	if (machine.memory_is_short || phys < MEMORY ||
	    phys + size > MEMORY + MEMORY_SIZE)
		return NULL;
	return machine.memory + (phys - MEMORY);
}

static u32 read_port(u16 port, u32 all_ones)
{
	if (machine.absent || (port != PM1A && port != PM1B))
		return all_ones;
	if (port == PM1B)
		return machine.pm1b;
	if (machine.asked && !machine.never_ours && !machine.reads_until_ours--)
		machine.pm1a |= SCI_ENABLED;
	return machine.pm1a;
}

static void write_port(u16 port, u8 bits, u32 value)
{
	if (nr_writes < WRITES_MAX)
		writes[nr_writes] = (struct write){port, bits, value};
	nr_writes++;
	if (port == PM1A)
		machine.pm1a = value;
	else if (port == PM1B)
		machine.pm1b = value;
	else if (port == SMI && value == ENABLE)
		machine.asked = true;
}

u8 inb(u16 port)
{
	return (u8)read_port(port, 0xff);
}

u16 inw(u16 port)
{
	return (u16)read_port(port, 0xffff);
}

u32 inl(u16 port)
{
	return read_port(port, 0xffffffff);
}

void outb(u16 port, u8 value)
{
	write_port(port, 8, value);
}

void outw(u16 port, u16 value)
{
	write_port(port, 16, value);
}

void outl(u16 port, u32 value)
{
	write_port(port, 32, value);
}

static struct acpi_register port_register(u16 port, u8 bits)
{
	return (struct acpi_register){port, ACPI_SPACE_IO, bits};
}

static struct acpi_register memory_register(u64 address, u8 bits)
{
	return (struct acpi_register){address, ACPI_SPACE_MEMORY, bits};
}

/* As QEMU's pc, with the hardware in our hands. */
static void make_machine(void)
{
	machine.has_fadt = true;
	machine.fadt.has_s5 = true;
	machine.fadt.s5_types[0] = 5;
	machine.fadt.s5_types[1] = 6;
	machine.fadt.pm1a_control = port_register(PM1A, 16);
	machine.fadt.smi_port = SMI;
	machine.fadt.acpi_enable = ENABLE;
	machine.pm1a = SCI_ENABLED;
}

/* As microvm: no fixed hardware. */
static void make_reduced_machine(void)
{
	machine.has_fadt = true;
	machine.fadt.hardware_reduced = true;
	machine.fadt.has_s5 = true;
	machine.fadt.s5_types[0] = 5;
	machine.fadt.sleep_control = memory_register(MEMORY, 8);
	machine.fadt.sleep_status = memory_register(MEMORY + 1, 8);
	machine.fadt.reset = memory_register(MEMORY + 2, 8);
	machine.fadt.reset_value = 0x42;
}

static bool wrote(unsigned int number, u16 port, u8 bits, u32 value)
{
	return number < nr_writes && writes[number].port == port &&
	       writes[number].bits == bits && writes[number].value == value;
}

KTEST(acpi_power, the_sleep_type_is_written_before_the_enable_bit)
{
	make_machine();
	machine.pm1a = SCI_ENABLED | 7 << 10 | 1 << 1;
	KTEST_ASSERT_EQ(t, RUN_INITCALLS(device), 0);
	KTEST_ASSERT(t, poweroff);
	KTEST_EXPECT_EQ(t, nr_writes, 0);
	poweroff();
	KTEST_EXPECT_EQ(t, nr_writes, 2);
	KTEST_EXPECT(t, wrote(0, PM1A, 16, 5 << 10 | 3));
	KTEST_EXPECT(t, wrote(1, PM1A, 16, SLEEP_ENABLE | 5 << 10 | 3));
}

KTEST(acpi_power, both_control_registers_get_their_types)
{
	make_machine();
	machine.fadt.pm1a_control.bits = 32;
	machine.fadt.pm1b_control = port_register(PM1B, 16);
	machine.pm1a = 0;
	machine.pm1b = SCI_ENABLED;
	RUN_INITCALLS(device);
	poweroff();
	KTEST_EXPECT_EQ(t, nr_writes, 4);
	KTEST_EXPECT(t, wrote(2, PM1A, 32, SLEEP_ENABLE | 5 << 10));
	KTEST_EXPECT(t, wrote(3, PM1B, 16, SLEEP_ENABLE | 6 << 10 | 1));
}

KTEST(acpi_power, hardware_that_firmware_drives_is_taken_over_first)
{
	make_machine();
	machine.pm1a = 0;
	machine.reads_until_ours = 1000;
	RUN_INITCALLS(device);
	KTEST_EXPECT_EQ(t, nr_writes, 0);
	poweroff();
	KTEST_EXPECT_EQ(t, nr_writes, 3);
	KTEST_EXPECT(t, wrote(0, SMI, 8, ENABLE));
	KTEST_EXPECT(t, wrote(2, PM1A, 16, SLEEP_ENABLE | 5 << 10 | 1));
}

KTEST(acpi_power, hardware_that_is_not_handed_over_is_tried_in_the_end)
{
	make_machine();
	machine.pm1a = 0;
	machine.never_ours = true;
	RUN_INITCALLS(device);
	poweroff();
	KTEST_EXPECT_EQ(t, nr_writes, 3);
	KTEST_EXPECT(t, wrote(2, PM1A, 16, SLEEP_ENABLE | 5 << 10));
}

KTEST(acpi_power, nobody_is_asked_when_there_is_nobody_to_ask)
{
	make_machine();
	machine.pm1a = 0;
	machine.fadt.smi_port = 0;
	RUN_INITCALLS(device);
	poweroff();
	KTEST_EXPECT_EQ(t, nr_writes, 2);
}

KTEST(acpi_power, an_absent_register_stops_nothing)
{
	make_machine();
	machine.absent = true;
	RUN_INITCALLS(device);
	poweroff();
	KTEST_EXPECT_EQ(t, nr_writes, 2);
}

KTEST(acpi_power, the_sleep_control_register_is_used_without_fixed_hardware)
{
	make_reduced_machine();
	RUN_INITCALLS(device);
	KTEST_ASSERT(t, poweroff);
	poweroff();
	KTEST_EXPECT_EQ(t, machine.memory[0], 1 << 5 | 5 << 2);
	KTEST_EXPECT_EQ(t, machine.memory[1], 1 << 7);
	KTEST_EXPECT_EQ(t, machine.memory[2], 0);
	KTEST_EXPECT_EQ(t, nr_writes, 0);
}

KTEST(acpi_power, the_reset_register_gets_its_value)
{
	make_reduced_machine();
	RUN_INITCALLS(device);
	KTEST_ASSERT(t, reset);
	reset();
	KTEST_EXPECT_EQ(t, machine.memory[2], 0x42);
	KTEST_EXPECT_EQ(t, machine.memory[3], 0);
}

KTEST(acpi_power, a_reset_port_gets_a_byte_whatever_its_width_is_said_to_be)
{
	make_machine();
	machine.fadt.reset = port_register(RESET, 0);
	machine.fadt.reset_value = 0x0f;
	RUN_INITCALLS(device);
	KTEST_ASSERT(t, reset);
	reset();
	KTEST_EXPECT(t, wrote(0, RESET, 8, 0x0f));
}

KTEST(acpi_power, control_registers_may_lie_in_memory)
{
	make_machine();
	machine.fadt.pm1a_control = memory_register(MEMORY + 4, 32);
	machine.fadt.pm1b_control = memory_register(MEMORY + 8, 16);
	memset(machine.memory, SCI_ENABLED, 12);
	RUN_INITCALLS(device);
	poweroff();
	KTEST_EXPECT_EQ(t, *(u32 *)(machine.memory + 4),
			0x01010101 | SLEEP_ENABLE | 5 << 10);
	KTEST_EXPECT_EQ(t, *(u32 *)(machine.memory + 8),
			0x01010101 | SLEEP_ENABLE | 6 << 10);
}

KTEST(acpi_power, registers_that_cannot_be_reached_are_no_way)
{
	static const struct acpi_register unreachable[] = {
		{0, ACPI_SPACE_IO, 16},
		{0xffff, ACPI_SPACE_IO, 16},
		{MEMORY + 1, ACPI_SPACE_MEMORY, 16},
		{MEMORY - 2, ACPI_SPACE_MEMORY, 16},
	};

	for (size_t i = 0; i < ARRAY_SIZE(unreachable); i++) {
		make_machine();
		machine.fadt.pm1a_control = unreachable[i];
		RUN_INITCALLS(device);
		KTEST_EXPECT(t, !poweroff);
	}
}

KTEST(acpi_power, without_memory_to_map_a_register_there_is_no_way)
{
	make_reduced_machine();
	machine.memory_is_short = true;
	RUN_INITCALLS(device);
	KTEST_EXPECT(t, !poweroff);
	KTEST_EXPECT(t, !reset);
}

KTEST(acpi_power, without_sleep_types_there_is_no_way)
{
	make_machine();
	machine.fadt.has_s5 = false;
	KTEST_EXPECT_EQ(t, RUN_INITCALLS(device), 0);
	KTEST_EXPECT(t, !poweroff);
}

KTEST(acpi_power, without_tables_there_is_no_way)
{
	KTEST_EXPECT_EQ(t, RUN_INITCALLS(device), 0);
	KTEST_EXPECT(t, !poweroff);
	KTEST_EXPECT(t, !reset);
}
