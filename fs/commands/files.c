// SPDX-License-Identifier: GPL-2.0-only
/*
 * What the commands about files share.
 */
#include "files.h"

#include <exo/console.h>
#include <exo/directory_sink.h>
#include <exo/file.h>
#include <exo/kmalloc.h>
#include <exo/printf.h>
#include <exo/vfs.h>
#include <uapi/errno.h>

int files_each(int argc, char **argv, int (*act)(const char *name))
{
	int err = argc > 1 ? 0 : -EINVAL;

	for (int i = 1; i < argc && !err; i++) {
		err = act(argv[i]);
		if (err && argc > 2)
			console_printf("not done: %s\n", argv[i]);
	}
	return err;
}

char *files_join(const char *directory, const char *name)
{
	size_t size = strlen(directory) + strlen(name) + 2;
	char *path = kmalloc(size);

	if (path)
		snprintf(path, size, "%s/%s", directory, name);
	return path;
}

/* Names as they come, each with its NUL; looked at when no lock is held. */
struct names {
	struct directory_sink sink;
	size_t used;
	char text[4 * (NAME_MAX + 1)];
};

static bool names_add(struct directory_sink *sink,
		      const struct directory_entry *entry)
{
	struct names *names = container_of(sink, struct names, sink);
	char *to = names->text + names->used;

	if (sizeof(names->text) - names->used < entry->length + 1)
		return false;
	memcpy(to, entry->name, entry->length);
	to[entry->length] = '\0';
	names->used += entry->length + 1;
	return true;
}

static bool is_dots(const char *name)
{
	return !strcmp(name, ".") || !strcmp(name, "..");
}

static int
list_opened(struct file *directory, struct names *names, const char *path,
	    int (*visit)(const char *directory, const char *name, void *arg),
	    void *arg)
{
	int err;

	do {
		names->used = 0;
		err = vfs_list(directory, &names->sink);
		for (const char *name = names->text;
		     !err && name < names->text + names->used;
		     name += strlen(name) + 1)
			if (!is_dots(name))
				err = visit(path, name, arg);
	} while (!err && names->used);
	return err;
}

int files_list(const char *path,
	       int (*visit)(const char *directory, const char *name, void *arg),
	       void *arg)
{
	struct names *names = kmalloc(sizeof(*names));
	struct file *directory;
	int err;

	if (!names)
		return -ENOMEM;
	names->sink.add = names_add;
	err = vfs_open(NULL, path, O_RDONLY | O_DIRECTORY, 0, &directory);
	if (!err) {
		err = list_opened(directory, names, path, visit, arg);
		file_put(directory);
	}
	kfree(names);
	return err;
}

static char type_letter(u32 mode)
{
	static const char letters[] = "?pc?d?b?-?l?s???";

	return letters[(mode & S_IFMT) >> 12];
}

/* The three letters of owner, group or others; @special: s or t for x. */
static void triple(char *text, u32 bits, char special)
{
	text[0] = bits & 4 ? 'r' : '-';
	text[1] = bits & 2 ? 'w' : '-';
	text[2] = bits & 1 ? 'x' : '-';
	if (special)
		text[2] = bits & 1 ? special : (char)(special - 'a' + 'A');
}

void files_mode_text(u32 mode, char text[FILES_MODE_SIZE])
{
	text[0] = type_letter(mode);
	triple(text + 1, mode >> 6, mode & S_ISUID ? 's' : 0);
	triple(text + 4, mode >> 3, mode & S_ISGID ? 's' : 0);
	triple(text + 7, mode, mode & S_ISVTX ? 't' : 0);
	text[10] = '\0';
}
