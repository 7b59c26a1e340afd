// SPDX-License-Identifier: GPL-2.0-only
/*
 * The list of tables. The root pointer names one table of addresses, and the
 * FADT one table more:
 *
 *	RSDP -> XSDT (or RSDT) -> FACP -> DSDT
 *				  APIC, HPET, SSDT ...
 *
 * Nothing else is followed, so firmware cannot lead this code in circles. A
 * length is read once, checked, and kept: nobody asks the table again.
 */
#include <exo/string.h>

#include "internal.h"

enum {
	TABLES_MAX = 64,

	HEADER_LENGTH = 4,
	HEADER_REVISION = 8,
	HEADER_OEM_ID = 10,
};

static struct acpi_table tables[TABLES_MAX];
static unsigned int nr_tables, nr_dropped;

static void copy_text(char *text, const u8 *bytes, size_t size)
{
	for (size_t i = 0; i < size; i++)
		text[i] = (char)(bytes[i] < ' ' || bytes[i] > '~' ? '?'
								  : bytes[i]);
	text[size] = '\0';
}

static bool is_root(const struct acpi_table *table)
{
	return !strcmp(table->signature, "XSDT") ||
	       !strcmp(table->signature, "RSDT");
}

/* Fill @table from what lies at its address; returns what is wrong. */
static const char *read_table(struct acpi_table *table)
{
	const u8 *header = acpi_memory(table->phys, ACPI_HEADER_SIZE);

	if (!header)
		return "lies outside memory";
	copy_text(table->signature, header, sizeof(table->signature) - 1);
	copy_text(table->oem_id, header + HEADER_OEM_ID,
		  sizeof(table->oem_id) - 1);
	table->revision = header[HEADER_REVISION];
	table->length = load_u32(header + HEADER_LENGTH);
	if (table->length < ACPI_HEADER_SIZE)
		return "is shorter than its header";
	if (table->length > ACPI_TABLE_SIZE_MAX)
		return "is longer than 1 MB";
	table->bytes = acpi_memory(table->phys, table->length);
	if (!table->bytes)
		return "runs out of memory";
	if (acpi_sum(table->bytes, table->length))
		return "has a wrong checksum";
	return NULL;
}

static bool listed(paddr_t phys)
{
	for (unsigned int i = 0; i < nr_tables; i++)
		if (tables[i].phys == phys)
			return true;
	return false;
}

/* List the table at @phys. NULL when there is no more room. */
static struct acpi_table *add_table(paddr_t phys)
{
	const bool again = listed(phys);
	struct acpi_table *table;

	if (nr_tables == TABLES_MAX) {
		nr_dropped++;
		return NULL;
	}
	table = &tables[nr_tables++];
	*table = (struct acpi_table){
		.signature = "----", .oem_id = "------", .phys = phys};
	table->defect = read_table(table);
	if (again)
		table->defect = "is listed twice";
	return table;
}

/* List the root table at @phys. NULL when it cannot be used. */
static const struct acpi_table *add_root(paddr_t phys, const char *signature)
{
	struct acpi_table *table = phys ? add_table(phys) : NULL;

	if (!table)
		return NULL;
	if (!table->defect && strcmp(table->signature, signature) != 0)
		table->defect = "is not the root table";
	return table->defect ? NULL : table;
}

/* List a table that another one names. */
static void add_named(paddr_t phys)
{
	struct acpi_table *table = add_table(phys);

	if (table && !table->defect && is_root(table))
		table->defect = "is a root table inside another";
}

static void add_named_tables(const struct acpi_table *root, u32 entry_size)
{
	u32 offset = ACPI_HEADER_SIZE;

	for (; root->length - offset >= entry_size; offset += entry_size)
		add_named(entry_size == sizeof(u64) ? acpi_u64(root, offset)
						    : acpi_u32(root, offset));
}

static void add_dsdt(void)
{
	const struct acpi_table *fadt = acpi_find_table("FACP", 0);
	const paddr_t phys = fadt ? acpi_fadt_dsdt(fadt) : 0;
	struct acpi_table *table = phys ? add_table(phys) : NULL;

	if (table && !table->defect && strcmp(table->signature, "DSDT") != 0)
		table->defect = "is named as DSDT";
}

void acpi_tables_read(const struct acpi_root *root)
{
	const struct acpi_table *table;

	nr_tables = 0;
	nr_dropped = 0;
	table = add_root(root->xsdt, "XSDT");
	if (table) {
		add_named_tables(table, sizeof(u64));
	} else {
		table = add_root(root->rsdt, "RSDT");
		if (table)
			add_named_tables(table, sizeof(u32));
	}
	add_dsdt();
}

unsigned int acpi_tables_dropped(void)
{
	return nr_dropped;
}

const struct acpi_table *acpi_table_number(unsigned int n)
{
	return n < nr_tables ? &tables[n] : NULL;
}

const struct acpi_table *acpi_find_table(const char *signature, unsigned int n)
{
	for (unsigned int i = 0; i < nr_tables; i++)
		if (!tables[i].defect &&
		    !strcmp(tables[i].signature, signature) && !n--)
			return &tables[i];
	return NULL;
}
