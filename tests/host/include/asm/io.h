/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: leaf. In place of the kernel's: a test of a driver implements the
 * ports by a model of the device.
 */
#ifndef ASM_IO_H
#define ASM_IO_H

#include <exo/types.h>

u8 inb(u16 port);
u16 inw(u16 port);
u32 inl(u16 port);
void outb(u16 port, u8 value);
void outw(u16 port, u16 value);
void outl(u16 port, u32 value);

static inline void io_delay(void)
{
}

#endif
