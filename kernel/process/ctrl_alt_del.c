// SPDX-License-Identifier: GPL-2.0-only
/*
 * Ctrl-Alt-Del, which init may want to be told of.
 */
#include <exo/compiler.h>
#include <exo/ctrl_alt_del.h>
#include <exo/process.h>
#include <uapi/siginfo.h>
#include <uapi/signal.h>

static bool restarts = true;

void ctrl_alt_del_set_restarts(bool does)
{
	WRITE_ONCE(restarts, does);
}

void ctrl_alt_del(void)
{
	static const struct signal_info info = {
		.signal = SIGINT,
		.code = SI_KERNEL,
	};
	struct process *init = READ_ONCE(init_process);

	if (READ_ONCE(restarts) || !init)
		machine_reboot();
	signal_send_process(init, &info);
}
