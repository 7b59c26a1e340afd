/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: lib. Configuration symbols in C, included first in every file by
 * the build (-include). IS_ENABLED(CONFIG_X) is 1 when the bool X is y and 0
 * when it is n, so both branches of an if are compiled whatever X is.
 */
#ifndef EXO_KCONFIG_H
#define EXO_KCONFIG_H

#include <generated/autoconf.h>

#define __KCONFIG_ARG_1		    0,
#define __KCONFIG_SECOND(a, b, ...) b
#define __KCONFIG_EVAL(arg)	    __KCONFIG_SECOND(arg 1, 0)
#define __KCONFIG_PASTE(value)	    __KCONFIG_EVAL(__KCONFIG_ARG_##value)
#define IS_ENABLED(option)	    __KCONFIG_PASTE(option)

#endif
