// SPDX-License-Identifier: GPL-2.0-only
/*
 * The consoles as terminals, and their devices: one of each console's name, console
 * for the one that console= names last, tty for the caller's controlling one. The
 * screen is tty0 and, as the first of the screens that Linux has, tty1.
 *
 * A console that a program has open belongs to the terminal; otherwise what is typed
 * there is for the monitor, what was read too far included.
 */
#include <asm/irqflags.h>
#include <exo/char_device.h>
#include <exo/compiler.h>
#include <exo/console.h>
#include <exo/console_device.h>
#include <exo/console_line.h>
#include <exo/file.h>
#include <exo/initcall.h>
#include <exo/kmalloc.h>
#include <exo/string.h>
#include <uapi/errno.h>

#include "tty.h"
#include "tty_session.h"
#include "tty_termios.h"

enum {
	/* Bytes that the line discipline always takes: a line, or many. */
	EARLY_MAX = 3 * LINE_SIZE / 4,
};

struct console_tty {
	struct tty tty;
	struct console *console;
	struct char_device device;
};

static struct console_tty *console_tty_of(struct tty *tty)
{
	return container_of(tty, struct console_tty, tty);
}

static void console_tty_write(struct tty *tty, const char *text, size_t len)
{
	console_write_raw(console_tty_of(tty)->console, text, len);
}

static size_t console_tty_room(struct tty *tty)
{
	return console_write_room(console_tty_of(tty)->console);
}

static size_t console_tty_queued(struct tty *tty)
{
	return console_write_queued(console_tty_of(tty)->console);
}

/* What was typed before anybody read it, up to @size bytes: how many. */
static size_t take_common_input(u8 *bytes, size_t size)
{
	size_t done = 0;

	while (done < size) {
		int byte = console_trygetc();

		if (byte < 0)
			break;
		bytes[done++] = (u8)byte;
	}
	return done;
}

/* The same, as much as the ring has place for. */
static void take_common_into_ring(struct ring *input)
{
	u8 byte;

	while (ring_free(input) && take_common_input(&byte, 1))
		ring_push(input, byte);
}

static void take_size(struct tty *tty, struct console *console)
{
	unsigned int rows, columns;

	console->ops->get_size(console, &rows, &columns);
	tty->size.ws_row = (u16)rows;
	tty->size.ws_col = (u16)columns;
}

/*
 * What was typed for the preferred console changes hands with interrupts off, so
 * that nothing comes in between: the first of it by @early, the rest in the ring.
 */
static void console_tty_open(struct tty *tty)
{
	struct console *console = console_tty_of(tty)->console;
	bool takes = console == console_preferred();
	u8 *early = takes && console_input_waiting() ? kmalloc(EARLY_MAX)
						     : NULL;
	size_t nr_early = 0;
	unsigned long flags = irq_save();

	if (console->ops->get_size)
		take_size(tty, console);
	if (early)
		nr_early = take_common_input(early, EARLY_MAX);
	if (takes)
		take_common_into_ring(&tty->client.input);
	console_set_client(console, &tty->client);
	irq_restore(flags);
	line_receive(&tty->line, early, nr_early);
	kfree(early);
	tty_work_queue(tty);
}

/*
 * What was typed behind what was read is for the next who reads. It changes hands
 * with interrupts off, or what is typed meanwhile would come before it.
 */
static void console_tty_close(struct tty *tty)
{
	struct termios termios = tty->line.termios, raw = termios;
	unsigned long flags;
	bool fits = true;
	u8 bytes[64];
	size_t got;

	raw.c_lflag = 0;
	raw.c_iflag = 0;
	line_set_termios(&tty->line, &raw);
	flags = irq_save();
	do {
		tty_receive_pending(tty);
		got = line_read(&tty->line, bytes, sizeof(bytes));
		/* Without a hole: what is behind what finds no place is lost. */
		fits = fits && console_input_push_all(NULL, bytes, got);
	} while (got);
	console_set_client(console_tty_of(tty)->console, NULL);
	irq_restore(flags);
	line_set_termios(&tty->line, &termios);
}

static const struct tty_ops console_tty_ops = {
	.write = console_tty_write,
	.write_room = console_tty_room,
	.write_queued = console_tty_queued,
	.open = console_tty_open,
	.close = console_tty_close,
};

/*
 * On a serial line.
 */

static const struct console_line_ops *line_ops(struct tty *tty)
{
	return console_tty_of(tty)->console->ops->line;
}

static void line_tty_set_termios(struct tty *tty, const struct termios *old)
{
	struct termios *termios = &tty->line.termios;
	unsigned long flags = irq_save();
	u32 baud = line_ops(tty)->set(console_tty_of(tty)->console, tty->baud,
				      termios->c_cflag);

	(void)old;
	irq_restore(flags);
	if (baud == tty->baud)
		return;
	tty->baud = baud;
	termios->c_cflag &= ~(u32)CBAUD;
	termios->c_cflag |= termios_baud_flag(baud);
}

