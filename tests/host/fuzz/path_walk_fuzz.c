// SPDX-License-Identifier: GPL-2.0-only
/*
 * Fuzz target: the tree of names, compared with tree_model.c. An input is a list
 * of commands, a line each:
 *
 *	d PATH		mkdir			f PATH		create and write
 *	s TEXT PATH	symlink			l OLD NEW	link
 *	u PATH		unlink			r PATH		rmdir
 *	m OLD NEW	rename			n OLD NEW	rename, NOREPLACE
 *	x OLD NEW	rename, EXCHANGE	c PATH		chdir
 *	t PATH		lstat			T PATH		stat
 *	o PATH		open, and keep open	q		close the first of those
 *	M PATH		mount a tmpfs		B OLD NEW	bind mount
 *	U PATH		umount			V PATH		umount, MNT_DETACH
 *	L PATH		count the names		S		forget unused names
 *	eN		the N-th allocation of the next command fails, N = 1..9
 *
 * Lines that are none of these are skipped. After each command the result must be
 * the model's; in the end no memory and no name may be left.
 */
#include <exo/compiler.h>
#include <exo/directory_sink.h>
#include <exo/file.h>
#include <exo/fs_context.h>
#include <exo/mount.h>
#include <exo/panic.h>
#include <exo/string.h>
#include <exo/vfs.h>
#include <uapi/errno.h>

#include "../../../fs/dentry.h"
#include "../../../fs/test_tree.h"
#include "kernel_model.h"
#include "tree_model.h"

enum {
	INPUT_MAX = 4096,
	COMMANDS_MAX = 100,
	OPEN_MAX = 4,
};

/* A command's words. */
struct words {
	char command;
	const char *first, *second; /* empty if missing */
};

static struct {
	struct file *file;
	struct model_path path;
} opened[OPEN_MAX];
static unsigned int nr_opened;

static unsigned int fail_nth; /* of the next command; 0: none */

static void expect(const struct words *words, long got, long wanted,
		   const char *what)
{
	if (got != wanted)
		panic("%c %s %s: %s is %ld, not %ld\n", words->command,
		      words->first, words->second, what, got, wanted);
}

static void compare_status(const struct words *words, const struct stat *status,
			   struct model_node *node)
{
	static const u32 formats[] = {
		[MODEL_DIRECTORY] = S_IFDIR,
		[MODEL_FILE] = S_IFREG,
		[MODEL_LINK] = S_IFLNK,
	};

	expect(words, status->st_mode & S_IFMT, formats[node->type], "type");
	expect(words, (long)status->st_nlink, node->links, "nlink");
	if (node->type == MODEL_FILE)
		expect(words, status->st_size, (long)node->size, "size");
	if (!node->number)
		node->number = status->st_ino;
	expect(words, (long)status->st_ino, (long)node->number, "inode");
}

/* --- Commands that do more than call one function on each side */

static int run_stat(const struct words *words, bool follow)
{
	struct model_path found;
	struct stat status;
	int err = vfs_stat(NULL, words->first, follow ? 0 : AT_SYMLINK_NOFOLLOW,
			   &status);

	if (err == -ENOMEM)
		return err;
	expect(words, err, model_lookup(words->first, follow, &found),
	       "result");
	if (!err)
		compare_status(words, &status, found.name->node);
	return -ENOMEM;
}

static int run_create(const struct words *words)
{
	struct model_path path;
	struct file *file;
	int err = vfs_open(NULL, words->first, O_CREAT | O_RDWR, 0644, &file);

	model_fail_allocation(0);
	if (err == -ENOMEM)
		return err;
	expect(words, err, model_create(words->first, &path), "result");
	if (!err) {
		expect(words, vfs_truncate_file(file, path.name->node->size), 0,
		       "truncate");
		file_put(file);
	}
	return -ENOMEM;
}

static int run_open(const struct words *words)
{
	struct model_path path;
	struct file *file;
	int err;

	if (nr_opened == OPEN_MAX)
		return -ENOMEM;
	err = vfs_open(NULL, words->first, O_RDONLY, 0, &file);
	if (err == -ENOMEM)
		return err;
	expect(words, err, model_lookup(words->first, true, &path), "result");
	if (!err) {
		model_hold(&path);
		opened[nr_opened].file = file;
		opened[nr_opened++].path = path;
	}
	return -ENOMEM;
}

