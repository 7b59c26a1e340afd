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
	TEXT_CELL_BITS = 16, /* a character and its attribute */
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
	u16 reserved; /* the text of the specification says u8; loaders u16 */
	u8 color_info[];
};

/* The colour information of FRAMEBUFFER_RGB. */
struct rgb_layout {
	struct boot_color_field red, green, blue;
};

static int bad_tag(const struct tag *tag, const char *defect)
{
	pr_err("tag %u of %u bytes: %s\n", tag->type, tag->size, defect);
	return -EINVAL;
}

/* @tag is at least a @type, so that its variable part may be read. */
#define tag_holds(tag_ptr, type) ((tag_ptr)->size >= sizeof(type))

static bool text_ends_within(const char *text, size_t room)
{
	return strnlen(text, room) < room;
}

static int parse_command_line(const struct tag *tag, struct boot_info *boot)
{
	const struct tag_string *string = (const void *)tag;
	ssize_t len;

	len = boot_copy_string(boot->cmdline, sizeof(boot->cmdline),
			       string->text, tag->size - sizeof(*string),
			       "command line");
	return len < 0 ? len : 0;
}

/* Only for people to read, so a long one is cut. */
static int parse_loader_name(const struct tag *tag, struct boot_info *boot)
{
	const struct tag_string *string = (const void *)tag;

	if (!text_ends_within(string->text, tag->size - sizeof(*string)))
		return bad_tag(tag, "loader name is not terminated");
	strscpy(boot->loader, string->text, sizeof(boot->loader));
	return 0;
}

static int parse_module(const struct tag *tag, struct boot_info *boot)
{
	const struct tag_module *module = (const void *)tag;

	if (!tag_holds(tag, struct tag_module))
		return bad_tag(tag, "too short");
	if (!text_ends_within(module->name, tag->size - sizeof(*module)))
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

static void keep_geometry(const struct tag_framebuffer *common,
			  struct boot_framebuffer *fb)
{
	fb->address = common->address;
	fb->pitch = common->pitch;
	fb->width = common->width;
	fb->height = common->height;
	fb->bits_per_pixel = common->bits_per_pixel;
}

static bool color_field_fits(struct boot_color_field field, u8 bits_per_pixel)
{
	return field.size && field.position + field.size <= bits_per_pixel;
}

static int parse_rgb(const struct tag *tag, struct boot_framebuffer *fb)
{
	const struct tag_framebuffer *common = (const void *)tag;
	const struct rgb_layout *rgb = (const void *)common->color_info;

	if (tag->size < sizeof(*common) + sizeof(*rgb))
		return bad_tag(tag, "too short for RGB fields");
	if (!color_field_fits(rgb->red, common->bits_per_pixel) ||
	    !color_field_fits(rgb->green, common->bits_per_pixel) ||
	    !color_field_fits(rgb->blue, common->bits_per_pixel))
		return bad_tag(tag, "colour field outside the pixel");
	keep_geometry(common, fb);
	fb->type = BOOT_FRAMEBUFFER_RGB;
	fb->red = rgb->red;
	fb->green = rgb->green;
	fb->blue = rgb->blue;
	return 0;
}

static int parse_text_screen(const struct tag *tag, struct boot_framebuffer *fb)
{
	const struct tag_framebuffer *common = (const void *)tag;

	if (common->bits_per_pixel != TEXT_CELL_BITS)
		return bad_tag(tag, "text cells are not of 16 bits");
	keep_geometry(common, fb);
	fb->type = BOOT_FRAMEBUFFER_TEXT;
	return 0;
}

static int parse_framebuffer(const struct tag *tag, struct boot_info *boot)
{
	const struct tag_framebuffer *common = (const void *)tag;
	u64 line_bits, size;

	if (!tag_holds(tag, struct tag_framebuffer))
		return bad_tag(tag, "too short");
	line_bits = (u64)common->width * common->bits_per_pixel;
	size = (u64)common->pitch * common->height;
	if (!size || !line_bits || (u64)common->pitch * 8 < line_bits)
		return bad_tag(tag, "pitch does not hold a line");
	if (common->address + size < common->address)
		return bad_tag(tag, "framebuffer wraps");

	switch (common->type) {
	case FRAMEBUFFER_RGB:
		return parse_rgb(tag, &boot->framebuffer);
	case FRAMEBUFFER_EGA_TEXT:
		return parse_text_screen(tag, &boot->framebuffer);
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
		return parse_command_line(tag, boot);
	case TAG_LOADER_NAME:
		return parse_loader_name(tag, boot);
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
		pr_err("information at %#lx is misaligned or out of reach\n",
		       info);
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
