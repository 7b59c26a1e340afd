// SPDX-License-Identifier: GPL-2.0-only
/*
 * Programs that are executed by a thread of the kernel's, which then looks at what it
 * has become instead of going to user mode.
 */
#include <asm/memlayout.h>
#include <exo/fault_inject.h>
#include <exo/file.h>
#include <exo/file_table.h>
#include <exo/frame.h>
#include <exo/fs_context.h>
#include <exo/ktest.h>
#include <exo/process.h>
#include <exo/string.h>
#include <exo/thread.h>
#include <exo/unaligned.h>
#include <exo/user_task.h>
#include <exo/vfs.h>
#include <exo/vm.h>
#include <uapi/auxv.h>
#include <uapi/errno.h>

#include "exec.h"
#include "resources.h"

#define PROGRAM	    "/ktest-program"
#define LINKER	    "/ktest-linker"
#define SCRIPT	    "/ktest-script"
#define BASE	    0x400000UL
#define ENTRY	    (BASE + 0x234)
#define DATA	    0x402000UL
#define DATA_SIZE   0x10UL /* in the file; the rest is zeros */
#define MEMORY_SIZE 0x3000UL

enum {
	TYPE_EXECUTABLE = 2,
	TYPE_SHARED = 3,
	LOAD = 1,
	INTERPRETER = 3,
	ABSENT_CALL = 900,
	FILE_SIZE = 2 * 4096,
};

static u8 content[FILE_SIZE];

static void add_header(const u64 words[7])
{
	const u16 count = load_u16(content + 56);
	u8 *to = content + ELF_HEADER_SIZE + count * ELF_PROGRAM_HEADER_SIZE;

	for (int i = 0; i < 7; i++)
		store_u64(to + 8 * i, words[i]);
	store_u16(content + 56, count + 1);
}

/* Code in the first page, data in the second, which goes on behind the file. */
static void make_elf(u16 type)
{
	memset(content, 0xaa, sizeof(content));
	memset(content, 0, 1024);
	memcpy(content, "\177ELF\2\1\1", 7);
	store_u16(content + 16, type);
	store_u16(content + 18, 62); /* x86-64 */
	store_u32(content + 20, 1);
	store_u64(content + 24, ENTRY);
	store_u64(content + 32, ELF_HEADER_SIZE);
	store_u16(content + 54, ELF_PROGRAM_HEADER_SIZE);
	add_header(
		(u64[7]){LOAD | (5UL << 32), 0, BASE, BASE, 4096, 4096, 4096});
	add_header((u64[7]){LOAD | (6UL << 32), 4096, DATA, DATA, DATA_SIZE,
			    MEMORY_SIZE, 4096});
}

static void add_linker(void)
{
	memcpy(content + 512, LINKER, sizeof(LINKER));
	add_header((u64[7]){INTERPRETER, 512, 0, 0, sizeof(LINKER),
			    sizeof(LINKER), 1});
}

static bool write_file(const char *name, const void *bytes, size_t size,
		       u32 mode)
{
	struct io_iter iter = io_iter_buffer(bytes, size);
	const struct attributes changes = {
		.valid = ATTRIBUTE_MODE,
		.mode = mode,
	};
	struct file *file;
	bool done;

	if (vfs_open(NULL, name, O_WRONLY | O_CREAT | O_TRUNC, 0700, &file))
		return false;
	done = file_write(file, &iter) == (ssize_t)size &&
	       !vfs_set_attributes(&file->path, &changes);
	file_put(file);
	return done;
}

static void remove_files(void)
{
	vfs_unlink(NULL, PROGRAM);
	vfs_unlink(NULL, LINKER);
	vfs_unlink(NULL, SCRIPT);
}

static bool make_files(void)
{
	static const char line[] = "#!" PROGRAM " -x\n";

	make_elf(TYPE_SHARED);
	if (!write_file(LINKER, content, sizeof(content), 0755))
		return false;
	make_elf(TYPE_EXECUTABLE);
	add_linker();
	return write_file(PROGRAM, content, sizeof(content), 06755) &&
	       write_file(SCRIPT, line, sizeof(line) - 1, 0755);
}

