// SPDX-License-Identifier: GPL-2.0-only
/*
 * The registry of character devices: a list in the order of their numbers. A
 * device stays for ever, so readers need no lock, and an inode that was opened
 * once remembers its device.
 */
#include <exo/char_device.h>
#include <exo/file.h>
#include <exo/initcall.h>
#include <exo/inode.h>
#include <exo/rcu.h>
#include <exo/special_file.h>
#include <exo/spinlock.h>
#include <exo/string.h>
#include <uapi/errno.h>

static struct spinlock lock = SPINLOCK_INIT("character devices");
static struct char_device *devices; /* lock; read without */
static void (*watcher)(const struct char_device *device);

static const struct char_device *first_device(void)
{
	return rcu_dereference(devices);
}

static const struct char_device *next_device(const struct char_device *device)
{
	return rcu_dereference(device->next);
}

/* The lock is held. */
static int insert(struct char_device *device)
{
	struct char_device **link, **place = NULL;

	for (link = &devices; *link; link = &(*link)->next) {
		if ((*link)->number == device->number ||
		    !strcmp((*link)->name, device->name))
			return -EBUSY;
		if (!place && (*link)->number > device->number)
			place = link;
	}
	if (!place)
		place = link;
	device->next = *place;
	rcu_assign_pointer(*place, device);
	return 0;
}

int char_device_register(struct char_device *device)
{
	void (*appeared)(const struct char_device *device);
	int err;

	if (!device->ops || !device->ops->read || !device->ops->write)
		return -EINVAL;
	spin_lock(&lock);
	err = insert(device);
	appeared = watcher;
	spin_unlock(&lock);
	if (!err && appeared)
		appeared(device);
	return err;
}

const struct char_device *char_device_find(u64 number)
{
	const struct char_device *device = first_device();

	while (device && device->number != number)
		device = next_device(device);
	return device;
}

const struct char_device *char_device_at(unsigned int index)
{
	const struct char_device *device = first_device();

	while (device && index--)
		device = next_device(device);
	return device;
}

void char_device_watch(void (*appeared)(const struct char_device *device))
{
	const struct char_device *device;

	spin_lock(&lock);
	watcher = appeared;
	spin_unlock(&lock);
	for (device = first_device(); device; device = next_device(device))
		appeared(device);
}

/* Two that open a node for the first time store the same. */
static const struct char_device *device_of(struct inode *inode)
{
	const struct char_device *device = READ_ONCE(inode->special);

	if (!device) {
		device = char_device_find(inode->device);
		WRITE_ONCE(inode->special, (void *)device);
	}
	return device;
}

static int open_node(struct inode *inode, struct file *file)
{
	const struct char_device *device = device_of(inode);
	int err = 0;

	if (!device)
		return -ENXIO;
	if (device->open)
		err = device->open(device, file);
	if (!err)
		file->ops = device->ops;
	return err;
}

static int char_device_init(void)
{
	return special_file_register(S_IFCHR, open_node);
}
INITCALL(memory, char_device_init);
