// SPDX-License-Identifier: GPL-2.0-only
/*
 * The framebuffer that the boot loader has set up, as the screen of tty0. The
 * mode stays as it is: nothing here programs a display adapter.
 */
#define pr_fmt(fmt) "framebuffer: " fmt

#include "framebuffer.h"

#include <exo/initcall.h>
#include <exo/ioremap.h>
#include <exo/printk.h>
#include <uapi/errno.h>

static struct framebuffer framebuffer;

static int show_terminal(const struct boot_framebuffer *mode, void *pixels)
{
	const struct screen *screen = &framebuffer.screen;
	int err;

	framebuffer_start(&framebuffer, mode, pixels, &console_font);
	err = screen_register(&framebuffer.screen);
	if (err)
		pr_err("not used: no terminal of %ux%u characters, error %d\n",
		       screen->columns, screen->rows, err);
	return err;
}

static int start(const struct boot_framebuffer *mode)
{
	const char *defect = framebuffer_defect(mode, &console_font);
	void *pixels;
	int err;

	if (defect) {
		pr_err("not used: %s\n", defect);
		return -EINVAL;
	}
	pixels = ioremap_wc(mode->address, framebuffer_bytes(mode));
	if (!pixels) {
		pr_err("not used: it is in RAM or cannot be mapped\n");
		return -ENXIO;
	}
	pr_info("%ux%ux%u at %#llx, font %ux%u\n", mode->width, mode->height,
		mode->bits_per_pixel, (unsigned long long)mode->address,
		console_font.width, console_font.height);
	err = show_terminal(mode, pixels);
	if (err)
		iounmap(pixels);
	return err;
}

static int framebuffer_init(void)
{
	const struct boot_framebuffer *mode = &boot_information()->framebuffer;

	if (mode->type != BOOT_FRAMEBUFFER_RGB)
		return 0;
	return start(mode);
}
INITCALL(memory, framebuffer_init);
