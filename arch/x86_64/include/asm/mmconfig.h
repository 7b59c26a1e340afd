/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: leaf. PCI configuration space mapped to memory. AMD's family 10h
 * takes such accesses only if they move between memory and the register
 * AL, AX or EAX (BIOS and Kernel Developer's Guide, 2.11.1), which the
 * compiler does not promise for a volatile access.
 */
#ifndef ASM_MMCONFIG_H
#define ASM_MMCONFIG_H

#include <exo/types.h>

#define DEFINE_MMCONFIG(bits)                                             \
	static inline u##bits mmconfig_read##bits(const void *from)       \
	{                                                                 \
		u##bits value;                                            \
                                                                          \
		__asm__ volatile("mov %1, %0"                             \
				 : "=a"(value)                            \
				 : "m"(*(const volatile u##bits *)from)); \
		return value;                                             \
	}                                                                 \
                                                                          \
	static inline void mmconfig_write##bits(void *to, u##bits value)  \
	{                                                                 \
		__asm__ volatile("mov %1, %0"                             \
				 : "=m"(*(volatile u##bits *)to)          \
				 : "a"(value));                           \
	}

DEFINE_MMCONFIG(8)
DEFINE_MMCONFIG(16)
DEFINE_MMCONFIG(32)

#undef DEFINE_MMCONFIG

#endif
