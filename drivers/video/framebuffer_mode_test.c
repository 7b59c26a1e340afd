// SPDX-License-Identifier: GPL-2.0-only
#include <exo/ktest.h>
#include <exo/string.h>

#include "framebuffer.h"

static const struct font font = {.width = 8, .height = 16};

/* What QEMU's adapter shows after GRUB. */
static struct boot_framebuffer usual(void)
{
	return (struct boot_framebuffer){
		.type = BOOT_FRAMEBUFFER_RGB,
		.address = 0xfd000000,
		.pitch = 4096,
		.width = 1024,
		.height = 768,
		.bits_per_pixel = 32,
		.red = {16, 8},
		.green = {8, 8},
		.blue = {0, 8},
	};
}

#define KTEST_EXPECT_DEFECT(t, mode, part)                               \
	do {                                                             \
		const char *defect = framebuffer_defect(&(mode), &font); \
                                                                         \
		KTEST_ASSERT(t, defect != NULL);                         \
		KTEST_EXPECT(t, strstr(defect, part) != NULL);           \
	} while (0)

KTEST(framebuffer_mode, the_usual_modes_have_no_defect)
{
	static const u8 depths[] = {15, 16, 24, 32};
	struct boot_framebuffer mode = usual();

	KTEST_EXPECT(t, !framebuffer_defect(&mode, &font));
	mode.red = (struct boot_color_field){10, 5};
	mode.green = (struct boot_color_field){5, 5};
	for (unsigned int i = 0; i < ARRAY_SIZE(depths); i++) {
		mode.bits_per_pixel = depths[i];
		mode.pitch = 1024 * framebuffer_pixel_bytes(&mode);
		KTEST_EXPECT(t, !framebuffer_defect(&mode, &font));
	}
}

KTEST(framebuffer_mode, a_single_cell_is_enough)
{
	struct boot_framebuffer mode = usual();

	mode.width = 8;
	mode.height = 16;
	KTEST_EXPECT(t, !framebuffer_defect(&mode, &font));
	mode.width = 7;
	KTEST_EXPECT_DEFECT(t, mode, "smaller than a character");
	mode.width = 8;
	mode.height = 15;
	KTEST_EXPECT_DEFECT(t, mode, "smaller than a character");
}

KTEST(framebuffer_mode, other_depths_are_refused)
{
	static const u8 depths[] = {0, 1, 8, 14, 17, 23, 25, 33, 64, 255};

	for (unsigned int i = 0; i < ARRAY_SIZE(depths); i++) {
		struct boot_framebuffer mode = usual();

		mode.bits_per_pixel = depths[i];
		KTEST_EXPECT_DEFECT(t, mode, "15, 16, 24 or 32 bits");
	}
}

KTEST(framebuffer_mode, colors_stay_inside_the_pixel)
{
	struct boot_framebuffer mode = usual();

	mode.red.position = 25;
	KTEST_EXPECT_DEFECT(t, mode, "colour");
	mode = usual();
	mode.green.size = 0;
	KTEST_EXPECT_DEFECT(t, mode, "colour");
	mode = usual();
	mode.blue = (struct boot_color_field){255, 255};
	KTEST_EXPECT_DEFECT(t, mode, "colour");
}

KTEST(framebuffer_mode, a_line_ends_before_the_next_starts)
{
	struct boot_framebuffer mode = usual();

	mode.pitch = 4095;
	KTEST_EXPECT_DEFECT(t, mode, "overlap");
	mode.width = 0xffffffff; /* 4 bytes each, not taken modulo 2^32 */
	mode.pitch = 0xfffffffc;
	KTEST_EXPECT_DEFECT(t, mode, "overlap");
}

KTEST(framebuffer_mode, absurd_sizes_are_refused)
{
	struct boot_framebuffer mode = usual();

	mode.height = 0x10000;
	KTEST_EXPECT(t, !framebuffer_defect(&mode, &font)); /* 256 MB */
	mode.height++;
	KTEST_EXPECT_DEFECT(t, mode, "256 MB");
	mode.pitch = 0xffffffff;
	mode.height = 0xffffffff;
	KTEST_EXPECT_DEFECT(t, mode, "256 MB");
}

KTEST(framebuffer_mode, the_end_does_not_wrap_around)
{
	struct boot_framebuffer mode = usual();

	mode.address = -(paddr_t)4096;
	KTEST_EXPECT_DEFECT(t, mode, "wraps");
}

KTEST(framebuffer_mode, colors_are_placed_and_scaled_to_their_fields)
{
	struct boot_framebuffer mode = usual();

	KTEST_EXPECT_EQ(t, pixel_from_rgb(&mode, 0x123456), 0x123456);
	mode.red.position = 0;
	mode.blue.position = 16;
	KTEST_EXPECT_EQ(t, pixel_from_rgb(&mode, 0x123456), 0x563412);
	mode.red = (struct boot_color_field){11, 5};
	mode.green = (struct boot_color_field){5, 6};
	mode.blue = (struct boot_color_field){0, 5};
	KTEST_EXPECT_EQ(t, pixel_from_rgb(&mode, 0xffffff), 0xffff);
	KTEST_EXPECT_EQ(t, pixel_from_rgb(&mode, 0xff0000), 0xf800);
	KTEST_EXPECT_EQ(t, pixel_from_rgb(&mode, 0x008000), 0x0400);
	mode.red = (struct boot_color_field){22, 10};
	mode.green = (struct boot_color_field){11, 11};
	mode.blue = (struct boot_color_field){0, 11};
	KTEST_EXPECT_EQ(t, pixel_from_rgb(&mode, 0xffffff), 0xffffffff);
	KTEST_EXPECT_EQ(t, pixel_from_rgb(&mode, 0x000000), 0);
}
