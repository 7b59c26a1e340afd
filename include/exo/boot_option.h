/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: base. Words of the kernel command line. A subsystem registers the
 * words it understands beside the code that uses them:
 *
 *	static int parse_loglevel(const char *value) { ... }
 *	BOOT_OPTION("loglevel=", parse_loglevel, "0-7: ...");
 *
 * The line is parsed once, right after the early console is up; handlers
 * only record what they were told. Refused values are reported, and unknown
 * words, which the first program gets, <exo/boot_init_words.h>. A name that ends
 * in '=' takes a value, any other stands alone.
 */
#ifndef EXO_BOOT_OPTION_H
#define EXO_BOOT_OPTION_H

#include <exo/compiler.h>
#include <exo/types.h>

struct boot_option {
	const char *name;
	/*
	 * @value: text after '=' (may be empty), or NULL for a flag.
	 * Returns 0, or a negative errno when the value makes no sense.
	 */
	int (*parse)(const char *value);
	const char *help;
};

#define BOOT_OPTION(option_name, parse_fn, help_text)                   \
	static const struct boot_option __boot_option_##parse_fn __used \
		__section(".boot_options") __aligned(8) = {             \
			.name = option_name,                            \
			.parse = parse_fn,                              \
			.help = help_text,                              \
	}

/*
 * Split @cmdline at white space ("..." quotes hold spaces) and hand each
 * word to its option. Words that nobody takes are left to the first program;
 * they, values refused and quotes not closed are reported in the log.
 */
void boot_options_parse(const char *cmdline);

/* Every registered option, for help texts. */
extern const struct boot_option __boot_options_start[];
extern const struct boot_option __boot_options_end[];

#endif
