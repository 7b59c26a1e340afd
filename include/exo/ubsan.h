/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: base. Reports of undefined behaviour, with CONFIG_UBSAN.
 */
#ifndef EXO_UBSAN_H
#define EXO_UBSAN_H

/* How many places have been reported since boot. */
unsigned int ubsan_report_count(void);

#endif
