/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: drivers, private to this tree. The device that computes.
 */
#ifndef EDU_H
#define EDU_H

#include <exo/types.h>

/*
 * The factorial of @number in *@result, modulo 2^32. 0, -ENODEV without the
 * device, or -ETIMEDOUT when it does not finish. May sleep.
 */
int edu_factorial(u32 number, u32 *result);

#endif
