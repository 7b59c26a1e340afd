/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: arch. Exceptions in words. Pure functions, any context.
 */
#ifndef ARCH_KERNEL_FAULT_WORDS_H
#define ARCH_KERNEL_FAULT_WORDS_H

#include <exo/types.h>

/* Room for any of the texts below, with the NUL. */
enum {
	FAULT_WORDS_MAX = 128
};

/* "page fault"; never NULL. */
const char *trap_name(unsigned int vector);

/*
 * ", error code 0x0002: kernel write, page not present"; "" for a vector that
 * has no error code.
 */
const char *fault_error_words(char text[FAULT_WORDS_MAX], unsigned int vector,
			      u64 code);

/* What kind of place @address is. */
const char *fault_address_words(unsigned long address);

/*
 * What the instruction at @code, which raised #UD, was for: ud2 or clang's
 * ud1 with the name of the check. "" for any other instruction.
 */
const char *fault_opcode_words(char text[FAULT_WORDS_MAX], const u8 *code,
			       size_t len);

#endif
