/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: lib. Patterns that select things named suite.name, such as tests:
 * '*' stands for any text. Any context.
 */
#ifndef EXO_NAME_PATTERN_H
#define EXO_NAME_PATTERN_H

#include <exo/types.h>

bool pattern_matches(const char *pattern, const char *text);

/*
 * Does @pattern select @suite.@name? One without a '.' is held against the
 * suite alone. Names of 128 characters or more are never selected.
 */
bool pattern_selects(const char *pattern, const char *suite, const char *name);

#endif
