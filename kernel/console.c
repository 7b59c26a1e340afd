// SPDX-License-Identifier: GPL-2.0-only
/*
 * The console core: a list of output drivers, and a queue of typed bytes for the
 * consoles that no terminal has taken.
 *
 * Output runs under a guard, with interrupts off, so drivers never see two
 * writers. On one CPU only an NMI or a fault can find the guard taken; log
 * messages then wait in the log and raw text is dropped, until
 * console_panic_enter() declares the interrupted holder dead.
 *
 * console=NAME[,OPTIONS] may be given several times. With none, every console
 * is used.
 */
#include <exo/boot_option.h>
#include <exo/console.h>
#include <exo/early_console.h>
#include <exo/initcall.h>
#include <exo/printf.h>
#include <exo/printk.h>
#include <exo/ring.h>
#include <exo/string.h>
#include <asm/irqflags.h>
#include <uapi/errno.h>
#include "console_internal.h"

enum {
	CHOICES_MAX = 4, /* console= options honoured */
	INPUT_SIZE = 4096, /* a power of two; several lines of a paste */
	PRINTF_MAX = 512, /* bytes one console_printf() can print */
};

extern const struct initcall __initcalls_early_start[];
extern const struct initcall __initcalls_early_end[];

static struct console *consoles;
static bool busy; /* the guard */
static bool answering; /* what is printed is from a program, not the log */
static bool going_down; /* who holds the guard may never return */

struct console_choice {
	char name[16];
	char options[16];
};

static struct console_choice choices[CHOICES_MAX];
static unsigned int nr_choices;

/*
 * Choosing outputs.
 */

static const struct console_choice *choice_of(const struct console *console)
{
	for (unsigned int i = 0; i < nr_choices; i++) {
		if (strcmp(choices[i].name, console->name) == 0)
			return &choices[i];
	}
	return NULL;
}

static void update_enabled(struct console *console)
{
	console->enabled = nr_choices == 0 || choice_of(console);
}

/* Hand the driver the options of its console= word, if there are any. */
static int apply_options(struct console *console)
{
	const struct console_choice *choice = choice_of(console);

	if (!choice || !choice->options[0])
		return 0;
	if (!console->ops->setup)
		return -EINVAL;
	return console->ops->setup(console, choice->options);
}

static int parse_choice(struct console_choice *choice, const char *value)
{
	size_t name_len = strcspn(value, ",");

	if (name_len == 0 || name_len >= sizeof(choice->name))
		return -EINVAL;
	memcpy(choice->name, value, name_len);
	choice->name[name_len] = '\0';
	if (value[name_len] == ',')
		name_len++;
	if (strscpy(choice->options, value + name_len,
		    sizeof(choice->options)) < 0)
		return -EINVAL;
	return 0;
}

static int parse_console(const char *value)
{
	struct console_choice *choice = &choices[nr_choices];
	struct console *console;
	int err;

	if (nr_choices == CHOICES_MAX)
		return -ENOSPC;
	err = parse_choice(choice, value);
	if (err)
		return err;
	nr_choices++;
	for_each_console(console) {
		update_enabled(console);
		if (strcmp(console->name, choice->name) == 0)
			err = apply_options(console);
	}
	return err;
}
BOOT_OPTION("console=", parse_console,
	    "NAME[,OPTIONS]: print there (ttyS0,115200 or tty0); repeatable");

static struct console *console_named(const char *name)
{
	struct console *console;

	for_each_console(console) {
		if (strcmp(console->name, name) == 0)
			break;
	}
	return console;
}

struct console *console_preferred(void)
{
	for (unsigned int i = nr_choices; i > 0; i--) {
		struct console *console = console_named(choices[i - 1].name);

		if (console)
			return console;
	}
	return consoles;
}

static int console_report_missing(void)
{
	for (unsigned int i = 0; i < nr_choices; i++) {
		if (!console_named(choices[i].name))
			pr_warn("console: no console is named %s\n",
				choices[i].name);
	}
	return 0;
}
INITCALL(late, console_report_missing);

void early_console_init(void)
{
	const struct initcall *call = __initcalls_early_start;

	/* A console that is absent has nobody to tell. */
	for (; call < __initcalls_early_end; call++)
		call->run();
}

struct console *console_first(void)
{
	return consoles;
}