static int run_close(const struct words *words)
{
	struct stat status;

	if (!nr_opened)
		return -ENOMEM;
	vfs_stat_file(opened[0].file, &status);
	compare_status(words, &status, opened[0].path.name->node);
	file_put(opened[0].file);
	model_release(&opened[0].path);
	nr_opened--;
	memmove(&opened[0], &opened[1], nr_opened * sizeof(opened[0]));
	return -ENOMEM;
}

static int run_chdir(const char *name)
{
	struct path path;
	int err = path_lookup(NULL, name, 0, &path);

	if (err)
		return err;
	err = vfs_chdir(&path);
	path_put(&path);
	return err;
}

struct counting_sink {
	struct directory_sink sink;
	unsigned int names;
};

static bool count_name(struct directory_sink *sink,
		       const struct directory_entry *entry)
{
	(void)entry;
	container_of(sink, struct counting_sink, sink)->names++;
	return true;
}

static int run_list(const struct words *words)
{
	struct counting_sink count = {.sink.add = count_name};
	struct model_path path;
	struct file *file;
	int err =
		vfs_open(NULL, words->first, O_RDONLY | O_DIRECTORY, 0, &file);

	if (err)
		return -ENOMEM;
	err = vfs_list(file, &count.sink);
	file_put(file);
	expect(words, model_lookup(words->first, true, &path), 0, "result");
	/* A directory that was removed may have no names at all. */
	if (!err && path.name->node->links)
		expect(words, count.names,
		       2 + model_count_names(path.name->node), "count");
	return -ENOMEM;
}

/* What covers the root could not be found again in the end. */
static bool is_root(const char *name)
{
	struct model_path found;

	return !model_lookup(name, true, &found) &&
	       found.name == found.mount->root && !found.mount->parent;
}

static int run_mount(const char *source, const char *target, u32 flags)
{
	if (is_root(target))
		return -ENOMEM;
	return vfs_mount(source, target, "tmpfs", flags, NULL);
}

/* The mount where the input began is not taken away. */
static int run_detach(const struct words *words)
{
	struct model_path found;

	if (!model_lookup(words->first, true, &found) && !found.mount->parent)
		return -ENOMEM;
	return vfs_umount(words->first, MNT_DETACH);
}

/* --- All commands. -ENOMEM: there is nothing to compare, or no more. */

static int run(const struct words *words)
{
	const char *first = words->first, *second = words->second;

	switch (words->command) {
	case 'd':
		return vfs_mkdir(NULL, first, 0755);
	case 'f':
		return run_create(words);
	case 's':
		return vfs_symlink(first, NULL, second);
	case 'l':
		return vfs_link(NULL, first, NULL, second, 0);
	case 'u':
		return vfs_unlink(NULL, first);
	case 'r':
		return vfs_rmdir(NULL, first);
	case 'm':
		return vfs_rename(NULL, first, NULL, second, 0);
	case 'n':
		return vfs_rename(NULL, first, NULL, second, RENAME_NOREPLACE);
	case 'x':
		return vfs_rename(NULL, first, NULL, second, RENAME_EXCHANGE);
	case 'c':
		return run_chdir(first);
	case 't':
	case 'T':
		return run_stat(words, words->command == 'T');
	case 'o':
		return run_open(words);
	case 'q':
		return run_close(words);
	case 'M':
		return run_mount("none", first, 0);
	case 'B':
		return run_mount(first, second, MS_BIND);
	case 'U':
		return vfs_umount(first, 0);
	case 'V':
		return run_detach(words);
	case 'L':
		return run_list(words);
	case 'S':
		dentry_cache_shrink(1000);
		return -ENOMEM;
	case 'e':
		fail_nth = (unsigned int)(*first - '0') % 10;
		return -ENOMEM;
	default:
		return -ENOMEM;
	}
}

