// SPDX-License-Identifier: GPL-2.0-only
/*
 * The keyboard controller's driver against a model of the controller. The
 * driver keeps state, so each test runs in a process of its own.
 */
#include <exo/acpi.h>
#include <exo/boot_option.h>
#include <exo/deferred_work.h>
#include <exo/irq.h>
#include <exo/ktest.h>
#include <uapi/errno.h>
#include "../../../drivers/input/i8042.h"
#include "i8042_model.h"

enum {
	/* No start may take longer, whatever the controller does. */
	PATIENCE = 20000, /* port accesses */
	PATIENCE_US = 1000000,
};

/*
 * What the driver meets instead of the kernel.
 */

static struct acpi_fadt fadt = {.has_8042 = true};
static irq_handler_t handler;
static unsigned int requested_line;
static int irq_request_error;
static u8 received[512];
static unsigned int nr_received;

const struct acpi_fadt *acpi_fadt(void)
{
	return &fadt;
}

unsigned int irq_isa_line(unsigned int irq)
{
	return irq + 16;
}

int irq_request(unsigned int line, irq_handler_t new_handler, void *arg,
		const char *name)
{
	(void)arg;
	(void)name;
	if (irq_request_error)
		return irq_request_error;
	handler = new_handler;
	requested_line = line;
	return 0;
}

void irq_free(unsigned int line, void *arg)
{
	(void)line;
	(void)arg;
	handler = NULL;
}

static void receive(u8 byte)
{
	received[nr_received++ % sizeof(received)] = byte;
}

/*
 * Steps the tests share.
 */

static bool start(void)
{
	return i8042_start(receive) == 0;
}

static void interrupt_while_asked(void)
{
	while (i8042_model_line())
		handler(requested_line, NULL);
}

/* A start that finds no controller to use, in a limited time. */
static void expect_refused(struct ktest *t)
{
	KTEST_EXPECT_EQ(t, i8042_start(receive), -ENODEV);
	KTEST_EXPECT(t, !handler);
	KTEST_EXPECT(t, !i8042_statistics().working);
	KTEST_EXPECT_LE(t, i8042_model.accesses, PATIENCE);
	KTEST_EXPECT_LE(t, i8042_model.waited_us, PATIENCE_US);
}

static void expect_running(struct ktest *t)
{
	KTEST_EXPECT(t, start());
	KTEST_EXPECT_EQ(t, i8042_model.mode & 0x53, 0x41);
	KTEST_ASSERT(t, handler);
	i8042_model_type(0x1e);
	interrupt_while_asked();
	deferred_work_run(1);
	KTEST_ASSERT_EQ(t, nr_received, 1);
	KTEST_EXPECT_EQ(t, received[0], 0x1e);
}

static int boot_option(const char *name, const char *value)
{
	const struct boot_option *option = __boot_options_start;

	for (; option < __boot_options_end; option++)
		if (strcmp(option->name, name) == 0)
			return option->parse(value);
	return -ENOENT;
}

/*
 * Starting.
 */

KTEST(i8042, a_good_controller_is_set_to_translate_and_interrupt)
{
	i8042_model_reset();
	expect_running(t);
	KTEST_EXPECT_EQ(t, i8042_model.mode, 0x65);
	KTEST_EXPECT_EQ(t, requested_line, 17);
	KTEST_EXPECT_EQ(t, i8042_statistics().ports, 2);
	KTEST_EXPECT_LE(t, i8042_model.accesses, 200);
}

KTEST(i8042, a_controller_without_a_port_for_a_mouse_has_one)
{
	i8042_model_reset();
	i8042_model.has_mouse_port = false;
	expect_running(t);
	KTEST_EXPECT_EQ(t, i8042_statistics().ports, 1);
}

KTEST(i8042, a_bit_of_the_missing_port_that_reads_zero_is_no_port)
{
	i8042_model_reset();
	i8042_model.mode_always_clear = 0x20;
	expect_running(t);
	KTEST_EXPECT_EQ(t, i8042_statistics().ports, 1);
}

