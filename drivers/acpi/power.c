// SPDX-License-Identifier: GPL-2.0-only
/*
 * Switching off and resetting by the registers of the FADT.
 *
 * Off is the sleep state S5: its type, from \_S5, then the enable bit. They go
 * to the PM1 control registers (4.8.3.2), which work once firmware has handed
 * the hardware over, or to the sleep control register (4.8.3.7) of a machine
 * without that hardware. The methods that AML may have for the way down
 * (\_PTS) are not run.
 *
 * All registers are made ready at start-up; after that nothing is allocated or
 * waited for without bound, so that a panic may end here.
 */
#define pr_fmt(fmt) "acpi: " fmt

#include <asm/io.h>
#include <exo/initcall.h>
#include <exo/machine.h>
#include <exo/printk.h>

#include "internal.h"

enum {
	PM1_SCI_ENABLED = 1 << 0, /* the hardware is ours */
	PM1_SLEEP_TYPE_SHIFT = 10,
	PM1_SLEEP_TYPE_MASK = 7 << PM1_SLEEP_TYPE_SHIFT,
	PM1_SLEEP_ENABLE = 1 << 13,

	SLEEP_TYPE_SHIFT = 2,
	SLEEP_ENABLE = 1 << 5,
	STATUS_WAKE = 1 << 7, /* cleared by writing it */

	/* Numbers of io_delay(), of about a microsecond each. */
	HANDOVER_LIMIT = 3000000,
	POWEROFF_LIMIT = 10000000,
	RESET_LIMIT = 1000000,
};

static struct acpi_access pm1a, pm1b, sleep_control, sleep_status, reset;

/* Firmware needs time, and so does the power supply. */
static void wait_for_the_end(unsigned int limit)
{
	while (limit--)
		io_delay();
}

static bool hardware_is_ours(void)
{
	const u32 control = acpi_register_read(&pm1a) |
			    acpi_register_read(&pm1b);

	return control & PM1_SCI_ENABLED;
}

/* Not before the end: until then firmware answers the power button. */
static void take_hardware_over(const struct acpi_fadt *fadt)
{
	if (!fadt->smi_port || !fadt->acpi_enable || hardware_is_ours())
		return;
	outb(fadt->smi_port, fadt->acpi_enable);
	for (unsigned int i = 0; i < HANDOVER_LIMIT && !hardware_is_ours(); i++)
		io_delay();
}

/* With the type written first: some hardware wants to see it before. */
static void poweroff_by_pm1(void)
{
	const struct acpi_fadt *fadt = acpi_fadt();
	const u32 keep = ~(u32)(PM1_SLEEP_TYPE_MASK | PM1_SLEEP_ENABLE);
	u32 a, b;

	take_hardware_over(fadt);
	a = (acpi_register_read(&pm1a) & keep) |
	    (u32)fadt->s5_types[0] << PM1_SLEEP_TYPE_SHIFT;
	b = (acpi_register_read(&pm1b) & keep) |
	    (u32)fadt->s5_types[1] << PM1_SLEEP_TYPE_SHIFT;
	acpi_register_write(&pm1a, a);
	acpi_register_write(&pm1b, b);
	acpi_register_write(&pm1a, a | PM1_SLEEP_ENABLE);
	acpi_register_write(&pm1b, b | PM1_SLEEP_ENABLE);
	wait_for_the_end(POWEROFF_LIMIT);
}

static void poweroff_by_sleep_control(void)
{
	const u32 type = (u32)acpi_fadt()->s5_types[0] << SLEEP_TYPE_SHIFT;

	acpi_register_write(&sleep_status, STATUS_WAKE);
	acpi_register_write(&sleep_control, type | SLEEP_ENABLE);
	wait_for_the_end(POWEROFF_LIMIT);
}

static void reset_by_register(void)
{
	acpi_register_write(&reset, acpi_fadt()->reset_value);
	wait_for_the_end(RESET_LIMIT);
}

static void poweroff_init(const struct acpi_fadt *fadt)
{
	/* Machines with one control register have no B. */
	acpi_register_open(&pm1b, &fadt->pm1b_control, 16);
	acpi_register_open(&sleep_status, &fadt->sleep_status, 8);

	if (!fadt->has_s5)
		pr_warn("cannot switch off: no constants in \\_S5\n");
	else if (acpi_register_open(&pm1a, &fadt->pm1a_control, 16))
		machine_set_poweroff(poweroff_by_pm1);
	else if (acpi_register_open(&sleep_control, &fadt->sleep_control, 8))
		machine_set_poweroff(poweroff_by_sleep_control);
	else
		pr_warn("cannot switch off: no register to do so\n");
}

static int power_init(void)
{
	const struct acpi_fadt *fadt = acpi_fadt();

	if (!fadt)
		return 0;
	poweroff_init(fadt);
	if (acpi_register_open(&reset, &fadt->reset, 8))
		machine_set_reset(reset_by_register);
	return 0;
}
INITCALL(device, power_init);
