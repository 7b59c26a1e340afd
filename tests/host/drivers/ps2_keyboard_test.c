// SPDX-License-Identifier: GPL-2.0-only
/*
 * Setting up a PS/2 keyboard and its lamps, against a model of controller and
 * keyboard. The drivers keep state, so each test runs in a process of its own.
 */
#include <exo/deferred_work.h>
#include "../../../drivers/input/ps2_keyboard.h"
#include "initcalls.h"
#include "keyboard_machine.h"

/* What the keyboard got since it was plugged in. */
static bool sent_to_keyboard(const void *bytes, size_t count)
{
	return i8042_model.nr_sent == count &&
	       memcmp(i8042_model.sent, bytes, count) == 0;
}

#define SENT(bytes) sent_to_keyboard(bytes, sizeof(bytes) - 1)

/* A keyboard that is set up as it should be, and types. */
static void expect_working(struct ktest *t)
{
	KTEST_EXPECT(t, ps2_keyboard_state().answers);
	typed();
	send(A_DOWN A_UP CAPS A_DOWN A_UP);
	pass_ms(1000);
	KTEST_EXPECT_STREQ(t, typed(), "aA");
	KTEST_EXPECT_EQ(t, i8042_model.lamps, 4);
	send(CAPS);
	pass_ms(1000);
	KTEST_EXPECT_EQ(t, i8042_model.lamps, 0);
}

/*
 * Setting the keyboard up.
 */

#define SET_UP "\xff\xf2\xf3\x7f\xed\x00\xf4"

KTEST(ps2_keyboard, a_good_keyboard_is_set_up_without_waiting)
{
	u64 before;

	i8042_model_reset();
	KTEST_EXPECT_EQ(t, RUN_INITCALLS(console), 0);
	before = i8042_model.waited_us;
	settle();
	KTEST_EXPECT(t, SENT(SET_UP));
	KTEST_EXPECT_EQ(t, machine.now_ns, 0);
	KTEST_EXPECT_EQ(t, i8042_model.waited_us, before);
	KTEST_EXPECT(t, !timer_waits());
	KTEST_EXPECT_EQ(t, ps2_keyboard_state().id, 0xab41);
	KTEST_EXPECT_EQ(t, ps2_keyboard_state().failures, 0);
	expect_working(t);
}

KTEST(ps2_keyboard, without_a_controller_there_is_nothing_to_do)
{
	i8042_model_reset();
	i8042_model.absent = true;
	machine_start(t);
	KTEST_EXPECT(t, !machine.handler);
	KTEST_EXPECT(t, !deferred_work_waiting());
}

KTEST(ps2_keyboard, a_missing_keyboard_is_given_up)
{
	i8042_model_reset();
	i8042_model.no_keyboard = true;
	machine_start(t);
	KTEST_EXPECT(t, !ps2_keyboard_state().answers);
	KTEST_EXPECT_EQ(t, ps2_keyboard_state().failures, 1);
	KTEST_EXPECT(t, !timer_waits());
}

KTEST(ps2_keyboard, one_that_is_plugged_in_later_is_set_up)
{
	i8042_model_reset();
	i8042_model.no_keyboard = true;
	machine_start(t);
	i8042_model.no_keyboard = false;
	send("\xaa");
	pass_ms(10000);
	expect_working(t);
	KTEST_EXPECT_EQ(t, ps2_keyboard_state().id, 0xab41);
}

KTEST(ps2_keyboard, one_that_is_replaced_holds_no_keys_and_burns_its_lamps)
{
	machine_start_good(t);
	send(CAPS "\x1d" A_DOWN);
	i8042_model.lamps = 0;
	send("\xaa");
	typed();
	pass_ms(10000);
	KTEST_EXPECT_STREQ(t, typed(), "");
	KTEST_EXPECT_EQ(t, i8042_model.lamps, 4);
	send(A_DOWN);
	KTEST_EXPECT_STREQ(t, typed(), "A");
}

KTEST(ps2_keyboard, the_left_shift_let_go_is_no_new_keyboard)
{
	unsigned int before;

	machine_start_good(t);
	before = i8042_model.nr_sent;
	send("\x2a" A_DOWN A_UP "\xaa" A_DOWN A_UP);
	KTEST_EXPECT_STREQ(t, typed(), "Aa");
	KTEST_EXPECT_EQ(t, i8042_model.nr_sent, before);
}

KTEST(ps2_keyboard, a_lost_reply_is_asked_for_again)
{
	i8042_model_reset();
	i8042_model.ignores = 2;
	machine_start(t);
	KTEST_EXPECT(t, SENT("\xff\xff" SET_UP));
	expect_working(t);
}

KTEST(ps2_keyboard, a_lost_argument_begins_the_command_again)
{
	machine_start_good(t);
	i8042_model.nr_sent = 0;
	send(CAPS);
	pass_ms(1000);
	i8042_model.ignores = 1;
	send(CAPS);
	pass_ms(1000);
	KTEST_EXPECT(t, SENT("\xed\x04\xed\xed\x00"));
	KTEST_EXPECT_EQ(t, i8042_model.lamps, 0);
}

KTEST(ps2_keyboard, a_byte_that_is_not_understood_is_sent_again)
{
	i8042_model_reset();
	i8042_model.refuses = 2;
	machine_start(t);
	KTEST_EXPECT(t, SENT("\xff\xff" SET_UP));
	expect_working(t);
}

