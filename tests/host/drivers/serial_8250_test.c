// SPDX-License-Identifier: GPL-2.0-only
/*
 * The serial driver against a model of its chip. The driver keeps state, so
 * each test runs in a process of its own.
 */
#include <exo/console.h>
#include <exo/irq.h>
#include <exo/ktest.h>
#include <exo/time.h>
#include <uapi/errno.h>
#include "initcalls.h"
#include "serial_machine.h"
#include "uart_model.h"

enum {
	/* No call of the driver may take longer, whatever the chip does. */
	PATIENCE = 250000,
};

/* @count numbered lines; each is 8 bytes as sent. */
static void say_lines(unsigned int count)
{
	for (unsigned int i = 0; i < count; i++) {
		char line[] = "000000\n";

		for (unsigned int n = i, digit = 6; n > 0; n /= 10)
			line[--digit] = (char)('0' + n % 10);
		say(line);
	}
}

static bool all_lines_sent(unsigned int count)
{
	for (unsigned int i = 0; i < count; i++) {
		const u8 *line = &uart_model.sent[i * 8];
		unsigned int number = 0;

		for (int digit = 0; digit < 6; digit++)
			number = number * 10 + (line[digit] - '0');
		if (number != i || line[6] != '\r' || line[7] != '\n')
			return false;
	}
	return uart_model.nr_sent == count * 8;
}

/*
 * Finding the chip.
 */

KTEST(serial, absent_port_gives_no_console)
{
	uart_model_reset();
	uart_model.present = false;
	KTEST_EXPECT_EQ(t, RUN_INITCALLS(early), -ENODEV);
	KTEST_EXPECT(t, !console);
	KTEST_EXPECT_EQ(t, RUN_INITCALLS(console), 0);
	KTEST_EXPECT(t, !interrupt_handler);
}

KTEST(serial, port_that_reads_zero_gives_no_console)
{
	uart_model_reset();
	uart_model.present = false;
	uart_model.floating = 0;
	KTEST_EXPECT_EQ(t, RUN_INITCALLS(early), -ENODEV);
	KTEST_EXPECT(t, !console);
}

KTEST(serial, probe_sets_configured_speed)
{
	uart_model_reset();
	start_polled();
	KTEST_ASSERT(t, console);
	KTEST_EXPECT_STREQ(t, console->name, "ttyS0");
	KTEST_EXPECT_EQ(t, uart_model.divisor, 1);
	KTEST_EXPECT_EQ(t, uart_model.lcr, 0x03);
}

/*
 * Sending by polling.
 */

KTEST(serial, newline_is_sent_with_carriage_return)
{
	uart_model_reset();
	start_polled();
	say("one\ntwo\n");
	KTEST_EXPECT(t, sent("one\r\ntwo\r\n"));
}

KTEST(serial, chip_without_fifo_gets_byte_by_byte)
{
	uart_model_reset();
	uart_model.has_fifo = false;
	start_polled();
	say_lines(100);
	KTEST_EXPECT(t, all_lines_sent(100));
	KTEST_EXPECT_EQ(t, uart_model.nr_overwritten, 0);
}

KTEST(serial, broken_fifo_is_not_used)
{
	uart_model_reset();
	uart_model.fifo_is_broken = true;
	start_polled();
	say_lines(100);
	KTEST_EXPECT(t, all_lines_sent(100));
	KTEST_EXPECT_EQ(t, uart_model.nr_overwritten, 0);
	KTEST_EXPECT_EQ(t, uart_model.fcr, 0);
}

KTEST(serial, stuck_transmitter_costs_one_bounded_wait)
{
	u64 before;

	uart_model_reset();
	start_polled();
	uart_model.transmitter_hangs = true;
	before = uart_model.accesses;
	say_lines(1000);
	KTEST_EXPECT_LT(t, uart_model.accesses - before, PATIENCE);
}

KTEST(serial, recovered_transmitter_sends_what_waited)
{
	uart_model_reset();
	start_polled();
	uart_model.transmitter_hangs = true;
	say_lines(10);
	uart_model.transmitter_hangs = false;
	say("");
	KTEST_EXPECT(t, all_lines_sent(10));
}

