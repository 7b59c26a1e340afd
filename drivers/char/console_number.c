// SPDX-License-Identifier: GPL-2.0-only
#include <exo/char_device.h>
#include <exo/console_device.h>
#include <exo/kstrto.h>
#include <exo/string.h>
#include <uapi/errno.h>

enum {
	MINOR_SERIAL = 64
};

int console_device_number(const char *name, struct char_device *device)
{
	bool serial = strstarts(name, "ttyS");
	unsigned int minor;
	int err;

	if (!strstarts(name, "tty"))
		return -EINVAL;
	err = kstrtouint(name + (serial ? 4 : 3), 10, &minor);
	if (err)
		return err;
	if (serial)
		minor += MINOR_SERIAL;
	device->number = DEVICE_NUMBER(MAJOR_TTY, minor);
	device->driver = serial ? "ttyS" : "tty";
	return 0;
}
