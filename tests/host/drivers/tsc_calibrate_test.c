// SPDX-License-Identifier: GPL-2.0-only
/*
 * Calibration of the time-stamp counter, in machines whose processor, timer
 * and host are better or worse.
 */
#include "pit_model.h"
#include "../../../drivers/time/tsc_calibration.h"

#include <asm/cpu_features.h>
#include <asm/msr.h>
#include <exo/clock_event.h>
#include <exo/irq.h>
#include <exo/ktest.h>

struct cpu_facts cpu_facts;

static struct {
	u64 tsc_hz;
	u64 rdtsc_ns; /* that RDTSC takes */
	/* Now and then the host takes the processor away. */
	unsigned int stall_every; /* RDTSCs; 0: never */
	u64 stall_ns;
	unsigned int stalls; /* at most */
	u64 stalled_ns; /* all in all */
	unsigned int rdtscs;

	struct cpuid basic, crystal, frequency, hypervisor, timing;
} machine;

u64 rdtsc(void)
{
	pit.now_ns += machine.rdtsc_ns;
	if (machine.stall_every &&
	    ++machine.rdtscs % machine.stall_every == 0 && machine.stalls) {
		machine.stalls--;
		machine.stalled_ns += machine.stall_ns;
		pit.now_ns += machine.stall_ns;
	}
	return (u64)((unsigned __int128)pit.now_ns * machine.tsc_hz /
		     1000000000);
}

struct cpuid cpuid(u32 leaf, u32 subleaf)
{
	static const struct cpuid nothing;

	(void)subleaf;
	switch (leaf) {
	case 0:
		return machine.basic;
	case 0x15:
		return machine.crystal;
	case 0x16:
		return machine.frequency;
	case 0x40000000:
		return machine.hypervisor;
	case 0x40000010:
		return machine.timing;
	default:
		return nothing;
	}
}

int clock_event_register(const struct clock_event *event)
{
	(void)event;
	return 0;
}

void clock_event_interrupt(void)
{
}

unsigned int irq_isa_line(unsigned int irq)
{
	return irq;
}

int irq_request(unsigned int line, irq_handler_t handler, void *arg,
		const char *name)
{
	(void)line;
	(void)handler;
	(void)arg;
	(void)name;
	return 0;
}

/* A machine with a timer and a processor that says nothing of its rate. */
static void power_up(u64 tsc_hz, u64 port_ns)
{
	pit = (struct pit_model){
		.present = true, .now_ns = 12345678, .port_ns = port_ns};
	memset(&machine, 0, sizeof(machine));
	machine.tsc_hz = tsc_hz;
	machine.rdtsc_ns = 10;
	machine.basic.eax = 0x16;
}

/* Parts in a million by which @hz is wrong. */
static u64 error_ppm(u64 hz)
{
	u64 off = hz > machine.tsc_hz ? hz - machine.tsc_hz
				      : machine.tsc_hz - hz;

	return off * 1000000 / machine.tsc_hz;
}

static bool method_is(const char *method)
{
	const char *said = "";

	return tsc_calibrate(&said) && strcmp(said, method) == 0;
}

KTEST(tsc_calibrate, is_exact_whatever_the_rate_and_the_speed_of_ports)
{
	static const u64 rates[] = {5000000, 999999937, 2596144000, 6000000000};
	static const u64 port_ns[] = {1, 10, 64, 300, 1000, 1700};
	const char *method;

	for (unsigned int r = 0; r < ARRAY_SIZE(rates); r++) {
		for (unsigned int p = 0; p < ARRAY_SIZE(port_ns); p++) {
			u64 before, hz;

			power_up(rates[r], port_ns[p]);
			before = pit.now_ns;
			hz = tsc_calibrate(&method);
			KTEST_EXPECT_LE(t, error_ppm(hz), 400);
			KTEST_EXPECT_LT(t, pit.now_ns - before, 1000000);
		}
	}
	KTEST_EXPECT_STREQ(t, method, "pit");
}

KTEST(tsc_calibrate, interrupted_readings_do_not_count)
{
	static const u64 stalls_ns[] = {5000, 70000, 3000000, 40000000};
	const char *method;

	for (unsigned int i = 0; i < ARRAY_SIZE(stalls_ns); i++) {
		for (unsigned int every = 7; every < 200; every += 31) {
			power_up(2596144000, 900);
			machine.stall_every = every;
			machine.stall_ns = stalls_ns[i];
			machine.stalls = 20;
			KTEST_EXPECT_LE(t, error_ppm(tsc_calibrate(&method)),
					600);
		}
	}
}

