// SPDX-License-Identifier: GPL-2.0-only
/*
 * What programs are told of signals: which fields of siginfo_t there are depends on
 * signal and code (sigaction(2)).
 */
#include <exo/signal.h>
#include <exo/string.h>
#include <uapi/siginfo.h>

#include "signal_deliver.h"

void siginfo_make(struct siginfo *user, const struct signal_info *info)
{
	memset(user, 0, sizeof(*user)); /* with what the compiler pads */
	user->si_signo = (s32)info->signal;
	user->si_errno = info->error;
	user->si_code = info->code;
	if (signal_is_fault(info)) {
		user->si_addr = info->address;
		return;
	}
	user->si_pid = (s32)info->process;
	user->si_uid = info->user;
	if (info->signal == SIGCHLD && info->code > 0) {
		user->si_status = info->status;
		user->si_utime = info->user_time;
		user->si_stime = info->system_time;
	} else {
		user->si_value = info->value;
	}
}