static void line_tty_set_break(struct tty *tty, bool on)
{
	unsigned long flags = irq_save();

	line_ops(tty)->set_break(console_tty_of(tty)->console, on);
	irq_restore(flags);
}

static unsigned int line_tty_modem(struct tty *tty, u32 set, u32 clear)
{
	unsigned long flags = irq_save();
	unsigned int lines =
		line_ops(tty)->modem(console_tty_of(tty)->console, set, clear);

	irq_restore(flags);
	return lines;
}

static const struct tty_ops line_tty_ops = {
	.write = console_tty_write,
	.write_room = console_tty_room,
	.write_queued = console_tty_queued,
	.open = console_tty_open,
	.close = console_tty_close,
	.set_termios = line_tty_set_termios,
	.set_break = line_tty_set_break,
	.modem = line_tty_modem,
};

/*
 * Devices.
 */

static int open_named(const struct char_device *device, struct file *file)
{
	/* tty0 is whatever screen one looks at: nobody's in particular. */
	if (device->number == DEVICE_NUMBER(MAJOR_TTY, 0))
		file->flags |= O_NOCTTY;
	return tty_open_file(device->private, file, false);
}

static int open_controlling(const struct char_device *device, struct file *file)
{
	struct tty *tty = tty_controlling();

	(void)device;
	file->flags |= O_NOCTTY;
	return tty ? tty_open_file(tty, file, false) : -ENXIO;
}

static struct console_tty *ttys[CONSOLE_DEVICES_MAX]; /* NULL behind the last */

static int open_console(const struct char_device *device, struct file *file)
{
	const struct console *console = console_preferred();

	(void)device;
	for (unsigned int i = 0; i < CONSOLE_DEVICES_MAX && ttys[i]; i++) {
		if (ttys[i]->console == console)
			return tty_open_file(&ttys[i]->tty, file, true);
	}
	return -ENODEV;
}

static struct char_device common[] = {
	{
		.name = "tty",
		.driver = "/dev/tty",
		.number = DEVICE_NUMBER(MAJOR_CONSOLE, 0),
		.mode = 0666,
		.ops = &tty_file_ops,
		.open = open_controlling,
	},
	{
		.name = "console",
		.driver = "/dev/console",
		.number = DEVICE_NUMBER(MAJOR_CONSOLE, 1),
		.mode = CONSOLE_DEVICE_MODE,
		.ops = &tty_file_ops,
		.open = open_console,
	},
};

static struct char_device first_screen = {
	.name = "tty1",
	.driver = "tty",
	.number = DEVICE_NUMBER(MAJOR_TTY, 1),
	.mode = CONSOLE_DEVICE_MODE,
	.ops = &tty_file_ops,
	.open = open_named,
};

static void init_tty(struct console_tty *terminal, u64 number)
{
	struct console *console = terminal->console;
	struct tty *tty = &terminal->tty;

	tty->ops = console->ops->line ? &line_tty_ops : &console_tty_ops;
	tty->number = number;
	tty_init(tty);
	if (!console->ops->line)
		return;
	tty->baud = console->ops->line->get_baud(console);
	tty->line.termios.c_cflag &= ~(u32)CBAUD;
	tty->line.termios.c_cflag |= termios_baud_flag(tty->baud);
}

static int register_tty(struct console_tty *terminal)
{
	struct char_device *device = &terminal->device;
	struct console *console = terminal->console;
	int err = console_device_number(console->name, device);

	if (err)
		return err;
	init_tty(terminal, device->number);
	device->name = console->name;
	device->mode = CONSOLE_DEVICE_MODE;
	device->ops = &tty_file_ops;
	device->open = open_named;
	device->private = &terminal->tty;
	err = char_device_register(device);
	if (err || device->number != DEVICE_NUMBER(MAJOR_TTY, 0))
		return err;
	first_screen.private = &terminal->tty;
	terminal->tty.number = first_screen.number;
	return char_device_register(&first_screen);
}

/* The terminal of @console, if it can be one: *@place. */
static int add_tty(struct console *console, struct console_tty **place)
{
	struct console_tty *terminal;
	int err;

	if (!console->ops->write_raw)
		return 0;
	terminal = kzalloc(sizeof(*terminal));
	if (!terminal)
		return -ENOMEM;
	terminal->console = console;
	err = register_tty(terminal);
	if (err) {
		kfree(terminal);
		return err == -EINVAL ? 0 : err;
	}
	*place = terminal;
	return 0;
}

static int add_ttys(void)
{
	struct console_tty **place = ttys;
	struct console *console;
	int err;

	for_each_console(console) {
		if (place == ttys + CONSOLE_DEVICES_MAX)
			return -ENOSPC;
		err = add_tty(console, place);
		if (err)
			return err;
		if (*place)
			place++;
	}
	return 0;
}

static int console_ttys_init(void)
{
	int err = 0;

	for (unsigned int i = 0; i < ARRAY_SIZE(common) && !err; i++)
		err = char_device_register(&common[i]);
	return err ? err : add_ttys();
}
INITCALL(late, console_ttys_init);
