// SPDX-License-Identifier: GPL-2.0-only
#include <stdlib.h>
#include <exo/string.h>
#include <exo/unaligned.h>

#include "multiboot2_data.h"

void mbi_begin(struct mbi *mbi)
{
	memset(mbi, 0, sizeof(*mbi));
	mbi->size = MBI_HEADER_SIZE;
}

u8 *mbi_add(struct mbi *mbi, u32 type, const void *payload, size_t size)
{
	u8 *tag = mbi->bytes + mbi->size;

	mbi->size += ALIGN_UP(8 + size, 8);
	if (mbi->size > MBI_SIZE_MAX)
		abort();
	store_u32(tag, type);
	store_u32(tag + 4, 8 + size);
	memcpy(tag + 8, payload, size);
	return tag;
}

void mbi_add_string(struct mbi *mbi, u32 type, const char *text)
{
	mbi_add(mbi, type, text, strlen(text) + 1);
}

void mbi_add_module(struct mbi *mbi, u32 start, u32 end, const char *name)
{
	u8 payload[4096];

	store_u32(payload, start);
	store_u32(payload + 4, end);
	memcpy(payload + 8, name, strlen(name) + 1);
	mbi_add(mbi, MBI_MODULE, payload, 8 + strlen(name) + 1);
}

void mbi_add_memory_map(struct mbi *mbi, const struct mbi_region *regions,
			unsigned int nr)
{
	u8 payload[8192];

	store_u32(payload, sizeof(*regions));
	store_u32(payload + 4, 0);
	memcpy(payload + 8, regions, nr * sizeof(*regions));
	mbi_add(mbi, MBI_MEMORY_MAP, payload, 8 + nr * sizeof(*regions));
}

void mbi_end(struct mbi *mbi)
{
	mbi_add(mbi, MBI_END, "", 0);
	store_u32(mbi->bytes, mbi->size);
}

static size_t tag_room(const u8 *tag)
{
	return ALIGN_UP((size_t)load_u32(tag + 4), 8);
}

u8 *mbi_find(struct mbi *mbi, u32 type)
{
	u8 *tag = mbi->bytes + MBI_HEADER_SIZE;

	for (; tag < mbi->bytes + mbi->size; tag += tag_room(tag))
		if (load_u32(tag) == type)
			return tag;
	return NULL;
}

void mbi_remove(struct mbi *mbi, const u8 *tag)
{
	const size_t at = tag - mbi->bytes;
	const size_t room = tag_room(tag);

	mbi->size -= room;
	memmove(mbi->bytes + at, tag + room, mbi->size - at);
	store_u32(mbi->bytes, mbi->size);
}

static const u8 rsdp[36] = "RSD PTR \xcd"
			   "BOCHS \x02";

void mbi_bios(struct mbi *mbi)
{
	static const struct mbi_region map[] = {
		{0, 0x9fc00, 1, 0},	    {0x9fc00, 0x400, 2, 0},
		{0xf0000, 0x10000, 2, 0},   {0x100000, 0x7ee0000, 1, 0},
		{0x7fe0000, 0x20000, 2, 0}, {0xfffc0000, 0x40000, 2, 0},
	};
	static const struct mbi_framebuffer screen = {
		.address = 0xb8000,
		.pitch = 160,
		.width = 80,
		.height = 25,
		.bits_per_pixel = 16,
		.type = MBI_TEXT,
	};
	static const u32 memory_kb[2] = {639, 129920};
	static const u32 device[3] = {0xe0, 0xffffffff, 0xffffffff};
	static const u8 sections[12 + 20 * 64];

	mbi_begin(mbi);
	mbi_add_string(mbi, MBI_COMMAND_LINE, "loglevel=7 console=serial");
	mbi_add_string(mbi, MBI_LOADER_NAME, "GRUB 2.06-13+deb12u1");
	mbi_add_module(mbi, 0x200000, 0x300123, "initrd");
	mbi_add_module(mbi, 0x301000, 0x301000, "");
	mbi_add(mbi, MBI_ELF_SECTIONS, sections, sizeof(sections));
	mbi_add_memory_map(mbi, map, ARRAY_SIZE(map));
	mbi_add(mbi, MBI_BASIC_MEMORY, memory_kb, sizeof(memory_kb));
	mbi_add(mbi, MBI_BOOT_DEVICE, device, sizeof(device));
	mbi_add(mbi, MBI_FRAMEBUFFER, &screen, MBI_TEXT_SCREEN_SIZE);
	mbi_add(mbi, MBI_ACPI_OLD, rsdp, 20);
	mbi_add(mbi, MBI_LOAD_BASE, "\0\0\x10", 4);
	mbi_end(mbi);
}

