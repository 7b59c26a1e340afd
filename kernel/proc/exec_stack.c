// SPDX-License-Identifier: GPL-2.0-only
/*
 * The stack that a program begins with (System V ABI, x86-64 supplement, 3.4.1):
 *
 *	stack_end
 *	    strings	see exec_strings.c
 *	    auxv	pairs of words, the last AT_NULL
 *	    envp	pointers, NULL
 *	    argv	pointers, NULL
 *	    argc	<- RSP, a multiple of 16
 *
 * It is written into an address space that is not loaded yet.
 */
#include <asm/cpu_features.h>
#include <asm/memlayout.h>
#include <asm/user_state.h>
#include <exo/frame.h>
#include <exo/string.h>
#include <exo/vm.h>
#include <uapi/auxv.h>
#include <uapi/errno.h>
#include <uapi/mman.h>

#include "exec.h"

enum {
	STACK_ALIGN = 16,
	STACK_SPARE = 32 * 4096, /* bytes that are there from the start */
	CLOCK_TICKS = 100, /* a second, of times(2) */
	/* A signal's frame but for the floating-point registers, and alignment. */
	SIGNAL_FRAME_SIZE = 640,
	/* HWCAP2: programs may use the instructions of that name. */
	HWCAP2_FSGSBASE = 1 << 1,
	AUXV_WORDS = 2 * 22,
};

static const char platform[] = "x86_64";

/* Writes words, upwards, into @vm, a page at a time. */
struct writer {
	struct vm *vm;
	unsigned long at; /* of the page that comes next, or in it */
	struct frame *frame; /* of the page at hand, or NULL */
	u64 *to, *end; /* the words that are left there */
	int error;
};

static void writer_end(struct writer *writer)
{
	if (writer->frame)
		frame_put(writer->frame);
	writer->frame = NULL;
	writer->to = writer->end = NULL;
}

/* Go on to the next page. */
static __noinline bool writer_page(struct writer *writer)
{
	u8 *page;

	writer_end(writer);
	if (writer->error)
		return false;
	writer->frame = vm_frame_get(writer->vm, writer->at, true);
	if (!writer->frame) {
		writer->error = -ENOMEM;
		return false;
	}
	page = frame_to_virt(writer->frame);
	writer->to = (u64 *)(page + writer->at % PAGE_SIZE);
	writer->end = (u64 *)(page + PAGE_SIZE);
	writer->at = ALIGN_DOWN(writer->at, PAGE_SIZE) + PAGE_SIZE;
	return true;
}

static inline void write_word(struct writer *writer, u64 word)
{
	if (likely(writer->to != writer->end) || writer_page(writer))
		*writer->to++ = word;
}

/* Pointers to @count strings from *@address on, then NULL. */
static void write_pointers(struct writer *writer, u32 count,
			   struct exec_cursor *cursor, unsigned long *address)
{
	while (count--) {
		write_word(writer, *address);
		*address += exec_strings_next(cursor);
	}
	write_word(writer, 0);
}

/* Where the strings that are no words are. */
struct own_strings {
	unsigned long name, platform, random;
};

static size_t fill_auxv(const struct exec *exec, const struct own_strings *own,
			u64 auxv[AUXV_WORDS])
{
	const struct credentials *who =
		exec->credentials ? exec->credentials : credentials_current();
	const struct elf_image *image = &exec->image;
	const u64 pairs[][2] = {
		/* A pair that means nothing where there is none. */
		{exec->vdso ? AT_SYSINFO_EHDR : AT_IGNORE, exec->vdso},
		{AT_MINSIGSTKSZ, fpu_area_size() + SIGNAL_FRAME_SIZE},
		{AT_HWCAP, cpu_facts.features[CPUID_1_EDX]},
		{AT_PAGESZ, PAGE_SIZE},
		{AT_CLKTCK, CLOCK_TICKS},
		{AT_PHDR, image->headers ? image->headers + exec->bias : 0},
		{AT_PHENT, ELF_PROGRAM_HEADER_SIZE},
		{AT_PHNUM, image->header_count},
		{AT_BASE, exec->interpreter_base},
		{AT_FLAGS, 0},
		{AT_ENTRY, image->entry + exec->bias},
		{AT_UID, who->uid},
		{AT_EUID, who->euid},
		{AT_GID, who->gid},
		{AT_EGID, who->egid},
		{AT_SECURE, exec->secure},
		{AT_RANDOM, own->random},
		{AT_HWCAP2, cpu_has(CPU_FSGSBASE) ? HWCAP2_FSGSBASE : 0},
		{AT_EXECFN, own->name},
		{AT_PLATFORM, own->platform},
		{AT_NULL, 0},
	};

	_Static_assert(sizeof(pairs) <= AUXV_WORDS * sizeof(u64), "too small");
	memcpy(auxv, pairs, sizeof(pairs));
	return sizeof(pairs) / sizeof(u64);
}

