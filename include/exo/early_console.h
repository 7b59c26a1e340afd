/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: base. Text from the first C line on.
 */
#ifndef EXO_EARLY_CONSOLE_H
#define EXO_EARLY_CONSOLE_H

/*
 * Register the consoles whose drivers work by polling alone (initcalls of
 * level "early"). Called once, before anything else, with interrupts off;
 * needs nothing but the early page tables.
 */
void early_console_init(void);

#endif
