// SPDX-License-Identifier: GPL-2.0-only
/*
 * version, cmdline, sys/kernel: which kernel this is, and how it was started.
 */
#include <exo/boot_info.h>
#include <exo/compiler.h>
#include <exo/hostname.h>
#include <exo/proc_file.h>
#include <exo/version.h>

/* As uname(2), and the compiler; there is no builder and no date to tell. */
static int show_version(struct text_buffer *text)
{
	text_printf(text, "%s version %s (%s) %s %s\n", abi_name, abi_release,
		    kernel_compiler, abi_version, kernel_codename);
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
	text_printf(text, "%s\n", abi_name);
	return 0;
}
PROC_FILE(ostype) = {.path = "sys/kernel/ostype", .show = show_ostype};

static int show_osrelease(struct text_buffer *text)
{
	text_printf(text, "%s\n", abi_release);
	return 0;
}
PROC_FILE(osrelease) = {
	.path = "sys/kernel/osrelease",
	.show = show_osrelease,
};

static int show_kernel_version(struct text_buffer *text)
{
	text_printf(text, "%s\n", abi_version);
	return 0;
}
PROC_FILE(kernel_version) = {
	.path = "sys/kernel/version",
	.show = show_kernel_version,
};

static int show_name(struct text_buffer *text, void (*get)(char *name))
{
	char name[HOSTNAME_MAX + 1];

	get(name);
	text_printf(text, "%s\n", name);
	return 0;
}

/* What a line says, as echo writes it. */
static size_t line_length(const char *bytes, size_t size)
{
	return size && bytes[size - 1] == '\n' ? size - 1 : size;
}

static int show_hostname(struct text_buffer *text)
{
	return show_name(text, hostname_get);
}

static int write_hostname(const char *bytes, size_t size)
{
	return hostname_set(bytes, line_length(bytes, size));
}
PROC_FILE(hostname) = {
	.path = "sys/kernel/hostname",
	.mode = 0644,
	.show = show_hostname,
	.write = write_hostname,
};

static int show_domainname(struct text_buffer *text)
{
	return show_name(text, domainname_get);
}

static int write_domainname(const char *bytes, size_t size)
{
	return domainname_set(bytes, line_length(bytes, size));
}
PROC_FILE(domainname) = {
	.path = "sys/kernel/domainname",
	.mode = 0644,
	.show = show_domainname,
	.write = write_domainname,
};
