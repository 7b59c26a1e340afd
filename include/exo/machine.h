/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: base; implemented by the architecture. Ways to stop the machine.
 * Any context.
 */
#ifndef EXO_MACHINE_H
#define EXO_MACHINE_H

#include <exo/compiler.h>

/* Interrupts off and halt for good. */
__noreturn void machine_halt(void);

/*
 * Reset: by a driver's way, port 0xcf9, the keyboard controller, and at last a
 * triple fault.
 */
__noreturn void machine_reboot(void);

/*
 * Switch off by a driver's way, or else end QEMU as machine_exit(0) does, or
 * else say that there is no way and halt.
 */
__noreturn void machine_poweroff(void);

/*
 * End QEMU with exit status (@code << 1) | 1 through isa-debug-exit, when
 * CONFIG_QEMU_EXIT is set and the device is there; else halt.
 */
__noreturn void machine_exit(unsigned int code);

/*
 * Ways that drivers have found. @way tries and returns when nothing came of
 * it; then the others above are tried. The last one set counts. Called with
 * interrupts off, at any time, also of a kernel that is going down.
 */
void machine_set_poweroff(void (*way)(void));
void machine_set_reset(void (*way)(void));

/*
 * Let @seconds pass, busy and without interrupts. Takes the timer over, so
 * only for a kernel that is going down. Returns early when no timer counts.
 */
void machine_wait_seconds(unsigned int seconds);

#endif
