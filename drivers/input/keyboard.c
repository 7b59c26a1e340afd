// SPDX-License-Identifier: GPL-2.0-only
/*
 * The keyboard: carries out what keys mean. Text goes to the input of the
 * screen's console.
 *
 * Keys repeat in software, so that all keyboards do it alike. The timer only
 * queues work; the next repetition is asked for when one is done, so a reader
 * that is slow gets fewer of them and never a backlog.
 *
 * Everything but the timer's function runs as deferred work, of which one
 * piece runs at a time: there is nothing to lock.
 */
#include "keyboard.h"

#include <exo/compiler.h>
#include <exo/console.h>
#include <exo/ctrl_alt_del.h>
#include <exo/deferred_work.h>
#include <exo/screen_console.h>
#include <exo/time.h>
#include <exo/timer.h>

#include "key_translate.h"

#define REPEAT_DELAY_NS	 (250 * NSEC_PER_MSEC)
#define REPEAT_PERIOD_NS (33 * NSEC_PER_MSEC)

static struct key_translator translator = {.keymap = &keymap};
static enum keycode last_pressed; /* and still held; else KEY_NONE */
static bool repeating; /* last_pressed does */
static u64 repeat_at_ns;
static u64 dropped_keys;

static void repeat_due(struct timer *timer);
static void repeat(struct deferred_work *work);

static struct timer repeat_timer;
static DEFERRED_WORK(repeat_work, repeat);

/* Returns whether holding the key does it again. */
static bool carry_out(const struct key_output *output)
{
	switch (output->meaning) {
	case KEY_MEANS_TEXT:
		if (!console_input_push_all(screen_console(), output->text,
					    output->length))
			dropped_keys++;
		return true;
	case KEY_SCROLLS_BACK:
		screen_scroll_back(screen_half_page());
		return true;
	case KEY_SCROLLS_FORWARD:
		screen_scroll_back(-screen_half_page());
		return true;
	case KEY_REBOOTS:
		ctrl_alt_del();
		return false;
	default:
		return false;
	}
}

static bool perform(enum keycode key)
{
	struct key_output output =
		key_press(&translator, key, screen_key_modes());

	return carry_out(&output);
}

static void repeat_after(u64 delay_ns)
{
	if (!repeat_timer.run)
		timer_init(&repeat_timer, repeat_due);
	repeat_at_ns = time_uptime_ns() + delay_ns;
	timer_start(&repeat_timer, repeat_at_ns);
}

/* Interrupt context. */
static void repeat_due(struct timer *timer)
{
	(void)timer;
	deferred_work_queue(&repeat_work);
}

/* The key may have been released, or another pressed, since it was due. */
static void repeat(struct deferred_work *work)
{
	(void)work;
	if (!repeating || time_uptime_ns() < repeat_at_ns)
		return;
	perform(last_pressed);
	repeat_after(REPEAT_PERIOD_NS);
}

static void stop_repeat(void)
{
	repeating = false;
	if (repeat_timer.run)
		timer_cancel(&repeat_timer);
}

void keyboard_key(enum keycode key, bool pressed)
{
	if (pressed && key == last_pressed)
		return;
	if (!pressed) {
		key_release(&translator, key);
		if (key != last_pressed)
			return;
	}
	stop_repeat();
	last_pressed = pressed ? key : KEY_NONE;
	if (!pressed)
		return;
	repeating = perform(key);
	if (repeating)
		repeat_after(REPEAT_DELAY_NS);
}

void keyboard_release_all(void)
{
	stop_repeat();
	last_pressed = KEY_NONE;
	translator.modifiers = 0;
	translator.dead = 0;
}

u8 keyboard_lamps(void)
{
	return translator.locks;
}

u64 keyboard_dropped_keys(void)
{
	return READ_ONCE(dropped_keys);
}
