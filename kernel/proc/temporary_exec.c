// SPDX-License-Identifier: GPL-2.0-only
/*
 * Stand-ins for what signals will bring.
 */
#include <exo/process.h>

__weak int signal_exec(void)
{
	return 0;
}