/* A process that only this thread knows. */
static struct signal_actions actions;
static struct process process;

static bool become_process(void)
{
	memset(&actions, 0, sizeof(actions));
	memset(&process, 0, sizeof(process));
	actions.refs = 1;
	process.id = current->id;
	process.refs = 1;
	process.nr_tasks = 1;
	process.signals.actions = &actions;
	list_init(&process.tasks);
	for (int i = 0; i < RLIM_NLIMITS; i++)
		process.limits[i].rlim_cur = RLIM_INFINITY;
	process.limits[RLIMIT_STACK].rlim_cur = 8 << 20;
	current->process = &process;
	current->files = file_table_alloc();
	return current->files;
}

static void leave_process(void)
{
	struct task_resources resources;

	if (current->user)
		user_task_end();
	process_set_executable(&process, NULL);
	resources_take(current, &resources);
	resources_put(&resources);
	current->process = NULL;
}

static int execute(const char *name)
{
	static const char *const arguments[] = {"name", "one", NULL};
	static const char *const environment[] = {"A=B", NULL};
	const struct exec_request request = {
		.name = name,
		.shown_name = name,
		.arguments.kernel = arguments,
		.environment.kernel = environment,
	};

	return exec_program(&request);
}

/* Run @body in a thread; what it returns is the test's to judge. */
static int run(int (*body)(void *arg), void *arg)
{
	struct task *thread = thread_create("exec test", body, arg);

	return thread ? thread_join(thread) : -ENOMEM;
}

static u64 word_at(unsigned long address)
{
	u64 word = 0;

	vm_read(current->vm, address, &word, sizeof(word));
	return word;
}

static const char *text_at(unsigned long address)
{
	static char text[64];

	memset(text, 0, sizeof(text));
	vm_read(current->vm, address, text, sizeof(text) - 1);
	return text;
}

/* The value of @type in the pairs at @address, or ~0. */
static u64 auxv_at(unsigned long address, u64 type)
{
	for (; word_at(address); address += 16)
		if (word_at(address) == type)
			return word_at(address + 8);
	return ~0UL;
}

static int look_at_stack(void *arg)
{
	struct ktest *t = arg;
	unsigned long at;

	KTEST_EXPECT(t, become_process());
	KTEST_EXPECT_EQ(t, execute(SCRIPT), 0);
	at = current->user->frame.rsp;
	KTEST_EXPECT_EQ(t, at % 16, 0);
	KTEST_EXPECT_EQ(t, word_at(at), 4);
	KTEST_EXPECT_STREQ(t, text_at(word_at(at + 8)), PROGRAM);
	KTEST_EXPECT_STREQ(t, text_at(word_at(at + 16)), "-x");
	KTEST_EXPECT_STREQ(t, text_at(word_at(at + 24)), SCRIPT);
	KTEST_EXPECT_STREQ(t, text_at(word_at(at + 32)), "one");
	KTEST_EXPECT_EQ(t, word_at(at + 40), 0);
	KTEST_EXPECT_STREQ(t, text_at(word_at(at + 48)), "A=B");
	KTEST_EXPECT_EQ(t, word_at(at + 56), 0);
	at += 64;
	KTEST_EXPECT_EQ(t, auxv_at(at, AT_ENTRY), ENTRY);
	KTEST_EXPECT_EQ(t, auxv_at(at, AT_PHDR), BASE + ELF_HEADER_SIZE);
	KTEST_EXPECT_EQ(t, auxv_at(at, AT_PHNUM), 3);
	KTEST_EXPECT_EQ(t, auxv_at(at, AT_PAGESZ), PAGE_SIZE);
	KTEST_EXPECT_STREQ(t, text_at(auxv_at(at, AT_EXECFN)), SCRIPT);
	KTEST_EXPECT_STREQ(t, text_at(auxv_at(at, AT_PLATFORM)), "x86_64");
	KTEST_EXPECT_EQ(t, current->user->frame.rip,
			auxv_at(at, AT_BASE) + ENTRY - BASE);
	KTEST_EXPECT_STREQ(t, current->name, &SCRIPT[1]);
	leave_process();
	return 0;
}

