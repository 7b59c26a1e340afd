/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: arch. The library that programs are shown, in whole pages (CONFIG_VDSO).
 */
#ifndef ASM_VDSO_IMAGE_H
#define ASM_VDSO_IMAGE_H

#include <exo/types.h>

extern const u8 vdso_image[], vdso_image_end[];

#endif
