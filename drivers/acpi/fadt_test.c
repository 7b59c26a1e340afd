// SPDX-License-Identifier: GPL-2.0-only
#include <exo/ktest.h>
#include <uapi/errno.h>

#include "internal.h"
#include "test_table.h"

enum {
	SIZE_1 = 116,
	SIZE_6 = 276,
	FLAGS = 112,
	BOOT_ARCH = 109,
};

static struct test_table built;
static struct acpi_fadt fadt;

static void set(u32 offset, u64 value, u32 width)
{
	memcpy(built.bytes + offset, &value, width);
}

static void set_register(u32 offset, u8 space, u8 bits, u64 address)
{
	set(offset, space, 1);
	set(offset + 1, bits, 1);
	set(offset + 4, address, 8);
}

/* The old fields, as QEMU's pc has them. */
static void begin(u8 revision, u32 size)
{
	test_table_begin(&built, "FACP", revision);
	built.size = size;
	set(40, 0x7fe0040, 4); /* DSDT */
	set(46, 9, 2); /* SCI */
	set(48, 0xb2, 4); /* SMI command */
	set(52, 0xf1, 1);
	set(64, 0x604, 4); /* PM1a control */
	set(76, 0x608, 4); /* PM timer */
	set(89, 2, 1);
	set(91, 4, 1);
}

static int read(void)
{
	return acpi_fadt_read(test_table_end(&built), &fadt);
}

KTEST(acpi_fadt, the_first_revision_has_ports_and_every_device)
{
	begin(1, SIZE_1);
	set(BOOT_ARCH, 0x24, 2); /* not yet defined: no VGA, no RTC */
	KTEST_ASSERT_EQ(t, read(), 0);
	KTEST_EXPECT_EQ(t, fadt.revision, 1);
	KTEST_EXPECT_EQ(t, fadt.dsdt, 0x7fe0040);
	KTEST_EXPECT_EQ(t, fadt.sci_irq, 9);
	KTEST_EXPECT_EQ(t, fadt.smi_port, 0xb2);
	KTEST_EXPECT_EQ(t, fadt.acpi_enable, 0xf1);
	KTEST_EXPECT_EQ(t, fadt.pm1a_control.address, 0x604);
	KTEST_EXPECT_EQ(t, fadt.pm1a_control.space, ACPI_SPACE_IO);
	KTEST_EXPECT_EQ(t, fadt.pm1a_control.bits, 16);
	KTEST_EXPECT_EQ(t, fadt.pm1b_control.address, 0);
	KTEST_EXPECT_EQ(t, fadt.pm_timer.address, 0x608);
	KTEST_EXPECT_EQ(t, fadt.pm_timer.bits, 32);
	KTEST_EXPECT(t, !fadt.pm_timer_32_bits);
	KTEST_EXPECT(t, fadt.has_8042 && fadt.has_vga && fadt.has_rtc);
	KTEST_EXPECT(t, fadt.has_legacy_devices && !fadt.hardware_reduced);
	KTEST_EXPECT_EQ(t, fadt.reset.address, 0);
	KTEST_EXPECT_EQ(t, fadt.sleep_control.address, 0);
}

KTEST(acpi_fadt, later_revisions_deny_devices)
{
	begin(3, 244);
	set(BOOT_ARCH, 0x24, 2);
	KTEST_ASSERT_EQ(t, read(), 0);
	KTEST_EXPECT(t, !fadt.has_8042 && !fadt.has_vga && !fadt.has_rtc);
	KTEST_EXPECT(t, !fadt.has_legacy_devices);
	set(BOOT_ARCH, 0x03, 2);
	KTEST_ASSERT_EQ(t, read(), 0);
	KTEST_EXPECT(t, fadt.has_8042 && fadt.has_vga && fadt.has_rtc);
	KTEST_EXPECT(t, fadt.has_legacy_devices);
}

KTEST(acpi_fadt, generic_addresses_come_before_ports)
{
	begin(6, SIZE_6);
	set(140, 0x123456789a, 8); /* X_DSDT */
	set_register(172, ACPI_SPACE_IO, 16, 0x704);
	set_register(184, ACPI_SPACE_MEMORY, 32, 0x1fed00000);
	set_register(208, ACPI_SPACE_IO, 32, 0x708);
	set(FLAGS, 1 << 8, 4);
	KTEST_ASSERT_EQ(t, read(), 0);
	KTEST_EXPECT_EQ(t, fadt.dsdt, 0x123456789a);
	KTEST_EXPECT_EQ(t, fadt.pm1a_control.address, 0x704);
	KTEST_EXPECT_EQ(t, fadt.pm1b_control.address, 0x1fed00000);
	KTEST_EXPECT_EQ(t, fadt.pm1b_control.space, ACPI_SPACE_MEMORY);
	KTEST_EXPECT_EQ(t, fadt.pm1b_control.bits, 32);
	KTEST_EXPECT_EQ(t, fadt.pm_timer.address, 0x708);
	KTEST_EXPECT(t, fadt.pm_timer_32_bits);
}

