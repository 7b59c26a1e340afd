// SPDX-License-Identifier: GPL-2.0-only
/*
 * /proc/PID/cmdline and environ: what exec put on the stack, as the program has
 * it by now, read from its address space piece by piece.
 */
#include <exo/text_buffer.h>
#include <exo/vm.h>

#include "procfs_process.h"

enum {
	PIECE = 256, /* bytes; on the stack */
};

/* The piece of [@start, @end) that @cursor stands at: as next of proc_file. */
static int next_piece(struct text_buffer *text, struct vm *vm,
		      unsigned long start, unsigned long end, u64 *cursor)
{
	char piece[PIECE];
	unsigned long at = start + *cursor;
	size_t size;

	if (at < start || at >= end)
		return 0;
	size = vm_read(vm, at, piece, min(end - at, sizeof(piece)));
	text_append(text, piece, size);
	*cursor += size;
	return size > 0;
}

int process_next_cmdline(struct text_buffer *text, u64 *cursor)
{
	struct subject subject;
	int result = subject_of_text(text, &subject);
	struct vm *vm;

	if (result)
		return result;
	vm = subject_vm(&subject);
	subject_put(&subject);
	if (!vm)
		return 0;
	result = next_piece(text, vm, vm->layout.arg_start, vm->layout.arg_end,
			    cursor);
	vm_put(vm);
	return result;
}

int process_next_environ(struct text_buffer *text, u64 *cursor)
{
	struct vm *vm;
	int result = vm_of_text(text, &vm);

	if (result || !vm)
		return result;
	result = next_piece(text, vm, vm->layout.env_start, vm->layout.env_end,
			    cursor);
	vm_put(vm);
	return result;
}
