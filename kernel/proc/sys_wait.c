// SPDX-License-Identifier: GPL-2.0-only
/*
 * wait4(2), waitid(2).
 */
#include <exo/process_life.h>
#include <exo/syscalls.h>
#include <exo/time.h>
#include <exo/uaccess.h>
#include <uapi/errno.h>
#include <uapi/wait.h>

#include "usage.h"

#define WAIT4_OPTIONS \
	(WNOHANG | WUNTRACED | WCONTINUED | __WNOTHREAD | __WCLONE | __WALL)
#define WAITID_NEWS (WEXITED | WSTOPPED | WCONTINUED)
#define WAITID_OPTIONS \
	(WNOHANG | WNOWAIT | WAITID_NEWS | __WNOTHREAD | __WCLONE | __WALL)

/* Own group's number; it may change meanwhile, as on Linux. */
static u32 own_group(void)
{
	return (u32)process_get_group(current->process_id);
}

/* wait4() tells by the sign what a number is of. */
static struct process_wait wait4_request(int id, u32 options)
{
	struct process_wait request = {.options = options | WEXITED};

	if (id > 0) {
		request.what = WAIT_FOR_PROCESS;
		request.id = (u32)id;
	} else if (id != -1) {
		request.what = WAIT_FOR_GROUP;
		request.id = id ? (u32)-id : own_group();
	}
	return request;
}

static int put_usage(struct rusage __user *to,
		     const struct process_times *times)
{
	struct rusage usage;

	if (!to)
		return 0;
	usage_fill(&usage, times);
	return user_copy_to(to, &usage, sizeof(usage));
}

long sys_wait4(int id, s32 __user *status, u32 options,
	       struct rusage __user *usage)
{
	struct process_wait request;
	struct process_news news;
	int error;

	if (options & ~WAIT4_OPTIONS)
		return -EINVAL;
	if (id == (int)0x80000000)
		return -ESRCH;
	request = wait4_request(id, options);
	error = process_wait(&request, &news);
	if (error || !news.id)
		return error;
	if (status && user_put(status, (s32)news.status))
		return -EFAULT;
	if (put_usage(usage, &news.times))
		return -EFAULT;
	return news.id;
}

static int waitid_request(int type, int id, struct process_wait *request)
{
	switch (type) {
	case P_ALL:
		request->what = WAIT_FOR_ANY;
		return 0;
	case P_PID:
		request->what = WAIT_FOR_PROCESS;
		request->id = (u32)id;
		return id > 0 ? 0 : -EINVAL;
	case P_PGID:
		request->what = WAIT_FOR_GROUP;
		request->id = id ? (u32)id : own_group();
		return id >= 0 ? 0 : -EINVAL;
	default:
		return -EINVAL;
	}
}

/* As Linux, no more than the fields that mean something. */
static int put_info(struct siginfo __user *to, const struct process_news *news)
{
	struct siginfo info = {};

	if (!to)
		return 0;
	if (news->id) {
		info.si_signo = SIGCHLD;
		info.si_code = news->code;
		info.si_pid = (s32)news->id;
		info.si_uid = news->user;
		info.si_status = process_news_value(news);
	}
	return user_copy_to(to, &info,
			    offsetof(struct siginfo, si_status) +
				    sizeof(info.si_status));
}

long sys_waitid(int type, int id, struct siginfo __user *info, u32 options,
		struct rusage __user *usage)
{
	struct process_wait request = {.options = options};
	struct process_news news;
	int error;

	if (options & ~WAITID_OPTIONS || !(options & WAITID_NEWS))
		return -EINVAL;
	error = waitid_request(type, id, &request);
	if (!error)
		error = process_wait(&request, &news);
	if (error)
		return error;
	if (news.id && put_usage(usage, &news.times))
		return -EFAULT;
	return put_info(info, &news);
}
