// SPDX-License-Identifier: GPL-2.0-only
/*
 * A PS/2 keyboard behind the i8042 (IBM PS/2 Hardware Interface Technical
 * Reference, Keyboards): what it sends becomes keys, and it is told its
 * settings and lamps.
 *
 * A command is a byte, or two, each of which the keyboard acknowledges; two
 * commands then have an answer. Nobody waits for any of that: the next byte
 * goes out when the last one was acknowledged, and a timer ends what is never
 * answered. Keys that arrive meanwhile are typed, so a keyboard that takes no
 * commands, or lights no lamps, types all the same.
 *
 *	       send_code()            ACK
 *	IDLE ---------------> CODE -----------> ANSWER --> IDLE
 *	                       | ACK      ACK ^
 *	                       `---> ARGUMENT |
 *
 * All of it runs as deferred work, except the start, which nothing interrupts,
 * and the timer's function, which only queues work.
 */
#define pr_fmt(fmt) "ps2_keyboard: " fmt

#include "ps2_keyboard.h"

#include <exo/compiler.h>
#include <exo/deferred_work.h>
#include <exo/initcall.h>
#include <exo/printk.h>
#include <exo/time.h>
#include <exo/timer.h>
#include <uapi/errno.h>

#include "i8042.h"
#include "keyboard.h"
#include "keymap.h"
#include "scancode_set1.h"

/* Bytes from the keyboard that are no scancodes. */
enum {
	REPLY_OVERRUN = 0x00, /* keys were lost, or too many are held */
	REPLY_OVERRUN_TOO = 0xff,
	REPLY_SELF_TEST_PASSED = 0xaa, /* also the left Shift let go */
	REPLY_ID = 0xab, /* of any keyboard; one more byte follows */
	REPLY_ACK = 0xfa,
	REPLY_SELF_TEST_FAILED = 0xfc,
	REPLY_SELF_TEST_FAILED_TOO = 0xfd,
	REPLY_RESEND = 0xfe,
};

/* Before others come those with lower numbers. */
enum command {
	COMMAND_RESET,
	COMMAND_IDENTIFY,
	COMMAND_SET_RATE,
	COMMAND_SET_LAMPS,
	COMMAND_ENABLE,

	NR_COMMANDS,
	AFTER_RESET = BIT(NR_COMMANDS) - 1 - BIT(COMMAND_RESET),
};

static const struct {
	u8 code;
	bool has_argument;
	u16 answer_ms; /* how long the answer may take; 0: there is none */
} commands[NR_COMMANDS] = {
	[COMMAND_RESET] = {.code = 0xff, .answer_ms = 2000},
	[COMMAND_IDENTIFY] = {.code = 0xf2, .answer_ms = 500},
	[COMMAND_SET_RATE] = {.code = 0xf3, .has_argument = true},
	[COMMAND_SET_LAMPS] = {.code = 0xed, .has_argument = true},
	[COMMAND_ENABLE] = {.code = 0xf4},
};

enum {
	SLOWEST_RATE = 0x7f, /* keys repeat in software */
	ACK_MS = 200, /* the manual says 20 */
	SENDS_MAX = 3, /* of a command */
};

enum phase {
	PHASE_IDLE,
	PHASE_CODE, /* sent, or to be sent again when the timer is due */
	PHASE_ARGUMENT, /* likewise */
	PHASE_ANSWER, /* acknowledged; the answer is on its way */
};

static unsigned int wanted; /* commands to be sent, as BIT(command) */
static enum phase phase;
static enum command current;
static unsigned int sends; /* of the current command */
static u64 deadline_ns; /* of the phase */

static struct ps2_keyboard_state state;
static u8 lamps_wanted; /* when they were last asked for */
static struct scancode_decoder decoder;
static bool left_shift_held;

static void timeout_due(struct timer *timer);
static void timeout(struct deferred_work *work);

static struct timer timer;
static DEFERRED_WORK(timeout_work, timeout);

/*
 * Sending commands.
 */

static void wait_at_most(unsigned int ms)
{
	deadline_ns = time_uptime_ns() + ms * NSEC_PER_MSEC;
	timer_start(&timer, deadline_ns);
}

/* A controller that is busy counts as a keyboard that does not answer. */
static void send_code(void)
{
	phase = PHASE_CODE;
	sends++;
	wait_at_most(ACK_MS);
	i8042_send(commands[current].code);
}

static void send_argument(void)
{
	u8 argument = SLOWEST_RATE;

	if (current == COMMAND_SET_LAMPS)
		argument = state.lamps = lamps_wanted;
	phase = PHASE_ARGUMENT;
	wait_at_most(ACK_MS);
	i8042_send(argument);
}

