/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: kernel, private to the monitor. The backslash escapes of echo -e.
 */
#ifndef KMON_ECHO_ESCAPES_H
#define KMON_ECHO_ESCAPES_H

#include <exo/types.h>

/*
 * Replace \a \b \e \f \n \r \t \v \\, \0 with up to three octal digits and \x
 * with up to two hexadecimal ones, in place, as bash's echo -e does; others
 * stay as they are. Returns the bytes of the result, which may hold NULs.
 * \c ends it and sets @stop: nothing else is to be printed.
 */
size_t echo_escapes_expand(char *text, bool *stop);

#endif
