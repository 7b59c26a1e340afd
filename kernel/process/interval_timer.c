// SPDX-License-Identifier: GPL-2.0-only
/*
 * Interval timers, and the limit of CPU time, which is looked at in the same way.
 */
#include <exo/initcall.h>
#include <exo/interval_timer.h>
#include <exo/process_life.h>
#include <exo/time.h>
#include <uapi/siginfo.h>

static void send(struct process *process, unsigned int signal)
{
	const struct signal_info info = {.signal = signal, .code = SI_KERNEL};

	signal_send_process_locked(process, &info);
}

/* The next of a series that is not past yet. */
static u64 next_after(u64 now_ns, u64 expired_ns, u64 period_ns)
{
	u64 missed = now_ns > expired_ns ? (now_ns - expired_ns) / period_ns
					 : 0;

	return expired_ns + (missed + 1) * period_ns;
}

static void real_expired(struct timer *timer)
{
	struct process *process =
		container_of(timer, struct process, timers.real);
	const u64 period_ns = process->timers.real_period_ns;
	unsigned long flags = spin_lock_irqsave(&process_lock);

	send(process, SIGALRM);
	if (period_ns)
		timer_start(timer, next_after(time_uptime_ns(),
					      timer->expires_ns, period_ns));
	spin_unlock_irqrestore(&process_lock, flags);
}

void interval_timers_init(struct process *process)
{
	process->timers = (struct interval_timers){};
	timer_init(&process->timers.real, real_expired);
}

void interval_timers_stop(struct process *process)
{
	assert_locked(&process_lock);
	timer_cancel(&process->timers.real);
	process->timers.virtual.expires_ns = 0;
	process->timers.profiling.expires_ns = 0;
}

static u64 left_until(u64 expires_ns, u64 now_ns)
{
	return expires_ns > now_ns ? expires_ns - now_ns : 1;
}

static void exchange_real(struct interval_timers *timers,
			  const struct interval_time *new,
			  struct interval_time *old)
{
	const u64 now_ns = time_uptime_ns();

	old->left_ns = timers->real.pending
			       ? left_until(timers->real.expires_ns, now_ns)
			       : 0;
	old->period_ns = timers->real_period_ns;
	if (!new)
		return;
	timers->real_period_ns = new->period_ns;
	if (new->left_ns)
		timer_start(&timers->real, now_ns + new->left_ns);
	else
		timer_cancel(&timers->real);
}

static void exchange_cpu(struct cpu_timer *timer, u64 now_ns,
			 const struct interval_time *new,
			 struct interval_time *old)
{
	old->left_ns = timer->expires_ns ? left_until(timer->expires_ns, now_ns)
					 : 0;
	old->period_ns = timer->period_ns;
	if (!new)
		return;
	timer->period_ns = new->period_ns;
	timer->expires_ns = new->left_ns ? now_ns + new->left_ns : 0;
}

void interval_timer_exchange(int which, const struct interval_time *new,
			     struct interval_time *old)
{
	struct interval_timers *timers = &current_process->timers;
	struct process_times used;
	unsigned long flags;

	process_get_times(current_process, &used);
	flags = spin_lock_irqsave(&process_lock);
	if (which == ITIMER_REAL)
		exchange_real(timers, new, old);
	else if (which == ITIMER_VIRTUAL)
		exchange_cpu(&timers->virtual, used.user_ns, new, old);
	else
		exchange_cpu(&timers->profiling, used.user_ns + used.system_ns,
			     new, old);
	spin_unlock_irqrestore(&process_lock, flags);
}

/* process_lock is held, as below. */
static void check_timer(struct process *process, struct cpu_timer *timer,
			u64 now_ns, unsigned int signal)
{
	if (!timer->expires_ns || now_ns < timer->expires_ns)
		return;
	timer->expires_ns = timer->period_ns
				    ? next_after(now_ns, timer->expires_ns,
						 timer->period_ns)
				    : 0;
	send(process, signal);
}

/* RLIMIT_CPU, in seconds: SIGXCPU in each from the soft one on, then the end. */
static void check_limit(struct process *process, u64 used_ns)
{
	struct rlimit *limit = &process->limits[RLIMIT_CPU];
	const u64 used_s = used_ns / NSEC_PER_SEC;

	if (used_s >= limit->rlim_max) {
		send(process, SIGKILL);
	} else if (used_s >= limit->rlim_cur) {
		send(process, SIGXCPU);
		limit->rlim_cur = used_s + 1;
	}
}

static bool is_looked_at(const struct process *process)
{
	return process->timers.virtual.expires_ns ||
	       process->timers.profiling.expires_ns ||
	       process->limits[RLIMIT_CPU].rlim_cur != RLIM_INFINITY;
}

static void tick(void)
{
	struct process *process = current->process;
	struct process_times used;
	unsigned long flags;
	u64 all_ns;

	if (likely(!process || !is_looked_at(process)))
		return;
	process_get_times(process, &used);
	all_ns = used.user_ns + used.system_ns;
	flags = spin_lock_irqsave(&process_lock);
	check_timer(process, &process->timers.virtual, used.user_ns, SIGVTALRM);
	check_timer(process, &process->timers.profiling, all_ns, SIGPROF);
	check_limit(process, all_ns);
	spin_unlock_irqrestore(&process_lock, flags);
}

static int interval_timers_start(void)
{
	return time_add_tick_hook(tick);
}
INITCALL(device, interval_timers_start);