KTEST(exec, stack_has_what_the_abi_says)
{
	KTEST_ASSERT(t, make_files());
	KTEST_EXPECT_EQ(t, run(look_at_stack, t), 0);
	remove_files();
}

static int look_at_report(void *arg)
{
	struct ktest *t = arg;

	KTEST_EXPECT(t, become_process());
	KTEST_EXPECT_EQ(t, execute(SCRIPT), 0);
	current->user->absent_call = ABSENT_CALL;
	KTEST_EXPECT_EQ(t, execute(PROGRAM), 0);
	KTEST_EXPECT_NE(t, current->user->absent_call, ABSENT_CALL);
	leave_process();
	return 0;
}

KTEST(exec, absent_call_is_reported_of_the_next_program_too)
{
	KTEST_ASSERT(t, make_files());
	KTEST_EXPECT_EQ(t, run(look_at_report, t), 0);
	remove_files();
}

static int look_at_memory(void *arg)
{
	const struct vm_layout *layout;
	struct ktest *t = arg;
	u8 bytes[2];

	KTEST_EXPECT(t, become_process());
	KTEST_EXPECT_EQ(t, execute(PROGRAM), 0);
	layout = &current->vm->layout;
	KTEST_EXPECT_EQ(t, layout->start_code, BASE);
	KTEST_EXPECT_EQ(t, layout->end_data, DATA + DATA_SIZE);
	KTEST_EXPECT_EQ(t, layout->start_stack, current->user->frame.rsp);
	KTEST_EXPECT_EQ(t, layout->arg_end - layout->arg_start, 9);
	KTEST_EXPECT_EQ(t, layout->env_end - layout->env_start, 4);
	vm_read(current->vm, DATA + DATA_SIZE - 1, bytes, sizeof(bytes));
	KTEST_EXPECT_EQ(t, bytes[0], 0xaa);
	KTEST_EXPECT_EQ(t, bytes[1], 0);
	KTEST_EXPECT_EQ(t, word_at(DATA + 0x2000), 0);
	KTEST_EXPECT_EQ(t, vm_read(current->vm, BASE + 0x1000, bytes, 1), 0);
	KTEST_EXPECT_EQ(t, vm_write(current->vm, BASE, bytes, 1), 0);
	KTEST_EXPECT_EQ(t, vm_write(current->vm, DATA + 0xfff, "xy", 2), 2);
	KTEST_EXPECT_STREQ(t, text_at(DATA + 0xfff), "xy");
	KTEST_EXPECT_GE(t, current->vm->break_start, DATA + MEMORY_SIZE);
	leave_process();
	return 0;
}

KTEST(exec, memory_is_the_file_and_zeros)
{
	KTEST_ASSERT(t, make_files());
	KTEST_EXPECT_EQ(t, run(look_at_memory, t), 0);
	remove_files();
}

/* Each time from the beginning, with a table of files that is shared. */
static int fail_each(void *arg)
{
	unsigned int wrong = 0;
	int error = 0;

	(void)arg;
	fault_inject_each(nth)
	{
		struct file_table *files = NULL;

		error = -ENOMEM;
		if (become_process()) {
			files = current->files;
			file_table_get(files);
			error = execute(SCRIPT);
		}
		wrong += error ? error != -ENOMEM || current->vm
			       : !current->vm || current->files == files;
		leave_process();
		if (files)
			file_table_put(files);
	}
	return error ? error : (int)wrong;
}

static u64 frames_free(void)
{
	struct frame_statistics frames;

	frame_statistics(&frames);
	return frames.free;
}

KTEST(exec, any_allocation_may_fail)
{
	u64 before;

	if (!IS_ENABLED(CONFIG_FAULT_INJECTION))
		KTEST_SKIP(t, "needs FAULT_INJECTION");
	KTEST_ASSERT(t, make_files());
	KTEST_EXPECT_EQ(t, run(fail_each, NULL), 0);
	before = frames_free();
	KTEST_EXPECT_EQ(t, run(fail_each, NULL), 0);
	/* KASAN keeps for a while what was freed. */
	if (!IS_ENABLED(CONFIG_KASAN))
		KTEST_EXPECT_EQ(t, frames_free(), before);
	remove_files();
}
