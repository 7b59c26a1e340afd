// SPDX-License-Identifier: GPL-2.0-only
/*
 * cpu: what CPUID told at boot, and the control registers as they stand.
 */
#include <asm/cpu_features.h>
#include <asm/msr.h>
#include <exo/compiler.h>
#include <exo/console.h>
#include <exo/cpu_count.h>
#include <exo/kmon.h>
#include <exo/string.h>

/* Names of single bits, as the Intel SDM (vol. 3, 2.5) and AMD APM use. */
struct bit_name {
	u8 bit;
	char name[11];
};

static const struct bit_name cr0_bits[] = {
	{0, "PE"},  {1, "MP"},	{2, "EM"},  {3, "TS"},	{4, "ET"},  {5, "NE"},
	{16, "WP"}, {18, "AM"}, {29, "NW"}, {30, "CD"}, {31, "PG"},
};

static const struct bit_name cr4_bits[] = {
	{0, "VME"},    {1, "PVI"},	{2, "TSD"},    {3, "DE"},
	{4, "PSE"},    {5, "PAE"},	{6, "MCE"},    {7, "PGE"},
	{8, "PCE"},    {9, "OSFXSR"},	{10, "OSXMM"}, {11, "UMIP"},
	{12, "LA57"},  {13, "VMXE"},	{14, "SMXE"},  {16, "FSGSBASE"},
	{17, "PCIDE"}, {18, "OSXSAVE"}, {20, "SMEP"},  {21, "SMAP"},
	{22, "PKE"},   {23, "CET"},
};

static const struct bit_name efer_bits[] = {
	{0, "SCE"},
	{8, "LME"},
	{10, "LMA"},
	{11, "NXE"},
};

static void print_register(const char *name, u64 value,
			   const struct bit_name *bits, size_t nr_bits)
{
	console_printf("%-9s %#018llx", name, (unsigned long long)value);
	for (size_t i = 0; i < nr_bits; i++)
		if (value & BIT(bits[i].bit))
			console_printf(" %s", bits[i].name);
	console_printf("\n");
}

static void print_features(void)
{
	enum {
		WIDTH = 78,
		INDENT = 10
	};
	unsigned int column = INDENT, length;
	const char *name;

	console_printf("%-*s", INDENT - 1, "features");
	for (unsigned int i = 0; (name = cpu_feature_name(i)); i++) {
		length = strlen(name) + 1;
		if (column + length > WIDTH) {
			console_printf("\n%*s", INDENT - 1, "");
			column = INDENT;
		}
		console_printf(" %s", name);
		column += length;
	}
	console_printf("\n");
}

static void print_count(void)
{
	char text[CPU_COUNT_TEXT_MAX];

	if (cpus_describe(text))
		console_printf("cpus      %s\n", text);
}

static int cmd_cpu(int argc, char **argv)
{
	const struct cpu_facts *facts = &cpu_facts;

	(void)argc;
	(void)argv;
	console_printf("brand     %s\n", facts->brand[0] ? facts->brand : "-");
	print_count();
	console_printf("vendor    %s\n", facts->vendor);
	console_printf("family    %u (%#x), model %u (%#x), stepping %u\n",
		       facts->family, facts->family, facts->model, facts->model,
		       facts->stepping);
	console_printf("addresses %u bits physical, %u bits virtual\n",
		       facts->physical_bits, facts->virtual_bits);
	print_features();
	print_register("cr0", read_cr0(), cr0_bits, ARRAY_SIZE(cr0_bits));
	print_register("cr3", read_cr3(), NULL, 0);
	print_register("cr4", read_cr4(), cr4_bits, ARRAY_SIZE(cr4_bits));
	print_register("efer", rdmsr(MSR_EFER), efer_bits,
		       ARRAY_SIZE(efer_bits));
	return 0;
}

KMON_COMMAND(cpu, cmd_cpu, "", "processor, features, control registers");
