/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: drivers. Numbers of the consoles' devices, which are Linux's.
 */
#ifndef EXO_CONSOLE_DEVICE_H
#define EXO_CONSOLE_DEVICE_H

struct char_device;

enum {
	CONSOLE_DEVICES_MAX = 4, /* consoles that have one */
	MAJOR_TTY = 4, /* minors are screens, from 64 on serial */
	MAJOR_CONSOLE = 5,
	CONSOLE_DEVICE_MODE = 0600, /* the owner's only */
};

/*
 * Set number and driver of @device for the console @name: "ttyS0" is 4:64, "tty0"
 * 4:0. 0, or -EINVAL for other names, which have none. Any context.
 */
int console_device_number(const char *name, struct char_device *device);

#endif
