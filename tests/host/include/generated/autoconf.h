/* SPDX-License-Identifier: GPL-2.0-only */
/* The configuration of code under test on the build machine. */
#define CONFIG_KTEST			1
#define CONFIG_PRINTK			1
#define CONFIG_KMON_COMPLETION		1
#define CONFIG_KMON_HISTORY		1
#define CONFIG_PRINTK_TIME		1
#define CONFIG_LOG_BUF_SHIFT		12
#define CONFIG_CONSOLE_LOGLEVEL_DEFAULT 7
#define CONFIG_SERIAL_8250_PORT		0x3f8
#define CONFIG_SERIAL_8250_IRQ		4
#define CONFIG_SERIAL_8250_BAUD		115200
#define CONFIG_RTC			1
#define CONFIG_HZ			100
#define CONFIG_NO_HZ_IDLE		1
#define CONFIG_PIT			1
#define CONFIG_TIMERS			1
#define CONFIG_TSC			1
#define CONFIG_ACPI			1
#define CONFIG_PIC_8259			1
#define CONFIG_LOCAL_APIC		1
#define CONFIG_TERMINAL			1