KTEST(serial, without_interrupt_controller_the_writer_polls)
{
	uart_model_reset();
	irq_request_error = -ENODEV;
	start_polled();
	KTEST_EXPECT_EQ(t, RUN_INITCALLS(console), 0);
	say("polled\n");
	KTEST_EXPECT(t, sent("polled\r\n"));
	KTEST_EXPECT(t, !tick_hook);
}

KTEST(serial, refused_line_is_an_error)
{
	uart_model_reset();
	irq_request_error = -EINVAL;
	start_polled();
	KTEST_EXPECT_EQ(t, RUN_INITCALLS(console), -EINVAL);
	say("polled\n");
	KTEST_EXPECT(t, sent("polled\r\n"));
}

/*
 * Sending by interrupts.
 */

KTEST(serial, interrupts_send_without_the_writer)
{
	u64 before;

	uart_model_reset();
	start_with_interrupts();
	before = uart_model.accesses;
	say_lines(100);
	KTEST_EXPECT_LT(t, uart_model.nr_sent, 20);
	KTEST_EXPECT_LT(t, uart_model.accesses - before, 200);
	settle();
	KTEST_EXPECT(t, all_lines_sent(100));
	KTEST_EXPECT_EQ(t, uart_model.nr_overwritten, 0);
}

KTEST(serial, idle_transmitter_asks_for_nothing)
{
	uart_model_reset();
	start_with_interrupts();
	say_lines(10);
	settle();
	KTEST_EXPECT_EQ(t, uart_model.ier, 0x01);
	KTEST_EXPECT(t, !uart_model_line());
}

KTEST(serial, full_ring_loses_nothing)
{
	uart_model_reset();
	start_with_interrupts();
	say_lines(2000);
	settle();
	KTEST_EXPECT(t, all_lines_sent(2000));
}

KTEST(serial, full_ring_loses_nothing_without_fifo)
{
	uart_model_reset();
	uart_model.has_fifo = false;
	start_with_interrupts();
	say_lines(2000);
	settle();
	KTEST_EXPECT(t, all_lines_sent(2000));
	KTEST_EXPECT_EQ(t, uart_model.nr_overwritten, 0);
}

KTEST(serial, lost_interrupt_is_made_up_for_at_ticks)
{
	uart_model_reset();
	uart_model.loses_thre = true;
	start_with_interrupts();
	say_lines(100);
	settle();
	KTEST_EXPECT_LT(t, uart_model.nr_sent, 20);
	KTEST_EXPECT_GT(t, ticks_needed, 0);
	for (int tick = 0; tick < 100; tick++) {
		tick_hook();
		settle();
	}
	KTEST_EXPECT(t, all_lines_sent(100));
}

KTEST(serial, tick_leaves_an_idle_chip_alone)
{
	u64 before;

	uart_model_reset();
	start_with_interrupts();
	before = uart_model.accesses;
	ticks_needed = 0;
	tick_hook();
	KTEST_EXPECT_EQ(t, uart_model.accesses, before);
	KTEST_EXPECT_EQ(t, ticks_needed, 0);
}

/*
 * Receiving.
 */

KTEST(serial, received_bytes_reach_the_console)
{
	uart_model_reset();
	start_with_interrupts();
	for (const char *c = "typed"; *c; c++)
		uart_model_receive((u8)*c, 0);
	KTEST_EXPECT_EQ(t, interrupt_handler(4, NULL), IRQ_HANDLED);
	KTEST_ASSERT_EQ(t, nr_typed, 5);
	KTEST_EXPECT_MEMEQ(t, typed, "typed", 5);
	KTEST_EXPECT(t, !uart_model_line());
}

KTEST(serial, byte_after_an_overrun_is_kept)
{
	uart_model_reset();
	start_with_interrupts();
	uart_model_receive('a', 0x02);
	interrupt_handler(4, NULL);
	KTEST_ASSERT_EQ(t, nr_typed, 1);
	KTEST_EXPECT_EQ(t, typed[0], 'a');
}

KTEST(serial, byte_with_framing_error_is_dropped)
{
	uart_model_reset();
	start_with_interrupts();
	uart_model_receive(0, 0x18);
	interrupt_handler(4, NULL);
	uart_model_receive('b', 0);
	interrupt_handler(4, NULL);
	KTEST_ASSERT_EQ(t, nr_typed, 1);
	KTEST_EXPECT_EQ(t, typed[0], 'b');
}

