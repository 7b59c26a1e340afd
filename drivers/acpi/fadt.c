// SPDX-License-Identifier: GPL-2.0-only
/*
 * The fields of the FADT (5.2.9). It grew with every revision: registers have
 * a port number in its old part and a generic address in the new one, which
 * counts when it is given.
 */
#include <exo/string.h>
#include <uapi/errno.h>

#include "internal.h"

enum {
	FADT_DSDT = 40,
	FADT_SCI_INT = 46,
	FADT_SMI_CMD = 48,
	FADT_ACPI_ENABLE = 52,
	FADT_PM1A_CNT = 64,
	FADT_PM1B_CNT = 68,
	FADT_PM_TMR = 76,
	FADT_PM1_CNT_LEN = 89,
	FADT_PM_TMR_LEN = 91,
	FADT_IAPC_BOOT_ARCH = 109,
	FADT_FLAGS = 112,
	FADT_SIZE_1 = 116, /* of revision 1 */
	FADT_RESET_REG = 116,
	FADT_RESET_VALUE = 128,
	FADT_X_DSDT = 140,
	FADT_X_PM1A_CNT = 172,
	FADT_X_PM1B_CNT = 184,
	FADT_X_PM_TMR = 208,
	FADT_SLEEP_CONTROL = 244,
	FADT_SLEEP_STATUS = 256,

	FLAG_TMR_VAL_EXT = 1 << 8,
	FLAG_RESET_REG_SUP = 1 << 10,
	FLAG_HW_REDUCED = 1 << 20,

	/* IAPC_BOOT_ARCH means something from this revision on. */
	REVISION_BOOT_ARCH = 3,
	BOOT_LEGACY_DEVICES = 1 << 0,
	BOOT_8042 = 1 << 1,
	BOOT_NO_VGA = 1 << 2,
	BOOT_NO_RTC = 1 << 5,
};

/* A generic address; none when it is in a space that the kernel lacks. */
static struct acpi_register generic_register(const struct acpi_table *table,
					     u32 offset)
{
	const u8 space = acpi_u8(table, offset);
	struct acpi_register reg = {0};

	if (space != ACPI_SPACE_MEMORY && space != ACPI_SPACE_IO)
		return reg;
	reg.address = acpi_u64(table, offset + 4);
	if (!reg.address || (space == ACPI_SPACE_IO && reg.address > 0xffff))
		return (struct acpi_register){0};
	reg.space = space;
	reg.bits = acpi_u8(table, offset + 1);
	return reg;
}

/* The register at @generic, or else at port number @port, @length bytes. */
static struct acpi_register pm_register(const struct acpi_table *table,
					u32 generic, u32 port, u32 length)
{
	struct acpi_register reg = generic_register(table, generic);
	const u32 address = acpi_u32(table, port);

	if (!reg.address && address <= 0xffff)
		reg = (struct acpi_register){
			.address = address,
			.space = ACPI_SPACE_IO,
			.bits = (u8)(acpi_u8(table, length) * 8),
		};
	return reg;
}

static void read_power(const struct acpi_table *table, struct acpi_fadt *fadt)
{
	const u32 flags = acpi_u32(table, FADT_FLAGS);

	fadt->sci_irq = acpi_u8(table, FADT_SCI_INT);
	if (acpi_u32(table, FADT_SMI_CMD) <= 0xffff)
		fadt->smi_port = (u16)acpi_u32(table, FADT_SMI_CMD);
	fadt->acpi_enable = acpi_u8(table, FADT_ACPI_ENABLE);
	fadt->pm1a_control = pm_register(table, FADT_X_PM1A_CNT, FADT_PM1A_CNT,
					 FADT_PM1_CNT_LEN);
	fadt->pm1b_control = pm_register(table, FADT_X_PM1B_CNT, FADT_PM1B_CNT,
					 FADT_PM1_CNT_LEN);
	fadt->pm_timer =
		pm_register(table, FADT_X_PM_TMR, FADT_PM_TMR, FADT_PM_TMR_LEN);
	fadt->pm_timer_32_bits = flags & FLAG_TMR_VAL_EXT;
}

static void read_boot_architecture(const struct acpi_table *table,
				   struct acpi_fadt *fadt)
{
	u16 boot = BOOT_LEGACY_DEVICES | BOOT_8042;

	if (fadt->revision >= REVISION_BOOT_ARCH)
		boot = acpi_u16(table, FADT_IAPC_BOOT_ARCH);
	fadt->has_legacy_devices = boot & BOOT_LEGACY_DEVICES;
	fadt->has_8042 = boot & BOOT_8042;
	fadt->has_vga = !(boot & BOOT_NO_VGA);
	fadt->has_rtc = !(boot & BOOT_NO_RTC);
}

static void read_reset(const struct acpi_table *table, struct acpi_fadt *fadt)
{
	if (!(acpi_u32(table, FADT_FLAGS) & FLAG_RESET_REG_SUP) ||
	    table->length <= FADT_RESET_VALUE)
		return;
	fadt->reset = generic_register(table, FADT_RESET_REG);
	fadt->reset_value = acpi_u8(table, FADT_RESET_VALUE);
}

paddr_t acpi_fadt_dsdt(const struct acpi_table *table)
{
	const u64 dsdt = acpi_u64(table, FADT_X_DSDT);

	return dsdt ? dsdt : acpi_u32(table, FADT_DSDT);
}

int acpi_fadt_read(const struct acpi_table *table, struct acpi_fadt *fadt)
{
	if (table->length < FADT_SIZE_1)
		return -EINVAL;
	memset(fadt, 0, sizeof(*fadt));
	fadt->revision = table->revision;
	fadt->hardware_reduced = acpi_u32(table, FADT_FLAGS) & FLAG_HW_REDUCED;
	fadt->dsdt = acpi_fadt_dsdt(table);
	if (!fadt->hardware_reduced)
		read_power(table, fadt);
	read_boot_architecture(table, fadt);
	read_reset(table, fadt);
	fadt->sleep_control = generic_register(table, FADT_SLEEP_CONTROL);
	fadt->sleep_status = generic_register(table, FADT_SLEEP_STATUS);
	return 0;
}
