/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Multiboot2 information as a loader would leave it, built tag by tag from
 * the specification (section 3.6), not from the parser's structures.
 */
#ifndef MULTIBOOT2_DATA_H
#define MULTIBOOT2_DATA_H

#include <exo/compiler.h>
#include <exo/types.h>

enum {
	MBI_END = 0,
	MBI_COMMAND_LINE = 1,
	MBI_LOADER_NAME = 2,
	MBI_MODULE = 3,
	MBI_BASIC_MEMORY = 4,
	MBI_BOOT_DEVICE = 5,
	MBI_MEMORY_MAP = 6,
	MBI_FRAMEBUFFER = 8,
	MBI_ELF_SECTIONS = 9,
	MBI_EFI64_SYSTEM_TABLE = 12,
	MBI_ACPI_OLD = 14,
	MBI_ACPI_NEW = 15,
	MBI_EFI_MEMORY_MAP = 17,
	MBI_EFI64_IMAGE_HANDLE = 20,
	MBI_LOAD_BASE = 21,

	MBI_RGB = 1,
	MBI_TEXT = 2,

	MBI_HEADER_SIZE = 8,
	MBI_SIZE_MAX = 16384,
};

struct mbi {
	size_t size;
	u8 bytes[MBI_SIZE_MAX] __aligned(8);
};

struct mbi_region {
	u64 start, size;
	u32 type, reserved;
};

struct mbi_framebuffer {
	u64 address;
	u32 pitch, width, height;
	u8 bits_per_pixel, type, reserved[2];
	u8 rgb[6]; /* position and size of red, green, blue */
} __packed;

enum {
	MBI_TEXT_SCREEN_SIZE = sizeof(struct mbi_framebuffer) - 6
};

void mbi_begin(struct mbi *mbi);
/* Returns the tag, header first. */
u8 *mbi_add(struct mbi *mbi, u32 type, const void *payload, size_t size);
void mbi_add_string(struct mbi *mbi, u32 type, const char *text);
void mbi_add_module(struct mbi *mbi, u32 start, u32 end, const char *name);
void mbi_add_memory_map(struct mbi *mbi, const struct mbi_region *regions,
			unsigned int nr);
void mbi_end(struct mbi *mbi);

/* The first tag of @type, header first, or NULL. */
u8 *mbi_find(struct mbi *mbi, u32 type);
/* The same information without the tag that begins at @tag. */
void mbi_remove(struct mbi *mbi, const u8 *tag);

/* What GRUB 2 passes on a PC with BIOS, and with UEFI. */
void mbi_bios(struct mbi *mbi);
void mbi_uefi(struct mbi *mbi);

/* Where tests put it, and what boot_info_text() should then be. */
#define MBI_ADDRESS 0x1a8000UL
extern const char mbi_bios_text[];
extern const char mbi_uefi_text[];

#endif
