// SPDX-License-Identifier: GPL-2.0-only
/*
 * From the root pointer to the numbers, before every kind of firmware.
 */
#include <stdio.h>
#include <exo/ktest.h>

#include "../../../arch/x86_64/boot/boot.h"
#include "../../../drivers/acpi/internal.h"
#include "../boot/loader_memory.h"
#include "../boot/mutation.h"
#include "firmware.h"

static struct acpi_madt madt;
static struct acpi_fadt fadt;
static struct acpi_root root;

const void *acpi_memory(paddr_t phys, u64 size)
{
	return boot_memory(phys, size);
}

static u8 *bytes_of(enum firmware_block block)
{
	return firmware[block].bytes;
}

static const char *read_root(void)
{
	firmware_install();
	return acpi_rsdp_read(firmware[RSDP].address, &root);
}

static bool read_tables(void)
{
	if (read_root())
		return false;
	acpi_tables_read(&root);
	return true;
}

/* The list as text: "XSDT FACP APIC(has a wrong checksum) ...". */
static const char *list_text(void)
{
	static char text[4096];
	const struct acpi_table *table;
	int len = 0;

	text[0] = '\0';
	for (unsigned int i = 0; (table = acpi_table_number(i)); i++)
		len += snprintf(text + len, sizeof(text) - len, "%s%s%s%s%s",
				i ? " " : "", table->signature,
				table->defect ? "(" : "",
				table->defect ? table->defect : "",
				table->defect ? ")" : "");
	return text;
}

KTEST(acpi, a_sound_machine_is_read)
{
	u8 types[2];

	firmware_make();
	KTEST_ASSERT(t, read_tables());
	KTEST_EXPECT_STREQ(t, list_text(), "XSDT FACP APIC HPET DSDT");
	KTEST_ASSERT_EQ(t, acpi_madt_read(acpi_find_table("APIC", 0), &madt),
			0);
	KTEST_EXPECT_EQ(t, madt.nr_processors, 4);
	KTEST_EXPECT_EQ(t, madt.nr_overrides, 5);
	KTEST_EXPECT_EQ(t, madt.nr_malformed, 0);
	KTEST_ASSERT_EQ(t, acpi_fadt_read(acpi_find_table("FACP", 0), &fadt),
			0);
	KTEST_EXPECT_EQ(t, fadt.reset.address, 0xcf9);
	KTEST_EXPECT_EQ(t, fadt.dsdt, firmware[DSDT].address);
	KTEST_ASSERT_EQ(t, acpi_s5_find(acpi_find_table("DSDT", 0), types), 0);
	KTEST_EXPECT_EQ(t, types[0], 1);
	KTEST_EXPECT_EQ(t, types[1], 5);
	KTEST_EXPECT_STREQ(t, acpi_find_table("HPET", 0)->oem_id, "BOCHS ");
}

KTEST(acpi, a_root_pointer_of_revision_0_leads_to_the_rsdt)
{
	firmware_make();
	bytes_of(RSDP)[15] = 0;
	firmware[RSDP].size = 20;
	firmware_seal(RSDP);
	KTEST_ASSERT(t, read_tables());
	KTEST_EXPECT_STREQ(t, list_text(), "RSDT FACP APIC HPET DSDT");
}

KTEST(acpi, the_rsdt_takes_the_place_of_an_xsdt_that_is_no_good)
{
	firmware_make();
	bytes_of(XSDT)[36]++;
	KTEST_ASSERT(t, read_tables());
	KTEST_EXPECT_STREQ(t, list_text(),
			   "XSDT(has a wrong checksum) "
			   "RSDT FACP APIC HPET DSDT");
	bytes_of(RSDT)[36]++;
	KTEST_ASSERT(t, read_tables());
	KTEST_EXPECT_STREQ(t, list_text(),
			   "XSDT(has a wrong checksum) "
			   "RSDT(has a wrong checksum)");
	firmware_make();
	store_u64(bytes_of(RSDP) + 24, 0);
	firmware_seal(RSDP);
	KTEST_ASSERT(t, read_tables());
	KTEST_EXPECT_STREQ(t, list_text(), "RSDT FACP APIC HPET DSDT");
	store_u32(bytes_of(RSDP) + 16, 0);
	firmware_seal(RSDP);
	KTEST_ASSERT(t, read_tables());
	KTEST_EXPECT_STREQ(t, list_text(), "");
}

