// SPDX-License-Identifier: GPL-2.0-only
/*
 * The keyboard controller of a PC, an Intel 8042 or what imitates it (IBM PS/2
 * Hardware Interface Technical Reference, Keyboard and Auxiliary Device
 * Controller).
 *
 * The interrupt handler moves bytes into a ring; deferred work takes them out
 * and hands them to the keyboard's driver:
 *
 *	port 0x60 --i8042_interrupt()--> ring --deliver()--> receive()
 *
 * While the controller is set up, nothing interrupts and answers are waited
 * for, each for a limited time. Afterwards nothing here waits. The port of the
 * mouse stays disabled.
 */
#define pr_fmt(fmt) "i8042: " fmt

#include "i8042.h"

#include <asm/io.h>
#include <asm/irqflags.h>
#include <exo/acpi.h>
#include <exo/boot_option.h>
#include <exo/compiler.h>
#include <exo/deferred_work.h>
#include <exo/delay.h>
#include <exo/irq.h>
#include <exo/printk.h>
#include <exo/ring.h>
#include <exo/string.h>
#include <uapi/errno.h>

enum {
	I8042_DATA = 0x60,
	I8042_STATUS = 0x64, /* read */
	I8042_COMMAND = 0x64, /* written */
	I8042_IRQ = 1,
};

enum i8042_status {
	STATUS_OUTPUT_FULL = 0x01, /* there is a byte for us */
	STATUS_INPUT_FULL = 0x02, /* ours has not been taken yet */
	STATUS_FROM_MOUSE = 0x20,
	STATUS_PARITY = 0x80,
	STATUS_ABSENT = 0xff,
};

enum i8042_command {
	COMMAND_READ_CONFIG = 0x20,
	COMMAND_WRITE_CONFIG = 0x60,
	COMMAND_DISABLE_MOUSE = 0xa7,
	COMMAND_ENABLE_MOUSE = 0xa8,
	COMMAND_SELF_TEST = 0xaa,
	COMMAND_TEST_KEYBOARD = 0xab,
	COMMAND_DISABLE_KEYBOARD = 0xad,
	COMMAND_ENABLE_KEYBOARD = 0xae,
};

/* The configuration byte. */
enum i8042_mode {
	MODE_KEYBOARD_INTERRUPT = 0x01,
	MODE_MOUSE_INTERRUPT = 0x02,
	MODE_SYSTEM = 0x04, /* the machine has passed its tests */
	MODE_KEYBOARD_DISABLED = 0x10,
	MODE_MOUSE_DISABLED = 0x20,
	MODE_TRANSLATE = 0x40, /* scancode set 2 to set 1 */

	MODE_ENABLED = MODE_SYSTEM | MODE_MOUSE_DISABLED | MODE_TRANSLATE,
	MODE_QUIET = MODE_ENABLED | MODE_KEYBOARD_DISABLED,
	MODE_RUNNING = MODE_ENABLED | MODE_KEYBOARD_INTERRUPT,

	/* What must read as written; without a second port its bit may not. */
	MODE_CHECKED = MODE_KEYBOARD_INTERRUPT | MODE_MOUSE_INTERRUPT |
		       MODE_KEYBOARD_DISABLED | MODE_TRANSLATE,
};

enum {
	SELF_TEST_PASSED = 0x55,
	TRIES = 3,

	/* A self-test takes some 10 ms, everything else less than one. */
	POLLS_MAX = 5000,
	POLL_US = 50,
	FLUSH_MAX = 64, /* bytes; the controller and the keyboard hold 17 */

	OVERRUN = 0x00,
	BURST_MAX = 16, /* bytes read at one interrupt */
	RX_SIZE = 256, /* a power of two */
};

static struct {
	bool off; /* by the command line */
	bool working;
	unsigned int ports;
	u64 received, dropped, damaged;
	bool lost; /* dropped some since the receiver was told */
	bool fetched_ahead; /* a byte whose interrupt is still to come */
	i8042_receive_fn receive;
} controller;

static u8 rx_buffer[RX_SIZE];
static struct ring rx = RING_INIT(rx_buffer);

/*
 * Talking to the controller while nothing interrupts. Each returns false when
 * it is not ready in time.
 */

static bool wait_status(u8 mask, u8 wanted)
{
	for (unsigned int i = 0; i < POLLS_MAX; i++) {
		if ((inb(I8042_STATUS) & mask) == wanted)
			return true;
		udelay(POLL_US);
	}
	return false;
}

