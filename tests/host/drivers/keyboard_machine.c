// SPDX-License-Identifier: GPL-2.0-only
/* See keyboard_machine.h. */
#include "keyboard_machine.h"
#include <exo/acpi.h>
#include <exo/console.h>
#include <exo/deferred_work.h>
#include <exo/machine.h>
#include <exo/panic.h>
#include <exo/time.h>
#include <exo/timer.h>
#include "initcalls.h"

enum {
	TIMERS_MAX = 4
};

struct keyboard_machine machine;

static struct timer *timers[TIMERS_MAX];

/*
 * What the drivers meet instead of the kernel.
 */

const struct acpi_fadt *acpi_fadt(void)
{
	return NULL;
}

unsigned int irq_isa_line(unsigned int irq)
{
	return irq;
}

int irq_request(unsigned int line, irq_handler_t handler, void *arg,
		const char *name)
{
	(void)line;
	(void)arg;
	(void)name;
	machine.handler = handler;
	return 0;
}

void irq_free(unsigned int line, void *arg)
{
	(void)line;
	(void)arg;
	machine.handler = NULL;
}

bool console_input_push_all(struct console *from, const void *bytes, size_t len)
{
	(void)from;
	if (machine.reads_nothing ||
	    machine.nr_typed + len >= KEYBOARD_MACHINE_TYPED)
		return false;
	memcpy(machine.typed + machine.nr_typed, bytes, len);
	machine.nr_typed += len;
	return true;
}

struct screen_key_modes screen_key_modes(void)
{
	return machine.modes;
}

void screen_scroll_back(int lines)
{
	machine.scrolled_back += lines;
}

struct console *screen_console(void)
{
	return NULL;
}

int screen_half_page(void)
{
	return 12;
}

void machine_reboot(void)
{
	panic("rebooted");
}

u64 time_uptime_ns(void)
{
	return machine.now_ns;
}

void timer_init(struct timer *timer, timer_fn run)
{
	*timer = (struct timer){.run = run};
	for (unsigned int i = 0; i < TIMERS_MAX; i++) {
		if (!timers[i]) {
			timers[i] = timer;
			return;
		}
	}
}

void timer_start(struct timer *timer, u64 expires_ns)
{
	timer->expires_ns = expires_ns;
	timer->pending = true;
}

bool timer_cancel(struct timer *timer)
{
	bool was_pending = timer->pending;

	timer->pending = false;
	return was_pending;
}

/*
 * What the tests do.
 */

void settle(void)
{
	while (!machine.busy &&
	       (i8042_model_line() || deferred_work_waiting())) {
		if (i8042_model_line())
			machine.handler(1, NULL);
		deferred_work_run(1);
	}
}

static struct timer *next_timer(void)
{
	struct timer *next = NULL;

	for (unsigned int i = 0; i < TIMERS_MAX; i++) {
		struct timer *timer = timers[i];

		if (timer && timer->pending &&
		    (!next || timer->expires_ns < next->expires_ns))
			next = timer;
	}
	return next;
}

bool timer_waits(void)
{
	return next_timer() != NULL;
}

void pass_ms(u64 ms)
{
	u64 end = machine.now_ns + ms * NSEC_PER_MSEC;
	struct timer *timer;

	settle();
	while ((timer = next_timer()) && timer->expires_ns <= end) {
		machine.now_ns = timer->expires_ns;
		timer->pending = false;
		timer->run(timer);
		settle();
	}
	machine.now_ns = end;
}

void machine_start(struct ktest *t)
{
	KTEST_EXPECT_EQ(t, RUN_INITCALLS(console), 0);
	pass_ms(10000);
}

void machine_start_good(struct ktest *t)
{
	i8042_model_reset();
	machine_start(t);
}

void send(const char *bytes)
{
	for (; *bytes; bytes++)
		i8042_model_type((u8)*bytes);
	settle();
}

const char *typed(void)
{
	machine.typed[machine.nr_typed] = '\0';
	machine.nr_typed = 0;
	return machine.typed;
}