KTEST(acpi, each_defect_of_the_root_pointer_is_named)
{
	static const struct {
		u32 offset, value, size;
		bool sealed;
		const char *defect;
	} pokes[] = {
		{0, 0, 36, true, "has a wrong signature"},
		{16, 1, 36, false, "has a wrong checksum"},
		{20, 0, 36, true, "has an absurd length"},
		{20, 35, 36, true, "has an absurd length"},
		{20, 4097, 36, true, "has an absurd length"},
		{20, ~0U, 36, true, "has an absurd length"},
		{20, 37, 36, true, "runs out of memory"},
		{24, 1, 36, false, "has a wrong extended checksum"},
		{20, 36, 35, true, "lies outside memory"},
		{20, 36, 19, true, "lies outside memory"},
		{20, 36, 0, true, "lies outside memory"},
	};

	for (unsigned int i = 0; i < ARRAY_SIZE(pokes); i++) {
		firmware_make();
		store_u32(bytes_of(RSDP) + pokes[i].offset, pokes[i].value);
		if (pokes[i].sealed)
			firmware_seal(RSDP);
		firmware[RSDP].size = pokes[i].size;
		KTEST_EXPECT_STREQ(t, read_root(), pokes[i].defect);
	}
	firmware_make();
	firmware_install();
	KTEST_EXPECT_STREQ(t, acpi_rsdp_read(~0UL - 10, &root),
			   "lies outside memory");
}

/* The search: a BIOS's memory, with root pointers put in it. */

enum {
	BIOS = 0xe0000,
	BIOS_SIZE = 0x20000,
	EBDA = 0x9fc00,
	EBDA_SIZE = 0x400,
};

static u8 bios[BIOS_SIZE], ebda[EBDA_SIZE];

static void clear_areas(void)
{
	firmware_make();
	memset(bios, 0, sizeof(bios));
	memset(ebda, 0, sizeof(ebda));
}

static void put_rsdp(u8 *area, u32 offset)
{
	memcpy(area + offset, bytes_of(RSDP), 36);
}

static bool search(u16 ebda_segment)
{
	firmware_install();
	memory_put(0x40e, &ebda_segment, sizeof(ebda_segment));
	memory_put(EBDA, ebda, sizeof(ebda));
	memory_put(BIOS, bios, sizeof(bios));
	return acpi_rsdp_search(&root);
}

KTEST(acpi_search, root_pointers_are_found_where_a_bios_leaves_them)
{
	static const u32 offsets[] = {0, 0x10, 0x15a10, BIOS_SIZE - 48};

	for (unsigned int i = 0; i < ARRAY_SIZE(offsets); i++) {
		clear_areas();
		put_rsdp(bios, offsets[i]);
		KTEST_ASSERT(t, search(EBDA >> 4));
		KTEST_EXPECT_EQ(t, root.rsdp, BIOS + offsets[i]);
		KTEST_EXPECT_EQ(t, root.xsdt, firmware[XSDT].address);
	}
	put_rsdp(ebda, EBDA_SIZE - 48);
	KTEST_ASSERT(t, search(EBDA >> 4));
	KTEST_EXPECT_EQ(t, root.rsdp, EBDA + EBDA_SIZE - 48);
}

KTEST(acpi_search, elsewhere_nothing_is_found)
{
	clear_areas();
	KTEST_EXPECT(t, !search(EBDA >> 4));
	put_rsdp(bios, 0x15a18); /* not a multiple of 16 */
	KTEST_EXPECT(t, !search(EBDA >> 4));
	memcpy(bios + BIOS_SIZE - 16, bytes_of(RSDP), 16); /* cut off */
	KTEST_EXPECT(t, !search(EBDA >> 4));
}