static bool write_command(u8 command)
{
	if (!wait_status(STATUS_INPUT_FULL, 0))
		return false;
	outb(I8042_COMMAND, command);
	return true;
}

static bool write_data(u8 byte)
{
	if (!wait_status(STATUS_INPUT_FULL, 0))
		return false;
	outb(I8042_DATA, byte);
	return true;
}

static bool read_answer(u8 *answer)
{
	if (!wait_status(STATUS_OUTPUT_FULL, STATUS_OUTPUT_FULL))
		return false;
	*answer = inb(I8042_DATA);
	return true;
}

static bool ask(u8 command, u8 *answer)
{
	return write_command(command) && read_answer(answer);
}

static bool set_mode(u8 mode)
{
	return write_command(COMMAND_WRITE_CONFIG) && write_data(mode);
}

/* Throw away what was typed so far. False when it never ends. */
static bool flush(void)
{
	for (unsigned int i = 0; i < FLUSH_MAX; i++) {
		if (!(inb(I8042_STATUS) & STATUS_OUTPUT_FULL))
			return true;
		inb(I8042_DATA);
		udelay(POLL_US);
	}
	return false;
}

/* Whether it took @mode. What is typed meanwhile may pass for the answer. */
static bool mode_is(u8 mode)
{
	u8 now = 0;

	for (unsigned int i = 0; i < TRIES; i++) {
		if (!flush() || !ask(COMMAND_READ_CONFIG, &now))
			return false;
		if ((now & MODE_CHECKED) == (mode & MODE_CHECKED))
			return true;
	}
	return false;
}

/*
 * Setting it up. Each step returns NULL, or what is wrong with the controller.
 */

static const char *silence(void)
{
	if (!write_command(COMMAND_DISABLE_KEYBOARD) ||
	    !write_command(COMMAND_DISABLE_MOUSE))
		return "takes no commands";
	if (!flush())
		return "never stops sending";
	if (!set_mode(MODE_QUIET))
		return "takes no configuration";
	return NULL;
}

/*
 * Some controllers forget their configuration over the test. Some fail it and
 * work all the same, so what is wrong with them the next steps have to show.
 */
static const char *test_controller(void)
{
	u8 result = 0;

	for (unsigned int i = 0; i < TRIES; i++) {
		if (!ask(COMMAND_SELF_TEST, &result))
			return "does not answer";
		if (result == SELF_TEST_PASSED)
			break;
	}
	if (result != SELF_TEST_PASSED)
		pr_warn("self-test failed (%#x)\n", result);
	if (!set_mode(MODE_QUIET))
		return "takes no configuration";
	return NULL;
}

/* Without a second port, the commands for it change nothing. */
static const char *count_ports(void)
{
	u8 disabled = 0, enabled = 0;

	if (!ask(COMMAND_READ_CONFIG, &disabled) ||
	    !write_command(COMMAND_ENABLE_MOUSE) ||
	    !ask(COMMAND_READ_CONFIG, &enabled) ||
	    !write_command(COMMAND_DISABLE_MOUSE))
		return "stopped answering";
	controller.ports = (disabled ^ enabled) & MODE_MOUSE_DISABLED ? 2 : 1;
	return NULL;
}

static const char *test_keyboard_port(void)
{
	static const char *const defects[] = {
		[1] = "clock is stuck low",
		[2] = "clock is stuck high",
		[3] = "data is stuck low",
		[4] = "data is stuck high",
	};
	u8 result = 0;

	if (!ask(COMMAND_TEST_KEYBOARD, &result))
		return "does not test the keyboard's line";
	if (result != 0)
		pr_warn("keyboard line failed its test (%#x): %s\n", result,
			result < ARRAY_SIZE(defects) ? defects[result]
						     : "unknown");
	return NULL;
}

static const char *enable_keyboard(void)
{
	if (!write_command(COMMAND_ENABLE_KEYBOARD) ||
	    !set_mode(MODE_ENABLED) || !mode_is(MODE_ENABLED))
		return "does not enable the keyboard";
	return NULL;
}

static const char *set_up(void)
{
	const char *(*const steps[])(void) = {silence, test_controller,
					      count_ports, test_keyboard_port,
					      enable_keyboard};
	const char *defect = NULL;

	for (unsigned int i = 0; i < ARRAY_SIZE(steps) && !defect; i++)
		defect = steps[i]();
	return defect;
}

