/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: fs, private to the commands about files.
 */
#ifndef FS_COMMANDS_FILES_H
#define FS_COMMANDS_FILES_H

#include <exo/types.h>

/*
 * Call @act for each of @argv[1..]; the first that fails ends it, and is named if
 * there are others. -EINVAL without any.
 */
int files_each(int argc, char **argv, int (*act)(const char *name));

/*
 * Call @visit for each name in the directory @path but "." and "..", in the
 * order in which they were made; no lock is held. Its first result other than 0
 * ends it.
 */
int files_list(const char *path,
	       int (*visit)(const char *directory, const char *name, void *arg),
	       void *arg);

/* "@directory/@name" in a buffer to be freed; NULL when memory is short. */
char *files_join(const char *directory, const char *name);

enum {
	FILES_MODE_SIZE = 11
};

/* The mode as ls has it: "drwxr-xr-x". */
void files_mode_text(u32 mode, char text[FILES_MODE_SIZE]);

#endif
