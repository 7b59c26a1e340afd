// SPDX-License-Identifier: GPL-2.0-only
/*
 * mounts: what is mounted where (fstab(5)), as the reader's root has it; and
 * filesystems: what can be. No filesystem here needs a block device.
 */
#include <exo/filesystem.h>
#include <exo/mount.h>
#include <exo/proc_file.h>

/* What would end a field; a # would begin a comment. */
static const char special[] = " \t\n#";

static void print_options(struct text_buffer *text, u32 flags)
{
	text_printf(text, "%s%s%s%s%s", flags & MS_RDONLY ? "ro" : "rw",
		    flags & MS_NOSUID ? ",nosuid" : "",
		    flags & MS_NODEV ? ",nodev" : "",
		    flags & MS_NOEXEC ? ",noexec" : "",
		    flags & MS_NOATIME ? ",noatime" : ",relatime");
}

static int print_mount(const struct mount_info *mount, void *arg)
{
	struct text_buffer *text = arg;

	text_escape(text, mount->source, special);
	text_append(text, " ", 1);
	text_escape(text, mount->place, special);
	text_printf(text, " %s ", mount->superblock->filesystem->name);
	print_options(text, mount->flags);
	text_printf(text, " 0 0\n");
	return 0;
}

static int show_mounts(struct text_buffer *text)
{
	return mount_visit(print_mount, text);
}
PROC_FILE(mounts) = {.path = "mounts", .show = show_mounts};

static int show_filesystems(struct text_buffer *text)
{
	const struct filesystem *filesystem;

	for (unsigned int i = 0; (filesystem = filesystem_at(i)); i++)
		text_printf(text, "nodev\t%s\n", filesystem->name);
	return 0;
}
PROC_FILE(filesystems) = {.path = "filesystems", .show = show_filesystems};
