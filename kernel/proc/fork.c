// SPDX-License-Identifier: GPL-2.0-only
/*
 * The making of tasks. All that can fail is done on a task that nobody knows; then
 * process_publish() lets it be found, and it is woken.
 */
#include <asm/memlayout.h>
#include <exo/credentials.h>
#include <exo/file.h>
#include <exo/file_table.h>
#include <exo/fs_context.h>
#include <exo/panic.h>
#include <exo/process_life.h>
#include <exo/thread.h>
#include <exo/uaccess.h>
#include <exo/user_task.h>
#include <exo/vm.h>
#include <uapi/errno.h>
#include <uapi/sched.h>

#include "fork.h"
#include "resources.h"

/* What there is none of here: namespaces, descriptors of processes... */
#define CLONE_UNSUPPORTED                                             \
	(CLONE_PIDFD | CLONE_NEWNS | CLONE_NEWCGROUP | CLONE_NEWUTS | \
	 CLONE_NEWIPC | CLONE_NEWUSER | CLONE_NEWPID | CLONE_NEWNET | \
	 CLONE_CLEAR_SIGHAND | CLONE_INTO_CGROUP)

/* Those of CLONE_UNSUPPORTED that would be root's; anybody may have CLONE_NEWUSER. */
#define CLONE_OF_ROOT                                                  \
	(CLONE_NEWNS | CLONE_NEWCGROUP | CLONE_NEWUTS | CLONE_NEWIPC | \
	 CLONE_NEWPID | CLONE_NEWNET)

/* Why not to do what is not done at all. */
static int refuse(u64 flags)
{
	const bool contradicts = flags & CLONE_NEWNS && flags & CLONE_FS;
	const bool is_roots = flags & CLONE_OF_ROOT && !(flags & CLONE_NEWUSER);

	return is_roots && !contradicts && credentials_current()->euid
		       ? -EPERM
		       : -EINVAL;
}

/* Flags that need others, and what is not done. */
static int check(const struct fork_request *request)
{
	const u64 flags = request->flags;

	if (flags & CLONE_UNSUPPORTED)
		return refuse(flags);
	if (flags & CLONE_THREAD && !(flags & CLONE_SIGHAND))
		return -EINVAL;
	if (flags & CLONE_SIGHAND && !(flags & CLONE_VM))
		return -EINVAL;
	if (flags & CLONE_PARENT && current_process == init_process)
		return -EINVAL;
	if (flags & CLONE_SETTLS && request->tls >= USER_END)
		return -EPERM;
	return process_may_be_added(!credentials_current()->euid) ? 0 : -EAGAIN;
}

/* The first that the new task does. */
static __noreturn int begin(void *arg)
{
	(void)arg;
	/* A bad address is the program's problem, as on Linux. */
	if (current->set_id)
		(void)!user_put((u32 __user *)current->set_id, current->id);
	user_resume();
}

static int copy_vm(struct task *child, u64 flags)
{
	if (flags & CLONE_VM) {
		vm_get(current->vm);
		child->vm = current->vm;
	} else {
		child->vm = vm_fork(current->vm);
	}
	return child->vm ? 0 : -ENOMEM;
}

static int copy_files(struct task *child, u64 flags)
{
	struct file_table *files = current->files;

	if (!files)
		return 0;
	if (flags & CLONE_FILES)
		file_table_get(files);
	else
		files = file_table_copy(files);
	child->files = files;
	return files ? 0 : -ENOMEM;
}

static int copy_fs(struct task *child, u64 flags)
{
	struct fs_context *fs = current->fs;

	if (fs && flags & CLONE_FS)
		fs_context_get(fs);
	else
		fs = fs_context_copy(fs_context_current());
	child->fs = fs;
	return fs ? 0 : -ENOMEM;
}

static void set_registers(struct task *child,
			  const struct fork_request *request)
{
	struct user_state *user = child->user;

	user->frame.rax = 0;
	if (request->stack)
		user->frame.rsp = request->stack;
	if (request->flags & CLONE_SETTLS)
		user->fs_base = request->tls;
	if (request->flags & CLONE_CHILD_SETTID)
		child->set_id = request->child_id;
	if (request->flags & CLONE_CHILD_CLEARTID)
		child->clear_id = request->child_id;
}

/* After an error the caller puts what there is. */
static int copy_resources(struct task *child,
			  const struct fork_request *request)
{
	int error = copy_files(child, request->flags);

	if (!error)
		error = copy_fs(child, request->flags);
	if (!error)
		error = copy_vm(child, request->flags);
	if (!error)
		error = user_task_copy(child, &child->vm->mm);
	if (error)
		return error;
	credentials_get(current->credentials);
	child->credentials = current->credentials;
	set_registers(child, request);
	thread_inherit_nice(child);
	return 0;
}

static int add_task(struct task *child)
{
	signal_fork_task(child);
	return process_add_task(child);
}

/* /proc/PID/exe; nobody else looks at @process yet. */
static void inherit_executable(struct process *process)
{
	process->executable = current_process->executable;
	if (process->executable)
		file_get(process->executable);
}

/* A process for @child. After an error there is none. */
static int add_process(struct task *child, const struct fork_request *request)
{
	const struct process_birth birth = {
		.process = process_alloc(),
		.task = child,
		.exit_signal = (u8)request->exit_signal,
		.is_sibling = request->flags & CLONE_PARENT,
	};
	int error;

	if (!birth.process)
		return -ENOMEM;
	error = signal_fork(birth.process, child,
			    request->flags & CLONE_SIGHAND);
	if (error)
		goto err_discard;
	inherit_executable(birth.process);
	error = process_publish(&birth);
	if (!error)
		return 0;
	if (birth.process->executable)
		file_put(birth.process->executable);
	signal_exit_process(birth.process);
err_discard:
	process_discard(birth.process);
	return error;
}

/* The vfork()ing parent goes on when @child has no more use for its memory. */
static void run_child(struct task *child, const struct fork_request *request)
{
	struct vfork vfork;

	if (likely(!(request->flags & CLONE_VFORK))) {
		task_wake(child);
		thread_detach(child);
		return;
	}
	process_begin_vfork(&vfork, child);
	task_wake(child);
	process_wait_vfork(&vfork, child);
	thread_detach(child);
}

static void discard(struct task *child)
{
	struct task_resources resources;

	user_task_discard(child);
	resources_take(child, &resources);
	resources_put(&resources);
	thread_discard(child);
}

static long make_task(const struct fork_request *request)
{
	struct task *child;
	int error;
	u32 id;

	child = thread_prepare(current->name, begin, NULL);
	if (!child)
		return -ENOMEM;
	id = child->id;
	error = copy_resources(child, request);
	/* Before the child runs; that it could not be told is no error. */
	if (!error && request->flags & CLONE_PARENT_SETTID)
		(void)user_put(request->parent_id, id);
	if (!error)
		error = request->flags & CLONE_THREAD
				? add_task(child)
				: add_process(child, request);
	if (error) {
		discard(child);
		return error;
	}
	run_child(child, request);
	return id;
}

long fork_task(const struct fork_request *request)
{
	int error = check(request);
	long result;

	if (error || request->flags & CLONE_THREAD)
		return error ? error : make_task(request);
	error = signal_begin_fork();
	if (error)
		return error;
	result = make_task(request);
	signal_end_fork();
	return result;
}