static void begin_next(void)
{
	if (!wanted)
		return;
	current = (enum command)__builtin_ctz(wanted);
	wanted &= ~BIT(current);
	sends = 0;
	send_code();
}

static void want(unsigned int more)
{
	wanted |= more;
	if (phase == PHASE_IDLE)
		begin_next();
}

static void finish(void)
{
	timer_cancel(&timer);
	phase = PHASE_IDLE;
	begin_next();
}

/* Without a keyboard no other command has a chance either. */
static void give_up(void)
{
	state.failures++;
	if (current == COMMAND_RESET) {
		pr_info("no keyboard answers\n");
		wanted = 0;
	}
	finish();
}

static void try_again(void)
{
	if (sends < SENDS_MAX)
		send_code();
	else
		give_up();
}

/* Nothing has come back in time; who has no number to tell is excused. */
static void timeout(struct deferred_work *work)
{
	(void)work;
	if (phase == PHASE_IDLE || time_uptime_ns() < deadline_ns)
		return;
	if (i8042_poll())
		wait_at_most(ACK_MS);
	else if (phase == PHASE_ANSWER && current == COMMAND_IDENTIFY)
		finish();
	else
		try_again();
}

/* Interrupt context. */
static void timeout_due(struct timer *unused)
{
	(void)unused;
	deferred_work_queue(&timeout_work);
}

/*
 * What comes back.
 */

/* It did not understand. */
static void refused(void)
{
	if (phase == PHASE_CODE || phase == PHASE_ARGUMENT)
		try_again();
}

static void acknowledged(void)
{
	if (phase == PHASE_CODE && commands[current].has_argument) {
		send_argument();
	} else if (phase == PHASE_CODE && commands[current].answer_ms) {
		phase = PHASE_ANSWER;
		wait_at_most(commands[current].answer_ms);
	} else if (phase == PHASE_CODE || phase == PHASE_ARGUMENT) {
		finish();
	}
}

/* The keyboard has been reset and knows nothing: whatever we sent is void. */
static void restart(bool passed)
{
	state.answers = passed;
	state.id = 0;
	decoder = (struct scancode_decoder){0};
	left_shift_held = false;
	keyboard_release_all();
	wanted = AFTER_RESET;
	finish();
}

static bool receive_reset_answer(u8 byte)
{
	switch (byte) {
	case REPLY_SELF_TEST_PASSED:
		restart(true);
		return true;
	case REPLY_SELF_TEST_FAILED:
	case REPLY_SELF_TEST_FAILED_TOO:
		pr_warn("self-test failed (%#x)\n", byte);
		restart(false);
		return true;
	default:
		return false;
	}
}

/* Keyboards older than the PS/2 have no number: what comes is a key. */
static bool receive_id(u8 byte)
{
	if (state.id == 0 && byte == REPLY_ID) {
		state.id = REPLY_ID << 8;
		return true;
	}
	if (state.id != 0)
		state.id |= byte;
	finish();
	return state.id != 0;
}

static bool receive_answer(u8 byte)
{
	return current == COMMAND_RESET ? receive_reset_answer(byte)
					: receive_id(byte);
}

/* A keyboard that has just been plugged in tests itself and says so. */
static bool is_arrival(u8 byte)
{
	return byte == REPLY_SELF_TEST_PASSED && !left_shift_held &&
	       decoder.state == SCANCODE_PLAIN;
}

static void update_lamps(void)
{
	if (lamps_wanted == keyboard_lamps())
		return;
	lamps_wanted = keyboard_lamps();
	want(BIT(COMMAND_SET_LAMPS));
}

static void receive_scancode(u8 byte)
{
	struct key_event event;

	if (byte == REPLY_OVERRUN || byte == REPLY_OVERRUN_TOO)
		keyboard_release_all();
	if (!scancode_feed(&decoder, byte, &event))
		return;
	if (event.key == KEY_LEFT_SHIFT)
		left_shift_held = event.pressed;
	keyboard_key(event.key, event.pressed);
	update_lamps();
}

static void receive(u8 byte)
{
	if (byte == REPLY_ACK)
		acknowledged();
	else if (byte == REPLY_RESEND)
		refused();
	else if (phase == PHASE_ANSWER && receive_answer(byte))
		return;
	else if (is_arrival(byte))
		restart(true);
	else
		receive_scancode(byte);
}

struct ps2_keyboard_state ps2_keyboard_state(void)
{
	return state;
}

/* The reset goes out now; what follows from it is deferred work. */
static int ps2_keyboard_init(void)
{
	int err;

	timer_init(&timer, timeout_due);
	err = i8042_start(receive);
	if (err)
		return err == -ENODEV ? 0 : err;
	pr_info("%s layout\n", keymap.name);
	want(BIT(COMMAND_RESET));
	return 0;
}
INITCALL(console, ps2_keyboard_init);
