/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: proc, private to this folder. How a program begins, execve(2):
 *
 *	exec.c		the order of it all, and the point of no return
 *	exec_strings.c	argv and envp are copied from the old program
 *	exec_credentials.c	who it acts as
 *	exec_script.c	#! leads to the file that is to be run
 *	elf.c		what the file's headers say
 *	exec_elf.c	the file is mapped into a new address space
 *	exec_stack.c	where the new program finds argv, envp and auxv
 *	exec_layout.c	at which addresses
 *	vdso.c		code of the kernel's that it may call
 *
 * The new address space is built beside the old one, which is there until nothing
 * can fail any more.
 */
#ifndef PROC_EXEC_H
#define PROC_EXEC_H

#include <exo/compiler.h>
#include <exo/credentials.h>
#include <exo/types.h>

#include "elf.h"

struct file;
struct frame;
struct path;
struct vm;

enum {
	EXEC_HEADER_SIZE = 256, /* bytes that tell what kind of file it is */
};

/* Words up to a NULL: the kernel's own, or a program's; both NULL: none. */
struct exec_words {
	const char *const *kernel;
	const char __user *const __user *user;
};

struct exec_request {
	const struct path *at; /* where a relative name begins; NULL: cwd */
	const char *name;
	u32 flags; /* AT_* of execveat(2) */
	const char *shown_name; /* AT_EXECFN */
	bool name_goes; /* shown_name is of a descriptor that exec closes */
	struct exec_words arguments, environment;
};

/* Bytes, one behind the other, in frames of their own: <strings with NULs>. */
struct exec_strings {
	struct frame *first, *last; /* by frame->next */
	size_t start; /* where in the first frame they begin */
	size_t size; /* bytes */
	size_t left; /* bytes that words may still take, with their pointers */
	u32 arguments, environment; /* how many words */
	size_t arguments_size, words_size; /* bytes of the first, of both */
	bool placed; /* an address space owns the frames */
};

/* The next of the strings; all zeros: none is left. */
struct exec_cursor {
	const struct frame *frame;
	size_t at; /* in the frame */
};

/* What is to be said in front of the arguments: the last script comes first. */
struct exec_script {
	struct exec_script *outer; /* that named this one, or NULL */
	const char *interpreter, *argument; /* argument may be NULL */
	char line[EXEC_HEADER_SIZE];
};

/* What a new program is given of chance; drawn at once, which is cheaper. */
struct exec_random {
	u8 bytes[16]; /* AT_RANDOM */
	u32 stack, map, program, heap; /* where they are */
};

/* Addresses that are chosen at random, see exec_layout.c. */
struct exec_layout {
	unsigned long stack_end, map_top;
	unsigned long program; /* of what can be put anywhere */
	unsigned long break_gap; /* bytes between the program and its heap */
};

struct exec {
	const struct exec_request *request;
	struct file *file; /* the one that is to be run */
	struct exec_script *scripts; /* that led there */
	struct exec_strings strings;
	size_t words_max; /* bytes of words with their pointers */
	struct credentials *credentials; /* that it gets; NULL: the old ones */
	bool secure; /* the program may do more than who starts it */

	struct exec_random random;
	struct vm *vm;
	struct exec_layout layout;
	struct elf_image image, interpreter;
	unsigned long bias; /* what is added to image's addresses */
	unsigned long interpreter_base; /* AT_BASE */
	unsigned long start; /* address of the first instruction */
	unsigned long stack; /* RSP there */
	unsigned long vdso; /* where its ELF header is; 0: there is none */

	u8 header[EXEC_HEADER_SIZE];
	size_t header_size; /* bytes of it that the file has */
};

/*
 * Run the program that @request names, in the current task, which is a process's:
 * with 0 its registers are set, and what is to be done is to go to user mode. A
 * negative errno: nothing has changed. May sleep.
 */
__must_check int exec_program(const struct exec_request *request);

/* exec.c: run @name instead; its first bytes are in exec->header. */
__must_check int exec_open_next(struct exec *exec, const struct path *at,
				const char *name, u32 flags);

/* exec_credentials.c: those that exec->file gives its program. -ENOMEM. */
__must_check int exec_find_credentials(struct exec *exec);

/* exec_script.c */
#ifdef CONFIG_BINFMT_SCRIPT
/* While exec->file is a script, open what it names. -ENOEXEC, -ELOOP. */
__must_check int exec_follow_scripts(struct exec *exec);
void exec_free_scripts(struct exec *exec);
#else
static inline int exec_follow_scripts(struct exec *exec)
{
	(void)exec;
	return 0;
}

static inline void exec_free_scripts(struct exec *exec)
{
	(void)exec;
}
#endif

/* exec_strings.c */
void exec_strings_free(struct exec_strings *strings);
/* What a process with this RLIMIT_STACK may pass, in bytes. */
size_t exec_words_max(u64 stack_limit);
/*
 * Copy arguments and environment, anew if it was done before. -EFAULT, -E2BIG,
 * -ENOMEM.
 */
__must_check int exec_copy_words(struct exec *exec);
/* Add @size bytes, which do not count as words. -ENOMEM. */
__must_check int exec_strings_add(struct exec_strings *strings,
				  const void *bytes, size_t size);
/* Nothing is added any more: leave nothing in the frames but what was. */
void exec_strings_seal(struct exec_strings *strings);
/* The bytes of the string at @cursor, its NUL too; moves on to the next. */
size_t exec_strings_next(struct exec_cursor *cursor);

/* exec_elf.c: read exec->header, and map the program. */
__must_check int exec_load_elf(struct exec *exec);

/* exec_stack.c: fill the stack of exec->vm, where the program is mapped. */
__must_check int exec_build_stack(struct exec *exec);

/* exec_layout.c */
void exec_choose_layout(struct exec *exec, u64 stack_max);

#endif