/* The counter goes round once and a bit, and who looks sees the bit. */
KTEST(tsc_calibrate, a_counter_that_went_round_is_measured_again)
{
	const char *method;

	for (unsigned int every = 50; every < 300; every += 50) {
		u64 before;

		power_up(2596144000, 900);
		machine.stall_every = every;
		machine.stall_ns = 54960000;
		machine.stalls = 1;
		before = pit.now_ns;
		KTEST_EXPECT_LE(t, error_ppm(tsc_calibrate(&method)), 600);
		KTEST_EXPECT_LT(t, pit.now_ns - before,
				machine.stalled_ns + 1300000);
	}
}

KTEST(tsc_calibrate, no_timer_and_a_silent_processor_give_nothing)
{
	const char *method;

	power_up(1000000000, 100);
	pit.present = false;
	KTEST_EXPECT_EQ(t, tsc_calibrate(&method), 0);
	machine.basic.eax = 1;
	KTEST_EXPECT_EQ(t, tsc_calibrate(&method), 0);
}

KTEST(tsc_calibrate, a_timer_that_stands_still_is_given_up)
{
	const char *method;
	u64 before;

	power_up(1000000000, 1000);
	pit.stuck = true;
	before = pit.now_ns;
	KTEST_EXPECT_EQ(t, tsc_calibrate(&method), 0);
	KTEST_EXPECT_LT(t, pit.now_ns - before, 10000000);
}

KTEST(tsc_calibrate, rates_beyond_belief_are_refused)
{
	const char *method;

	power_up(500000, 100);
	KTEST_EXPECT_EQ(t, tsc_calibrate(&method), 0);
	power_up(50000000000, 100);
	KTEST_EXPECT_EQ(t, tsc_calibrate(&method), 0);
	power_up(0, 100);
	KTEST_EXPECT_EQ(t, tsc_calibrate(&method), 0);
}

KTEST(tsc_calibrate, the_hypervisor_knows_best)
{
	const char *method;
	unsigned int before;

	power_up(2000000000, 100);
	machine.hypervisor.eax = 0x40000010;
	machine.timing.eax = 2000000;
	KTEST_EXPECT(t, method_is("pit")); /* the leaves are not there */
	cpu_facts.features[CPUID_1_ECX] = BIT(31);
	before = pit.accesses;
	KTEST_EXPECT_EQ(t, tsc_calibrate(&method), 2000000000);
	KTEST_EXPECT_STREQ(t, method, "hypervisor");
	KTEST_EXPECT_EQ(t, pit.accesses, before);
}

KTEST(tsc_calibrate, nonsense_from_the_hypervisor_is_passed_over)
{
	static const u32 khz[] = {0, 5, 20000000, 0xffffffff};

	cpu_facts.features[CPUID_1_ECX] = BIT(31);
	for (unsigned int i = 0; i < ARRAY_SIZE(khz); i++) {
		power_up(2000000000, 100);
		machine.hypervisor.eax = 0x40000010;
		machine.timing.eax = khz[i];
		KTEST_EXPECT(t, method_is("pit"));
	}
	machine.timing.eax = 2000000;
	machine.hypervisor.eax = 0x4000000f;
	KTEST_EXPECT(t, method_is("pit"));
	machine.hypervisor.eax = 0xffffffff;
	KTEST_EXPECT(t, method_is("pit"));
}

KTEST(tsc_calibrate, a_crystal_and_its_ratio_are_believed)
{
	const char *method;

	power_up(2496000000, 100);
	machine.crystal = (struct cpuid){.eax = 2, .ebx = 208, .ecx = 24000000};
	KTEST_EXPECT_EQ(t, tsc_calibrate(&method), 2496000000);
	KTEST_EXPECT_STREQ(t, method, "crystal");
	machine.basic.eax = 0x14; /* the leaf is not there */
	KTEST_EXPECT(t, method_is("pit"));
}

KTEST(tsc_calibrate, nonsense_about_the_crystal_is_passed_over)
{
	static const struct cpuid leaves[] = {
		{.eax = 0, .ebx = 208, .ecx = 24000000},
		{.eax = 2, .ebx = 0, .ecx = 24000000},
		{.eax = 2, .ebx = 208, .ecx = 0},
		{.eax = 2, .ebx = 208, .ecx = 1},
		{.eax = 1, .ebx = 0xffffffff, .ecx = 0xffffffff},
	};

	for (unsigned int i = 0; i < ARRAY_SIZE(leaves); i++) {
		power_up(2496000000, 100);
		machine.crystal = leaves[i];
		KTEST_EXPECT(t, method_is("pit"));
	}
}

KTEST(tsc_calibrate, the_frequency_on_the_box_is_the_last_resort)
{
	const char *method;

	power_up(2500000000, 100);
	machine.frequency.eax = 2500;
	KTEST_EXPECT(t, method_is("pit"));
	pit.present = false;
	KTEST_EXPECT_EQ(t, tsc_calibrate(&method), 2500000000);
	KTEST_EXPECT_STREQ(t, method, "cpuid");
	machine.frequency.eax = 0xffff0000;
	KTEST_EXPECT_EQ(t, tsc_calibrate(&method), 0);
}