KTEST(i8042, what_was_typed_before_is_thrown_away)
{
	i8042_model_reset();
	for (u8 byte = 1; byte < 17; byte++)
		i8042_model_type(byte);
	expect_running(t);
}

KTEST(i8042, a_controller_that_forgets_over_its_test_is_set_again)
{
	i8042_model_reset();
	i8042_model.test_forgets_mode = true;
	expect_running(t);
}

KTEST(i8042, a_failed_test_is_no_reason_not_to_try)
{
	i8042_model_reset();
	i8042_model.self_test_result = 0xfc;
	i8042_model.line_test_result = 9;
	expect_running(t);
}

KTEST(i8042, ports_that_read_as_all_ones_are_touched_once)
{
	i8042_model_reset();
	i8042_model.absent = true;
	expect_refused(t);
	KTEST_EXPECT_EQ(t, i8042_model.accesses, 1);
}

KTEST(i8042, ports_that_read_as_zero_are_no_controller)
{
	i8042_model_reset();
	i8042_model.absent = true;
	i8042_model.floating = 0;
	expect_refused(t);
}

KTEST(i8042, a_controller_that_firmware_denies_is_not_touched)
{
	i8042_model_reset();
	fadt.has_8042 = false;
	expect_refused(t);
	KTEST_EXPECT_EQ(t, i8042_model.accesses, 0);
}

KTEST(i8042, the_command_line_leaves_it_alone)
{
	i8042_model_reset();
	KTEST_EXPECT_EQ(t, boot_option("i8042=", "on"), -EINVAL);
	KTEST_EXPECT_EQ(t, boot_option("i8042=", "off"), 0);
	expect_refused(t);
	KTEST_EXPECT_EQ(t, i8042_model.accesses, 0);
}

KTEST(i8042, a_controller_that_takes_nothing_is_given_up)
{
	i8042_model_reset();
	i8042_model.takes_nothing = true;
	expect_refused(t);
}

KTEST(i8042, a_controller_that_sends_for_ever_is_given_up)
{
	i8042_model_reset();
	i8042_model.sends_for_ever = true;
	expect_refused(t);
}

KTEST(i8042, a_controller_that_never_answers_is_given_up)
{
	i8042_model_reset();
	i8042_model.answers_nothing = true;
	expect_refused(t);
}

KTEST(i8042, a_keyboard_that_stays_disabled_is_given_up)
{
	i8042_model_reset();
	i8042_model.mode_always_set = 0x10;
	expect_refused(t);
}

KTEST(i8042, a_controller_that_cannot_translate_is_given_up)
{
	i8042_model_reset();
	i8042_model.mode_always_clear = 0x40;
	expect_refused(t);
}

KTEST(i8042, without_an_interrupt_controller_nothing_is_enabled)
{
	i8042_model_reset();
	irq_request_error = -ENODEV;
	expect_refused(t);
	KTEST_EXPECT_EQ(t, i8042_model.mode & 3, 0);
}

KTEST(i8042, a_refused_line_is_an_error)
{
	i8042_model_reset();
	irq_request_error = -ENOMEM;
	KTEST_EXPECT_EQ(t, i8042_start(receive), -ENOMEM);
	KTEST_EXPECT_EQ(t, i8042_model.mode & 3, 0);
}

/*
 * Running.
 */

KTEST(i8042, the_interrupt_leaves_the_work_for_later)
{
	i8042_model_reset();
	KTEST_ASSERT(t, start());
	i8042_model_type(0x1e);
	KTEST_EXPECT_EQ(t, handler(17, NULL), IRQ_HANDLED);
	KTEST_EXPECT_EQ(t, nr_received, 0);
	KTEST_EXPECT(t, deferred_work_waiting());
	deferred_work_run(1);
	KTEST_EXPECT_EQ(t, nr_received, 1);
}

KTEST(i8042, an_interrupt_without_a_byte_is_disclaimed)
{
	i8042_model_reset();
	KTEST_ASSERT(t, start());
	KTEST_EXPECT_EQ(t, handler(17, NULL), IRQ_NONE);
	KTEST_EXPECT(t, !deferred_work_waiting());
}