/* The same by the model, of those commands that run() leaves to be compared. */
static int run_model(const struct words *words)
{
	const char *first = words->first, *second = words->second;

	switch (words->command) {
	case 'd':
		return model_mkdir(first);
	case 's':
		return model_symlink(first, second);
	case 'l':
		return model_link(first, second);
	case 'u':
		return model_unlink(first);
	case 'r':
		return model_rmdir(first);
	case 'm':
		return model_rename(first, second, 0);
	case 'n':
		return model_rename(first, second, RENAME_NOREPLACE);
	case 'x':
		return model_rename(first, second, RENAME_EXCHANGE);
	case 'c':
		return model_chdir(first);
	case 'M':
		return model_mount(NULL, first);
	case 'B':
		return model_mount(first, second);
	default:
		return model_umount(first, words->command == 'V');
	}
}

static void run_both(const struct words *words)
{
	int err;

	model_fail_allocation(fail_nth);
	fail_nth = 0;
	err = run(words);
	model_fail_allocation(0);
	if (err != -ENOMEM)
		expect(words, err, run_model(words), "result");
}

/* Cut the next word out of *@text. */
static const char *cut_word(char **text)
{
	char *word = *text + strspn(*text, " ");
	char *end = word + strcspn(word, " ");

	*text = *end ? end + 1 : end;
	*end = '\0';
	return word;
}

static void run_line(char *line)
{
	struct words words = {.command = *line};

	if (!*line)
		return;
	line++;
	words.first = cut_word(&line);
	words.second = cut_word(&line);
	run_both(&words);
}

static void run_lines(char *text)
{
	for (unsigned int i = 0; i < COMMANDS_MAX && *text; i++) {
		char *end = text + strcspn(text, "\n");
		char *next = *end ? end + 1 : end;

		*end = '\0';
		run_line(text);
		text = next;
	}
}

/* --- The beginning and the end of an input */

/* One of the mounts, in the order they were made; the root is the first. */
struct one_mount {
	unsigned int number, seen;
	char place[PATH_MAX];
};

static int note_mount(const struct mount_info *info, void *arg)
{
	struct one_mount *mount = arg;

	if (mount->seen++ != mount->number)
		return 0;
	strscpy(mount->place, info->place, sizeof(mount->place));
	/* What it shows may be removed, and a text then says " (deleted)". */
	mount->place[strcspn(mount->place, " ")] = '\0';
	return 1;
}

/* Take away what is mounted below the root, some of which others may cover. */
static void umount_all(void)
{
	struct one_mount mount = {.number = 1};

	for (;;) {
		mount.seen = 0;
		if (!mount_visit(note_mount, &mount))
			break;
		if (vfs_umount(mount.place, MNT_DETACH))
			mount.number++;
		else
			mount.number = 1;
	}
	if (mount.seen != 1)
		panic("%s stays mounted\n", mount.place);
}

static void change_root_to_here(void)
{
	struct path here = fs_context_get_cwd(current->fs);

	if (vfs_chroot(&here))
		panic("no chroot\n");
	path_put(&here);
}

static void begin(struct test_tree *tree)
{
	if (test_tree_begin(tree, NULL))
		panic("no tree\n");
	change_root_to_here();
	tree_model_begin();
	fail_nth = 0;
}

static void end(struct test_tree *tree)
{
	const struct words close = {'q', "", ""};

	while (nr_opened)
		run_close(&close);
	if (run_chdir("/"))
		panic("no way to the root\n");
	umount_all();
	if (test_tree_end(tree) || test_tree_leaked(tree) ||
	    test_tree_names_left(tree) || model_frames())
		panic("%ld blocks, %ld names, %lu frames are left\n",
		      (long)test_tree_leaked(tree),
		      (long)test_tree_names_left(tree), model_frames());
}

int LLVMFuzzerTestOneInput(const u8 *data, size_t size);

int LLVMFuzzerTestOneInput(const u8 *data, size_t size)
{
	static bool started;
	static char text[INPUT_MAX + 1];
	struct test_tree tree;

	if (size > INPUT_MAX)
		return 0;
	if (!started)
		model_start();
	started = true;
	memcpy(text, data, size);
	text[size] = '\0';
	begin(&tree);
	run_lines(text);
	end(&tree);
	return 0;
}
