// SPDX-License-Identifier: GPL-2.0-only
/*
 * mounts: what is mounted where (fstab(5)), as the reader's root has it; and
 * filesystems: what can be. No filesystem here needs a block device.
 */
#include <exo/filesystem.h>
#include <exo/mount.h>
#include <exo/mount_text.h>
#include <exo/proc_file.h>
#include <uapi/device_number.h>

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

int mounts_text(struct text_buffer *text)
{
	return mount_visit(print_mount, text);
}
PROC_FILE(mounts) = {.path = "mounts", .show = mounts_text};

/* id, parent, device, root within it, place, options - type, source, options */
static int print_mountinfo(const struct mount_info *mount, void *arg)
{
	const struct superblock *superblock = mount->superblock;
	struct text_buffer *text = arg;

	text_printf(text, "%llu %llu %u:%u ", (unsigned long long)mount->id,
		    (unsigned long long)mount->parent_id,
		    device_major(superblock->device),
		    device_minor(superblock->device));
	text_escape(text, mount->root, special);
	text_append(text, " ", 1);
	text_escape(text, mount->place, special);
	text_append(text, " ", 1);
	print_options(text, mount->flags);
	text_printf(text, " - %s ", superblock->filesystem->name);
	text_escape(text, mount->source, special);
	text_printf(text, " %s\n", superblock->read_only ? "ro" : "rw");
	return 0;
}

int mountinfo_text(struct text_buffer *text)
{
	return mount_visit(print_mountinfo, text);
}

static int show_filesystems(struct text_buffer *text)
{
	const struct filesystem *filesystem;

	for (unsigned int i = 0; (filesystem = filesystem_at(i)); i++)
		text_printf(text, "nodev\t%s\n", filesystem->name);
	return 0;
}
PROC_FILE(filesystems) = {.path = "filesystems", .show = show_filesystems};
