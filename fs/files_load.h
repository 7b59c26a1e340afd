/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: fs, private to the load test of files.
 */
#ifndef FS_FILES_LOAD_H
#define FS_FILES_LOAD_H

#include <exo/types.h>

/*
 * Walk all below the current directory, compare link counts with names, and remove
 * it all. False, with a line on the console, when anything is wrong.
 */
bool files_check_and_remove(void);

/*
 * Take away what is mounted below the current directory, /ktest. False, with a
 * message, when something stays.
 */
bool files_unmount_all(void);

#endif