const char mbi_bios_text[] =
	"multiboot2 by \"GRUB 2.06-13+deb12u1\": \"loglevel=7 console=serial\"\n"
	"0+0x9fc00 usable\n"
	"0x9fc00+0x400 reserved\n"
	"0xf0000+0x10000 reserved\n"
	"0x100000+0x7ee0000 usable\n"
	"0x7fe0000+0x20000 reserved\n"
	"0xfffc0000+0x40000 reserved\n"
	"module 0x200000+0x100123 \"initrd\"\n"
	"module 0x301000+0 \"\"\n"
	"text 0xb8000 pitch 160 80x25x16\n"
	"rsdp 0x1a8688\n"
	"loader 0x1a8000+0x6b8\n";

/* Regions as UEFI firmware gives them: unsorted, of every type. */
void mbi_uefi(struct mbi *mbi)
{
	static const struct mbi_region map[] = {
		{0x100000, 0x700000, 1, 0},
		{0, 0xa0000, 1, 0},
		{0x800000, 0x8000, 4, 0},
		{0x808000, 0x3000, 1, 0},
		{0x80b000, 0x1000, 4, 0},
		{0x80c000, 0x1000, 77, 0},
		{0x7b7e000, 0, 1, 0},
		{0x7b7e000, 0x10000, 3, 0},
		{0x7b8e000, 0x1000, 5, 0},
		{0x100000000, 0x180000000, 1, 0},
		{0xfd00000000, 0x300000000, 2, 0},
	};
	static const struct mbi_framebuffer screen = {
		.address = 0x80000000,
		.pitch = 3200,
		.width = 800,
		.height = 600,
		.bits_per_pixel = 32,
		.type = MBI_RGB,
		.rgb = {16, 8, 8, 8, 0, 8},
	};
	static const u8 efi_map[16 + 48 * 40];

	mbi_begin(mbi);
	mbi_add_string(mbi, MBI_COMMAND_LINE, "");
	mbi_add_string(mbi, MBI_LOADER_NAME, "GRUB 2.06-13+deb12u1");
	mbi_add_memory_map(mbi, map, ARRAY_SIZE(map));
	mbi_add(mbi, MBI_FRAMEBUFFER, &screen, sizeof(screen));
	mbi_add(mbi, MBI_EFI64_SYSTEM_TABLE, "\x18\x10\x9e\x07\0\0\0", 8);
	mbi_add(mbi, MBI_ACPI_NEW, rsdp, 36);
	mbi_add(mbi, MBI_ACPI_OLD, rsdp, 20);
	mbi_add(mbi, MBI_EFI64_IMAGE_HANDLE, "\x98\x11\xf2\x06\0\0\0", 8);
	mbi_add(mbi, MBI_EFI_MEMORY_MAP, efi_map, sizeof(efi_map));
	mbi_end(mbi);
}

const char mbi_uefi_text[] =
	"multiboot2 by \"GRUB 2.06-13+deb12u1\": \"\"\n"
	"0+0xa0000 usable\n"
	"0x100000+0x700000 usable\n"
	"0x800000+0x8000 ACPI NVS\n"
	"0x808000+0x3000 usable\n"
	"0x80b000+0x1000 ACPI NVS\n"
	"0x80c000+0x1000 reserved\n"
	"0x7b7e000+0x10000 ACPI tables\n"
	"0x7b8e000+0x1000 bad\n"
	"0x100000000+0x180000000 usable\n"
	"0xfd00000000+0x300000000 reserved\n"
	"rgb 0x80000000 pitch 3200 800x600x32 16+8 8+8 0+8\n"
	"rsdp 0x1a8190\n"
	"loader 0x1a8000+0x988\n";
