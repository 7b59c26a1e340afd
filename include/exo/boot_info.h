/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: base. What the boot loader told us, in one form whatever protocol
 * it spoke. arch/x86_64/boot fills it once; nothing below knows which loader
 * ran. Every string is terminated and every range has been checked not to
 * wrap.
 */
#ifndef EXO_BOOT_INFO_H
#define EXO_BOOT_INFO_H

#include <exo/types.h>

enum {
	BOOT_CMDLINE_MAX = 2048, /* bytes, with the terminating NUL */
	BOOT_NAME_MAX = 64, /* loader and module names, with NUL */
	BOOT_REGIONS_MAX = 256,
	BOOT_MODULES_MAX = 16,
	BOOT_LOADER_RANGES_MAX = 4 + BOOT_MODULES_MAX,
};

enum boot_region_type {
	BOOT_REGION_USABLE, /* RAM free for use */
	BOOT_REGION_RESERVED, /* firmware, devices, anything unknown */
	BOOT_REGION_ACPI_RECLAIMABLE, /* RAM once the ACPI tables are read */
	BOOT_REGION_ACPI_NVS,
	BOOT_REGION_BAD,
};

struct boot_region {
	paddr_t start;
	u64 size; /* bytes; start + size never wraps */
	enum boot_region_type type;
};

struct boot_module {
	paddr_t start;
	u64 size; /* bytes */
	char name[BOOT_NAME_MAX];
};

enum boot_framebuffer_type {
	BOOT_FRAMEBUFFER_NONE,
	BOOT_FRAMEBUFFER_RGB,
	BOOT_FRAMEBUFFER_TEXT, /* EGA text: width and height in characters */
};

/* Where one colour sits in a pixel. */
struct boot_color_field {
	u8 position; /* bit number of the lowest bit */
	u8 size; /* bits */
};

struct boot_framebuffer {
	enum boot_framebuffer_type type;
	paddr_t address;
	u32 pitch; /* bytes a line */
	u32 width, height;
	u8 bits_per_pixel;
	struct boot_color_field red, green, blue;
};

struct boot_info {
	const char *protocol; /* "multiboot2" or "pvh" */
	char loader[BOOT_NAME_MAX];
	char cmdline[BOOT_CMDLINE_MAX];

	unsigned int nr_regions; /* sorted by start; may overlap as given */
	struct boot_region regions[BOOT_REGIONS_MAX];

	unsigned int nr_modules;
	struct boot_module modules[BOOT_MODULES_MAX];

	struct boot_framebuffer framebuffer;
	paddr_t acpi_rsdp; /* 0 when the loader passed none */

	/* What the loader's own data occupies; never to be handed out. */
	unsigned int nr_loader_ranges;
	struct boot_region loader_ranges[BOOT_LOADER_RANGES_MAX];
};

/* The one and only; complete from start_kernel() on and constant after. */
const struct boot_info *boot_information(void);

#endif
