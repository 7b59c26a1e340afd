// SPDX-License-Identifier: GPL-2.0-only
/*
 * devices: which driver has which major number. There are no block devices.
 */
#include <exo/char_device.h>
#include <exo/proc_file.h>
#include <exo/string.h>

/* Do both come from one driver, with one number? */
static bool same_line(const struct char_device *a, const struct char_device *b)
{
	return device_major(a->number) == device_major(b->number) &&
	       !strcmp(a->driver, b->driver);
}

static int show_devices(struct text_buffer *text)
{
	const struct char_device *device, *last = NULL;

	text_printf(text, "Character devices:\n");
	for (unsigned int i = 0; (device = char_device_at(i)); i++) {
		if (!last || !same_line(device, last))
			text_printf(text, "%3u %s\n",
				    device_major(device->number),
				    device->driver);
		last = device;
	}
	text_printf(text, "\nBlock devices:\n");
	return 0;
}
PROC_FILE(devices) = {.path = "devices", .show = show_devices};
