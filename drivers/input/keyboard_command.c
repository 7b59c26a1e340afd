// SPDX-License-Identifier: GPL-2.0-only
/*
 * keyboard: what is plugged in, and whether anything was lost.
 */
#include <exo/console.h>
#include <exo/kmon.h>
#include <uapi/errno.h>

#include "i8042.h"
#include "key_translate.h"
#include "keyboard.h"
#include "keymap.h"
#include "ps2_keyboard.h"

static void print_keyboard(const struct ps2_keyboard_state *state)
{
	console_printf("keyboard    %s, id %04x, %u commands failed\n",
		       state->answers ? "present" : "silent", state->id,
		       state->failures);
	console_printf("lamps      %s%s%s%s\n",
		       state->lamps & LOCK_SCROLL ? " scroll" : "",
		       state->lamps & LOCK_NUM ? " num" : "",
		       state->lamps & LOCK_CAPS ? " caps" : "",
		       state->lamps ? "" : " off");
}

static int cmd_keyboard(int argc, char **argv)
{
	struct i8042_statistics bytes = i8042_statistics();
	struct ps2_keyboard_state state = ps2_keyboard_state();

	(void)argc;
	(void)argv;
	if (!bytes.working)
		return -ENODEV;
	console_printf("layout      %s\n", keymap.name);
	print_keyboard(&state);
	console_printf(
		"bytes       %llu received, %llu dropped, %llu damaged\n",
		(unsigned long long)bytes.received,
		(unsigned long long)bytes.dropped,
		(unsigned long long)bytes.damaged);
	console_printf("keys        %llu unread\n",
		       (unsigned long long)keyboard_dropped_keys());
	return 0;
}

KMON_COMMAND(keyboard, cmd_keyboard, "", "the keyboard, and what it sent");
