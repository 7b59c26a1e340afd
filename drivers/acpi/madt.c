// SPDX-License-Identifier: GPL-2.0-only
/*
 * The entries of the MADT (5.2.12), a byte of type and one of length before
 * each. Unknown types are passed over, as the specification asks.
 */
#include <exo/string.h>
#include <uapi/errno.h>

#include "internal.h"

enum {
	MADT_LOCAL_APIC_ADDRESS = 36,
	MADT_FLAGS = 40,
	MADT_FLAG_PIC = 1 << 0,
	MADT_ENTRIES = 44,

	ENTRY_HEADER_SIZE = 2,
	ENTRY_SHORTEST = 6,

	PROCESSOR_ENABLED = 1 << 0,
	PROCESSOR_ONLINE_CAPABLE = 1 << 1,
	APIC_ID_8_ALL = 0xff, /* no processor's: reaches all of them */
	UID_8_ALL = 0xff,

	ISA_IRQS = 16,
};

#define APIC_ID_32_ALL 0xffffffffU

enum entry_type {
	ENTRY_LOCAL_APIC = 0,
	ENTRY_IO_APIC = 1,
	ENTRY_OVERRIDE = 2,
	ENTRY_NMI = 3,
	ENTRY_LOCAL_NMI = 4,
	ENTRY_LOCAL_APIC_ADDRESS = 5,
	ENTRY_LOCAL_X2APIC = 9,
	ENTRY_LOCAL_X2APIC_NMI = 10,
};

