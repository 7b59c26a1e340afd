// SPDX-License-Identifier: GPL-2.0-only
#include "serial_machine.h"

#include "initcalls.h"
#include "uart_model.h"

/*
 * What the driver meets instead of the kernel.
 */

struct console *console;
irq_handler_t interrupt_handler;
int irq_request_error; /* 0: a line is there to be had */
time_tick_hook_t tick_hook;
unsigned int ticks_needed;
u8 typed[SERIAL_MACHINE_TYPED];
unsigned int nr_typed;
unsigned int queue_size = sizeof(typed);

void console_register(struct console *new_console)
{
	console = new_console;
}

void console_input_push(struct console *from, u8 byte)
{
	(void)from;
	typed[nr_typed++ % sizeof(typed)] = byte;
}

unsigned int irq_isa_line(unsigned int irq)
{
	return irq;
}

size_t console_input_room(struct console *from)
{
	(void)from;
	return queue_size - nr_typed;
}

void console_output_sent(struct console *from)
{
	(void)from;
}

int irq_request(unsigned int line, irq_handler_t handler, void *arg,
		const char *name)
{
	(void)line;
	(void)arg;
	(void)name;
	if (!irq_request_error)
		interrupt_handler = handler;
	return irq_request_error;
}

void time_need_tick(void)
{
	ticks_needed++;
}

int time_add_tick_hook(time_tick_hook_t hook)
{
	tick_hook = hook;
	return 0;
}

/*
 * Steps the tests share.
 */

void start_polled(void)
{
	RUN_INITCALLS(early);
	uart_model.nr_sent = 0;
}

void start_with_interrupts(void)
{
	start_polled();
	RUN_INITCALLS(console);
}

void say(const char *text)
{
	console->ops->write(console, text, strlen(text));
}

void settle(void)
{
	for (int i = 0; i < 100000; i++) {
		uart_model_pass_time(1);
		if (uart_model_line())
			interrupt_handler(4, NULL);
	}
}

bool sent(const char *text)
{
	return uart_model.nr_sent == strlen(text) &&
	       memcmp(uart_model.sent, text, strlen(text)) == 0;
}
