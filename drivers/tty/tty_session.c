// SPDX-License-Identifier: GPL-2.0-only
/*
 * Controlling terminals: which session has one, which of its jobs is in the
 * foreground, and what becomes of it when the session's leader ends.
 *
 *	session->terminal  <-->  tty->session
 *				 tty->foreground, a group of that session
 *
 * All of it is guarded by process_lock.
 */
#include "tty_session.h"

#include <exo/credentials.h>
#include <exo/initcall.h>
#include <exo/process.h>
#include <exo/signal.h>
#include <exo/task_signal.h>
#include <exo/tty.h>
#include <exo/uaccess.h>
#include <uapi/ioctl.h>

#include "tty.h"

static unsigned long lock_processes(void)
{
	return spin_lock_irqsave(&process_lock);
}

static void unlock_processes(unsigned long flags)
{
	spin_unlock_irqrestore(&process_lock, flags);
}

static void signal_foreground_locked(struct tty *tty, unsigned int signal)
{
	const struct signal_info info = {.signal = signal, .code = SI_KERNEL};

	if (tty->foreground)
		signal_send_group_locked(tty->foreground, &info);
}

bool tty_signal_foreground(struct tty *tty, unsigned int signal)
{
	unsigned long flags = lock_processes();
	bool anybody = tty->foreground;

	signal_foreground_locked(tty, signal);
	unlock_processes(flags);
	return anybody;
}

/*
 * Who belongs to whom. The lock is held.
 */

static struct session *current_session(void)
{
	return current_process ? current_process->group->session : NULL;
}

static struct tty *controlling_locked(void)
{
	struct session *session = current_session();

	return session ? session->terminal : NULL;
}

static bool leads_session(void)
{
	struct session *session = current_session();

	return session && session->leader == current_process;
}

static void set_foreground(struct tty *tty, struct process_group *group)
{
	if (group)
		process_group_get_locked(group);
	if (tty->foreground)
		process_group_put_locked(tty->foreground);
	tty->foreground = group;
}

static void disconnect(struct tty *tty)
{
	struct session *session = tty->session;

	set_foreground(tty, NULL);
	tty->session = NULL;
	if (!session)
		return;
	session->terminal = NULL;
	session_put_locked(session);
}

static void connect(struct tty *tty)
{
	struct session *session = current_session();

	session_get_locked(session);
	session->terminal = tty;
	tty->session = session;
	set_foreground(tty, current_process->group);
}

struct tty *tty_controlling(void)
{
	unsigned long flags = lock_processes();
	struct tty *tty = controlling_locked();

	unlock_processes(flags);
	return tty;
}

void tty_become_controlling(struct tty *tty)
{
	unsigned long flags = lock_processes();

	if (leads_session() && !controlling_locked() && !tty->session)
		connect(tty);
	unlock_processes(flags);
}

/*
 * Job control.
 */

static bool in_background_locked(struct tty *tty)
{
	return controlling_locked() == tty && tty->foreground &&
	       tty->foreground != current_process->group;
}

int tty_check_foreground(struct tty *tty, unsigned int signal)
{
	const struct signal_info info = {.signal = signal, .code = SI_KERNEL};
	unsigned long flags = lock_processes();
	bool background = in_background_locked(tty);
	int err = -EINTR;

	if (!background) {
		unlock_processes(flags);
		return 0;
	}
	unlock_processes(flags);
	if (signal_without_effect(signal))
		return signal == SIGTTIN ? -EIO : 0;
	flags = lock_processes();
	if (process_group_orphaned_locked(current_process->group))
		err = -EIO;
	else
		signal_send_group_locked(current_process->group, &info);
	unlock_processes(flags);
	return err;
}

/*
 * ioctl_tty(2).
 */

static long set_controlling(struct tty *tty, bool may_read, bool steal)
{
	bool privileged = !credentials_current()->euid;
	unsigned long flags = lock_processes();
	long err = 0;

	if (leads_session() && current_session() == tty->session) {
		unlock_processes(flags);
		return 0;
	}
	if (!leads_session() || controlling_locked() ||
	    (tty->session && !(steal && privileged)) ||
	    (!may_read && !privileged)) {
		err = -EPERM;
	} else {
		disconnect(tty);
		connect(tty);
	}
	unlock_processes(flags);
	return err;
}

