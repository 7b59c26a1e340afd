// SPDX-License-Identifier: GPL-2.0-only
/*
 * fixdep: turn a compiler's dependency file into per-symbol dependencies.
 *
 *	fixdep [-p PREFIX] DEPFILE TARGET COMMAND > .TARGET.cmd
 *
 * The output is written in one piece or, on a full disk, not at all: make
 * would read half of it as a list that lacks something.
 *
 * Every object includes autoconf.h, so taken as it stands the compiler's
 * list would rebuild everything whenever any symbol changes. fixdep leaves
 * autoconf.h (and NASM's autoconf.inc) out, scans the files that remain for
 * CONFIG_ names instead, and makes the target depend on the stamp
 * include/config/NAME of each. The configuration step touches exactly the
 * stamps whose symbols changed.
 *
 * Written besides: COMMAND, for if_changed to compare with, and the value of
 * each symbol, for V=2 to name when it has changed.
 *
 * -p PREFIX is put before relative paths: NASM runs in the source tree. What
 * lies below the working directory is named from there, as make's targets are.
 * DEPFILE is removed.
 */
#include <ctype.h>
#include <errno.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define AUTO_CONF   "include/config/auto.conf"
#define MOST_OUTPUT (1 << 20)

struct text {
	char *bytes;
	size_t len;
};

/* The symbols seen so far: a handful for each object. */
static struct text *symbols;
static size_t nr_symbols;

static void die(const char *fmt, ...) __attribute__((noreturn));
static void die(const char *fmt, ...)
{
	va_list ap;

	fputs("fixdep: ", stderr);
	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	fputc('\n', stderr);
	exit(1);
}

/* The whole of @path, with a NUL after it. */
static struct text read_file(const char *path)
{
	struct text file = {NULL, 0};
	FILE *stream = fopen(path, "rb");
	size_t room = 0, n;

	if (!stream)
		die("%s: %s", path, strerror(errno));
	do {
		if (room - file.len < 4096) {
			room = room * 2 + 16384;
			file.bytes = realloc(file.bytes, room + 1);
			if (!file.bytes)
				die("out of memory");
		}
		n = fread(file.bytes + file.len, 1, room - file.len, stream);
		file.len += n;
	} while (n);
	if (ferror(stream))
		die("%s: %s", path, strerror(errno));
	fclose(stream);
	file.bytes[file.len] = '\0';
	return file;
}

static bool is_name_char(char c)
{
	return isalnum((unsigned char)c) || c == '_';
}

static bool same_text(struct text a, struct text b)
{
	return a.len == b.len && !memcmp(a.bytes, b.bytes, a.len);
}

static void add_symbol(struct text name)
{
	for (size_t i = 0; i < nr_symbols; i++)
		if (same_text(symbols[i], name))
			return;
	symbols = realloc(symbols, (nr_symbols + 1) * sizeof(*symbols));
	if (!symbols)
		die("out of memory");
	symbols[nr_symbols++] = name;
}

/* Note every CONFIG_ name in @file, whose bytes must stay where they are. */
static void scan_symbols(struct text file)
{
	static const char prefix[] = "CONFIG_";
	char *at = file.bytes;

	while ((at = strstr(at, prefix)) != NULL) {
		bool starts = at == file.bytes || !is_name_char(at[-1]);
		struct text name = {at + strlen(prefix), 0};

		while (is_name_char(name.bytes[name.len]))
			name.len++;
		at = name.bytes + name.len;
		if (starts && name.len)
			add_symbol(name);
	}
}

static bool ends_with(const char *text, const char *tail)
{
	size_t len = strlen(text), tail_len = strlen(tail);

	return len >= tail_len && !strcmp(text + len - tail_len, tail);
}

static bool is_autoconf(const char *path)
{
	return ends_with(path, "include/generated/autoconf.h") ||
	       ends_with(path, "include/generated/autoconf.inc");
}

/* @path as make names it: from @here, the working directory, if it is below that. */
static const char *from_here(const char *path, const char *here)
{
	size_t len = strlen(here);

	return !strncmp(path, here, len) && path[len] == '/' ? path + len + 1
							     : path;
}

/*
 * List the dependencies in @depfile, "target: dep dep \ newline dep ...", as
 * the value of a make variable, and scan each of them.
 */
static void convert_dependencies(struct text depfile, const char *prefix)
{
	char *list = strchr(depfile.bytes, ':');
	char *word = list ? strtok(list + 1, " \t\r\n") : NULL;
	char here[4096];

	if (!getcwd(here, sizeof(here)))
		die("working directory: %s", strerror(errno));
	for (; word; word = strtok(NULL, " \t\r\n")) {
		char path[4096];

		if (!strcmp(word, "\\") || is_autoconf(word))
			continue;
		if (snprintf(path, sizeof(path), "%s%s",
			     word[0] == '/' ? "" : prefix,
			     word) >= (int)sizeof(path))
			die("path too long: %s", word);
		printf(" \\\n  %s", from_here(path, here));
		scan_symbols(read_file(path));
	}
}

/* The value of @symbol, a line "CONFIG_X=value" of auto.conf, or n. */
static struct text symbol_value(const char *auto_conf, struct text symbol)
{
	struct text value = {"n", 1};
	const char *line = auto_conf;

	while (line) {
		if (!strncmp(line, "CONFIG_", 7) &&
		    !strncmp(line + 7, symbol.bytes, symbol.len) &&
		    line[7 + symbol.len] == '=') {
			value.bytes = (char *)line + 8 + symbol.len;
			value.len = strcspn(value.bytes, "\n");
			return value;
		}
		line = strchr(line, '\n');
		if (line)
			line++;
	}
	return value;
}

static void print_symbols(const char *target)
{
	const char *auto_conf = read_file(AUTO_CONF).bytes;

	for (size_t i = 0; i < nr_symbols; i++)
		printf(" \\\n  $(wildcard include/config/%.*s)",
		       (int)symbols[i].len, symbols[i].bytes);
	putchar('\n');
	for (size_t i = 0; i < nr_symbols; i++) {
		struct text value = symbol_value(auto_conf, symbols[i]);

		printf("was_%s_%.*s := %.*s\n", target, (int)symbols[i].len,
		       symbols[i].bytes, (int)value.len, value.bytes);
	}
}

int main(int argc, char **argv)
{
	const char *prefix = "";

	if (argc > 2 && !strcmp(argv[1], "-p")) {
		prefix = argv[2];
		argc -= 2;
		argv += 2;
	}
	if (argc != 4)
		die("usage: fixdep [-p PREFIX] DEPFILE TARGET COMMAND");

	setvbuf(stdout, NULL, _IOFBF, MOST_OUTPUT);
	printf("savedcmd_%s := %s\n", argv[2], argv[3]);
	printf("deps_%s :=", argv[2]);
	convert_dependencies(read_file(argv[1]), prefix);
	print_symbols(argv[2]);
	printf("%s: $(deps_%s)\n", argv[2], argv[2]);
	if (fflush(stdout) || ferror(stdout)) {
		int error = errno;

		if (ftruncate(STDOUT_FILENO, 0))
			perror("fixdep: what is half written stays");
		die("cannot write: %s", strerror(error));
	}
	if (unlink(argv[1]))
		die("%s: %s", argv[1], strerror(errno));
	return 0;
}
