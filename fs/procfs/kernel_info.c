// SPDX-License-Identifier: GPL-2.0-only
/*
 * version, cmdline, sys/kernel: which kernel this is, and how it was started.
 */
#include <exo/boot_info.h>
#include <exo/compiler.h>
#include <exo/hostname.h>
#include <exo/proc_file.h>
#include <exo/version.h>

/* Linux's first words, with our names; there is no builder and no date to tell. */
static int show_version(struct text_buffer *text)
{
	text_printf(text, "%s version %s (%s) %s\n", kernel_name,
		    kernel_release, kernel_compiler, kernel_codename);
	return 0;
}
PROC_FILE(version) = {.path = "version", .show = show_version};

static int show_cmdline(struct text_buffer *text)
{
	if (sizeof(CONFIG_CMDLINE) > 1)
		text_printf(text, "%s ", CONFIG_CMDLINE);
	if (!IS_ENABLED(CONFIG_CMDLINE_OVERRIDE))
		text_printf(text, "%s", boot_information()->cmdline);
	text_append(text, "\n", 1);
	return 0;
}
PROC_FILE(cmdline) = {.path = "cmdline", .show = show_cmdline};

static int show_ostype(struct text_buffer *text)
{
	text_printf(text, "%s\n", kernel_name);
	return 0;
}
PROC_FILE(ostype) = {.path = "sys/kernel/ostype", .show = show_ostype};

static int show_osrelease(struct text_buffer *text)
{
	text_printf(text, "%s\n", kernel_release);
	return 0;
}
PROC_FILE(osrelease) = {
	.path = "sys/kernel/osrelease",
	.show = show_osrelease,
};

static int show_kernel_version(struct text_buffer *text)
{
	text_printf(text, "%s (%s)\n", kernel_codename, kernel_compiler);
	return 0;
}
PROC_FILE(kernel_version) = {
	.path = "sys/kernel/version",
	.show = show_kernel_version,
};

static int show_hostname(struct text_buffer *text)
{
	char name[HOSTNAME_MAX + 1];

	hostname_get(name);
	text_printf(text, "%s\n", name);
	return 0;
}

/* A line, as echo writes it. */
static int write_hostname(const char *bytes, size_t size)
{
	if (size && bytes[size - 1] == '\n')
		size--;
	return hostname_set(bytes, size);
}
PROC_FILE(hostname) = {
	.path = "sys/kernel/hostname",
	.mode = 0644,
	.show = show_hostname,
	.write = write_hostname,
};
