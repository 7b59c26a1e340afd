// SPDX-License-Identifier: GPL-2.0-only
/*
 * Page faults while address spaces are nobody's: what is not there stays away.
 */
#include <exo/arch_entry.h>
#include <exo/compiler.h>
#include <uapi/errno.h>

__weak int page_fault_resolve(unsigned long address, unsigned int access)
{
	(void)address;
	return access & FAULT_PRESENT ? -EACCES : -EFAULT;
}
