// SPDX-License-Identifier: GPL-2.0-only
/*
 * acpi: the tables, and what the kernel made of them.
 */
#include <exo/acpi.h>
#include <exo/compiler.h>
#include <exo/console.h>
#include <exo/kmon.h>
#include <uapi/errno.h>

static void print_tables(void)
{
	const struct acpi_table *table;

	console_printf("table  address           length  rev  oem\n");
	for (unsigned int i = 0; (table = acpi_table_number(i)); i++)
		console_printf("%-5s  %016lx  %6u  %3u  %-6s  %s\n",
			       table->signature, table->phys, table->length,
			       table->revision, table->oem_id,
			       table->defect ? table->defect : "sound");
}

static const char *signalled(u16 flags)
{
	static const char *const words[] = {"as its bus does", "active high",
					    "reserved", "active low"};

	return words[flags & ACPI_POLARITY];
}

static const char *triggered(u16 flags)
{
	static const char *const words[] = {"", ", edge", ", reserved",
					    ", level"};

	return words[(flags & ACPI_TRIGGER) / ACPI_TRIGGER_EDGE];
}

static void print_processors(const struct acpi_madt *madt)
{
	console_printf("local APICs at %#lx%s\n", madt->local_apic,
		       madt->has_pic ? ", 8259 pair" : "");
	for (unsigned int i = 0; i < madt->nr_processors; i++)
		console_printf(
			"  processor %u: APIC id %u%s\n",
			madt->processors[i].uid, madt->processors[i].apic_id,
			madt->processors[i].enabled ? "" : ", not plugged in");
	for (unsigned int i = 0; i < madt->nr_local_nmis; i++) {
		const struct acpi_nmi *nmi = &madt->local_nmis[i];

		if (nmi->where == ACPI_ALL_PROCESSORS)
			console_printf("  NMI at LINT%u of all processors\n",
				       nmi->pin);
		else
			console_printf("  NMI at LINT%u of processor %u\n",
				       nmi->pin, nmi->where);
	}
}

static void print_routing(const struct acpi_madt *madt)
{
	for (unsigned int i = 0; i < madt->nr_io_apics; i++)
		console_printf("I/O APIC %u at %#lx, from line %u\n",
			       madt->io_apics[i].id, madt->io_apics[i].address,
			       madt->io_apics[i].first_line);
	for (unsigned int i = 0; i < madt->nr_overrides; i++) {
		const struct acpi_override *override = &madt->overrides[i];

		console_printf("  irq %u: line %u, %s%s\n", override->irq,
			       override->line, signalled(override->flags),
			       triggered(override->flags));
	}
	for (unsigned int i = 0; i < madt->nr_nmis; i++)
		console_printf("  NMI: line %u, %s%s\n", madt->nmis[i].where,
			       signalled(madt->nmis[i].flags),
			       triggered(madt->nmis[i].flags));
}

static void print_register(const char *name, const struct acpi_register *reg)
{
	if (reg->address)
		console_printf("%s at %s %#llx\n", name,
			       reg->space == ACPI_SPACE_IO ? "port" : "address",
			       (unsigned long long)reg->address);
}

static void print_absent(const char *name, bool present)
{
	if (!present)
		console_printf("no %s\n", name);
}

static void print_power(const struct acpi_fadt *fadt)
{
	if (fadt->has_s5)
		console_printf("sleep types for power-off: %u, %u\n",
			       fadt->s5_types[0], fadt->s5_types[1]);
	print_register("power control A", &fadt->pm1a_control);
	print_register("power control B", &fadt->pm1b_control);
	print_register("sleep control", &fadt->sleep_control);
	print_register("reset", &fadt->reset);
	print_register("power management timer", &fadt->pm_timer);
	print_absent("8042", fadt->has_8042);
	print_absent("VGA", fadt->has_vga);
	print_absent("RTC", fadt->has_rtc);
	print_absent("fixed hardware", !fadt->hardware_reduced);
}

static int cmd_acpi(int argc, char **argv)
{
	(void)argc;
	(void)argv;
	if (!acpi_table_number(0))
		return -ENOENT;
	print_tables();
	if (acpi_madt()) {
		print_processors(acpi_madt());
		print_routing(acpi_madt());
	}
	if (acpi_fadt())
		print_power(acpi_fadt());
	return 0;
}

KMON_COMMAND(acpi, cmd_acpi, "", "ACPI tables, processors, interrupt routing");
