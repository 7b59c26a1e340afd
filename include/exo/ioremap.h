/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: mm. Registers and memory of devices, by physical address. Contexts as
 * <exo/frame.h>.
 */
#ifndef EXO_IOREMAP_H
#define EXO_IOREMAP_H

#include <exo/compiler.h>
#include <exo/types.h>

/*
 * A pointer through which the @size bytes at @phys are read and written, in
 * program order and never cached. NULL when that is RAM, beyond the processor's
 * addresses, or memory is short. Without CONFIG_HEAP, which remembers what is
 * mapped, always.
 */
#if defined(CONFIG_HEAP) || defined(__HOST_TEST__)
__must_check void *ioremap(paddr_t phys, size_t size);

/*
 * The same for memory that is written in bulk, a frame buffer: writes may be
 * gathered and late, so not for registers.
 */
__must_check void *ioremap_wc(paddr_t phys, size_t size);

/* What either returned, or NULL. */
void iounmap(void *pointer);
#else
static inline void *ioremap(paddr_t phys, size_t size)
{
	(void)phys;
	(void)size;
	return NULL;
}

static inline void *ioremap_wc(paddr_t phys, size_t size)
{
	return ioremap(phys, size);
}

static inline void iounmap(void *pointer)
{
	(void)pointer;
}
#endif

#endif
