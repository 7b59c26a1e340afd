// SPDX-License-Identifier: GPL-2.0-only
/*
 * Reads the boot information of a multiboot2 loader (Multiboot2
 * Specification 2.0, section 3.6):
 *
 *	u32 total_size, u32 reserved
 *	tag, tag, ...		each at a multiple of 8
 *	end tag
 *
 * A tag is its type, its size with this header but without padding, and a
 * payload. Tags we have no use for are skipped, whatever they hold.
 */
#define pr_fmt(fmt) "multiboot2: " fmt

#include <exo/compiler.h>
#include <exo/printk.h>
#include <exo/string.h>

#include "boot.h"

enum {
	INFORMATION_SIZE_MAX = 16 << 20, /* bytes; real ones are some KB */
	TAG_ALIGN = 8,
};

enum tag_type {
	TAG_END = 0,
	TAG_COMMAND_LINE = 1,
	TAG_LOADER_NAME = 2,
	TAG_MODULE = 3,
	TAG_MEMORY_MAP = 6,
	TAG_FRAMEBUFFER = 8,
	TAG_ACPI_1 = 14,
	TAG_ACPI_2 = 15,
};

struct information {
	u32 total_size;
	u32 reserved;
};

struct tag {
	u32 type;
	u32 size;
};

struct tag_string {
	struct tag tag;
	char text[];
};

struct tag_module {
	struct tag tag;
	u32 start, end;
	char name[];
};

struct memory_map_entry {
	u64 start;
	u64 size;
	u32 type;
	u32 reserved;
};

struct tag_memory_map {
	struct tag tag;
	u32 entry_size;
	u32 entry_version;
	u8 entries[];
};

enum framebuffer_type {
	FRAMEBUFFER_INDEXED = 0,
	FRAMEBUFFER_RGB = 1,
	FRAMEBUFFER_EGA_TEXT = 2,
};

struct tag_framebuffer {
	struct tag tag;
	u64 address;
	u32 pitch;
	u32 width, height;
	u8 bits_per_pixel;
	u8 type;
	u16 reserved;
};

struct tag_framebuffer_rgb {
	struct tag_framebuffer common;
	struct boot_color_field red, green, blue;
} __packed;

static int bad_tag(const struct tag *tag, const char *defect)
{
	pr_err("tag %u of %u bytes: %s\n", tag->type, tag->size, defect);
	return -EINVAL;
}

/* @tag is longer than @type, so that its variable part may be read. */
#define tag_holds(tag_ptr, type) ((tag_ptr)->size >= sizeof(type))

static int parse_string(const struct tag *tag, char *buffer, size_t size,
			const char *what)
{
	const struct tag_string *string = (const void *)tag;
	ssize_t len;

	if (!tag_holds(tag, struct tag_string))
		return bad_tag(tag, "too short");
	len = boot_copy_string(buffer, size, string->text,
			       tag->size - sizeof(*string), what);
	return len < 0 ? len : 0;
}

static int parse_module(const struct tag *tag, struct boot_info *boot)
{
	const struct tag_module *module = (const void *)tag;
	size_t room;

	if (!tag_holds(tag, struct tag_module))
		return bad_tag(tag, "too short");
	room = tag->size - sizeof(*module);
	if (strnlen(module->name, room) == room)
		return bad_tag(tag, "module name is not terminated");
	if (module->end < module->start)
		return bad_tag(tag, "module ends before it starts");
	return boot_add_module(boot, module->start, module->end - module->start,
			       module->name);
}

static int parse_memory_map(const struct tag *tag, struct boot_info *boot)
{
	const struct tag_memory_map *map = (const void *)tag;
	u32 room, offset;

	if (!tag_holds(tag, struct tag_memory_map))
		return bad_tag(tag, "too short");
	if (boot->nr_regions)
		return bad_tag(tag, "a second memory map");
	if (map->entry_size < sizeof(struct memory_map_entry) ||
	    map->entry_size % TAG_ALIGN)
		return bad_tag(tag, "absurd memory map entry size");
	room = tag->size - sizeof(*map);
	if (room % map->entry_size)
		return bad_tag(tag, "memory map ends inside an entry");

	for (offset = 0; offset < room; offset += map->entry_size) {
		const struct memory_map_entry *entry =
			(const void *)&map->entries[offset];
		int err =
			boot_add_region(boot, entry->start, entry->size,
					boot_region_type_of_e820(entry->type));

		if (err)
			return err;
	}
	return 0;
}

static bool color_field_fits(struct boot_color_field field, u8 bits_per_pixel)
{
	return field.size && field.position + field.size <= bits_per_pixel;
}

