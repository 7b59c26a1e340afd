// SPDX-License-Identifier: GPL-2.0-only
/*
 * /proc/PID/stat, statm and comm: for ps and top. What this kernel does not
 * know is 0, as are addresses for who must not see them.
 */
#include <asm/memlayout.h>
#include <exo/process.h>
#include <exo/process_life.h>
#include <exo/string.h>
#include <exo/text_buffer.h>
#include <exo/time.h>
#include <exo/vm.h>
#include <uapi/errno.h>

#include "procfs_process.h"

enum {
	USER_HZ = 100, /* what programs take the unit of times to be */
	PRIORITY_OF_NICE_0 = 20,
	OLD_SIGNALS = 0x7fffffff, /* stat has the first 31 only */

	/* Of Linux's flags of tasks. */
	FORKED_WITHOUT_EXEC = 0x40,
	ADDRESSES_RANDOM = 0x400000,
};

static unsigned long long ticks(u64 ns)
{
	return ns / (NSEC_PER_SEC / USER_HZ);
}

/* What is known of its program's memory; all 0 when it has none. */
struct memory {
	u64 pages, resident;
	unsigned long start_break;
	struct vm_layout layout;
};

static struct memory memory_of(const struct subject *subject)
{
	struct vm *vm = subject_vm(subject);
	struct memory memory = {};

	if (!vm)
		return memory;
	memory.pages = READ_ONCE(vm->pages);
	memory.resident = READ_ONCE(vm->mm.resident);
	memory.start_break = vm->break_start;
	memory.layout = vm->layout;
	vm_put(vm);
	return memory;
}

static unsigned long long old_signals(u64 set)
{
	return set & OLD_SIGNALS;
}

static void print_ids(struct text_buffer *text, const struct process_facts *is)
{
	unsigned int flags = ADDRESSES_RANDOM;

	if (!is->has_executed)
		flags |= FORKED_WITHOUT_EXEC;
	text_printf(text, "%u (%s) %c %u %u %u %llu %d %u ", is->id, is->name,
		    is->state, is->parent, is->group, is->session,
		    (unsigned long long)is->terminal, is->foreground, flags);
}

/* Those of a task, or of all and of children. */
static void print_times(struct text_buffer *text, const struct subject *subject,
			const struct process_facts *is)
{
	const struct process_times *children = &is->children;
	struct process_times own;

	if (subject->one_task)
		task_get_times(subject->task, &own);
	else
		process_get_times(subject->process, &own);
	text_printf(text, "%llu %llu %llu %llu ",
		    (unsigned long long)own.minor_faults,
		    (unsigned long long)children->minor_faults,
		    (unsigned long long)own.major_faults,
		    (unsigned long long)children->major_faults);
	text_printf(text, "%llu %llu %llu %llu ", ticks(own.user_ns),
		    ticks(own.system_ns), ticks(children->user_ns),
		    ticks(children->system_ns));
}

/* From code to stack, then where the stack and the code are: not told. */
static void print_memory(struct text_buffer *text, const struct memory *memory,
			 const struct process_facts *is, bool open)
{
	const struct vm_layout *at = &memory->layout;

	text_printf(text, "%llu %llu %llu ",
		    (unsigned long long)memory->pages * PAGE_SIZE,
		    (unsigned long long)memory->resident,
		    (unsigned long long)is->resident_max);
	if (open && at->start_code)
		text_printf(text, "%lu %lu %lu 0 0 ", at->start_code,
			    at->end_code, at->start_stack);
	else
		text_printf(text, "%d %d 0 0 0 ", memory->pages != 0,
			    memory->pages != 0);
}

static void print_bounds(struct text_buffer *text, const struct memory *memory,
			 const struct process_facts *is, bool open)
{
	const struct vm_layout *at = &memory->layout;

	if (!open) {
		text_printf(text, "0 0 0 0 0 0 0 0\n");
		return;
	}
	text_printf(text, "%lu %lu %lu %lu %lu %lu %lu %u\n", at->start_data,
		    at->end_data, memory->start_break, at->arg_start,
		    at->arg_end, at->env_start, at->env_end, is->exit_status);
}

int process_show_stat(struct text_buffer *text)
{
	struct process_facts is;
	struct subject subject;
	struct memory memory;
	bool open;
	int err = subject_of_text(text, &subject);

	if (err)
		return err;
	process_look(&subject, &is);
	open = subject_open_to_caller(&subject);
	memory = memory_of(&subject);
	print_ids(text, &is);
	print_times(text, &subject, &is);
	/* Priority, nice, tasks, an interval nobody has any more, the start. */
	text_printf(text, "%d %d %u 0 %llu ", PRIORITY_OF_NICE_0 + is.nice,
		    is.nice, is.tasks, ticks(subject.process->started_ns));
	print_memory(text, &memory, &is, open);
	text_printf(text, "%llu %llu %llu %llu ", old_signals(is.pending),
		    old_signals(is.blocked), old_signals(is.ignored),
		    old_signals(is.caught));
	/* Where it waits; swapped; CPU; policy; waits for disks; guests. */
	text_printf(text, "0 0 0 %u 0 0 0 0 0 0 ", is.exit_signal);
	print_bounds(text, &memory, &is, open);
	subject_put(&subject);
	return 0;
}

/* Only the process itself may do that. A newline is taken as it is. */
int process_store_comm(struct inode *inode, const char *bytes, size_t size)
{
	struct subject subject;
	int err = subject_get(inode, &subject);

	if (err)
		return err;
	if (subject.task && subject.process == current_process)
		strscpy(subject.task->name, bytes, sizeof(subject.task->name));
	else
		err = -EINVAL;
	subject_put(&subject);
	(void)size;
	return err;
}

int process_show_comm(struct text_buffer *text)
{
	struct process_facts is;
	struct subject subject;
	int err = subject_of_text(text, &subject);

	if (err)
		return err;
	process_look(&subject, &is);
	subject_put(&subject);
	text_printf(text, "%s\n", is.name);
	return 0;
}
