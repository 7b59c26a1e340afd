/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: base. Start-up functions of optional parts, run by init/main.c
 * level by level. A level is named for what works once it is done:
 *
 *	INITCALL(irqchip, pic_init);
 *
 *	early     text goes out by polling; before anything else, see
 *		  early_console_init()
 *	memory    there is a heap, and device memory can be mapped
 *	irqchip   interrupts can be requested
 *	clock     time passes
 *	console   text goes out and typed bytes come in
 *	device    the remaining devices answer
 *	late      everything else that wants a running system
 *
 * Within a level the order is link order, i.e. the order of the Makefiles.
 */
#ifndef EXO_INITCALL_H
#define EXO_INITCALL_H

#include <exo/compiler.h>

/* Returns 0, or a negative errno, which is logged; boot goes on. */
typedef int (*initcall_t)(void);

struct initcall {
	initcall_t run;
	const char *name;
};

#define INITCALL(level, fn)                                              \
	static const struct initcall __initcall_##fn __used __no_reorder \
		__section(".initcalls." #level) __aligned(8) = {         \
			.run = fn,                                       \
			.name = #fn,                                     \
	}

#endif
