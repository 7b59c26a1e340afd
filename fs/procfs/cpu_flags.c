// SPDX-License-Identifier: GPL-2.0-only
/*
 * What Linux calls the feature bits of CPUID, which is what programs look for in
 * cpuinfo. Sources: Intel SDM vol. 2, CPUID; AMD APM vol. 3, appendix E.
 */
#include "cpu_flags.h"

#include <asm/cpu_features.h>
#include <exo/compiler.h>
#include <exo/string.h>
#include <exo/text_buffer.h>

/* In Linux's order; names from bit 0 on, "-" for a bit that has none. */
static const struct {
	enum cpu_feature_word word;
	const char *names;
} words[] = {
	{CPUID_1_EDX, "fpu vme de pse tsc msr pae mce cx8 apic - sep mtrr pge "
		      "mca cmov pat pse36 pn clflush - dts acpi mmx fxsr sse "
		      "sse2 ss ht tm ia64 pbe"},
	{CPUID_80000001_EDX, "- - - - - - - - - - - syscall - - - - - - - mp "
			     "nx - mmxext - - fxsr_opt pdpe1gb rdtscp - lm "
			     "3dnowext 3dnow"},
	{CPUID_80000007_EDX, "- - - - - - - - constant_tsc"},
	{CPUID_80000007_EDX, "- - - - - - - - nonstop_tsc"},
	{CPUID_1_ECX, "pni pclmulqdq dtes64 monitor ds_cpl vmx smx est tm2 "
		      "ssse3 cid sdbg fma cx16 xtpr pdcm - pcid dca sse4_1 "
		      "sse4_2 x2apic movbe popcnt tsc_deadline_timer aes "
		      "xsave - avx f16c rdrand hypervisor"},
	{CPUID_80000001_ECX, "lahf_lm cmp_legacy svm extapic cr8_legacy abm "
			     "sse4a misalignsse 3dnowprefetch osvw ibs xop "
			     "skinit wdt - lwp fma4 tce - nodeid_msr - tbm "
			     "topoext perfctr_core perfctr_nb - bpext ptsc "
			     "perfctr_llc mwaitx"},
	{CPUID_7_EBX, "fsgsbase tsc_adjust sgx bmi1 hle avx2 - smep bmi2 "
		      "erms invpcid rtm cqm - mpx rdt_a avx512f avx512dq "
		      "rdseed adx smap avx512ifma - clflushopt clwb intel_pt "
		      "avx512pf avx512er avx512cd sha_ni avx512bw avx512vl"},
	{CPUID_D1_EAX, "xsaveopt xsavec xgetbv1 xsaves"},
	{CPUID_7_ECX, "- avx512vbmi umip pku ospke waitpkg avx512_vbmi2 - "
		      "gfni vaes vpclmulqdq avx512_vnni avx512_bitalg tme "
		      "avx512_vpopcntdq - la57 - - - - - rdpid - - cldemote "
		      "- movdiri movdir64b"},
};

static void print_word(struct text_buffer *text, u32 present, const char *names)
{
	for (; *names; present >>= 1) {
		size_t length = strcspn(names, " ");

		if (present & 1 && *names != '-') {
			text_append(text, " ", 1);
			text_append(text, names, length);
		}
		names += length;
		names += *names == ' ';
	}
}

void cpu_flags_print(struct text_buffer *text)
{
	for (size_t i = 0; i < ARRAY_SIZE(words); i++)
		print_word(text, cpu_facts.features[words[i].word],
			   words[i].names);
}
