// SPDX-License-Identifier: GPL-2.0-only
/*
 * QEMU's edu device: it computes factorials, nothing else of it is used. Its
 * registers are in QEMU's docs/specs/edu.rst.
 */
#define pr_fmt(fmt) "edu: " fmt

#include "edu.h"

#include <exo/delay.h>
#include <exo/initcall.h>
#include <exo/ioremap.h>
#include <exo/mutex.h>
#include <exo/pci.h>
#include <exo/printk.h>
#include <uapi/errno.h>

enum {
	VENDOR = 0x1234,
	DEVICE = 0x11e8,

	/* Indices of registers of 32 bits. */
	LIVENESS = 0x04 / 4, /* reads as the inverse of what was written */
	FACTORIAL = 0x08 / 4,
	STATUS = 0x20 / 4,
	REGISTERS_SIZE = 0x100,

	STATUS_COMPUTING = 0x01,

	POLL_US = 10,
	POLLS = 100000, /* a second */
};

static volatile u32 *registers; /* NULL: there is no device */
static struct mutex device_lock = MUTEX_INIT(device_lock, "edu");

static bool computed(void)
{
	for (unsigned int i = 0; i < POLLS; i++) {
		if (!(registers[STATUS] & STATUS_COMPUTING))
			return true;
		udelay(POLL_US);
	}
	return false;
}

int edu_factorial(u32 number, u32 *result)
{
	int err = 0;

	if (!registers)
		return -ENODEV;
	mutex_lock(&device_lock);
	registers[FACTORIAL] = number;
	if (computed())
		*result = registers[FACTORIAL];
	else
		err = -ETIMEDOUT;
	mutex_unlock(&device_lock);
	return err;
}

static bool lives(const volatile u32 *device)
{
	((volatile u32 *)device)[LIVENESS] = 0x12345678;
	return device[LIVENESS] == ~0x12345678U;
}

static int edu_init(void)
{
	const struct pci_device *found = pci_find_device(VENDOR, DEVICE, NULL);
	volatile u32 *mapped;

	if (!found) {
		pr_info("no device\n");
		return 0;
	}
	mapped = ioremap(found->bars[0].start, REGISTERS_SIZE);
	if (!mapped)
		return -ENOMEM;
	if (!lives(mapped)) {
		iounmap((void *)mapped);
		return -EIO;
	}
	registers = mapped;
	pr_info("at " PCI_ADDRESS_FORMAT "\n",
		PCI_ADDRESS_PARTS(found->address));
	return 0;
}
INITCALL(device, edu_init);
