/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * struct boot_info for comparison: all of it as text, and the promises of
 * <exo/boot_info.h> that hold whatever a loader passed.
 */
#ifndef BOOT_INFO_TEXT_H
#define BOOT_INFO_TEXT_H

#include <exo/boot_info.h>

/* One line a fact, in a buffer that the next call overwrites. */
const char *boot_info_text(const struct boot_info *boot);

/* The first promise that does not hold, or NULL. */
const char *boot_info_defect(const struct boot_info *boot);

#endif
