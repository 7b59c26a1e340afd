// SPDX-License-Identifier: GPL-2.0-only
/*
 * kallsyms: the kernel's table of its own function names.
 *
 *	nm -n exo.elf | kallsyms > kallsyms.asm
 *
 * Reads the sorted symbol list of the first link and writes, as NASM source,
 * the table that include/exo/kallsyms.h describes. It is linked in as the
 * last section, so that the second link moves no address.
 *
 * Listed are the symbols from __text_start to before __text_end, one for
 * each address, without NASM's local labels ("handler.loop"). The clones
 * that compilers make ("walk.part.0", "die.cold") are kept.
 */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
	NAME_MAX_BYTES = 255
};

struct symbol {
	unsigned long long address;
	char type;
	char name[NAME_MAX_BYTES + 1];
};

static struct symbol *symbols;
static size_t nr_symbols;
static unsigned long long text_start, text_end;

static void die(const char *message)
{
	fprintf(stderr, "kallsyms: %s\n", message);
	exit(1);
}

static void add_symbol(const struct symbol *symbol)
{
	if ((nr_symbols & (nr_symbols - 1)) == 0) {
		size_t room = nr_symbols ? nr_symbols * 2 : 1;

		symbols = realloc(symbols, room * sizeof(*symbols));
		if (!symbols)
			die("out of memory");
	}
	symbols[nr_symbols++] = *symbol;
}

static void read_symbols(FILE *list)
{
	struct symbol symbol;
	char line[1024];

	while (fgets(line, sizeof(line), list)) {
		/* Undefined symbols have no address and do not match. */
		if (sscanf(line, "%llx %c %255s", &symbol.address, &symbol.type,
			   symbol.name) != 3)
			continue;
		if (!strcmp(symbol.name, "__text_start"))
			text_start = symbol.address;
		else if (!strcmp(symbol.name, "__text_end"))
			text_end = symbol.address;
		else if (strchr("tTwW", symbol.type))
			add_symbol(&symbol);
	}
}

/* A label inside an assembly routine, not a clone made by a compiler. */
static int is_local_label(const char *name)
{
	const char *dot = strrchr(name, '.');

	return dot && !isdigit((unsigned char)dot[1]) && strcmp(dot, ".cold");
}

static int is_listed(const struct symbol *symbol)
{
	return symbol->address >= text_start && symbol->address < text_end &&
	       !is_local_label(symbol->name);
}

/* By address; of several at one address the global one comes first. */
static int compare(const void *a, const void *b)
{
	const struct symbol *x = a, *y = b;

	if (x->address != y->address)
		return x->address < y->address ? -1 : 1;
	if (!isupper((unsigned char)x->type) !=
	    !isupper((unsigned char)y->type))
		return isupper((unsigned char)x->type) ? -1 : 1;
	return strcmp(x->name, y->name);
}

static void choose_symbols(void)
{
	size_t kept = 0;

	qsort(symbols, nr_symbols, sizeof(*symbols), compare);
	for (size_t i = 0; i < nr_symbols; i++) {
		if (!is_listed(&symbols[i]))
			continue;
		if (kept && symbols[kept - 1].address == symbols[i].address)
			continue;
		symbols[kept++] = symbols[i];
	}
	nr_symbols = kept;
}

static void write_table(void)
{
	puts("section .kallsyms progbits alloc noexec nowrite align=4");
	printf("dd %zu\n", nr_symbols);
	for (size_t i = 0; i < nr_symbols; i++)
		printf("dd 0x%llx\n", symbols[i].address - text_start);
	for (size_t i = 0; i < nr_symbols; i++)
		printf("db '%s', 0\n", symbols[i].name);
}

int main(void)
{
	read_symbols(stdin);
	if (text_end < text_start || text_end - text_start > 0xffffffff)
		die("__text_start and __text_end are no range of 4 GB");
	choose_symbols();
	write_table();
	if (fflush(stdout) || ferror(stdout))
		die("cannot write the table");
	return 0;
}