void console_register(struct console *console)
{
	struct console **link = &consoles;
	unsigned long flags;
	int err = apply_options(console);

	update_enabled(console);
	while (*link)
		link = &(*link)->next;
	flags = irq_save();
	if (console_try_lock()) {
		if (console->enabled)
			printk_replay(console);
		console_unlock();
	}
	console->next = NULL;
	*link = console;
	irq_restore(flags);
	printk_flush();
	if (err)
		pr_warn("console: %s refuses its options (%d)\n", console->name,
			err);
}

void console_unregister(struct console *console)
{
	unsigned long flags = irq_save();
	struct console **link = &consoles;

	while (*link && *link != console)
		link = &(*link)->next;
	if (*link)
		*link = console->next;
	irq_restore(flags);
}

/*
 * Output.
 */

bool console_try_lock(void)
{
	return !__atomic_exchange_n(&busy, true, __ATOMIC_ACQUIRE) ||
	       going_down;
}

void console_unlock(void)
{
	__atomic_store_n(&busy, false, __ATOMIC_RELEASE);
}

void console_emit(const char *text, size_t len)
{
	struct console *console;

	for_each_console(console) {
		if (console->enabled)
			console->ops->write(console, text, len);
	}
}

void console_write_by(console_write_fn write, struct console *console,
		      const char *text, size_t len)
{
	unsigned long flags = irq_save();

	if (console_try_lock()) {
		answering = true;
		write(console, text, len);
		answering = false;
		console_unlock();
	}
	irq_restore(flags);
	printk_flush();
}

static void write_all(struct console *console, const char *text, size_t len)
{
	(void)console;
	console_emit(text, len);
}

void console_write_to(struct console *console, const char *text, size_t len)
{
	console_write_by(console ? console->ops->write : write_all, console,
			 text, len);
}

void console_write(const char *text, size_t len)
{
	console_write_to(NULL, text, len);
}

void console_vprintf(const char *fmt, va_list ap)
{
	char text[PRINTF_MAX];
	int len = vscnprintf(text, sizeof(text), fmt, ap);

	console_write(text, (size_t)len);
}

void console_printf(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	console_vprintf(fmt, ap);
	va_end(ap);
}

void console_panic_enter(void)
{
	struct console *console;

	irq_disable();
	/* Once: a driver that faults here is not to be called again. */
	if (going_down)
		return;
	going_down = true;
	for_each_console(console) {
		if (console->ops->panic_enter)
			console->ops->panic_enter(console);
	}
	printk_panic_enter();
}

bool console_going_down(void)
{
	return going_down;
}

/*
 * Input: drivers push, one reader takes. There is one writer at a time, as
 * pushing happens with interrupts off.
 */

static u8 input_buffer[INPUT_SIZE];
static struct console_client common = {.input = RING_INIT(input_buffer)};

void console_set_input_hook(void (*hook)(struct console_client *common))
{
	WRITE_ONCE(common.input_arrived, hook);
}

static struct console_client *client_of(const struct console *console)
{
	struct console_client *client = console ? READ_ONCE(console->client)
						: NULL;

	return client ? client : &common;
}

static void tell(struct console_client *client)
{
	void (*arrived)(struct console_client * client) =
		READ_ONCE(client->input_arrived);

	if (arrived)
		arrived(client);
}

void console_input_push(struct console *console, u8 byte)
{
	struct console_client *client = client_of(console);

	ring_push(&client->input, byte);
	tell(client);
}

bool console_input_push_all(struct console *console, const void *bytes,
			    size_t len)
{
	unsigned long flags = irq_save();
	struct console_client *client = client_of(console);
	bool fits = len <= ring_free(&client->input);

	if (fits)
		ring_write(&client->input, bytes, len);
	tell(client);
	irq_restore(flags);
	return fits;
}

/*
 * The reader is woken. A message of the log may come with locks held that this
 * takes, and in a panic nobody reads.
 */
void console_input_answer(struct console *console, const void *bytes,
			  size_t len)
{
	if (answering && !going_down)
		console_input_push_all(console, bytes, len);
}

size_t console_input_room(struct console *console)
{
	return ring_free(&client_of(console)->input);
}

void console_output_sent(struct console *console)
{
	struct console_client *client = READ_ONCE(console->client);

	if (client && client->output_sent)
		client->output_sent(client);
}

bool console_input_waiting(void)
{
	return !ring_empty(&common.input);
}

int console_input_last(void)
{
	if (ring_empty(&common.input))
		return -EAGAIN;
	return input_buffer[(common.input.written - 1) % INPUT_SIZE];
}

int console_trygetc(void)
{
	u8 byte;

	return ring_pop(&common.input, &byte) ? byte : -EAGAIN;
}