KTEST(acpi_search, what_only_begins_like_one_is_passed_over)
{
	clear_areas();
	put_rsdp(bios, 0x100);
	bios[0x100 + 17]++;
	put_rsdp(bios, 0x200);
	bios[0x200 + 33]++;
	put_rsdp(bios, 0x300);
	KTEST_ASSERT(t, search(EBDA >> 4));
	KTEST_EXPECT_EQ(t, root.rsdp, BIOS + 0x300);
}

KTEST(acpi_search, an_absurd_bios_data_area_is_not_searched)
{
	static const u16 segments[] = {0, 0x3f, 0xe000, 0xffff};

	for (unsigned int i = 0; i < ARRAY_SIZE(segments); i++) {
		clear_areas();
		put_rsdp(bios, 0x40);
		KTEST_ASSERT(t, search(segments[i]));
		KTEST_EXPECT_EQ(t, root.rsdp, BIOS + 0x40);
	}
}

KTEST(acpi_search, memory_that_is_not_there_is_not_searched)
{
	firmware_make();
	firmware_install();
	KTEST_EXPECT(t, !acpi_rsdp_search(&root));
}

/* The list. */

KTEST(acpi_tables, each_defect_is_named_and_the_rest_is_read)
{
	static const struct {
		u32 offset, value;
		bool sealed;
		const char *text;
	} pokes[] = {
		{4, 0, true, "HPET(is shorter than its header)"},
		{4, 35, true, "HPET(is shorter than its header)"},
		{4, 57, true, "HPET(runs out of memory)"},
		{4, 1 << 20, true, "HPET(runs out of memory)"},
		{4, (1 << 20) + 1, true, "HPET(is longer than 1 MB)"},
		{4, ~0U, true, "HPET(is longer than 1 MB)"},
		{36, 0, false, "HPET(has a wrong checksum)"},
		{0, 0x54455001, true, "?PET"},
		{0, 0x54445358, true, "XSDT(is a root table inside another)"},
		{0, 0x54445352, true, "RSDT(is a root table inside another)"},
	};
	char expected[128];

	for (unsigned int i = 0; i < ARRAY_SIZE(pokes); i++) {
		firmware_make();
		store_u32(bytes_of(HPET) + pokes[i].offset, pokes[i].value);
		if (pokes[i].sealed)
			firmware_seal(HPET);
		snprintf(expected, sizeof(expected), "XSDT FACP APIC %s DSDT",
			 pokes[i].text);
		KTEST_ASSERT(t, read_tables());
		KTEST_EXPECT_STREQ(t, list_text(), expected);
		KTEST_EXPECT(t, !acpi_find_table("HPET", 0));
		KTEST_EXPECT(t, acpi_find_table("APIC", 0));
	}
}

KTEST(acpi_tables, a_table_cut_anywhere_is_not_used)
{
	static const enum firmware_block blocks[] = {XSDT, FACP, APIC, HPET,
						     DSDT};
	static const char *const names[] = {"XSDT", "FACP", "APIC", "HPET",
					    "DSDT"};

	for (unsigned int i = 0; i < ARRAY_SIZE(blocks); i++) {
		firmware_make();
		for (u32 size = firmware[blocks[i]].size; size--;) {
			firmware[blocks[i]].size = size;
			KTEST_ASSERT(t, read_tables());
			KTEST_EXPECT(t, !acpi_find_table(names[i], 0));
			KTEST_EXPECT(t, strstr(list_text(),
					       size < ACPI_HEADER_SIZE
						       ? "lies outside memory"
						       : "runs out of memory"));
		}
	}
}

/* Have entry @n of the XSDT name @phys. */
static void name_in_xsdt(unsigned int n, paddr_t phys)
{
	store_u64(bytes_of(XSDT) + ACPI_HEADER_SIZE + 8 * n, phys);
	firmware_seal(XSDT);
}

