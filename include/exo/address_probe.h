/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: base; implemented by the architecture. For tools that touch
 * addresses a person typed.
 */
#ifndef EXO_ADDRESS_PROBE_H
#define EXO_ADDRESS_PROBE_H

#include <exo/types.h>

/*
 * Whether the kernel's page tables map all @size bytes at @address, for
 * writing too if @writable. Says nothing of what answers there: RAM, a
 * device, or nobody. The answer holds while nobody changes the mapping.
 */
bool address_mapped(unsigned long address, size_t size, bool writable);

#endif