/*
 * Only the leader's is everybody's in its session: to others it stays the
 * controlling one, though they gave it up.
 */
static long give_up(struct tty *tty)
{
	unsigned long flags = lock_processes();
	long err = controlling_locked() == tty ? 0 : -ENOTTY;

	if (!err && leads_session()) {
		signal_foreground_locked(tty, SIGHUP);
		signal_foreground_locked(tty, SIGCONT);
		disconnect(tty);
	}
	unlock_processes(flags);
	return err;
}

static long get_group(struct tty *tty, s32 __user *to)
{
	unsigned long flags = lock_processes();
	bool ours = controlling_locked() == tty;
	u32 id = tty->foreground ? tty->foreground->id : 0;

	unlock_processes(flags);
	return ours ? user_put(to, id) : -ENOTTY;
}

static long get_session(struct tty *tty, s32 __user *to)
{
	unsigned long flags = lock_processes();
	bool ours = controlling_locked() == tty && tty->session;
	u32 id = ours ? tty->session->id : 0;

	unlock_processes(flags);
	return ours ? user_put(to, id) : -ENOTTY;
}

static long choose_group_locked(struct tty *tty, s32 id)
{
	struct process_group *group;

	if (controlling_locked() != tty || current_session() != tty->session)
		return -ENOTTY;
	if (id < 0)
		return -EINVAL;
	group = process_group_find_locked((u32)id);
	if (!group)
		return -ESRCH;
	if (group->session != current_session())
		return -EPERM;
	set_foreground(tty, group);
	return 0;
}

static long set_group(struct tty *tty, const s32 __user *from)
{
	long err = tty_check_foreground(tty, SIGTTOU);
	unsigned long flags;
	s32 id;

	if (err)
		return err == -EIO ? -ENOTTY : err;
	if (tty_controlling() != tty)
		return -ENOTTY;
	err = user_get(id, from);
	if (err)
		return err;
	flags = lock_processes();
	err = choose_group_locked(tty, id);
	unlock_processes(flags);
	return err;
}

long tty_session_control(struct tty *tty, bool may_read, unsigned int command,
			 unsigned long arg)
{
	switch (command) {
	case TIOCSCTTY:
		return set_controlling(tty, may_read, arg == 1);
	case TIOCNOTTY:
		return give_up(tty);
	case TIOCGPGRP:
		return get_group(tty, (s32 __user *)arg);
	case TIOCSPGRP:
		return set_group(tty, (const s32 __user *)arg);
	case TIOCGSID:
		return get_session(tty, (s32 __user *)arg);
	default:
		return -ENOTTY;
	}
}

/*
 * Hanging up.
 */

static void session_ended(struct session *session)
{
	unsigned long flags = lock_processes();
	struct tty *tty = session->terminal;

	if (tty) {
		signal_foreground_locked(tty, SIGHUP);
		signal_foreground_locked(tty, SIGCONT);
		disconnect(tty);
	}
	unlock_processes(flags);
	if (tty)
		tty_hang_up(tty);
}

void tty_hang_up_controlling(void)
{
	const struct signal_info hangup = {.signal = SIGHUP, .code = SI_KERNEL};
	const struct signal_info go_on = {.signal = SIGCONT, .code = SI_KERNEL};
	unsigned long flags = lock_processes();
	struct tty *tty = controlling_locked();
	struct process *leader = tty ? current_session()->leader : NULL;

	if (leader) {
		signal_send_process_locked(leader, &hangup);
		signal_send_process_locked(leader, &go_on);
	}
	if (tty)
		disconnect(tty);
	unlock_processes(flags);
	if (tty)
		tty_hang_up(tty);
}

u64 tty_number(const struct tty *tty)
{
	return tty->number;
}

u32 tty_foreground_locked(const struct tty *tty)
{
	return tty->foreground ? tty->foreground->id : 0;
}

static int tty_session_init(void)
{
	process_set_terminal_hangup(session_ended);
	return 0;
}
INITCALL(late, tty_session_init);
