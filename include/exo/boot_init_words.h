/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: base. What the kernel command line says to the first program: words that
 * no part of the kernel knows, and all those behind "--".
 */
#ifndef EXO_BOOT_INIT_WORDS_H
#define EXO_BOOT_INIT_WORDS_H

#include <exo/compiler.h>
#include <exo/types.h>

enum {
	BOOT_INIT_WORDS_MAX = 32, /* arguments, and as many of environment */
};

#ifdef CONFIG_PROCESS
/* Both end with NULL. The first argument is the program's name, to be set. */
extern const char *boot_init_arguments[];
extern const char *boot_init_environment[];

/*
 * Remember @word, which is copied: as "NAME=value" for the environment, in place of
 * one that has the name, else as an argument. False when there is no room.
 */
bool boot_init_word(const char *word);

/* The same, as an argument whatever it looks like. */
bool boot_init_argument(const char *word);
#else
static inline bool boot_init_word(const char *word)
{
	(void)word;
	return false;
}

static inline bool boot_init_argument(const char *word)
{
	(void)word;
	return false;
}
#endif

#endif
