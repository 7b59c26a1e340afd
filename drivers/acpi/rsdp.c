// SPDX-License-Identifier: GPL-2.0-only
/*
 * The root pointer (5.2.5): the loader knows where it is, or it is searched
 * as a BIOS leaves it, at a multiple of 16 in the first KB of the extended
 * BIOS data area or in the BIOS's own memory.
 */
#include <exo/string.h>

#include "internal.h"

enum {
	RSDP_SIZE_1 = 20, /* of revision 0, and what the first sum covers */
	RSDP_SIZE_2 = 36,
	RSDP_SIZE_MAX = 4096,

	RSDP_REVISION = 15,
	RSDP_RSDT = 16,
	RSDP_LENGTH = 20,
	RSDP_XSDT = 24,

	EBDA_POINTER = 0x40e, /* its segment */
	EBDA_LOWEST = 0x400,
	EBDA_SIZE = 0x400,
	BIOS_START = 0xe0000,
	BIOS_END = 0x100000,
	RSDP_ALIGN = 16,
};

static bool signature_at(const u8 *bytes)
{
	return memcmp(bytes, "RSD PTR ", 8) == 0;
}

/* What revision 2 added: a length, a sum over it, and the XSDT. */
static const char *read_extension(paddr_t phys, struct acpi_root *root)
{
	const u8 *bytes = acpi_memory(phys, RSDP_SIZE_2);
	u32 length;

	if (!bytes)
		return "lies outside memory";
	length = load_u32(bytes + RSDP_LENGTH);
	if (length < RSDP_SIZE_2 || length > RSDP_SIZE_MAX)
		return "has an absurd length";
	bytes = acpi_memory(phys, length);
	if (!bytes)
		return "runs out of memory";
	if (acpi_sum(bytes, length))
		return "has a wrong extended checksum";
	root->xsdt = load_u64(bytes + RSDP_XSDT);
	return NULL;
}

const char *acpi_rsdp_read(paddr_t phys, struct acpi_root *root)
{
	const u8 *bytes = acpi_memory(phys, RSDP_SIZE_1);

	if (!bytes)
		return "lies outside memory";
	if (!signature_at(bytes))
		return "has a wrong signature";
	if (acpi_sum(bytes, RSDP_SIZE_1))
		return "has a wrong checksum";
	*root = (struct acpi_root){
		.rsdp = phys,
		.rsdt = load_u32(bytes + RSDP_RSDT),
	};
	return bytes[RSDP_REVISION] < 2 ? NULL : read_extension(phys, root);
}

static bool search(paddr_t start, paddr_t end, struct acpi_root *root)
{
	const u8 *bytes = acpi_memory(start, end - start);

	if (!bytes)
		return false;
	for (paddr_t phys = start; phys < end; phys += RSDP_ALIGN)
		if (signature_at(bytes + (phys - start)) &&
		    !acpi_rsdp_read(phys, root))
			return true;
	return false;
}

bool acpi_rsdp_search(struct acpi_root *root)
{
	const void *pointer = acpi_memory(EBDA_POINTER, sizeof(u16));
	paddr_t ebda =
		pointer ? ALIGN_UP((paddr_t)load_u16(pointer) << 4, RSDP_ALIGN)
			: 0;

	if (ebda >= EBDA_LOWEST && ebda < BIOS_START &&
	    search(ebda, ebda + EBDA_SIZE, root))
		return true;
	return search(BIOS_START, BIOS_END, root);
}
