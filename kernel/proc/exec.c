// SPDX-License-Identifier: GPL-2.0-only
/*
 * execve(2): the order of it all.
 *
 *	words are copied, the file is opened and read
 *	a new address space is built			any error: as it was
 *	-------------------------------------------------------------
 *	the process becomes the new program		no error
 */
#include <exo/file.h>
#include <exo/file_table.h>
#include <exo/fs_context.h>
#include <exo/futex.h>
#include <exo/inode.h>
#include <exo/io_iter.h>
#include <exo/kmalloc.h>
#include <exo/process_life.h>
#include <exo/string.h>
#include <exo/user_task.h>
#include <exo/vfs.h>
#include <exo/vm.h>
#include <uapi/errno.h>
#include <uapi/personality.h>

#include "exec.h"
#include "resources.h"
#include "syscall_trace.h"
#include "vdso.h"

static struct exec *exec_alloc(const struct exec_request *request)
{
	struct exec *exec = kmalloc(sizeof(*exec));

	if (!exec)
		return NULL;
	memset(exec, 0, offsetof(struct exec, image));
	exec->bias = exec->interpreter_base = 0;
	exec->request = request;
	exec->words_max = exec_words_max(
		READ_ONCE(current_process->limits[RLIMIT_STACK].rlim_cur));
	return exec;
}

static void exec_free(struct exec *exec)
{
	exec_free_scripts(exec);
	exec_strings_free(&exec->strings);
	credentials_put(exec->credentials);
	vm_put(exec->vm);
	if (exec->file)
		file_put(exec->file);
	kfree(exec);
}

int exec_open_next(struct exec *exec, const struct path *at, const char *name,
		   u32 flags)
{
	struct io_iter iter = io_iter_buffer(exec->header, EXEC_HEADER_SIZE);
	struct file *file;
	ssize_t size;
	int error = vfs_open_program(at, name, flags, &file);

	if (error)
		return error;
	if (exec->file)
		file_put(exec->file);
	exec->file = file;
	size = file_read_at(file, &iter, 0);
	if (size < 0)
		return (int)size;
	exec->header_size = (size_t)size;
	return 0;
}

static int open_program(struct exec *exec)
{
	const struct exec_request *request = exec->request;
	int error = exec_open_next(exec, request->at, request->name,
				   request->flags);

	if (!error)
		error = exec_follow_scripts(exec);
	/* Their lines come first, and instead of the first argument. */
	if (!error && exec->scripts)
		error = exec_copy_words(exec);
	return error;
}

/* An empty address space with the limits of the process. */
static int create_vm(struct exec *exec)
{
	const struct rlimit *limits = current_process->limits;
	struct vm *vm = vm_create();

	if (!vm)
		return -ENOMEM;
	exec->vm = vm;
	vm->size_max = READ_ONCE(limits[RLIMIT_AS].rlim_cur);
	vm->data_max = READ_ONCE(limits[RLIMIT_DATA].rlim_cur);
	vm->stack_max = READ_ONCE(limits[RLIMIT_STACK].rlim_cur);
	exec_choose_layout(exec, vm->stack_max);
	vm->map_top = exec->layout.map_top;
	return 0;
}

static int build(struct exec *exec)
{
	int error = exec_copy_words(exec);

	if (!error)
		error = open_program(exec);
	if (!error)
		error = exec_find_credentials(exec);
	if (!error)
		error = create_vm(exec);
	if (!error)
		error = exec_load_elf(exec);
	if (!error)
		error = vdso_map(exec->vm, exec->layout.map_top, &exec->vdso);
	return error ? error : exec_build_stack(exec);
}

/* A file table that no other process sees. */
static int unshare_files(void)
{
	struct file_table *own, *old = current->files;
	unsigned long flags;

	if (!file_table_shared(old))
		return 0;
	own = file_table_copy(old);
	if (!own)
		return -ENOMEM;
	flags = spin_lock_irqsave(&process_lock);
	current->files = own;
	spin_unlock_irqrestore(&process_lock, flags);
	file_table_put(old);
	return 0;
}