KTEST(i8042, the_interrupt_of_a_byte_fetched_already_is_ours_once)
{
	i8042_model_reset();
	KTEST_ASSERT(t, start());
	i8042_model_type(0x1e);
	i8042_model_type(0x9e);
	KTEST_EXPECT_EQ(t, handler(17, NULL), IRQ_HANDLED);
	KTEST_EXPECT_EQ(t, handler(17, NULL), IRQ_HANDLED);
	KTEST_EXPECT_EQ(t, handler(17, NULL), IRQ_NONE);
	deferred_work_run(1);
	KTEST_EXPECT_EQ(t, nr_received, 2);
}

KTEST(i8042, bytes_of_a_mouse_and_damaged_ones_are_dropped)
{
	i8042_model_reset();
	KTEST_ASSERT(t, start());
	i8042_model_send(0x08, 0x20);
	i8042_model_send(0x1e, 0x80);
	i8042_model_type(0x30);
	interrupt_while_asked();
	deferred_work_run(1);
	KTEST_ASSERT_EQ(t, nr_received, 1);
	KTEST_EXPECT_EQ(t, received[0], 0x30);
	KTEST_EXPECT_EQ(t, i8042_statistics().damaged, 1);
	KTEST_EXPECT_EQ(t, i8042_statistics().received, 2);
}

KTEST(i8042, bytes_beyond_the_ring_are_counted_and_told_as_an_overrun)
{
	i8042_model_reset();
	KTEST_ASSERT(t, start());
	for (unsigned int i = 0; i < 300; i++)
		i8042_model_type(0x1e);
	interrupt_while_asked();
	KTEST_EXPECT_EQ(t, i8042_statistics().dropped, 300 - 256);
	deferred_work_run(1);
	KTEST_ASSERT_EQ(t, nr_received, 257);
	KTEST_EXPECT_EQ(t, received[255], 0x1e);
	KTEST_EXPECT_EQ(t, received[256], 0x00);
	i8042_model_type(0x1e);
	interrupt_while_asked();
	deferred_work_run(1);
	KTEST_EXPECT_EQ(t, nr_received, 258);
}

KTEST(i8042, an_interrupt_that_never_ends_is_left)
{
	u64 before;

	i8042_model_reset();
	KTEST_ASSERT(t, start());
	i8042_model.sends_for_ever = true;
	before = i8042_model.accesses;
	handler(17, NULL);
	KTEST_EXPECT_LE(t, i8042_model.accesses - before, 100);
	KTEST_EXPECT_EQ(t, i8042_model.waited_us, 0);
}

KTEST(i8042, a_controller_that_vanishes_holds_nobody_up)
{
	u64 before;

	i8042_model_reset();
	KTEST_ASSERT(t, start());
	i8042_model.absent = true;
	before = i8042_model.accesses;
	handler(17, NULL);
	KTEST_EXPECT(t, !i8042_send(0xf4));
	deferred_work_run(1);
	KTEST_EXPECT_LE(t, i8042_model.accesses - before, 100);
	KTEST_EXPECT_EQ(t, nr_received, 0);
}

KTEST(i8042, a_busy_controller_takes_no_byte_and_nobody_waits)
{
	u64 before;

	i8042_model_reset();
	KTEST_ASSERT(t, start());
	i8042_model.takes_nothing = true;
	before = i8042_model.accesses;
	KTEST_EXPECT(t, !i8042_send(0xf4));
	KTEST_EXPECT_EQ(t, i8042_model.accesses - before, 1);
	i8042_model.takes_nothing = false;
	KTEST_EXPECT(t, i8042_send(0xf4));
}

KTEST(i8042, a_poll_fetches_what_did_not_interrupt)
{
	i8042_model_reset();
	KTEST_ASSERT(t, start());
	KTEST_EXPECT(t, !i8042_poll());
	i8042_model_type(0x1e);
	KTEST_EXPECT(t, i8042_poll());
	KTEST_EXPECT_EQ(t, handler(17, NULL), IRQ_HANDLED);
	deferred_work_run(1);
	KTEST_EXPECT_EQ(t, nr_received, 1);
}
