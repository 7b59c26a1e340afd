// SPDX-License-Identifier: GPL-2.0-only
/*
 * The timer of the local APIC as the clock event (Intel SDM vol. 3, "APIC
 * Timer"): a counter that runs down to 0 and interrupts, once or over and over.
 *
 * Nobody says reliably how fast it counts, hypervisors least of all, so it is
 * measured by the clock. The clock is exact and this timer need not be: whoever
 * programs it looks at the clock when it interrupts. An interrupt that comes
 * too early only costs another one, which GUARD_NS makes rare.
 */
#define pr_fmt(fmt) "local_apic_timer: " fmt

#include <exo/boot_option.h>
#include <exo/clock_event.h>
#include <exo/clock_source.h>
#include <exo/initcall.h>
#include <exo/local_apic.h>
#include <exo/local_vector.h>
#include <exo/printk.h>
#include <exo/time.h>

enum {
	DIVIDE_BY_1 = 0xb,
	DIVIDE_BY_16 = 0x3,
	DIVISOR = 16,

	LOOKS = 8,
	TRIES = 2,
};

#define COUNT_MAX 0xffffffffU

/*
 * One count of the slowest in use, at 24 MHz, is a ten-thousandth of the
 * measurement; the error of a tick at 100 Hz is within the guard then.
 */
#define MEASURE_NS (500 * NSEC_PER_USEC)
#define GUARD_NS   1000

static bool off;
static u64 hz; /* after division */
static u64 counts_per_ns; /* 32 fraction bits */
static u32 guard_counts;

static int parse_nolapic_timer(const char *value)
{
	(void)value;
	off = true;
	return 0;
}
BOOT_OPTION("nolapic_timer", parse_nolapic_timer,
	    "take ticks from the PIT, not from the local APIC");

/* A reading of both: the count as it was at that time. */
struct moment {
	u64 ns;
	u64 latency_ns;
	u32 count;
};

/* The quickest of some: an interruption would part the two. */
static struct moment look(void)
{
	struct moment best = {.latency_ns = ~0ULL};

	for (unsigned int i = 0; i < LOOKS; i++) {
		u64 before = time_uptime_ns();
		u32 count = local_apic_read(LOCAL_APIC_TIMER_CURRENT);
		u64 latency_ns = time_uptime_ns() - before;

		if (latency_ns < best.latency_ns)
			best = (struct moment){
				.ns = before + latency_ns / 2,
				.latency_ns = latency_ns,
				.count = count,
			};
	}
	return best;
}

/* Counts a second without division; 0 when it stands still or ran out. */
static u64 measure_once(void)
{
	struct moment first, last;

	local_apic_write(LOCAL_APIC_TIMER_DIVIDE, DIVIDE_BY_1);
	local_apic_write(LOCAL_APIC_TIMER_INITIAL, COUNT_MAX);
	first = look();
	do
		last = look();
	while (last.ns - first.ns < MEASURE_NS);
	local_apic_write(LOCAL_APIC_TIMER_INITIAL, 0);
	if (!last.count)
		return 0;
	return (first.count - last.count) * NSEC_PER_SEC / (last.ns - first.ns);
}

static u64 measure(void)
{
	for (unsigned int i = 0; i < TRIES; i++) {
		u64 found = measure_once();

		if (clock_hz_plausible(found))
			return found;
	}
	return 0;
}

static u32 counts(u64 ns)
{
	return (u32)(ns * counts_per_ns >> 32);
}

/* At once: nothing else interrupts meanwhile, as interrupts are off. */
static void timer_interrupt(void)
{
	local_apic_eoi();
	clock_event_interrupt();
}

static const struct local_vector timer_vector = {
	.label = "LOC",
	.name = "local APIC timer",
	.handle = timer_interrupt,
};

static void start(u32 mode)
{
	local_apic_write(LOCAL_APIC_TIMER_DIVIDE, DIVIDE_BY_16);
	local_apic_write(LOCAL_APIC_LVT_TIMER, mode | VECTOR_LOCAL_TIMER);
}

static int timer_start_periodically(unsigned int tick_hz, u64 *tick_ns)
{
	u32 period = (u32)((hz + tick_hz / 2) / tick_hz);

	start(LVT_PERIODIC);
	local_apic_write(LOCAL_APIC_TIMER_INITIAL, period);
	*tick_ns = period * NSEC_PER_SEC / hz;
	return 0;
}

static int timer_start_one_shot(void)
{
	start(0);
	return 0;
}

static void timer_program(u64 delta_ns)
{
	local_apic_write(LOCAL_APIC_TIMER_INITIAL,
			 counts(delta_ns) + guard_counts);
}

/* Not constant: the measurement decides on max_ns. */
static struct clock_event local_apic_event = {
	.name = "lapic",
	.start_periodic = timer_start_periodically,
	.start_one_shot = timer_start_one_shot,
	.program = timer_program,
};

static void adopt_rate(u64 undivided_hz)
{
	hz = undivided_hz / DIVISOR;
	counts_per_ns = (hz << 32) / NSEC_PER_SEC;
	guard_counts = counts(GUARD_NS) + 1;
	local_apic_event.max_ns =
		(COUNT_MAX - guard_counts) * NSEC_PER_SEC / hz;
}

static int local_apic_timer_init(void)
{
	u64 measured;
	int err;

	if (off || !local_apic_usable() || !time_clock_name())
		return 0;
	measured = measure();
	if (!measured) {
		pr_warn("its rate cannot be measured; not used\n");
		return 0;
	}
	adopt_rate(measured);
	pr_info("%llu.%03llu MHz\n", (unsigned long long)measured / 1000000,
		(unsigned long long)measured / 1000 % 1000);
	err = local_vector_register(VECTOR_LOCAL_TIMER, &timer_vector);
	return err ? err : clock_event_register(&local_apic_event);
}
INITCALL(clock, local_apic_timer_init);
