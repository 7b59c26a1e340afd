/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: kernel. Ctrl-Alt-Del: it restarts the machine, or tells process 1, by
 * SIGINT, when that has asked for it (reboot(2), LINUX_REBOOT_CMD_CAD_OFF).
 */
#ifndef EXO_CTRL_ALT_DEL_H
#define EXO_CTRL_ALT_DEL_H

#include <exo/machine.h>
#include <exo/types.h>

#ifdef CONFIG_PROCESS

/* Any context but NMI. Returns only if process 1 was told. */
void ctrl_alt_del(void);

/* Does it restart the machine at once? So at start-up. Any context. */
void ctrl_alt_del_set_restarts(bool restarts);

#else

static inline void ctrl_alt_del(void)
{
	machine_reboot();
}

#endif

#endif
