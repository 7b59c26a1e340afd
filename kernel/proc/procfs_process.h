/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: proc, private to this folder: /proc/PID, the processes as files (proc(5)).
 *
 *	procfs_process.c	/proc/PID: names, finding, listing
 *	procfs_task.c		/proc/PID/task
 *	procfs_root.c		/proc, as far as it is about processes
 *	procfs_inode.c		making inodes
 *	procfs_subject.c	from an inode to who it is about
 *	procfs_stat.c ...	the files, one or a few each
 *	procfs_links.c		cwd, exe, root, self
 *	procfs_fd.c		fd, fdinfo; procfs_nameless.c pipes and such there
 *
 * An inode knows its process by number and start, and holds no reference: what
 * is cached of a process that has gone costs a name, not a process.
 */
#ifndef PROC_PROCFS_PROCESS_H
#define PROC_PROCFS_PROCESS_H

#include <exo/compiler.h>
#include <exo/proc_inode.h>
#include <exo/process.h>
#include <exo/types.h>

struct credentials;
struct file;
struct file_table;
struct fs_context;
struct path;
struct path_name;
struct text_buffer;
struct vm;

struct process_inode {
	struct proc_inode own;
	u32 process; /* number; 0: the reader's, of self and thread-self */
	u32 task; /* number, of task/TID and what is in it; 0: the first */
	u64 started_ns; /* of the process */
	int fd; /* of what is in fd and fdinfo */
};

static inline struct process_inode *process_inode(const struct inode *inode)
{
	return container_of(proc_inode(inode), struct process_inode, own);
}

/* What numbers of inodes are made of, besides that of the process or task. */
enum process_directory {
	PROCESS_DIRECTORY,
	PROCESS_TASKS,
	PROCESS_TASK,
	PROCESS_FD,
	PROCESS_FDINFO,
};

u64 process_inode_number(u32 id, enum process_directory directory,
			 unsigned int index);

/* What a new inode is to be. */
struct process_inode_spec {
	u32 mode;
	u64 number;
	const struct proc_inode_ops *ops;
	const struct file_ops *file_ops;
	const struct proc_file *file; /* or NULL */
};

/*
 * An inode of @superblock like @like: about the same process, or task. It
 * belongs to the process's user. NULL when memory is short.
 */
__must_check struct process_inode *
process_inode_create(struct superblock *superblock,
		     const struct process_inode *like,
		     const struct process_inode_spec *spec);

/* The operations that all of them have: valid while the process is there. */
bool process_inode_valid(const struct inode *inode);
void process_inode_evict(struct inode *inode);

/* procfs_process.c: the directory of a process, or of task @like->task. */
__must_check struct process_inode *
process_directory_create(struct superblock *superblock,
			 const struct process_inode *like);

/* procfs_task.c */
extern const struct proc_inode_ops process_task_ops;
extern const struct file_ops process_task_files;

/* Who an inode is about. */
struct subject {
	struct process *process; /* a reference */
	struct task *task; /* a reference; NULL: it has ended */
	bool one_task; /* it is about the task, not the whole process */
};

/* Without references; false: it has gone. process_lock is held. */
bool subject_find_locked(const struct process_inode *own,
			 struct subject *subject);

/* 0 or -ESRCH. Does not sleep. */
__must_check int subject_get(const struct inode *inode,
			     struct subject *subject);
/* May sleep. */
void subject_put(struct subject *subject);

/*
 * What it uses now, with a reference; NULL: it has ended, or never had one. Do
 * not sleep.
 */
struct vm *subject_vm(const struct subject *subject);
struct file_table *subject_files(const struct subject *subject);
struct fs_context *subject_fs(const struct subject *subject);
struct credentials *subject_credentials(const struct subject *subject);

/*
 * May the caller see where it has what, and what its descriptors are? ptrace(2)
 * has the rules: root, or the same user, unless it must not be dumped.
 */
bool subject_open_to_caller(const struct subject *subject);

/* What the kernel is told of a process in text->private, for a moment. */
int subject_of_text(const struct text_buffer *text, struct subject *subject);

/*
 * subject_vm(), if the caller may look into it: 0, and *@vm may be NULL; or
 * -EACCES, -ESRCH.
 */
int vm_of_text(const struct text_buffer *text, struct vm **vm);

/* A decimal number without leading zeros; false: it is something else. */
bool process_number(const struct path_name *name, u32 *number);

/* procfs_fd.c, procfs_links.c */
struct process_link;
extern const struct proc_inode_ops process_fd_ops, process_fdinfo_ops;
extern const struct file_ops process_fd_files, process_fdinfo_files;
extern const struct process_link process_cwd, process_exe, process_root;
extern const struct proc_inode_ops process_self_ops, process_thread_self_ops;

/* A link to a place that somebody uses. */
struct process_link {
	struct proc_inode_ops ops;
	/* References; -ENOENT: there is none. */
	int (*place)(const struct subject *subject, struct path *place);
};

/* What readlink(2) tells of @place. Bytes, or -ENAMETOOLONG, -ENOMEM. */
ssize_t process_link_text(const struct path *place, char *buffer, size_t size);

/* procfs_nameless.c: whether @file has no name, and what readlink(2) tells of it. */
bool nameless(const struct file *file);
ssize_t nameless_text(struct file *file, char *buffer, size_t size);

/* Where @link, which is @file's, leads, in the mount of @beside: references. -ENOMEM. */
int nameless_path(const struct path *beside, const struct inode *link,
		  struct file *file, struct path *path);

/*
 * procfs_fd.c: what @inode, of a descriptor, is about, with a reference; NULL: it is not
 * open any more.
 */
struct file *process_fd_file(const struct inode *inode);

/* The texts; struct proc_file has the contract. */
int process_next_cmdline(struct text_buffer *text, u64 *cursor);
int process_show_comm(struct text_buffer *text);
int process_next_environ(struct text_buffer *text, u64 *cursor);
int process_show_limits(struct text_buffer *text);
int process_show_mountinfo(struct text_buffer *text);
int process_show_mounts(struct text_buffer *text);
int process_show_oom_score(struct text_buffer *text);
int process_show_oom_score_adj(struct text_buffer *text);
int process_next_maps(struct text_buffer *text, u64 *cursor);
int process_show_stat(struct text_buffer *text);
int process_show_statm(struct text_buffer *text);
int process_show_status(struct text_buffer *text);
int process_store_comm(struct inode *inode, const char *bytes, size_t size);
int process_store_oom_score_adj(struct inode *inode, const char *bytes,
				size_t size);

/* What stat and status tell, as it was at one moment. */
struct process_facts {
	u32 id, process; /* of the task that is looked at, and its process */
	char name[TASK_NAME_MAX];
	char state; /* R, S, D, T or Z */
	bool has_executed, no_new_privileges;
	u32 parent, group, session;
	u64 terminal; /* device number, 0: none */
	s32 foreground; /* the terminal's group, -1: none */
	unsigned int tasks;
	s32 nice;
	u32 exit_signal, exit_status;
	u64 resident_max; /* RLIMIT_RSS */
	u64 switches, preemptions;
	u64 pending, process_pending, blocked, ignored, caught;
	u64 queued_max; /* RLIMIT_SIGPENDING */
	struct process_times children;
};

/* procfs_facts.c */
void process_look(const struct subject *subject, struct process_facts *facts);

/* procfs_size.c: the pages of an address space. May sleep. */
struct process_sizes {
	u64 all, resident;
	u64 data; /* private and writable, but for stacks */
	u64 stack, code;
	u64 libraries; /* what else can be executed */
};

void process_measure(struct vm *vm, struct process_sizes *sizes);

#endif
