// SPDX-License-Identifier: GPL-2.0-only
/*
 * reboot(2). Nothing is written back: programs call sync(2) before.
 */
#define pr_fmt(fmt) "reboot: " fmt

#include <exo/credentials.h>
#include <exo/ctrl_alt_del.h>
#include <exo/machine.h>
#include <exo/printk.h>
#include <exo/syscalls.h>
#include <exo/uaccess.h>
#include <uapi/errno.h>
#include <uapi/reboot.h>

enum {
	COMMAND_MAX = 256, /* bytes of RESTART2's text that count */
};

static bool magic_right(u32 magic1, u32 magic2)
{
	return magic1 == LINUX_REBOOT_MAGIC1 &&
	       (magic2 == LINUX_REBOOT_MAGIC2 ||
		magic2 == LINUX_REBOOT_MAGIC2A ||
		magic2 == LINUX_REBOOT_MAGIC2B ||
		magic2 == LINUX_REBOOT_MAGIC2C);
}

/* The text is for firmware that asks for one; there is none here. */
static long restart_with(const char __user *text)
{
	char command[COMMAND_MAX];
	ssize_t length = user_string_copy(command, text, sizeof(command));

	if (length == -EFAULT)
		return length;
	command[COMMAND_MAX - 1] = '\0';
	pr_emerg("restarting with command '%s'\n", command);
	machine_reboot();
}

long sys_reboot(u32 magic1, u32 magic2, u32 command, const char __user *text)
{
	if (credentials_current()->euid)
		return -EPERM;
	if (!magic_right(magic1, magic2))
		return -EINVAL;
	switch (command) {
	case LINUX_REBOOT_CMD_RESTART:
		pr_emerg("restarting\n");
		machine_reboot();
	case LINUX_REBOOT_CMD_HALT:
		pr_emerg("halted\n");
		machine_halt();
	case LINUX_REBOOT_CMD_POWER_OFF:
		pr_emerg("switching off\n");
		machine_poweroff();
	case LINUX_REBOOT_CMD_RESTART2:
		return restart_with(text);
	case LINUX_REBOOT_CMD_CAD_ON:
	case LINUX_REBOOT_CMD_CAD_OFF:
		ctrl_alt_del_set_restarts(command == LINUX_REBOOT_CMD_CAD_ON);
		return 0;
	}
	return -EINVAL;
}
