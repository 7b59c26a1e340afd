// SPDX-License-Identifier: GPL-2.0-only
#include <stdarg.h>
#include <stdio.h>
#include <exo/boot_memory.h>
#include <exo/compiler.h>
#include <exo/string.h>

#include "boot_info_text.h"

static char text[65536];
static size_t text_len;

static __printf(1, 2) void add(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	text_len +=
		vsnprintf(text + text_len, sizeof(text) - text_len, fmt, ap);
	va_end(ap);
}

static void add_color(struct boot_color_field field)
{
	add(" %u+%u", field.position, field.size);
}

static void add_framebuffer(const struct boot_framebuffer *fb)
{
	static const char *const types[] = {
		[BOOT_FRAMEBUFFER_RGB] = "rgb",
		[BOOT_FRAMEBUFFER_TEXT] = "text",
	};

	if (fb->type == BOOT_FRAMEBUFFER_NONE)
		return;
	add("%s %#lx pitch %u %ux%ux%u", types[fb->type], fb->address,
	    fb->pitch, fb->width, fb->height, fb->bits_per_pixel);
	if (fb->type == BOOT_FRAMEBUFFER_RGB) {
		add_color(fb->red);
		add_color(fb->green);
		add_color(fb->blue);
	}
	add("\n");
}

const char *boot_info_text(const struct boot_info *boot)
{
	text_len = 0;
	add("%s by \"%s\": \"%s\"\n", boot->protocol, boot->loader,
	    boot->cmdline);
	for (unsigned int i = 0; i < boot->nr_regions; i++)
		add("%#lx+%#lx %s\n", boot->regions[i].start,
		    boot->regions[i].size,
		    boot_region_type_name(boot->regions[i].type));
	for (unsigned int i = 0; i < boot->nr_modules; i++)
		add("module %#lx+%#lx \"%s\"\n", boot->modules[i].start,
		    boot->modules[i].size, boot->modules[i].name);
	add_framebuffer(&boot->framebuffer);
	if (boot->acpi_rsdp)
		add("rsdp %#lx\n", boot->acpi_rsdp);
	for (unsigned int i = 0; i < boot->nr_loader_ranges; i++)
		add("loader %#lx+%#lx\n", boot->loader_ranges[i].start,
		    boot->loader_ranges[i].size);
	return text;
}

static const char *table_defect(const struct boot_region *table,
				unsigned int nr, unsigned int limit)
{
	if (nr > limit)
		return "a table overflowed";
	for (unsigned int i = 0; i < nr; i++) {
		if (!table[i].size)
			return "a range is empty";
		if (table[i].start + table[i].size < table[i].start)
			return "a range wraps";
		if (i && table[i].start < table[i - 1].start)
			return "a table is not sorted";
	}
	return NULL;
}

static const char *modules_defect(const struct boot_info *boot)
{
	if (boot->nr_modules > BOOT_MODULES_MAX)
		return "too many modules";
	for (unsigned int i = 0; i < boot->nr_modules; i++) {
		const struct boot_module *module = &boot->modules[i];

		if (module->start + module->size < module->start)
			return "a module wraps";
		if (strnlen(module->name, BOOT_NAME_MAX) == BOOT_NAME_MAX)
			return "a module's name is not terminated";
	}
	return NULL;
}

static const char *framebuffer_defect(const struct boot_framebuffer *fb)
{
	u64 size = (u64)fb->pitch * fb->height;

	if (fb->type == BOOT_FRAMEBUFFER_NONE)
		return NULL;
	if (fb->type > BOOT_FRAMEBUFFER_TEXT)
		return "the framebuffer's type is unknown";
	if (!size || fb->address + size < fb->address)
		return "the framebuffer is empty or wraps";
	if ((u64)fb->width * fb->bits_per_pixel > (u64)fb->pitch * 8)
		return "the framebuffer's lines overlap";
	return NULL;
}

const char *boot_info_defect(const struct boot_info *boot)
{
	const char *defect =
		table_defect(boot->regions, boot->nr_regions, BOOT_REGIONS_MAX);

	if (!boot->nr_regions)
		return "there is no memory";
	if (strnlen(boot->cmdline, BOOT_CMDLINE_MAX) == BOOT_CMDLINE_MAX ||
	    strnlen(boot->loader, BOOT_NAME_MAX) == BOOT_NAME_MAX)
		return "a string is not terminated";
	if (!defect)
		defect = table_defect(boot->loader_ranges,
				      boot->nr_loader_ranges,
				      BOOT_LOADER_RANGES_MAX);
	if (!defect)
		defect = modules_defect(boot);
	if (!defect)
		defect = framebuffer_defect(&boot->framebuffer);
	return defect;
}