static int parse_rgb(const struct tag *tag, struct boot_framebuffer *fb)
{
	const struct tag_framebuffer_rgb *rgb = (const void *)tag;

	if (!tag_holds(tag, struct tag_framebuffer_rgb))
		return bad_tag(tag, "too short for RGB fields");
	if (!color_field_fits(rgb->red, fb->bits_per_pixel) ||
	    !color_field_fits(rgb->green, fb->bits_per_pixel) ||
	    !color_field_fits(rgb->blue, fb->bits_per_pixel))
		return bad_tag(tag, "colour field outside the pixel");
	fb->type = BOOT_FRAMEBUFFER_RGB;
	fb->red = rgb->red;
	fb->green = rgb->green;
	fb->blue = rgb->blue;
	return 0;
}

static int parse_framebuffer(const struct tag *tag, struct boot_info *boot)
{
	const struct tag_framebuffer *common = (const void *)tag;
	struct boot_framebuffer *fb = &boot->framebuffer;
	u64 line_bits;

	if (!tag_holds(tag, struct tag_framebuffer))
		return bad_tag(tag, "too short");
	fb->address = common->address;
	fb->pitch = common->pitch;
	fb->width = common->width;
	fb->height = common->height;
	fb->bits_per_pixel = common->bits_per_pixel;

	line_bits = (u64)fb->width * fb->bits_per_pixel;
	if (!fb->width || !fb->height || (u64)fb->pitch * 8 < line_bits)
		return bad_tag(tag, "pitch does not hold a line");
	if (fb->address + (u64)fb->pitch * fb->height < fb->address)
		return bad_tag(tag, "framebuffer wraps");

	switch (common->type) {
	case FRAMEBUFFER_RGB:
		return parse_rgb(tag, fb);
	case FRAMEBUFFER_EGA_TEXT:
		fb->type = BOOT_FRAMEBUFFER_TEXT;
		return 0;
	case FRAMEBUFFER_INDEXED:
		pr_info("palette framebuffer ignored\n");
		return 0;
	default:
		return bad_tag(tag, "unknown framebuffer type");
	}
}

/* The tag holds a copy of the RSDP; a loader that gives both wants v2 used. */
static int parse_acpi(const struct tag *tag, paddr_t tag_phys,
		      struct boot_info *boot)
{
	enum {
		RSDP_1_SIZE = 20,
		RSDP_2_SIZE = 36
	};
	size_t needed = tag->type == TAG_ACPI_2 ? RSDP_2_SIZE : RSDP_1_SIZE;

	if (tag->size < sizeof(*tag) + needed)
		return bad_tag(tag, "too short for an RSDP");
	if (tag->type == TAG_ACPI_2 || !boot->acpi_rsdp)
		boot->acpi_rsdp = tag_phys + sizeof(*tag);
	return 0;
}

static int parse_tag(const struct tag *tag, paddr_t tag_phys,
		     struct boot_info *boot)
{
	switch (tag->type) {
	case TAG_COMMAND_LINE:
		return parse_string(tag, boot->cmdline, sizeof(boot->cmdline),
				    "command line");
	case TAG_LOADER_NAME:
		return parse_string(tag, boot->loader, sizeof(boot->loader),
				    "loader name");
	case TAG_MODULE:
		return parse_module(tag, boot);
	case TAG_MEMORY_MAP:
		return parse_memory_map(tag, boot);
	case TAG_FRAMEBUFFER:
		return parse_framebuffer(tag, boot);
	case TAG_ACPI_1:
	case TAG_ACPI_2:
		return parse_acpi(tag, tag_phys, boot);
	default:
		return 0;
	}
}

static int parse_tags(const u8 *base, u32 total_size, paddr_t info,
		      struct boot_info *boot)
{
	u32 offset = sizeof(struct information);

	for (;;) {
		const struct tag *tag = (const void *)(base + offset);
		u32 room = total_size - offset;
		int err;

		if (room < sizeof(*tag)) {
			pr_err("no end tag in %u bytes\n", total_size);
			return -EINVAL;
		}
		if (tag->size < sizeof(*tag) || tag->size > room)
			return bad_tag(tag, "runs past the information");
		if (tag->type == TAG_END)
			return 0;
		err = parse_tag(tag, info + offset, boot);
		if (err)
			return err;
		/* total_size is at most 16 MB: no overflow. */
		offset = min(ALIGN_UP(offset + tag->size, TAG_ALIGN),
			     total_size);
	}
}

int multiboot2_parse(paddr_t info, struct boot_info *boot)
{
	const struct information *header = boot_memory(info, sizeof(*header));
	int err;

	boot->protocol = "multiboot2";
	if (!header || info % TAG_ALIGN) {
		pr_err("no information at %#lx\n", info);
		return -EINVAL;
	}
	if (header->total_size < sizeof(*header) + sizeof(struct tag) ||
	    header->total_size > INFORMATION_SIZE_MAX ||
	    !boot_memory(info, header->total_size)) {
		pr_err("absurd information size %u\n", header->total_size);
		return -EINVAL;
	}
	err = boot_add_loader_range(boot, info, header->total_size);
	if (err)
		return err;
	err = parse_tags((const u8 *)header, header->total_size, info, boot);
	if (err)
		return err;
	if (!boot->nr_regions) {
		pr_err("the loader passed no memory map\n");
		return -EINVAL;
	}
	return 0;
}
