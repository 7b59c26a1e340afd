/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: kernel. Short waits, busy, for devices that need a moment. Any
 * context. At least the time asked for passes; without a clock source it is
 * estimated by the speed of old ports.
 */
#ifndef EXO_DELAY_H
#define EXO_DELAY_H

#include <exo/types.h>

void ndelay(u64 ns);
void udelay(u64 us);

#endif
