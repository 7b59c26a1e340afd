/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A keyboard controller and a keyboard as software sees them, with the faults
 * that drivers must survive. Time passes when the driver waits.
 */
#ifndef TESTS_I8042_MODEL_H
#define TESTS_I8042_MODEL_H

#include <exo/types.h>

enum {
	I8042_MODEL_OUTPUT = 512, /* bytes on their way to the processor */
	I8042_MODEL_SENT = 64,
	I8042_MODEL_FOR_EVER = 1 << 30,
};

struct i8042_model {
	/* What kind of controller it is; set by the test. */
	bool absent;
	u8 floating; /* what reads where nobody is */
	bool has_mouse_port;
	bool takes_nothing; /* the input buffer is full for ever */
	bool sends_for_ever; /* the output buffer is */
	bool answers_nothing;
	u8 self_test_result;
	u8 line_test_result;
	bool test_forgets_mode;
	u8 mode_always_set, mode_always_clear; /* bits that stick */

	/* What kind of keyboard is plugged in. */
	bool no_keyboard;
	unsigned int ignores; /* bytes to come that get no reply */
	unsigned int refuses; /* bytes to come that are to be sent again */
	bool has_no_id;
	u8 reset_result;

	/* What happened; read by the test. */
	u64 accesses;
	u64 waited_us;
	u8 mode;
	u8 sent[I8042_MODEL_SENT]; /* bytes that the keyboard got */
	unsigned int nr_sent;
	u8 lamps;
	bool enabled;

	/* Inside. */
	struct {
		u8 byte, status;
	} output[I8042_MODEL_OUTPUT];
	unsigned int output_head, output_tail;
	u8 controller_wants; /* the command whose byte comes next */
	u8 keyboard_wants;
};

extern struct i8042_model i8042_model;

/* Power up: a good controller with two ports and a good keyboard. */
void i8042_model_reset(void);

/* The keyboard sends @byte. */
void i8042_model_type(u8 byte);

/* The same, with more bits in the status: 0x20 the mouse, 0x80 bad parity. */
void i8042_model_send(u8 byte, u8 status);

/* Does the controller ask for the keyboard's interrupt? */
bool i8042_model_line(void);

#endif
