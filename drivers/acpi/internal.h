/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: drivers, private to this folder. What reads tables (all but memory.c,
 * acpi.c and the command) is plain code that says nothing and also runs on the
 * host.
 */
#ifndef ACPI_INTERNAL_H
#define ACPI_INTERNAL_H

#include <exo/acpi.h>
#include <exo/compiler.h>
#include <exo/types.h>
#include <exo/unaligned.h>

/*
 * memory.c: @size bytes at @phys, to read, for ever. NULL unless all of them
 * lie where firmware may leave tables.
 */
const void *acpi_memory(paddr_t phys, u64 size);

/* rsdp.c: the root pointer, which leads to all tables. */

struct acpi_root {
	paddr_t rsdp;
	paddr_t xsdt, rsdt; /* 0: none */
};

/* What is wrong with the root pointer at @phys; NULL and *@root when sound. */
const char *acpi_rsdp_read(paddr_t phys, struct acpi_root *root);

/* Search where a BIOS leaves it. */
bool acpi_rsdp_search(struct acpi_root *root);

/* table_list.c: forget all tables, then list those that @root leads to. */
void acpi_tables_read(const struct acpi_root *root);

/* How many were listed by firmware but found no room in the list. */
unsigned int acpi_tables_dropped(void);

/* The sum of bytes, which is 0 for a sound table. */
static inline u8 acpi_sum(const u8 *bytes, size_t size)
{
	u8 sum = 0;

	while (size--)
		sum += *bytes++;
	return sum;
}

/* A field of a table; 0 when the table ends before it does. */
#define DEFINE_ACPI_FIELD(bits)                                            \
	static inline u##bits acpi_u##bits(const struct acpi_table *table, \
					   u32 offset)                     \
	{                                                                  \
		return offset + sizeof(u##bits) <= table->length           \
			       ? load_u##bits(table->bytes + offset)       \
			       : 0;                                        \
	}

DEFINE_ACPI_FIELD(16)
DEFINE_ACPI_FIELD(32)
DEFINE_ACPI_FIELD(64)

#undef DEFINE_ACPI_FIELD

static inline u8 acpi_u8(const struct acpi_table *table, u32 offset)
{
	return offset < table->length ? table->bytes[offset] : 0;
}

/* madt.c, fadt.c: turn a sound table into numbers. -EINVAL when too short. */
int acpi_madt_read(const struct acpi_table *table, struct acpi_madt *madt);
int acpi_fadt_read(const struct acpi_table *table, struct acpi_fadt *fadt);

/* Where the DSDT is by a FADT; 0 when it does not say. */
paddr_t acpi_fadt_dsdt(const struct acpi_table *table);

/*
 * s5.c: find the package \_S5 in the byte code of a DSDT or SSDT. 0, or
 * -ENOENT when there is no sound one.
 */
int acpi_s5_find(const struct acpi_table *table, u8 types[2]);

/* register.c: a register that is ready to be read and written. */
struct acpi_access {
	void *memory; /* its mapping, when it is there */
	u16 port; /* when it is not in memory; 0: it is nowhere */
	u8 bits; /* of each access: 8, 16 or 32 */
};

/*
 * Make @reg ready, for ever; @usual_bits is its width when firmware names an
 * impossible one. False when there is none or it cannot be reached: then it
 * reads as 0 and what is written is lost. May allocate.
 */
bool acpi_register_open(struct acpi_access *access,
			const struct acpi_register *reg, u8 usual_bits);

/* Any context. Bits that the register does not have are lost, and read as 0. */
u32 acpi_register_read(const struct acpi_access *access);
void acpi_register_write(const struct acpi_access *access, u32 value);

#endif