/* Room for one more element of an array of @madt; NULL when it is full. */
#define ADD(madt, array)                                \
	((madt)->nr_##array < ARRAY_SIZE((madt)->array) \
		 ? &(madt)->array[(madt)->nr_##array++] \
		 : ((madt)->nr_dropped++, NULL))

static bool processor_usable(u32 flags)
{
	return flags & (PROCESSOR_ENABLED | PROCESSOR_ONLINE_CAPABLE);
}

static struct acpi_processor *find_processor(struct acpi_madt *madt,
					     u32 apic_id)
{
	for (unsigned int i = 0; i < madt->nr_processors; i++)
		if (madt->processors[i].apic_id == apic_id)
			return &madt->processors[i];
	return NULL;
}

/* Firmware may list a processor as local APIC and as x2APIC. */
static void add_processor(struct acpi_madt *madt, u32 apic_id, u32 uid,
			  u32 flags)
{
	struct acpi_processor *processor;

	if (!processor_usable(flags))
		return;
	processor = find_processor(madt, apic_id);
	if (!processor) {
		processor = ADD(madt, processors);
		if (!processor)
			return;
		*processor =
			(struct acpi_processor){.apic_id = apic_id, .uid = uid};
	}
	processor->enabled |= flags & PROCESSOR_ENABLED;
}

static bool add_io_apic(struct acpi_madt *madt, const u8 *entry)
{
	struct acpi_io_apic *io_apic;
	u32 address = load_u32(entry + 4);

	if (!address)
		return false;
	io_apic = ADD(madt, io_apics);
	if (io_apic)
		*io_apic = (struct acpi_io_apic){
			.id = entry[2],
			.address = address,
			.first_line = load_u32(entry + 8),
		};
	return true;
}

static bool add_override(struct acpi_madt *madt, const u8 *entry)
{
	struct acpi_override *override;

	if (entry[2] != 0 || entry[3] >= ISA_IRQS)
		return false;
	override = ADD(madt, overrides);
	if (override)
		*override = (struct acpi_override){
			.irq = entry[3],
			.line = load_u32(entry + 4),
			.flags = load_u16(entry + 8),
		};
	return true;
}

static void add_nmi(struct acpi_madt *madt, const u8 *entry)
{
	struct acpi_nmi *nmi = ADD(madt, nmis);

	if (nmi)
		*nmi = (struct acpi_nmi){
			.flags = load_u16(entry + 2),
			.where = load_u32(entry + 4),
		};
}

static bool add_local_nmi(struct acpi_madt *madt, u32 uid, u16 flags, u8 pin)
{
	struct acpi_nmi *nmi;

	if (pin > 1)
		return false;
	nmi = ADD(madt, local_nmis);
	if (nmi)
		*nmi = (struct acpi_nmi){
			.where = uid, .flags = flags, .pin = pin};
	return true;
}

/* The least that an entry of each type holds. */
static unsigned int least_size(u8 type)
{
	static const u8 sizes[] = {
		[ENTRY_LOCAL_APIC] = 8,
		[ENTRY_IO_APIC] = 12,
		[ENTRY_OVERRIDE] = 10,
		[ENTRY_NMI] = 8,
		[ENTRY_LOCAL_NMI] = ENTRY_SHORTEST,
		[ENTRY_LOCAL_APIC_ADDRESS] = 12,
		[ENTRY_LOCAL_X2APIC] = 16,
		[ENTRY_LOCAL_X2APIC_NMI] = 12,
	};

	return type < ARRAY_SIZE(sizes) ? sizes[type] : 0;
}

/* Take in an entry of at least the size of its type. False if malformed. */
static bool read_entry(struct acpi_madt *madt, const u8 *entry)
{
	switch (entry[0]) {
	case ENTRY_LOCAL_APIC:
		if (entry[3] == APIC_ID_8_ALL)
			return !processor_usable(load_u32(entry + 4));
		add_processor(madt, entry[3], entry[2], load_u32(entry + 4));
		return true;
	case ENTRY_LOCAL_X2APIC:
		if (load_u32(entry + 4) == APIC_ID_32_ALL)
			return !processor_usable(load_u32(entry + 8));
		add_processor(madt, load_u32(entry + 4), load_u32(entry + 12),
			      load_u32(entry + 8));
		return true;
	case ENTRY_IO_APIC:
		return add_io_apic(madt, entry);
	case ENTRY_OVERRIDE:
		return add_override(madt, entry);
	case ENTRY_NMI:
		add_nmi(madt, entry);
		return true;
	case ENTRY_LOCAL_NMI:
		return add_local_nmi(madt,
				     entry[2] == UID_8_ALL ? ACPI_ALL_PROCESSORS
							   : entry[2],
				     load_u16(entry + 3), entry[5]);
	case ENTRY_LOCAL_X2APIC_NMI:
		return add_local_nmi(madt, load_u32(entry + 4),
				     load_u16(entry + 2), entry[8]);
	case ENTRY_LOCAL_APIC_ADDRESS:
		madt->local_apic = load_u64(entry + 4);
		return true;
	default:
		return true;
	}
}

static void note_malformed(struct acpi_madt *madt, u32 offset)
{
	if (!madt->nr_malformed++)
		madt->first_malformed = offset;
}

static void read_entries(struct acpi_madt *madt, const struct acpi_table *table)
{
	u32 offset = MADT_ENTRIES, size;

	for (; offset < table->length; offset += size) {
		const u8 *entry = table->bytes + offset;
		const u32 rest = table->length - offset;

		size = rest < ENTRY_HEADER_SIZE ? 0 : entry[1];
		if (size < ENTRY_HEADER_SIZE || size > rest) {
			/* Where the next one begins is anybody's guess. */
			note_malformed(madt, offset);
			return;
		}
		if (size < least_size(entry[0]) || !read_entry(madt, entry))
			note_malformed(madt, offset);
	}
}

int acpi_madt_read(const struct acpi_table *table, struct acpi_madt *madt)
{
	if (table->length < MADT_ENTRIES)
		return -EINVAL;
	memset(madt, 0, sizeof(*madt));
	madt->local_apic = acpi_u32(table, MADT_LOCAL_APIC_ADDRESS);
	madt->has_pic = acpi_u32(table, MADT_FLAGS) & MADT_FLAG_PIC;
	read_entries(madt, table);
	return 0;
}