KTEST(acpi_fadt, addresses_that_cannot_be_reached_are_none)
{
	begin(6, SIZE_6);
	set_register(172, 2, 16, 0x704); /* PCI configuration space */
	set_register(208, ACPI_SPACE_IO, 32, 0x10000);
	set(68, 0x10000, 4); /* PM1b control */
	set(48, 0x10000, 4); /* SMI command */
	KTEST_ASSERT_EQ(t, read(), 0);
	/* The old fields are asked then. */
	KTEST_EXPECT_EQ(t, fadt.pm1a_control.address, 0x604);
	KTEST_EXPECT_EQ(t, fadt.pm_timer.address, 0x608);
	KTEST_EXPECT_EQ(t, fadt.pm1b_control.address, 0);
	KTEST_EXPECT_EQ(t, fadt.smi_port, 0);
}

KTEST(acpi_fadt, reset_is_there_only_when_supported)
{
	begin(3, 244);
	set_register(116, ACPI_SPACE_IO, 8, 0xcf9);
	set(128, 0x0f, 1);
	KTEST_ASSERT_EQ(t, read(), 0);
	KTEST_EXPECT_EQ(t, fadt.reset.address, 0);
	set(FLAGS, 1 << 10, 4);
	KTEST_ASSERT_EQ(t, read(), 0);
	KTEST_EXPECT_EQ(t, fadt.reset.address, 0xcf9);
	KTEST_EXPECT_EQ(t, fadt.reset_value, 0x0f);
	built.size = 128; /* ends before the value */
	KTEST_ASSERT_EQ(t, read(), 0);
	KTEST_EXPECT_EQ(t, fadt.reset.address, 0);
}

KTEST(acpi_fadt, reduced_hardware_has_sleep_control_alone)
{
	begin(6, SIZE_6);
	set(FLAGS, 1 << 20, 4);
	set_register(244, ACPI_SPACE_MEMORY, 8, 0xfea00000);
	set_register(256, ACPI_SPACE_MEMORY, 8, 0xfea00001);
	KTEST_ASSERT_EQ(t, read(), 0);
	KTEST_EXPECT(t, fadt.hardware_reduced);
	KTEST_EXPECT_EQ(t, fadt.pm1a_control.address, 0);
	KTEST_EXPECT_EQ(t, fadt.pm_timer.address, 0);
	KTEST_EXPECT_EQ(t, fadt.sci_irq, 0);
	KTEST_EXPECT_EQ(t, fadt.sleep_control.address, 0xfea00000);
	KTEST_EXPECT_EQ(t, fadt.sleep_status.address, 0xfea00001);
}

KTEST(acpi_fadt, fields_beyond_the_end_are_zero)
{
	begin(6, SIZE_6);
	memset(built.bytes + 40, 1, SIZE_6 - 40); /* addresses 0x01.. */
	set(FLAGS, 1 << 10, 4);
	for (u32 length = 0; length <= SIZE_6; length++) {
		const struct acpi_table *cut = test_table_cut(&built, length);
		const int error = acpi_fadt_read(cut, &fadt);

		KTEST_EXPECT_EQ(t, error, length < SIZE_1 ? -EINVAL : 0);
		if (error)
			continue;
		KTEST_EXPECT_EQ(t, fadt.dsdt,
				length < 148 ? 0x01010101 : 0x0101010101010101);
		/* No port is that large, nor the space 1's. */
		KTEST_EXPECT_EQ(t, fadt.reset.address, 0);
		KTEST_EXPECT_EQ(t, fadt.sleep_control.address, 0);
	}
}

KTEST(acpi_fadt, a_register_cut_off_is_none)
{
	begin(6, SIZE_6);
	set_register(244, ACPI_SPACE_MEMORY, 8, 0xfea00000);
	for (u32 length = 244; length <= SIZE_6; length++) {
		const struct acpi_table *cut = test_table_cut(&built, length);

		KTEST_ASSERT_EQ(t, acpi_fadt_read(cut, &fadt), 0);
		KTEST_EXPECT_EQ(t, fadt.sleep_control.address,
				length < 256 ? 0 : 0xfea00000);
	}
}