/* Behind the words, as AT_EXECFN and others want them. */
static int add_own_strings(struct exec *exec)
{
	const char *name = exec->request->shown_name;
	int error = exec_strings_add(&exec->strings, name, strlen(name) + 1);

	if (!error)
		error = exec_strings_add(&exec->strings, platform,
					 sizeof(platform));
	if (!error)
		error = exec_strings_add(&exec->strings, exec->random.bytes,
					 sizeof(exec->random.bytes));
	if (!error)
		exec_strings_seal(&exec->strings);
	return error;
}

/* Address of the strings, at the upper end of the stack. */
static unsigned long strings_address(const struct exec *exec)
{
	const struct exec_strings *strings = &exec->strings;

	return exec->layout.stack_end -
	       ALIGN_UP(strings->start + strings->size, PAGE_SIZE) +
	       strings->start;
}

static int map_stack(struct exec *exec)
{
	const unsigned long start =
		ALIGN_DOWN(exec->stack, PAGE_SIZE) - STACK_SPARE;
	const struct vm_request request = {
		.address = start,
		.size = exec->layout.stack_end - start,
		.prot = PROT_READ | PROT_WRITE |
			(exec->image.stack_executable ? PROT_EXEC : 0),
		.flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_GROWSDOWN |
			 MAP_STACK | MAP_FIXED_NOREPLACE,
	};
	long address = vm_map(exec->vm, &request);

	/* The program wants to be where the stack is. */
	if (address == -EEXIST)
		return -ENOEXEC;
	return address < 0 ? (int)address : 0;
}

/* The frames become the address space's, one by one. */
static int place_strings(struct exec *exec, unsigned long address)
{
	struct exec_strings *strings = &exec->strings;
	struct frame *frame = strings->first, *next;
	int error = 0;

	address = ALIGN_DOWN(address, PAGE_SIZE);
	for (; frame && !error; frame = next) {
		next = frame->next;
		error = vm_frame_add(exec->vm, address, frame);
		address += PAGE_SIZE;
		if (error)
			strings->first = next;
	}
	strings->placed = !error;
	return error;
}

static void note_layout(struct exec *exec, unsigned long strings)
{
	struct vm_layout *layout = &exec->vm->layout;

	layout->start_stack = exec->stack;
	layout->arg_start = strings;
	layout->arg_end = strings + exec->strings.arguments_size;
	layout->env_start = layout->arg_end;
	layout->env_end = strings + exec->strings.words_size;
}

static int write_words(struct exec *exec, unsigned long address,
		       const u64 *auxv, size_t auxv_words)
{
	struct exec_cursor cursor = {exec->strings.first, exec->strings.start};
	struct writer writer = {.vm = exec->vm, .at = exec->stack};

	write_word(&writer, exec->strings.arguments);
	write_pointers(&writer, exec->strings.arguments, &cursor, &address);
	write_pointers(&writer, exec->strings.environment, &cursor, &address);
	for (size_t i = 0; i < auxv_words; i++)
		write_word(&writer, auxv[i]);
	writer_end(&writer);
	return writer.error;
}

int exec_build_stack(struct exec *exec)
{
	const struct exec_strings *strings = &exec->strings;
	u64 auxv[AUXV_WORDS];
	struct own_strings own;
	unsigned long address;
	size_t auxv_words, words;
	int error = add_own_strings(exec);

	if (error)
		return error;
	address = strings_address(exec);
	own.name = address + strings->words_size;
	own.random = address + strings->size - sizeof(exec->random.bytes);
	own.platform = own.random - sizeof(platform);
	auxv_words = fill_auxv(exec, &own, auxv);
	words = 1 + strings->arguments + 1 + strings->environment + 1 +
		auxv_words;
	exec->stack = ALIGN_DOWN(address - words * sizeof(u64),
				 (unsigned long)STACK_ALIGN);
	note_layout(exec, address);
	error = map_stack(exec);
	if (!error)
		error = place_strings(exec, address);
	return error ? error : write_words(exec, address, auxv, auxv_words);
}
