// SPDX-License-Identifier: GPL-2.0-only
/*
 * A line above 15 from end to end, raised by a device that may be routed to
 * one: a comparator of the HPET (IA-PC HPET specification 1.0a). QEMU's q35 has
 * such an HPET; that of its pc shares the PIT's line.
 */
#define pr_fmt(fmt) "irq_line_hpet_test: " fmt

#include <exo/acpi.h>
#include <exo/delay.h>
#include <exo/ioremap.h>
#include <exo/irq.h>
#include <exo/ktest.h>
#include <exo/local_apic.h>
#include <exo/printk.h>
#include <exo/time.h>
#include <exo/unaligned.h>
#include <uapi/errno.h>

enum {
	TABLE_ADDRESS = 44, /* in the ACPI table */
	TABLE_SIZE = 56,
	SPACE = 0x400,

	PERIOD_FS = 0x04, /* femtoseconds a count */
	SETTINGS = 0x10,
	STATUS = 0x20,
	COUNTER = 0xf0,
	COMPARATOR = 2, /* the first two can stand in for PIT and RTC */
	COMPARATOR_CONFIG = 0x100 + 0x20 * COMPARATOR,
	COMPARATOR_ROUTES = COMPARATOR_CONFIG + 4,
	COMPARATOR_VALUE = COMPARATOR_CONFIG + 8,

	RUN = 1 << 0,
	COMPARATOR_LEVEL = 1 << 1,
	COMPARATOR_ENABLE = 1 << 2,
	COMPARATOR_32_BITS = 1 << 8,
	ROUTE_SHIFT = 9,

	FIRST_LINE = 16,
	LAST_LINE = 31, /* that can be told of in COMPARATOR_ROUTES */

	SHOTS = 5,
	DELAY_US = 50,
	WAIT_US = 100 * 1000,
};

#define FS_PER_US 1000000000ULL
#define NO_LINE	  "no HPET that reaches a line above 15"

static volatile u32 *hpet;
static unsigned int interrupts;

static u32 hpet_read(unsigned int offset)
{
	return hpet[offset / sizeof(u32)];
}

static void hpet_write(unsigned int offset, u32 value)
{
	hpet[offset / sizeof(u32)] = value;
}

/* The status bit is set by levels only, and is what holds the line. */
static enum irq_result hpet_interrupt(unsigned int line, void *arg)
{
	(void)line;
	(void)arg;
	interrupts++;
	hpet_write(STATUS, 1 << COMPARATOR);
	return IRQ_HANDLED;
}

static bool find_hpet(void)
{
	const struct acpi_table *table = acpi_find_table("HPET", 0);

	hpet = NULL;
	if (!table || table->length < TABLE_SIZE || !local_apic_usable())
		return false;
	hpet = ioremap(load_u64(table->bytes + TABLE_ADDRESS), SPACE);
	return hpet && hpet_read(PERIOD_FS) && hpet_read(PERIOD_FS) != ~0U;
}

/* A line that both can have and nobody uses; 0 when there is none. */
static unsigned int pick_line(void)
{
	u32 routes = hpet_read(COMPARATOR_ROUTES);

	for (unsigned int line = FIRST_LINE; line <= LAST_LINE; line++)
		if (routes & BIT(line) && !irq_handler_name(line, 0) &&
		    !irq_set_trigger(line, IRQ_EDGE_RISING))
			return line;
	return 0;
}

/* Interrupt once, soon; wait for it. */
static void shoot(u32 config)
{
	const unsigned int before = interrupts;
	u32 counts = (u32)(DELAY_US * FS_PER_US / hpet_read(PERIOD_FS));

	hpet_write(COMPARATOR_VALUE, hpet_read(COUNTER) + counts);
	hpet_write(COMPARATOR_CONFIG, config | COMPARATOR_ENABLE);
	for (unsigned int us = 0; us < WAIT_US; us += DELAY_US) {
		udelay(DELAY_US);
		if (READ_ONCE(interrupts) != before)
			break;
	}
	udelay(2 * DELAY_US); /* for one too many */
	hpet_write(COMPARATOR_CONFIG, config);
}