KTEST(ps2_keyboard, one_that_understands_nothing_is_asked_a_few_times)
{
	i8042_model_reset();
	i8042_model.refuses = I8042_MODEL_FOR_EVER;
	machine_start(t);
	KTEST_EXPECT(t, SENT("\xff\xff\xff"));
	KTEST_EXPECT(t, !timer_waits());
}

KTEST(ps2_keyboard, one_that_fails_its_test_may_type)
{
	i8042_model_reset();
	i8042_model.reset_result = 0xfc;
	machine_start(t);
	KTEST_EXPECT(t, !ps2_keyboard_state().answers);
	send(A_DOWN A_UP);
	KTEST_EXPECT_STREQ(t, typed(), "a");
}

KTEST(ps2_keyboard, an_old_one_without_a_number_works)
{
	i8042_model_reset();
	i8042_model.has_no_id = true;
	machine_start(t);
	KTEST_EXPECT_EQ(t, ps2_keyboard_state().id, 0);
	KTEST_EXPECT_EQ(t, ps2_keyboard_state().failures, 0);
	expect_working(t);
}

KTEST(ps2_keyboard, a_key_in_the_place_of_a_number_is_typed)
{
	i8042_model_reset();
	i8042_model.has_no_id = true;
	KTEST_EXPECT_EQ(t, RUN_INITCALLS(console), 0);
	pass_ms(100);
	send(A_DOWN A_UP);
	KTEST_EXPECT_STREQ(t, typed(), "a");
	expect_working(t);
}

KTEST(ps2_keyboard, garbage_during_the_set_up_is_survived)
{
	u32 random = 1;

	i8042_model_reset();
	KTEST_EXPECT_EQ(t, RUN_INITCALLS(console), 0);
	for (int i = 0; i < 2000; i++) {
		random = random * 1664525 + 1013904223;
		i8042_model_type((u8)(random >> 24));
		if (random >> 20 & 1)
			settle();
		if (i % 100 == 0)
			pass_ms(random >> 16 & 0x3ff);
	}
	pass_ms(10000);
	KTEST_EXPECT(t, !deferred_work_waiting());
	/* Plugged out and in, it is as good as new. */
	send("\x01\xaa\xaa");
	pass_ms(10000);
	KTEST_EXPECT(t, ps2_keyboard_state().answers);
	typed();
	send("\xb0\x30");
	KTEST_EXPECT_EQ(t, machine.nr_typed, 1);
}

KTEST(ps2_keyboard, a_busy_controller_delays_the_command)
{
	machine_start_good(t);
	i8042_model.takes_nothing = true;
	send(CAPS);
	pass_ms(100);
	i8042_model.takes_nothing = false;
	pass_ms(1000);
	KTEST_EXPECT_EQ(t, i8042_model.lamps, 4);
}

KTEST(ps2_keyboard, a_reply_that_does_not_interrupt_is_found)
{
	machine_start_good(t);
	i8042_model.mode &= 0xfe;
	send("");
	i8042_model_type(0x3a);
	machine.handler(1, NULL);
	pass_ms(1000);
	KTEST_EXPECT_EQ(t, i8042_model.lamps, 4);
	KTEST_EXPECT_EQ(t, ps2_keyboard_state().failures, 0);
}

KTEST(ps2_keyboard, a_reply_in_the_last_moment_is_in_time)
{
	machine_start_good(t);
	i8042_model.nr_sent = 0;
	i8042_model.mode &= 0xfe;
	i8042_model_type(0x3a);
	machine.handler(1, NULL);
	deferred_work_run(1);
	/* The reply waits to be worked on when the timer is due. */
	machine.handler(1, NULL);
	machine.busy = true;
	pass_ms(200);
	i8042_model.ignores = 1;
	KTEST_EXPECT_EQ(t, deferred_work_run(2), 2);
	KTEST_EXPECT(t, SENT("\xed\x04"));
}

/*
 * Lamps.
 */

KTEST(ps2_keyboard, locks_burn_their_lamps)
{
	machine_start_good(t);
	send("\x45\xc5");
	KTEST_EXPECT_EQ(t, i8042_model.lamps, 2);
	send("\x46\xc6");
	KTEST_EXPECT_EQ(t, i8042_model.lamps, 3);
	send(CAPS);
	KTEST_EXPECT_EQ(t, i8042_model.lamps, 7);
	send("\x45\xc5");
	KTEST_EXPECT_EQ(t, i8042_model.lamps, 5);
}

KTEST(ps2_keyboard, locks_that_change_faster_than_lamps_end_up_right)
{
	machine_start_good(t);
	for (const char *c = CAPS CAPS CAPS "\x45\xc5"; *c; c++)
		i8042_model_type((u8)*c);
	settle();
	KTEST_EXPECT_EQ(t, i8042_model.lamps, 6);
	KTEST_EXPECT(t, !timer_waits());
}

KTEST(ps2_keyboard, one_that_takes_no_commands_types_all_the_same)
{
	machine_start_good(t);
	i8042_model.ignores = I8042_MODEL_FOR_EVER;
	send(CAPS A_DOWN A_UP);
	KTEST_EXPECT_STREQ(t, typed(), "A");
	pass_ms(10000);
	KTEST_EXPECT_EQ(t, ps2_keyboard_state().failures, 1);
	i8042_model.nr_sent = 0;
	send(A_DOWN A_UP);
	KTEST_EXPECT_STREQ(t, typed(), "A");
	KTEST_EXPECT_EQ(t, i8042_model.nr_sent, 0);
	i8042_model.ignores = 0;
	send(CAPS);
	expect_working(t);
}
