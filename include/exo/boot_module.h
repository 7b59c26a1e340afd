/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: mm. What the boot loader put into memory for us, such as an initial RAM
 * filesystem: to be read, and given to the frame allocator when it has been.
 * <exo/boot_info.h> numbers the modules.
 */
#ifndef EXO_BOOT_MODULE_H
#define EXO_BOOT_MODULE_H

#include <exo/types.h>

#ifdef CONFIG_INITRAMFS
/*
 * The bytes of module @index, until it is freed; NULL when a part of it is in no
 * RAM that we use.
 */
const void *boot_module_data(unsigned int index);

/*
 * Give all frames that module @index alone occupies to the frame allocator. How
 * many bytes that were; 0 the second time. For threads and start-up code.
 */
u64 boot_module_free(unsigned int index);

bool boot_module_freed(unsigned int index);
#else
static inline bool boot_module_freed(unsigned int index)
{
	(void)index;
	return false;
}
#endif

#endif
