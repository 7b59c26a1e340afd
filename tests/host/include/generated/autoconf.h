/* SPDX-License-Identifier: GPL-2.0-only */
/* The configuration of code under test on the build machine. */
#define CONFIG_KTEST	       1
#define CONFIG_PRINTK	       1
#define CONFIG_KMON_COMPLETION 1
#define CONFIG_KMON_HISTORY    1
