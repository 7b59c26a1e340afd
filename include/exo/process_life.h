/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: kernel. From the making of a process to its end, for those who do it:
 * fork, exec, exit and wait. Everybody else wants <exo/process.h>.
 *
 *	process_alloc() --> process_publish() --> process_task_end() of the last
 *	task: zombie --> process_wait() of the parent
 */
#ifndef EXO_PROCESS_LIFE_H
#define EXO_PROCESS_LIFE_H

#include <exo/compiler.h>
#include <exo/process.h>
#include <exo/types.h>

/*
 * Process 1, of the current kernel thread, which gets its number; it is in group
 * and session 0, which have no other member. Once. NULL when memory is short.
 */
__must_check struct process *process_create_first(void);

/* A process that nobody knows, like the current one; NULL without memory. */
__must_check struct process *process_alloc(void);

/* Free @process, which was allocated and not published. */
void process_discard(struct process *process);

struct process_birth {
	struct process *process;
	struct task *task; /* its first */
	u8 exit_signal;
	bool is_sibling; /* of the current process, not a child */
};

/*
 * Let @birth->process, with its task, be found: as a child of the current one, or
 * of its parent, in the same group. -EINTR when the current one is being ended,
 * and then nothing has changed.
 */
__must_check int process_publish(const struct process_birth *birth);

/* The same for one more task of the current process. */
__must_check int process_add_task(struct task *task);

/*
 * All other tasks of the current process are to end, and it will have the status
 * @status, if nobody said so before.
 */
void process_end_all(u32 status);

/*
 * The current task begins to end, whose memory had @resident_max pages at most. True:
 * no other one of its process runs any more, and it takes with it what was theirs.
 */
bool process_task_begin_end(u64 resident_max);

/*
 * The current task leaves its process and has none afterwards. With the last one
 * the process ends: with @status, unless process_end_all() said another. What tasks
 * share is gone already. @last: what process_task_begin_end() said. May sleep.
 */
void process_task_end(u32 status, bool last);

/*
 * For exec: the current task becomes the only one of its process, with its
 * number. -EINTR when the process is being ended. May sleep.
 */
__must_check int process_become_single(void);

/* On the stack of who waits in vfork(); process_lock. */
struct vfork {
	struct wait_queue waiters;
	bool over;
};

/* @child, which does not run yet, is to tell the current task. */
void process_begin_vfork(struct vfork *vfork, struct task *child);

/*
 * Wait until it has, or SIGKILL comes. @child is held by a reference. May sleep.
 */
void process_wait_vfork(struct vfork *vfork, struct task *child);

/* The current task, if it is such a child, uses its parent's memory no more. */
void process_end_vfork(void);

/* Whose children @request is about. */
enum process_wait_for {
	WAIT_FOR_ANY,
	WAIT_FOR_PROCESS,
	WAIT_FOR_GROUP,
};

struct process_wait {
	enum process_wait_for what;
	u32 id; /* of the process or group */
	u32 options; /* W* of <uapi/wait.h> */
};

struct process_news {
	u32 id; /* 0: there was none */
	u32 user;
	u32 status; /* as wait4(2) has it; si_status: process_news_value() */
	s32 code; /* CLD_* */
	struct process_times times; /* with those of its children */
};

/* siginfo_t's si_status: the exit code, or the signal. */
s32 process_news_value(const struct process_news *news);

/*
 * Wait for news of a child. 0; -ECHILD: there is none that it could come from;
 * -EINTR. May sleep.
 */
int process_wait(const struct process_wait *request, struct process_news *news);

/*
 * A child has stopped or goes on, which it says in stop_news or continue_news:
 * tell its parent. process_lock is held.
 */
void process_tell_parent_locked(struct process *process);

/* setpgid(2), and the id of getpgid(2) and getsid(2); a negative errno. */
int process_set_group(u32 id, u32 group_id);
int process_get_group(u32 id);
int process_get_session(u32 id);

/* setsid(2). */
int process_new_session(void);

/* @sum += @more. */
void process_times_add(struct process_times *sum,
		       const struct process_times *more);

/* What the current task has used. */
void task_get_times(const struct task *task, struct process_times *times);

/* A task of @process leaves memory of which it had @pages: getrusage(2) tells. */
void process_note_memory_locked(struct process *process, u64 pages);

/*
 * Whether the current process may make one more task; else fork is -EAGAIN.
 * @privileged: whatever its RLIMIT_NPROC.
 */
bool process_may_be_added(bool privileged);

/*
 * Whether the current process may become another program; else execve is -EAGAIN:
 * it became one of a user with more than RLIMIT_NPROC allows, who still has them.
 */
bool process_may_execute(void);

/* The current process belongs to the user of this number. -ENOMEM. */
__must_check int process_set_user(u32 user);

#endif
