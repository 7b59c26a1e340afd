// SPDX-License-Identifier: GPL-2.0-only
/*
 * execve(2).
 */
#include "abi.h"

#include <elf.h>
#include <sys/mman.h>

static char *const no_arguments[] = {"x", NULL};
static char *const nothing[] = {NULL};

static void make_file(const char *name, const void *content, size_t size)
{
	int fd = open(name, O_WRONLY | O_CREAT | O_TRUNC, 0755);

	write(fd, content, size);
	close(fd);
}

static void show_errors(void)
{
	topic("execve");
	SHOW(execve, "absent", no_arguments, nothing);
	SHOW(execve, "", no_arguments, nothing);
	SHOW(execve, ".", no_arguments, nothing);
	SHOW(execve, NOWHERE, no_arguments, nothing);
	SHOW(execve, "/proc/self/exe", NOWHERE, nothing);
	make_file("empty", "", 0);
	SHOW(execve, "empty", no_arguments, nothing);
	SHOW(execve, "empty/x", no_arguments, nothing);
	make_file("text", "no program\n", 11);
	SHOW(execve, "text", no_arguments, nothing);
	chmod("text", 0644);
	SHOW(execve, "text", no_arguments, nothing);
	make_file("short", "\177ELF\2\1\1", 7);
	SHOW(execve, "short", no_arguments, nothing);
	make_file("script", "#!/absent/shell\n", 16);
	SHOW(execve, "script", no_arguments, nothing);
	make_file("script", "#!\n", 3);
	SHOW(execve, "script", no_arguments, nothing);
	make_file("script", "#!script\n", 9);
	SHOW(execve, "script", no_arguments, nothing);
	SHOW(open, "text", O_WRONLY);
	chmod("text", 0755);
	SHOW(execve, "text", no_arguments, nothing);
	SHOW(execveat, AT_FDCWD, "text", no_arguments, nothing, 0);
	SHOW(close, 3);
	SHOW(execveat, AT_FDCWD, "text", no_arguments, nothing, 0);
	SHOW(execveat, AT_FDCWD, "absent", no_arguments, nothing, 0);
	SHOW(execveat, 99, "x", no_arguments, nothing, 0);
	SHOW(execveat, AT_FDCWD, "text", no_arguments, nothing, 0x4);
	unlink("empty");
	unlink("text");
	unlink("short");
	unlink("script");
}

/* A program that wants to be loaded by @loader, and the answer of execve(2). */
static void show_loader(const char *loader)
{
	struct {
		Elf64_Ehdr header;
		Elf64_Phdr interpreter, content;
		char name[64];
	} file = {
		.header =
			{
				.e_ident = {0x7f, 'E', 'L', 'F', ELFCLASS64,
					    ELFDATA2LSB, EV_CURRENT},
				.e_type = ET_EXEC,
				.e_machine = EM_X86_64,
				.e_version = EV_CURRENT,
				.e_entry = 0x400000,
				.e_phoff = sizeof(Elf64_Ehdr),
				.e_ehsize = sizeof(Elf64_Ehdr),
				.e_phentsize = sizeof(Elf64_Phdr),
				.e_phnum = 2,
			},
		.interpreter =
			{
				.p_type = PT_INTERP,
				.p_offset = sizeof(Elf64_Ehdr) +
					    2 * sizeof(Elf64_Phdr),
				.p_filesz = strlen(loader) + 1,
			},
		.content = {.p_type = PT_LOAD,
			    .p_flags = PF_R,
			    .p_vaddr = 0x400000,
			    .p_filesz = 128,
			    .p_memsz = 128},
	};

	strcpy(file.name, loader);
	make_file("loaded", &file, sizeof(file));
	TEXT(loader);
	SHOW(execve, "loaded", no_arguments, nothing);
	SHOW(execveat, AT_FDCWD, "loaded", no_arguments, nothing, 0);
	unlink("loaded");
}

static void show_loaders(void)
{
	char text[128] = "no program, but as long as the head of one";

	topic("loaders that are none");
	mkdir("dir", 0755);
	make_file("short", "x", 1);
	make_file("text", text, sizeof(text));
	make_file("secret", text, sizeof(text));
	chmod("secret", 0644);
	show_loader("absent");
	show_loader("dir");
	show_loader("short");
	show_loader("text");
	show_loader("text/x");
	show_loader("secret");
	unlink("secret");
	unlink("text");
	unlink("short");
	rmdir("dir");
}

static void too_many_arguments(void)
{
	size_t size = 64 << 20;
	char *large = mmap(NULL, size, PROT_READ | PROT_WRITE,
			   MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	char *arguments[] = {large, NULL};

	memset(large, 'x', size - 1);
	SHOW(execve, "/proc/self/exe", arguments, nothing);
	SHOW(execveat, AT_FDCWD, "/proc/self/exe", arguments, nothing, 0);
	large[131072] = '\0';
	SHOW(execve, "/proc/self/exe", arguments, nothing);
}

void abi_programs(void)
{
	show_errors();
	show_loaders();
	topic("large arguments");
	show_child("too much", too_many_arguments);
}