/*
 * Who may do more than its caller gets directories and umask of its own: nobody is
 * to change them under it (CLONE_FS).
 */
static int unshare_context(const struct exec *exec)
{
	struct fs_context *own, *old = current->fs;
	unsigned long flags;

	if (!exec->secure || !old || !fs_context_shared(old))
		return 0;
	own = fs_context_copy(old);
	if (!own)
		return -ENOMEM;
	flags = spin_lock_irqsave(&process_lock);
	current->fs = own;
	spin_unlock_irqrestore(&process_lock, flags);
	fs_context_put(old);
	return 0;
}

/*
 * The last that may fail. Without memory for signal actions of its own, which only
 * who shares them with another process needs, the old program goes on as its only
 * task.
 */
static int prepare(struct exec *exec)
{
	int error = unshare_files();

	if (!error)
		error = unshare_context(exec);
	if (!error)
		error = process_become_single();
	if (!error)
		error = signal_exec();
	if (!error && !current->user)
		user_task_begin(&exec->vm->mm);
	return error;
}

static const char *last_component(const char *name)
{
	const char *last = name;

	for (; *name; name++)
		if (*name == '/')
			last = name + 1;
	return last;
}

/* The task is called as the program, or as its file if it was given as such. */
static void set_name(const struct exec *exec)
{
	const struct exec_request *request = exec->request;

	if (*request->name)
		strscpy(current->name, last_component(request->name),
			sizeof(current->name));
	else
		path_last_name(&exec->file->path, current->name,
			       sizeof(current->name));
}

/* The process is that of the new program from here on. */
static void note_program(const struct exec *exec)
{
	struct process *process = current_process;
	unsigned long flags = spin_lock_irqsave(&process_lock);

	process->has_executed = true;
	process->exit_signal = SIGCHLD;
	process->keeps_capabilities = false;
	/* What others must not read in the file, they must not in memory. */
	process->dumpable = !exec->secure &&
			    !inode_permission(exec->file->inode, MAY_READ);
	if (exec->secure) {
		process->parent_death_signal = 0;
		process->personality &= ~ADDR_NO_RANDOMIZE;
	}
	set_name(exec);
	syscall_trace_program();
	spin_unlock_irqrestore(&process_lock, flags);
	process_set_executable(process, exec->file);
}

/* The old address space goes, and who lent it may go on. */
static void switch_vm(struct exec *exec)
{
	struct vm *old = current->vm;
	unsigned long flags;

	futex_leave();
	current->clear_id = NULL;
	flags = spin_lock_irqsave(&process_lock);
	process_note_memory_locked(current_process, vm_resident_max(old));
	current->vm = exec->vm;
	spin_unlock_irqrestore(&process_lock, flags);
	exec->vm = NULL;
	user_task_reset(&current->vm->mm);
	vm_put(old);
	process_end_vfork();
}

static void set_registers(const struct exec *exec)
{
	struct trap_frame *frame = &current->user->frame;

	*frame = (struct trap_frame){
		.rip = exec->start,
		.rsp = exec->stack,
	};
	user_frame_clean(frame);
}

static void set_credentials(struct exec *exec)
{
	struct credentials *old = current->credentials;
	unsigned long flags;

	if (!exec->credentials)
		return;
	flags = spin_lock_irqsave(&process_lock);
	current->credentials = exec->credentials;
	spin_unlock_irqrestore(&process_lock, flags);
	exec->credentials = NULL;
	credentials_put(old);
}

static void become(struct exec *exec)
{
	note_program(exec);
	set_credentials(exec);
	switch_vm(exec);
	set_registers(exec);
	fd_close_on_exec(current->files);
}

int exec_program(const struct exec_request *request)
{
	struct exec *exec;
	int error;

	if (!process_may_execute())
		return -EAGAIN;
	exec = exec_alloc(request);
	if (!exec)
		return -ENOMEM;
	error = build(exec);
	if (!error)
		error = prepare(exec);
	if (!error)
		become(exec);
	exec_free(exec);
	return error;
}
