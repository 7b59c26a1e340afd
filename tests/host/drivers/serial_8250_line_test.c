// SPDX-License-Identifier: GPL-2.0-only
/*
 * What programs set of a serial line, against a model of the chip. Without
 * CONFIG_TTY the console does not name the operations.
 */
#include <exo/console_line.h>
#include <uapi/termios.h>

#include "serial_machine.h"
#include "uart_model.h"

extern const struct console_line_ops serial_line_ops;

static unsigned int set_line(unsigned int baud, u32 cflag)
{
	return serial_line_ops.set(console, baud, cflag);
}

KTEST(serial, programs_set_speed_and_frame)
{
	uart_model_reset();
	start_polled();
	KTEST_EXPECT_EQ(t, set_line(9600, CS5 | CSTOPB), 9600);
	KTEST_EXPECT_EQ(t, uart_model.divisor, 12);
	KTEST_EXPECT_EQ(t, uart_model.lcr, 0x04);
	KTEST_EXPECT_EQ(t, set_line(12345, CS8 | PARENB), 12345);
	KTEST_EXPECT_EQ(t, uart_model.divisor, 9);
	KTEST_EXPECT_EQ(t, uart_model.lcr, 0x1b);
	KTEST_EXPECT_EQ(t, set_line(115200, CS8 | PARENB | PARODD), 115200);
	KTEST_EXPECT_EQ(t, uart_model.lcr, 0x0b);
	KTEST_EXPECT_EQ(t, serial_line_ops.get_baud(console), 115200);
}

KTEST(serial, an_impossible_speed_changes_nothing)
{
	uart_model_reset();
	start_polled();
	KTEST_EXPECT_EQ(t, set_line(230400, CS8), 115200);
	KTEST_EXPECT_EQ(t, set_line(49, CS8), 115200);
	KTEST_EXPECT_EQ(t, uart_model.divisor, 1);
}

KTEST(serial, speed_0_hangs_up_until_there_is_another)
{
	uart_model_reset();
	start_polled();
	KTEST_EXPECT_EQ(t, set_line(0, CS8), 0);
	KTEST_EXPECT_EQ(t, uart_model.mcr & 0x03, 0);
	KTEST_EXPECT_EQ(t, set_line(115200, CS8), 115200);
	KTEST_EXPECT_EQ(t, uart_model.mcr & 0x03, 0x03);
}

KTEST(serial, hardware_flow_control_waits_for_the_other_side)
{
	uart_model_reset();
	start_with_interrupts();
	set_line(115200, CS8 | CRTSCTS);
	uart_model.peer_is_busy = true;
	say("wait");
	tick_hook();
	settle();
	KTEST_EXPECT(t, sent(""));
	uart_model.peer_is_busy = false;
	tick_hook();
	settle();
	KTEST_EXPECT(t, sent("wait"));
	/* A panic does not wait. */
	uart_model.peer_is_busy = true;
	say("!");
	console->ops->panic_enter(console);
	KTEST_EXPECT(t, sent("wait!"));
}

KTEST(serial, modem_lines_are_raised_and_lowered)
{
	uart_model_reset();
	start_polled();
	KTEST_EXPECT_EQ(t, serial_line_ops.modem(console, 0, 0),
			TIOCM_DTR | TIOCM_RTS | TIOCM_CTS | TIOCM_DSR |
				TIOCM_CAR);
	serial_line_ops.modem(console, 0, TIOCM_RTS);
	KTEST_EXPECT_EQ(t, uart_model.mcr & 0x03, 0x01);
	serial_line_ops.modem(console, TIOCM_RTS, TIOCM_DTR);
	KTEST_EXPECT_EQ(t, uart_model.mcr & 0x03, 0x02);
}

KTEST(serial, a_break_lasts_until_it_ends)
{
	uart_model_reset();
	start_polled();
	serial_line_ops.set_break(console, true);
	KTEST_EXPECT_EQ(t, uart_model.lcr, 0x43);
	serial_line_ops.set_break(console, false);
	KTEST_EXPECT_EQ(t, uart_model.lcr, 0x03);
}
