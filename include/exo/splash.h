/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: init. The logo and the facts of this boot.
 */
#ifndef EXO_SPLASH_H
#define EXO_SPLASH_H

#ifdef CONFIG_SPLASH
/* Print it on the consoles, once every device has been found. */
void splash_print(void);
#else
static inline void splash_print(void)
{
}
#endif

#endif
