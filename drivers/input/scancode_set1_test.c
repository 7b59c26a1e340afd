// SPDX-License-Identifier: GPL-2.0-only
/* Tests of the scancode decoder. */
#include <exo/ktest.h>

#include "scancode_set1.h"

enum {
	EVENTS_MAX = 8
};

static struct key_event events[EVENTS_MAX];

/* Feed @count bytes to a new decoder; how many events came. */
static unsigned int decode(const char *bytes, size_t count)
{
	struct scancode_decoder decoder = {0};
	unsigned int found = 0;

	for (size_t i = 0; i < count && found < EVENTS_MAX; i++)
		found += scancode_feed(&decoder, (u8)bytes[i], &events[found]);
	return found;
}

#define DECODE(bytes) decode(bytes, sizeof(bytes) - 1)

static bool event_is(unsigned int i, enum keycode key, bool pressed)
{
	return events[i].key == key && events[i].pressed == pressed;
}

KTEST(scancode, a_key_is_pressed_and_released)
{
	KTEST_ASSERT_EQ(t, DECODE("\x1e\x9e"), 2);
	KTEST_EXPECT(t, event_is(0, KEY_A, true));
	KTEST_EXPECT(t, event_is(1, KEY_A, false));
}

KTEST(scancode, both_sides_of_the_prefix_are_different_keys)
{
	KTEST_ASSERT_EQ(t, DECODE("\x48\xe0\x48\x1d\xe0\x1d\x1c\xe0\x1c"), 6);
	KTEST_EXPECT(t, event_is(0, KEY_KP_8, true));
	KTEST_EXPECT(t, event_is(1, KEY_UP, true));
	KTEST_EXPECT(t, event_is(2, KEY_LEFT_CTRL, true));
	KTEST_EXPECT(t, event_is(3, KEY_RIGHT_CTRL, true));
	KTEST_EXPECT(t, event_is(4, KEY_ENTER, true));
	KTEST_EXPECT(t, event_is(5, KEY_KP_ENTER, true));
}

KTEST(scancode, fake_shifts_around_print_screen_are_swallowed)
{
	KTEST_ASSERT_EQ(t, DECODE("\xe0\x2a\xe0\x37\xe0\xb7\xe0\xaa"), 2);
	KTEST_EXPECT(t, event_is(0, KEY_SYSRQ, true));
	KTEST_EXPECT(t, event_is(1, KEY_SYSRQ, false));
	KTEST_ASSERT_EQ(t, DECODE("\x54\xd4"), 2);
	KTEST_EXPECT(t, event_is(0, KEY_SYSRQ, true));
}

KTEST(scancode, fake_shifts_around_cursor_keys_are_swallowed)
{
	/* Shift is held, then Up: the keyboard lets go of Shift meanwhile. */
	KTEST_ASSERT_EQ(t, DECODE("\x2a\xe0\xaa\xe0\x48\xe0\xc8\xe0\x2a\xaa"),
			4);
	KTEST_EXPECT(t, event_is(0, KEY_LEFT_SHIFT, true));
	KTEST_EXPECT(t, event_is(1, KEY_UP, true));
	KTEST_EXPECT(t, event_is(2, KEY_UP, false));
	KTEST_EXPECT(t, event_is(3, KEY_LEFT_SHIFT, false));
	KTEST_EXPECT_EQ(t, DECODE("\xe0\xb6\xe0\x36"), 0);
}

KTEST(scancode, pause_is_one_press_and_one_release)
{
	KTEST_ASSERT_EQ(t, DECODE("\xe1\x1d\x45\xe1\x9d\xc5\x45"), 3);
	KTEST_EXPECT(t, event_is(0, KEY_PAUSE, true));
	KTEST_EXPECT(t, event_is(1, KEY_PAUSE, false));
	KTEST_EXPECT(t, event_is(2, KEY_NUM_LOCK, true));
	KTEST_ASSERT_EQ(t, DECODE("\xe0\x46\xe0\xc6"), 2);
	KTEST_EXPECT(t, event_is(0, KEY_PAUSE, true));
}

KTEST(scancode, codes_of_no_key_are_swallowed)
{
	KTEST_EXPECT_EQ(t, DECODE("\x55\x59\x7f\xfe\xe0\x01\xe0\x7f"), 0);
	KTEST_EXPECT_EQ(t, DECODE("\xe1\x1d\x1e"), 0);
}

KTEST(scancode, an_overrun_ends_a_sequence)
{
	KTEST_ASSERT_EQ(t, DECODE("\xe0\x00\x48\xe1\xff\x1e"), 2);
	KTEST_EXPECT(t, event_is(0, KEY_KP_8, true));
	KTEST_EXPECT(t, event_is(1, KEY_A, true));
}

KTEST(scancode, a_new_prefix_replaces_a_lost_sequence)
{
	KTEST_ASSERT_EQ(t, DECODE("\xe0\xe0\x48\xe1\x1d\xe0\x4b"), 2);
	KTEST_EXPECT(t, event_is(0, KEY_UP, true));
	KTEST_EXPECT(t, event_is(1, KEY_LEFT, true));
}

KTEST(scancode, any_bytes_in_any_order_are_survived)
{
	struct scancode_decoder decoder = {0};
	struct key_event event = {0};
	u32 random = 1;

	for (int i = 0; i < 20000; i++) {
		random = random * 1664525 + 1013904223;
		if (scancode_feed(&decoder, (u8)(random >> 24), &event))
			KTEST_EXPECT_LE(t, event.key, KEY_COMPOSE);
	}
	scancode_feed(&decoder, 0, &event);
	KTEST_EXPECT(t, scancode_feed(&decoder, 0x1e, &event));
	KTEST_EXPECT_EQ(t, event.key, KEY_A);
}
