/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Channel 0 of an 8254 behind inb() and outb(), in a machine whose time
 * passes only by port accesses and as the test says.
 */
#ifndef TESTS_PIT_MODEL_H
#define TESTS_PIT_MODEL_H

#include <exo/types.h>

struct pit_model {
	bool present;
	bool stuck; /* the count does not change */
	u64 now_ns;
	u64 port_ns; /* that an access takes */
	unsigned int accesses;
};

extern struct pit_model pit;

u8 pit_model_mode(void);
unsigned int pit_model_reload(void);

/* In mode 0: when the output rises, ~0 when it has or does not. */
u64 pit_model_rises_ns(void);

#endif