static u32 config_of(unsigned int line, enum irq_trigger trigger)
{
	return COMPARATOR_32_BITS | line << ROUTE_SHIFT |
	       (trigger & IRQ_LEVEL ? COMPARATOR_LEVEL : 0);
}

/* How often the line interrupts for SHOTS; ~0 when it cannot be had. */
static unsigned int shoot_and_count(unsigned int line, enum irq_trigger trigger)
{
	interrupts = 0;
	if (irq_set_trigger(line, trigger) ||
	    irq_request(line, hpet_interrupt, &hpet, "hpet"))
		return ~0U;
	for (unsigned int i = 0; i < SHOTS; i++)
		shoot(config_of(line, trigger));
	irq_free(line, &hpet);
	return interrupts;
}

/* What a shot makes of a line that has been given back. */
static unsigned int shoot_in_vain(unsigned int line, enum irq_trigger trigger)
{
	interrupts = 0;
	shoot(config_of(line, trigger));
	hpet_write(STATUS, 1 << COMPARATOR);
	return interrupts;
}

/* Start the HPET; the line to use, 0 when there is none. */
static unsigned int begin(void)
{
	unsigned int line = find_hpet() ? pick_line() : 0;

	if (line) {
		pr_info("line %u\n", line);
		hpet_write(SETTINGS, hpet_read(SETTINGS) | RUN);
	} else {
		iounmap((void *)hpet);
	}
	return line;
}

static void end(unsigned int line)
{
	hpet_write(SETTINGS, hpet_read(SETTINGS) & ~(u32)RUN);
	irq_set_trigger(line, IRQ_LEVEL_LOW);
	iounmap((void *)hpet);
}

KTEST(irq_line_hpet, each_edge_interrupts_once)
{
	unsigned int line = begin();

	if (!line)
		KTEST_SKIP(t, NO_LINE);
	KTEST_EXPECT_EQ(t, shoot_and_count(line, IRQ_EDGE_RISING), SHOTS);
	KTEST_EXPECT_EQ(t, shoot_in_vain(line, IRQ_EDGE_RISING), 0);
	end(line);
}

KTEST(irq_line_hpet, each_level_interrupts_until_its_cause_is_gone)
{
	unsigned int line = begin();

	if (!line)
		KTEST_SKIP(t, NO_LINE);
	KTEST_EXPECT_EQ(t, shoot_and_count(line, IRQ_LEVEL_LOW), SHOTS);
	KTEST_EXPECT_EQ(t, shoot_in_vain(line, IRQ_LEVEL_LOW), 0);
	end(line);
}

KTEST(irq_line_hpet, a_requested_line_keeps_its_trigger)
{
	unsigned int line = begin();
	enum irq_trigger trigger = IRQ_EDGE_FALLING;

	if (!line)
		KTEST_SKIP(t, NO_LINE);
	KTEST_ASSERT(t, !irq_request(line, hpet_interrupt, &hpet, "hpet"));
	KTEST_EXPECT_EQ(t, irq_set_trigger(line, IRQ_LEVEL_LOW), -EBUSY);
	KTEST_EXPECT(t, irq_line_trigger(line, &trigger));
	KTEST_EXPECT_EQ(t, trigger, IRQ_EDGE_RISING);
	irq_free(line, &hpet);
	end(line);
	KTEST_EXPECT(t, irq_line_trigger(line, &trigger));
	KTEST_EXPECT_EQ(t, trigger, IRQ_LEVEL_LOW);
	KTEST_EXPECT_EQ(t, irq_set_trigger(IRQ_LINES_MAX, IRQ_LEVEL_LOW),
			-EINVAL);
}