/* Why not to look for a controller; NULL when there may be one. */
static const char *absence(void)
{
	const struct acpi_fadt *fadt = acpi_fadt();

	if (controller.off)
		return "off by the command line";
	if (fadt && !fadt->has_8042)
		return "none, says the firmware";
	if (inb(I8042_STATUS) == STATUS_ABSENT)
		return "none";
	return NULL;
}

/*
 * Running.
 */

/* What did not fit is told as keyboards tell it when they lose keys. */
static void deliver(struct deferred_work *work)
{
	u8 byte;

	(void)work;
	while (ring_pop(&rx, &byte))
		controller.receive(byte);
	if (READ_ONCE(controller.lost)) {
		WRITE_ONCE(controller.lost, false);
		controller.receive(OVERRUN);
	}
}

static DEFERRED_WORK(rx_work, deliver);

static void lose(void)
{
	controller.dropped++;
	controller.lost = true;
}

static void keep(u8 status, u8 byte)
{
	if (status & STATUS_FROM_MOUSE)
		return;
	controller.received++;
	if (status & STATUS_PARITY)
		controller.damaged++;
	else if (!ring_push(&rx, byte))
		lose();
}

/* Interrupts are off. Returns how many bytes there were. */
static unsigned int fetch(void)
{
	unsigned int count;

	for (count = 0; count < BURST_MAX; count++) {
		u8 status = inb(I8042_STATUS);

		if (!(status & STATUS_OUTPUT_FULL))
			break;
		keep(status, inb(I8042_DATA));
	}
	if (count > 0)
		deferred_work_queue(&rx_work);
	return count;
}

/*
 * A byte that was fetched along with the one before may have interrupted
 * already: the interrupt that then finds nothing is still ours.
 */
static enum irq_result i8042_interrupt(unsigned int line, void *arg)
{
	unsigned int count = fetch();
	bool ours = count > 0 || controller.fetched_ahead;

	(void)line;
	(void)arg;
	controller.fetched_ahead = count > 1;
	return ours ? IRQ_HANDLED : IRQ_NONE;
}

bool i8042_poll(void)
{
	unsigned long flags = irq_save();
	bool found = fetch() > 0;

	if (found)
		controller.fetched_ahead = true;
	irq_restore(flags);
	return found;
}

bool i8042_send(u8 byte)
{
	unsigned long flags = irq_save();
	bool ready = !(inb(I8042_STATUS) & STATUS_INPUT_FULL);

	if (ready)
		outb(I8042_DATA, byte);
	irq_restore(flags);
	return ready;
}

/* A byte that was there before the interrupts never gives one: fetch it. */
static int start_interrupts(unsigned int line)
{
	int err = irq_request(line, i8042_interrupt, NULL, "i8042");

	if (err == -ENODEV)
		pr_info("no interrupt controller: keyboard not used\n");
	if (err)
		return err;
	if (!set_mode(MODE_RUNNING)) {
		irq_free(line, NULL);
		pr_warn("controller stopped answering, not used\n");
		return -ENODEV;
	}
	i8042_poll();
	return 0;
}

int i8042_start(i8042_receive_fn receive)
{
	unsigned int line = irq_isa_line(I8042_IRQ);
	const char *defect = absence();
	int err;

	if (defect) {
		pr_info("%s\n", defect);
		return -ENODEV;
	}
	defect = set_up();
	if (defect) {
		pr_warn("controller %s, not used\n", defect);
		return -ENODEV;
	}
	controller.receive = receive;
	err = start_interrupts(line);
	if (err)
		return err;
	controller.working = true;
	pr_info("port %#x, irq %u, %u port%s\n", I8042_DATA, line,
		controller.ports, controller.ports == 1 ? "" : "s");
	return 0;
}

struct i8042_statistics i8042_statistics(void)
{
	unsigned long flags = irq_save();
	struct i8042_statistics now = {
		.working = controller.working,
		.ports = controller.ports,
		.received = controller.received,
		.dropped = controller.dropped,
		.damaged = controller.damaged,
	};

	irq_restore(flags);
	return now;
}

static int parse_i8042(const char *value)
{
	if (strcmp(value, "off") != 0)
		return -EINVAL;
	controller.off = true;
	return 0;
}
BOOT_OPTION("i8042=", parse_i8042, "off: leave the keyboard controller alone");
