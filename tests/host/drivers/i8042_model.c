// SPDX-License-Identifier: GPL-2.0-only
/* See i8042_model.h. */
#include "i8042_model.h"
#include <asm/io.h>
#include <exo/delay.h>

enum {
	DATA = 0x60,
	STATUS_COMMAND = 0x64,

	MODE_FROM_FIRMWARE = 0x47, /* both interrupts, translation */
	MODE_KEYBOARD_DISABLED = 0x10,
	MODE_MOUSE_DISABLED = 0x20,
};

struct i8042_model i8042_model;

#define model i8042_model

void i8042_model_reset(void)
{
	model = (struct i8042_model){
		.floating = 0xff,
		.has_mouse_port = true,
		.self_test_result = 0x55,
		.reset_result = 0xaa,
		.mode = MODE_FROM_FIRMWARE,
		.enabled = true,
	};
}

void i8042_model_send(u8 byte, u8 status)
{
	unsigned int slot = model.output_head++ % I8042_MODEL_OUTPUT;

	model.output[slot].byte = byte;
	model.output[slot].status = status;
}

void i8042_model_type(u8 byte)
{
	i8042_model_send(byte, 0);
}

static bool output_full(void)
{
	return model.output_head != model.output_tail;
}

bool i8042_model_line(void)
{
	return output_full() && (model.mode & 1);
}

static void answer(u8 byte)
{
	if (!model.answers_nothing)
		i8042_model_send(byte, 0);
}

/*
 * The keyboard.
 */

static void reset_keyboard(void)
{
	model.enabled = true;
	model.lamps = 0;
	i8042_model_type(0xfa);
	i8042_model_type(model.reset_result);
}

static void take_argument(u8 byte)
{
	if (model.keyboard_wants == 0xed)
		model.lamps = byte;
	model.keyboard_wants = 0;
	i8042_model_type(0xfa);
}

static void take_code(u8 byte)
{
	model.keyboard_wants = 0;
	if (byte == 0xff) {
		reset_keyboard();
		return;
	}
	i8042_model_type(0xfa);
	if (byte == 0xed || byte == 0xf3)
		model.keyboard_wants = byte;
	if (byte == 0xf4)
		model.enabled = true;
	if (byte == 0xf2 && !model.has_no_id) {
		i8042_model_type(0xab);
		i8042_model_type(0x41); /* 0x83, translated */
	}
}

static void keyboard_receive(u8 byte)
{
	if (model.no_keyboard || (model.mode & MODE_KEYBOARD_DISABLED))
		return;
	model.sent[model.nr_sent++ % I8042_MODEL_SENT] = byte;
	if (model.ignores > 0) {
		model.ignores--;
	} else if (model.refuses > 0) {
		model.refuses--;
		i8042_model_type(0xfe);
	} else if (model.keyboard_wants && byte < 0xed) {
		take_argument(byte);
	} else {
		take_code(byte);
	}
}

/*
 * The controller.
 */

static void set_mode(u8 mode)
{
	mode |= model.mode_always_set;
	mode &= (u8)~model.mode_always_clear;
	if (!model.has_mouse_port)
		mode |= MODE_MOUSE_DISABLED;
	model.mode = mode;
}

static void command(u8 byte)
{
	model.controller_wants = 0;
	switch (byte) {
	case 0x20:
		answer(model.mode);
		break;
	case 0x60:
		model.controller_wants = byte;
		break;
	case 0xa7:
		set_mode(model.mode | MODE_MOUSE_DISABLED);
		break;
	case 0xa8:
		set_mode(model.mode & (u8)~MODE_MOUSE_DISABLED);
		break;
	case 0xaa:
		if (model.test_forgets_mode)
			set_mode(0x30);
		answer(model.self_test_result);
		break;
	case 0xab:
		answer(model.line_test_result);
		break;
	case 0xad:
		set_mode(model.mode | MODE_KEYBOARD_DISABLED);
		break;
	case 0xae:
		set_mode(model.mode & (u8)~MODE_KEYBOARD_DISABLED);
		break;
	}
}

static u8 read_status(void)
{
	u8 status = 0x04;

	if (model.takes_nothing)
		status |= 0x02;
	if (model.sends_for_ever)
		return status | 0x01;
	if (output_full())
		status |= model.output[model.output_tail % I8042_MODEL_OUTPUT]
				  .status |
			  0x01;
	return status;
}

static u8 read_data(void)
{
	if (!output_full())
		return 0x12;
	return model.output[model.output_tail++ % I8042_MODEL_OUTPUT].byte;
}

u8 inb(u16 port)
{
	model.accesses++;
	if (model.absent || (port != DATA && port != STATUS_COMMAND))
		return model.floating;
	return port == DATA ? read_data() : read_status();
}

void outb(u16 port, u8 value)
{
	model.accesses++;
	if (model.absent || model.takes_nothing)
		return;
	if (port == STATUS_COMMAND) {
		command(value);
	} else if (port == DATA && model.controller_wants == 0x60) {
		model.controller_wants = 0;
		set_mode(value);
	} else if (port == DATA) {
		keyboard_receive(value);
	}
}

void udelay(u64 us)
{
	model.waited_us += us;
}
