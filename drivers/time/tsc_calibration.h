/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: drivers. How fast the time-stamp counter runs.
 */
#ifndef DRIVERS_TSC_CALIBRATION_H
#define DRIVERS_TSC_CALIBRATION_H

#include <exo/types.h>

struct reference_counter;

/*
 * Counts a second as @counter tells them, 0 when it cannot. Waits for some
 * 0.3 ms, or 0.7 ms when the counter is slow to read; a result beyond belief
 * is measured once more, in 0.3 ms.
 */
u64 tsc_measure_hz(const struct reference_counter *counter);

/*
 * Ask whoever may know, the best first. Counts a second, and the name of who
 * said so in *@method; 0 when nobody does.
 */
u64 tsc_calibrate(const char **method);

#endif
