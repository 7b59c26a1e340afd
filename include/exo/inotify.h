/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: fs. Files from which is read what happens to other files, inotify(7):
 * CONFIG_INOTIFY_USER. <exo/file_news.h> is how they come to know.
 */
#ifndef EXO_INOTIFY_H
#define EXO_INOTIFY_H

#include <exo/compiler.h>
#include <exo/types.h>

struct file;

/*
 * A file that watches nothing yet, with one reference in *@created. @flags:
 * IN_NONBLOCK. -ENOMEM, -EMFILE if the caller's user has too many. May sleep.
 */
__must_check int inotify_create(u32 flags, struct file **created);

bool file_is_inotify(const struct file *file);

/*
 * Watch the file @name for the events in @mask, IN_*; what is watched already by the
 * same @file is from now on watched for these. The number of the watch, 1.., or the
 * errors of inotify_add_watch(2). May sleep.
 */
__must_check int inotify_add_watch(struct file *file, const char *name,
				   u32 mask);

/* End the watch @number, which is told. -EINVAL if there is none. May sleep. */
int inotify_remove_watch(struct file *file, s32 number);

/*
 * What users may have, each of them, and how many events wait at most in what is made
 * from now on.
 */
struct inotify_limits {
	u32 queued_events, user_instances, user_watches;
};
extern struct inotify_limits inotify_limits;

#endif
