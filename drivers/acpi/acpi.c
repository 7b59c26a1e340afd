// SPDX-License-Identifier: GPL-2.0-only
/*
 * Reads the tables at start-up and says what they are, and what is wrong
 * with them; the machine then goes on without what is wrong.
 */
#define pr_fmt(fmt) "acpi: " fmt

#include <exo/boot_info.h>
#include <exo/boot_option.h>
#include <exo/cpu_count.h>
#include <exo/initcall.h>
#include <exo/printk.h>
#include <exo/string.h>
#include <uapi/errno.h>

#include "internal.h"

static struct acpi_madt madt;
static struct acpi_fadt fadt;
static bool have_madt, have_fadt;
static bool off;

static int parse_noacpi(const char *value)
{
	(void)value;
	off = true;
	return 0;
}
BOOT_OPTION("noacpi", parse_noacpi, "do not read the ACPI tables");

static int parse_acpi(const char *value)
{
	if (strcmp(value, "off") != 0)
		return -EINVAL;
	off = true;
	return 0;
}
BOOT_OPTION("acpi=", parse_acpi, "off: as noacpi");

const struct acpi_madt *acpi_madt(void)
{
	return have_madt ? &madt : NULL;
}

const struct acpi_fadt *acpi_fadt(void)
{
	return have_fadt ? &fadt : NULL;
}

/* What the loader passed, or else what can be found. */
static bool find_root(struct acpi_root *root)
{
	const paddr_t passed = boot_information()->acpi_rsdp;
	const char *defect;

	if (passed) {
		defect = acpi_rsdp_read(passed, root);
		if (!defect)
			return true;
		pr_warn("RSDP at %#lx ignored: it %s\n", passed, defect);
	}
	return acpi_rsdp_search(root);
}

static void report_tables(const struct acpi_root *root)
{
	const struct acpi_table *table;
	unsigned int sound = 0;

	for (unsigned int i = 0; (table = acpi_table_number(i)); i++) {
		sound += !table->defect;
		if (table->defect)
			pr_warn("%s at %#lx, %u bytes, ignored: it %s\n",
				table->signature, table->phys, table->length,
				table->defect);
		else
			pr_debug("%s at %#lx, %u bytes\n", table->signature,
				 table->phys, table->length);
	}
	if (acpi_tables_dropped())
		pr_warn("%u tables too many are ignored\n",
			acpi_tables_dropped());
	pr_info("RSDP at %#lx, %u tables\n", root->rsdp, sound);
}

static void count_processors(void)
{
	unsigned int found = 0;

	for (unsigned int i = 0; i < madt.nr_processors; i++)
		found += madt.processors[i].enabled;
	cpus_counted(found, madt.nr_processors - found);
}

static void read_madt(void)
{
	const struct acpi_table *table = acpi_find_table("APIC", 0);

	if (!table)
		return;
	if (acpi_madt_read(table, &madt)) {
		pr_warn("APIC table ignored: %u bytes\n", table->length);
		return;
	}
	have_madt = true;
	if (madt.nr_malformed)
		pr_warn("APIC table: %u malformed entries, first at offset %u\n",
			madt.nr_malformed, madt.first_malformed);
	if (madt.nr_dropped)
		pr_warn("APIC table: %u entries too many\n", madt.nr_dropped);
	count_processors();
}

/* The DSDT has \_S5 as a rule, but nobody forbids an SSDT to. */
static void find_s5(void)
{
	static const char *const signatures[] = {"DSDT", "SSDT"};
	const struct acpi_table *table;

	for (size_t i = 0; i < ARRAY_SIZE(signatures); i++) {
		for (unsigned int n = 0;
		     (table = acpi_find_table(signatures[i], n)); n++) {
			fadt.has_s5 = !acpi_s5_find(table, fadt.s5_types);
			if (fadt.has_s5)
				return;
		}
	}
}

static void read_fadt(void)
{
	const struct acpi_table *table = acpi_find_table("FACP", 0);

	if (!table)
		return;
	if (acpi_fadt_read(table, &fadt)) {
		pr_warn("FACP table ignored: %u bytes\n", table->length);
		return;
	}
	have_fadt = true;
	find_s5();
}

static int acpi_init(void)
{
	struct acpi_root root;

	if (off) {
		pr_info("off by the command line\n");
		return 0;
	}
	if (!find_root(&root)) {
		pr_info("no tables\n");
		return 0;
	}
	acpi_tables_read(&root);
	report_tables(&root);
	read_madt();
	read_fadt();
	return 0;
}
INITCALL(irqchip, acpi_init);