KTEST(acpi_tables, entries_that_lead_nowhere_or_in_circles_are_named)
{
	firmware_make();
	name_in_xsdt(2, 0);
	KTEST_ASSERT(t, read_tables());
	KTEST_EXPECT_STREQ(t, list_text(),
			   "XSDT FACP APIC ----(lies outside memory) DSDT");
	name_in_xsdt(2, ~0UL);
	KTEST_ASSERT(t, read_tables());
	KTEST_EXPECT_STREQ(t, list_text(),
			   "XSDT FACP APIC ----(lies outside memory) DSDT");
	name_in_xsdt(2, firmware[XSDT].address);
	KTEST_ASSERT(t, read_tables());
	KTEST_EXPECT_STREQ(t, list_text(),
			   "XSDT FACP APIC XSDT(is listed twice) DSDT");
	name_in_xsdt(2, firmware[RSDT].address);
	KTEST_ASSERT(t, read_tables());
	KTEST_EXPECT_STREQ(
		t, list_text(),
		"XSDT FACP APIC RSDT(is a root table inside another) DSDT");
	name_in_xsdt(2, firmware[APIC].address);
	KTEST_ASSERT(t, read_tables());
	KTEST_EXPECT_STREQ(t, list_text(),
			   "XSDT FACP APIC APIC(is listed twice) DSDT");
	KTEST_EXPECT(t, !acpi_find_table("APIC", 1));
}

KTEST(acpi_tables, a_root_that_is_another_table_is_not_followed)
{
	firmware_make();
	store_u64(bytes_of(RSDP) + 24, firmware[HPET].address);
	store_u32(bytes_of(RSDP) + 16, firmware[XSDT].address);
	firmware_seal(RSDP);
	KTEST_ASSERT(t, read_tables());
	KTEST_EXPECT_STREQ(t, list_text(),
			   "HPET(is not the root table) "
			   "XSDT(is not the root table)");
}

static void set_dsdt(u64 new_address, u32 old_address)
{
	store_u64(bytes_of(FACP) + 140, new_address);
	store_u32(bytes_of(FACP) + 40, old_address);
	firmware_seal(FACP);
}

KTEST(acpi_tables, the_fadt_names_a_dsdt_or_nothing)
{
	firmware_make();
	set_dsdt(0, firmware[DSDT].address);
	KTEST_ASSERT(t, read_tables());
	KTEST_EXPECT_STREQ(t, list_text(), "XSDT FACP APIC HPET DSDT");
	set_dsdt(0, 0);
	KTEST_ASSERT(t, read_tables());
	KTEST_EXPECT_STREQ(t, list_text(), "XSDT FACP APIC HPET");
	set_dsdt(firmware[FACP].address, 0);
	KTEST_ASSERT(t, read_tables());
	KTEST_EXPECT_STREQ(t, list_text(),
			   "XSDT FACP APIC HPET FACP(is listed twice)");
	set_dsdt(firmware[RSDT].address, 0);
	KTEST_ASSERT(t, read_tables());
	KTEST_EXPECT_STREQ(t, list_text(),
			   "XSDT FACP APIC HPET RSDT(is named as DSDT)");
}

KTEST(acpi_tables, a_root_without_or_with_half_an_entry_is_read)
{
	firmware_make();
	for (u32 rest = 0; rest < 8; rest++) {
		firmware[XSDT].size = ACPI_HEADER_SIZE + rest;
		store_u32(bytes_of(XSDT) + 4, firmware[XSDT].size);
		firmware_seal(XSDT);
		KTEST_ASSERT(t, read_tables());
		KTEST_EXPECT_STREQ(t, list_text(), "XSDT");
	}
}

