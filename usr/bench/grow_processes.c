// SPDX-License-Identifier: GPL-2.0-only
/*
 * What more processes cost, all of them children that wait for ever, and what a
 * larger program does.
 */
#include "bench.h"

#include <elf.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#define PROGRAM SCRATCH "/bench-program"

enum {
	PROCESSES_MAX = 5000,
	ADDRESS = 0x400000,
	CODE_OFFSET = sizeof(Elf64_Ehdr) + sizeof(Elf64_Phdr),
};

static pid_t children[PROCESSES_MAX];
static unsigned int made;
static pid_t one; /* in the middle of them */

static void start_processes(unsigned int count)
{
	for (made = 0; made < count; made++) {
		children[made] = fork();
		MUST(children[made] >= 0);
		if (!children[made]) {
			for (;;)
				pause();
		}
	}
	one = children[made / 2];
}

static void end_processes(void)
{
	while (made--) {
		MUST(!kill(children[made], SIGKILL));
		MUST(waitpid(children[made], NULL, 0) == children[made]);
	}
}

/* Ends with status 0. */
static const unsigned char code[] = {
	0xb8, 0x3c, 0x00, 0x00, 0x00, /* mov eax, SYS_exit */
	0x31, 0xff, /* xor edi, edi */
	0x0f, 0x05, /* syscall */
};

static void write_head(int file, size_t size)
{
	const Elf64_Ehdr header = {
		.e_ident = {ELFMAG0, ELFMAG1, ELFMAG2, ELFMAG3, ELFCLASS64,
			    ELFDATA2LSB, EV_CURRENT},
		.e_type = ET_EXEC,
		.e_machine = EM_X86_64,
		.e_version = EV_CURRENT,
		.e_entry = ADDRESS + CODE_OFFSET,
		.e_phoff = sizeof(header),
		.e_ehsize = sizeof(header),
		.e_phentsize = sizeof(Elf64_Phdr),
		.e_phnum = 1,
	};
	const Elf64_Phdr segment = {
		.p_type = PT_LOAD,
		.p_flags = PF_R | PF_X,
		.p_vaddr = ADDRESS,
		.p_filesz = size,
		.p_memsz = size,
		.p_align = 4096,
	};

	MUST(write(file, &header, sizeof(header)) == sizeof(header));
	MUST(write(file, &segment, sizeof(segment)) == sizeof(segment));
	MUST(write(file, code, sizeof(code)) == sizeof(code));
}

/* A program of @kilobytes, all of them there and to be mapped. */
static void write_program(unsigned int kilobytes)
{
	static const char block[1024];
	int file = open(PROGRAM, O_CREAT | O_TRUNC | O_WRONLY, 0700);

	MUST(file >= 0);
	for (unsigned int i = 0; i < kilobytes; i++)
		MUST(write(file, block, sizeof(block)) == sizeof(block));
	MUST(!lseek(file, 0, SEEK_SET));
	write_head(file, kilobytes * sizeof(block));
	close(file);
}

static void remove_program(void)
{
	unlink(PROGRAM);
}

static void execute(void)
{
	static char *const arguments[] = {PROGRAM, NULL};
	pid_t child = vfork();

	if (!child) {
		execve(PROGRAM, arguments, arguments + 1);
		_exit(127);
	}
	reap(child);
}

DEFINE_RUN(run_exec, execute())
DEFINE_RUN(run_fork, fork_and_wait())
DEFINE_RUN(run_kill, call3(SYS_kill, one, 0, 0))
DEFINE_RUN(run_wait_one, waitpid(one, NULL, WNOHANG))
DEFINE_RUN(run_wait_any, waitpid(-1, NULL, WNOHANG))

static const struct growth growths[] = {
	{{"exec_of_kilobytes", 5, NULL, run_exec, remove_program},
	 write_program,
	 {16, 16384}},
	{{"fork_among_processes", 5, NULL, run_fork, end_processes},
	 start_processes,
	 {2, PROCESSES_MAX}},
	{{"kill_among_processes", 100, NULL, run_kill, end_processes},
	 start_processes,
	 {2, PROCESSES_MAX}},
	{{"wait_for_one_of_children", 100, NULL, run_wait_one, end_processes},
	 start_processes,
	 {2, PROCESSES_MAX}},
	{{"wait_for_any_of_children", 100, NULL, run_wait_any, end_processes},
	 start_processes,
	 {2, PROCESSES_MAX}},
};
GROWTHS(process_growths, growths);
