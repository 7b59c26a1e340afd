// SPDX-License-Identifier: GPL-2.0-only
/*
 * Page faults without CONFIG_VM: what is not there stays away.
 */
#include <exo/arch_entry.h>
#include <uapi/errno.h>

int page_fault_resolve(unsigned long address, unsigned int access)
{
	(void)address;
	return access & FAULT_PRESENT ? -EACCES : -EFAULT;
}