KTEST(serial, bytes_stay_in_the_chip_while_the_queue_is_full)
{
	uart_model_reset();
	start_with_interrupts();
	queue_size = 3;
	for (const char *c = "typed"; *c; c++)
		uart_model_receive((u8)*c, 0);
	interrupt_handler(4, NULL);
	KTEST_EXPECT_EQ(t, nr_typed, 3);
	KTEST_EXPECT(t, !uart_model_line());
	say("sent meanwhile\n");
	settle();
	KTEST_EXPECT(t, sent("sent meanwhile\r\n"));
	tick_hook();
	KTEST_EXPECT(t, !uart_model_line());
	queue_size = sizeof(typed);
	tick_hook();
	KTEST_EXPECT(t, uart_model_line());
	settle();
	KTEST_ASSERT_EQ(t, nr_typed, 5);
	KTEST_EXPECT_MEMEQ(t, typed, "typed", 5);
}

KTEST(serial, interrupt_of_another_device_is_disclaimed)
{
	uart_model_reset();
	start_with_interrupts();
	KTEST_EXPECT_EQ(t, interrupt_handler(4, NULL), IRQ_NONE);
}

KTEST(serial, interrupt_whose_cause_was_served_already_is_ours_once)
{
	uart_model_reset();
	start_with_interrupts();
	say("sent at once\n");
	KTEST_EXPECT_EQ(t, interrupt_handler(4, NULL), IRQ_HANDLED);
	KTEST_EXPECT_EQ(t, interrupt_handler(4, NULL), IRQ_NONE);
}

KTEST(serial, interrupt_that_never_ends_is_left)
{
	u64 before;

	uart_model_reset();
	start_with_interrupts();
	uart_model.interrupt_hangs = true;
	before = uart_model.accesses;
	interrupt_handler(4, NULL);
	KTEST_EXPECT_LT(t, uart_model.accesses - before, PATIENCE);
}

KTEST(serial, chip_that_vanishes_holds_nobody_up)
{
	u64 before;

	uart_model_reset();
	start_with_interrupts();
	uart_model.present = false;
	before = uart_model.accesses;
	say_lines(1000);
	interrupt_handler(4, NULL);
	KTEST_EXPECT_LT(t, uart_model.accesses - before, PATIENCE);
}

/*
 * Panic and options.
 */

KTEST(serial, panic_sends_what_waits_and_goes_on_polling)
{
	uart_model_reset();
	start_with_interrupts();
	say("before\n");
	console->ops->panic_enter(console);
	KTEST_EXPECT_EQ(t, uart_model.tx_waiting, 0);
	say("after\n");
	/* The machine may end now: nothing may be on its way still. */
	KTEST_EXPECT_EQ(t, uart_model.tx_waiting, 0);
	KTEST_EXPECT(t, sent("before\r\nafter\r\n"));
	KTEST_EXPECT_EQ(t, uart_model.ier, 0);
}

KTEST(serial, options_set_the_speed)
{
	uart_model_reset();
	start_polled();
	KTEST_EXPECT_EQ(t, console->ops->setup(console, "9600"), 0);
	KTEST_EXPECT_EQ(t, uart_model.divisor, 12);
	KTEST_EXPECT_EQ(t, console->ops->setup(console, "50n8"), 0);
	KTEST_EXPECT_EQ(t, uart_model.divisor, 2304);
	KTEST_EXPECT_EQ(t, uart_model.lcr, 0x03);
}

KTEST(serial, senseless_options_change_nothing)
{
	static const char *const options[] = {
		"0",	   "1",	 "49",	 "115201",	"9601",	 "9600e7",
		"9600n8x", "n8", "fast", "99999999999", "-9600", "1000000000"};

	uart_model_reset();
	start_polled();
	for (size_t i = 0; i < ARRAY_SIZE(options); i++)
		KTEST_EXPECT_LT(t, console->ops->setup(console, options[i]), 0);
	KTEST_EXPECT_EQ(t, uart_model.divisor, 1);
}
