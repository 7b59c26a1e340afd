// SPDX-License-Identifier: GPL-2.0-only
/*
 * From the wire of a PS/2 keyboard to typed text, with time passing: repetition,
 * lost bytes, and text that nobody reads.
 */
#include <exo/deferred_work.h>
#include "../../../drivers/input/keyboard.h"
#include "keyboard_machine.h"

KTEST(keyboard, a_held_key_repeats_after_a_while)
{
	machine_start_good(t);
	send(A_DOWN);
	pass_ms(249);
	KTEST_EXPECT_STREQ(t, typed(), "a");
	pass_ms(1);
	KTEST_EXPECT_STREQ(t, typed(), "a");
	pass_ms(330);
	KTEST_EXPECT_STREQ(t, typed(), "aaaaaaaaaa");
	send(A_UP);
	pass_ms(1000);
	KTEST_EXPECT_STREQ(t, typed(), "");
	KTEST_EXPECT(t, !timer_waits());
}

KTEST(keyboard, what_the_keyboard_repeats_itself_is_ignored)
{
	machine_start_good(t);
	send(A_DOWN A_DOWN A_DOWN);
	KTEST_EXPECT_STREQ(t, typed(), "a");
	send("\x3a\x3a\x3a\xba");
	pass_ms(1000);
	KTEST_EXPECT_EQ(t, i8042_model.lamps, 4);
}

KTEST(keyboard, another_key_ends_the_repetition)
{
	machine_start_good(t);
	send(A_DOWN "\x30");
	pass_ms(250);
	KTEST_EXPECT_STREQ(t, typed(), "abb");
	send(A_UP);
	pass_ms(33);
	KTEST_EXPECT_STREQ(t, typed(), "b");
	send("\xb0");
	pass_ms(1000);
	KTEST_EXPECT_STREQ(t, typed(), "");
}

KTEST(keyboard, another_key_in_the_last_moment_is_not_repeated_at_once)
{
	machine_start_good(t);
	send(A_DOWN);
	/* It waits to be worked on when the timer is due. */
	i8042_model_type(0x30);
	machine.handler(1, NULL);
	machine.busy = true;
	pass_ms(250);
	KTEST_EXPECT_EQ(t, deferred_work_run(2), 2);
	KTEST_EXPECT_STREQ(t, typed(), "ab");
}

KTEST(keyboard, a_release_that_was_lost_ends_with_the_next_key)
{
	machine_start_good(t);
	send(A_DOWN);
	send("\x30\xb0");
	pass_ms(1000);
	KTEST_EXPECT_STREQ(t, typed(), "ab");
	send(A_DOWN A_UP);
	KTEST_EXPECT_STREQ(t, typed(), "a");
}

KTEST(keyboard, modifiers_and_accents_do_not_repeat)
{
	machine_start_good(t);
	send("\x1d");
	pass_ms(1000);
	KTEST_EXPECT(t, !timer_waits());
	KTEST_EXPECT_STREQ(t, typed(), "");
}

KTEST(keyboard, an_overrun_lets_go_of_all_keys)
{
	machine_start_good(t);
	send("\x1d" A_DOWN);
	i8042_model_type(0x00);
	settle();
	typed();
	pass_ms(1000);
	KTEST_EXPECT_STREQ(t, typed(), "");
	send(A_DOWN);
	KTEST_EXPECT_STREQ(t, typed(), "a");
}

KTEST(keyboard, newer_keys_send_their_sequences)
{
	machine_start_good(t);
	send("\xe0\x48\xe0\xc8\xe0\x47\xe0\xc7\x3b\xbb");
	KTEST_EXPECT_STREQ(t, typed(), "\x1b[A\x1b[1~\x1b[[A");
}

KTEST(keyboard, programs_choose_what_arrows_and_return_send)
{
	machine_start_good(t);
	machine.modes.application_cursor = true;
	machine.modes.newline = true;
	send("\xe0\x48\xe0\xc8\x1c\x9c");
	KTEST_EXPECT_STREQ(t, typed(), "\x1bOA\r\n");
}

KTEST(keyboard, shift_and_page_keys_scroll_back_and_type_nothing)
{
	machine_start_good(t);
	send("\x2a\xe0\x49\xe0\xc9\xe0\x49\xe0\xc9");
	KTEST_EXPECT_EQ(t, machine.scrolled_back, 24);
	send("\xe0\x51\xe0\xd1\xaa");
	KTEST_EXPECT_EQ(t, machine.scrolled_back, 12);
	KTEST_EXPECT_STREQ(t, typed(), "");
}

KTEST(keyboard, keys_that_nobody_reads_are_counted)
{
	machine_start_good(t);
	machine.reads_nothing = true;
	send(A_DOWN A_UP "\xe0\x48\xe0\xc8");
	KTEST_EXPECT_EQ(t, keyboard_dropped_keys(), 2);
	machine.reads_nothing = false;
	send(A_DOWN A_UP);
	KTEST_EXPECT_STREQ(t, typed(), "a");
}