/* An XSDT that names @nr tables: the HPET again and again. */
static void name_many(unsigned int nr)
{
	firmware[XSDT].size = ACPI_HEADER_SIZE + 8 * nr;
	store_u32(bytes_of(XSDT) + 4, firmware[XSDT].size);
	for (unsigned int i = 0; i < nr; i++)
		name_in_xsdt(i, firmware[HPET].address);
}

KTEST(acpi_tables, a_full_list_is_taken_and_the_rest_counted)
{
	firmware_make();
	name_many(63);
	KTEST_ASSERT(t, read_tables());
	KTEST_EXPECT(t, acpi_table_number(63));
	KTEST_EXPECT_EQ(t, acpi_tables_dropped(), 0);
	name_many(66);
	KTEST_ASSERT(t, read_tables());
	KTEST_EXPECT(t, acpi_table_number(63));
	KTEST_EXPECT(t, !acpi_table_number(64));
	KTEST_EXPECT_EQ(t, acpi_tables_dropped(), 3);
	KTEST_EXPECT(t, acpi_find_table("HPET", 0));
}

/* Damage: whatever is listed as sound keeps its promises. */

static bool table_is_sound(const struct acpi_table *table)
{
	const size_t signature = strlen(table->signature);

	if (signature != 4 || strlen(table->oem_id) != 6)
		return false;
	if (table->defect)
		return true;
	return table->length >= ACPI_HEADER_SIZE &&
	       table->length <= ACPI_TABLE_SIZE_MAX && table->bytes &&
	       !acpi_sum(table->bytes, table->length);
}

static bool madt_is_sound(void)
{
	return madt.nr_processors <= ACPI_PROCESSORS_MAX &&
	       madt.nr_io_apics <= ACPI_IO_APICS_MAX &&
	       madt.nr_overrides <= ACPI_OVERRIDES_MAX &&
	       madt.nr_nmis <= ACPI_NMIS_MAX &&
	       madt.nr_local_nmis <= ACPI_NMIS_MAX;
}

static unsigned int understood;

/* Read all there is to read. */
static bool outcome_is_sound(void)
{
	const struct acpi_table *table;
	u8 types[2] = {0};

	if (!read_tables())
		return true;
	for (unsigned int i = 0; (table = acpi_table_number(i)); i++) {
		if (!table_is_sound(table))
			return false;
		if (table->defect)
			continue;
		understood++;
		if (!acpi_madt_read(table, &madt) && !madt_is_sound())
			return false;
		acpi_fadt_read(table, &fadt);
		acpi_s5_find(table, types);
		if (types[0] > 7 || types[1] > 7)
			return false;
	}
	return true;
}

KTEST(acpi_damage, any_spoilt_byte_is_survived)
{
	for (int block = 0; block < NR_BLOCKS; block++) {
		firmware_make();
		for (u32 i = 0; i < firmware[block].size; i++) {
			for (int way = 0; way < 2 * BYTE_SPOILERS; way++) {
				u8 *byte = &bytes_of(block)[i];

				firmware_make();
				*byte = spoil_byte(*byte, way / 2);
				if (way % 2)
					firmware_seal(block);
				KTEST_EXPECT(t, outcome_is_sound());
			}
		}
	}
	KTEST_EXPECT_GT(t, understood, 0);
}

KTEST(acpi_damage, random_damage_is_survived)
{
	enum {
		RUNS = 40000
	};

	understood = 0;
	for (u64 seed = 1; seed <= RUNS; seed++) {
		const enum firmware_block block = seed % NR_BLOCKS;
		u64 state = seed;

		firmware_make();
		spoil_randomly(bytes_of(block), firmware[block].size, &state);
		/* With a right sum the damage gets further. */
		if (random_next(&state) % 8)
			firmware_seal(block);
		if (!KTEST_EXPECT(t, outcome_is_sound()))
			printf("    # with seed %lu\n", seed);
	}
	/* The damage is neither all harmless nor all fatal. */
	KTEST_EXPECT_GT(t, understood, RUNS);
	KTEST_EXPECT_LT(t, understood, 5 * RUNS);
}
