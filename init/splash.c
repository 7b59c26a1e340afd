// SPDX-License-Identifier: GPL-2.0-only
/*
 * The splash: a logo, then what this boot found. Each line is read from the
 * machine or from the build; what was not detected is left out.
 */
#include <asm/cpu_features.h>
#include <exo/boot_info.h>
#include <exo/boot_memory.h>
#include <exo/boot_option.h>
#include <exo/compiler.h>
#include <exo/console.h>
#include <exo/cpu_count.h>
#include <exo/splash.h>
#include <exo/time.h>
#include <exo/version.h>
#include <uapi/errno.h>

static const char logo[] = "\n"
			   "  #####  #   #   ###         ###    ####\n"
			   "  #       # #   #   #       #   #  #\n"
			   "  ####     #    #   #  ###  #   #   ###\n"
			   "  #       # #   #   #       #   #      #\n"
			   "  #####  #   #   ###         ###   ####\n"
			   "\n";

/* Features that decide how fast and how safe this kernel can be. */
static const struct {
	enum cpu_feature feature;
	const char *name;
} features[] = {
	{CPU_NX, "nx"},
	{CPU_SMEP, "smep"},
	{CPU_SMAP, "smap"},
	{CPU_FSGSBASE, "fsgsbase"},
	{CPU_ERMS, "erms"},
	{CPU_XSAVE, "xsave"},
	{CPU_RDTSCP, "rdtscp"},
	{CPU_INVARIANT_TSC, "invariant-tsc"},
	{CPU_PDPE1GB, "1gb-pages"},
	{CPU_HYPERVISOR, "in a virtual machine"},
};

static bool unwanted;

static int parse_nosplash(const char *value)
{
	if (value)
		return -EINVAL;
	unwanted = true;
	return 0;
}

BOOT_OPTION("nosplash", parse_nosplash, "no logo at the end of start-up");

static void print_processor(void)
{
	const char *separator = ": ";

	console_printf("  processor  %s",
		       cpu_facts.brand[0] ? cpu_facts.brand : cpu_facts.vendor);
	for (size_t i = 0; i < ARRAY_SIZE(features); i++) {
		if (!cpu_has(features[i].feature))
			continue;
		console_printf("%s%s", separator, features[i].name);
		separator = ", ";
	}
	console_printf("\n");
}

static void print_processor_count(void)
{
	char text[CPU_COUNT_TEXT_MAX];

	if (cpus_describe(text))
		console_printf("  cpus       %s\n", text);
}

static void print_consoles(void)
{
	struct console *console;

	console_printf("  consoles  ");
	for_each_console(console)
		if (console->enabled)
			console_printf(" %s", console->name);
	console_printf("\n");
}

void splash_print(void)
{
	const struct boot_info *boot = boot_information();
	u64 usable = boot_memory_bytes(boot, BOOT_REGION_USABLE);

	if (unwanted)
		return;
	console_printf("%s  %s %s %s\n\n", logo, kernel_name, kernel_version,
		       kernel_codename);
	print_processor();
	print_processor_count();
	console_printf("  memory     %llu MB usable\n",
		       (unsigned long long)(usable >> 20));
	console_printf("  booted by  %s%s%s\n", boot->protocol,
		       boot->loader[0] ? ", " : "", boot->loader);
	print_consoles();
	if (time_event_name())
		console_printf("  tick       %d Hz by %s\n", CONFIG_HZ,
			       time_event_name());
	console_printf("  built      %s with %s\n\n", kernel_release,
		       kernel_compiler);
}
