// SPDX-License-Identifier: GPL-2.0-only
/*
 * Stopping the machine: by what a driver knows, or else what PCs have. A reset
 * is then tried in three ways, since microvm has none but the last and some PCs
 * lack the first.
 */
#include <asm/io.h>
#include <asm/irqflags.h>
#include <exo/console.h>
#include <exo/machine.h>
#include <exo/printk.h>
#include <exo/types.h>

enum {
	RESET_CONTROL = 0xcf9, /* of the PCI chipset */
	RESET_CONTROL_HARD = 0x02,
	RESET_CONTROL_GO = 0x04,

	KEYBOARD_STATUS = 0x64,
	KEYBOARD_STATUS_BUSY = 0x02,
	KEYBOARD_COMMAND = 0x64,
	KEYBOARD_PULSE_RESET = 0xfe,

	QEMU_EXIT_PORT = 0xf4,

	PIT_CHANNEL_0 = 0x40,
	PIT_COMMAND = 0x43,
	PIT_CHANNEL_0_RATE = 0x34, /* both bytes, mode 2, binary */
	PIT_CHANNEL_0_LATCH = 0x00,
	PIT_HZ = 1193182,
};

/* Port reads before a device is taken for absent; a read is about 1 us. */
#define POLL_LIMIT 100000

void machine_halt(void)
{
	console_panic_enter();
	irq_disable();
	for (;;)
		__asm__ volatile("hlt");
}

static void reset_by_chipset(void)
{
	outb(RESET_CONTROL, RESET_CONTROL_HARD);
	outb(RESET_CONTROL, RESET_CONTROL_HARD | RESET_CONTROL_GO);
	for (unsigned int i = 0; i < 1000; i++)
		io_delay();
}

static void reset_by_keyboard_controller(void)
{
	for (unsigned int i = 0; i < POLL_LIMIT; i++)
		if (!(inb(KEYBOARD_STATUS) & KEYBOARD_STATUS_BUSY))
			break;
	outb(KEYBOARD_COMMAND, KEYBOARD_PULSE_RESET);
	for (unsigned int i = 0; i < 1000; i++)
		io_delay();
}

/* An exception with no descriptor for it or for what follows. */
static __noreturn void reset_by_triple_fault(void)
{
	static const struct {
		u16 limit;
		u64 base;
	} __packed no_idt;

	__asm__ volatile("lidt %0; int3" : : "m"(no_idt));
	machine_halt();
}

static void (*driver_poweroff)(void);
static void (*driver_reset)(void);

void machine_set_poweroff(void (*way)(void))
{
	driver_poweroff = way;
}

void machine_set_reset(void (*way)(void))
{
	driver_reset = way;
}

void machine_reboot(void)
{
	console_panic_enter();
	irq_disable();
	if (driver_reset)
		driver_reset();
	reset_by_chipset();
	reset_by_keyboard_controller();
	reset_by_triple_fault();
}

void machine_poweroff(void)
{
	console_panic_enter();
	irq_disable();
	if (driver_poweroff)
		driver_poweroff();
	if (IS_ENABLED(CONFIG_QEMU_EXIT))
		outl(QEMU_EXIT_PORT, 0);
	pr_emerg("No way to switch this machine off is known; halted\n");
	machine_halt();
}

void machine_exit(unsigned int code)
{
	console_panic_enter();
	irq_disable();
	if (IS_ENABLED(CONFIG_QEMU_EXIT))
		outl(QEMU_EXIT_PORT, code);
	pr_emerg("No QEMU to leave; halted\n");
	machine_halt();
}

static u16 pit_count(void)
{
	u16 low;

	outb(PIT_COMMAND, PIT_CHANNEL_0_LATCH);
	low = inb(PIT_CHANNEL_0);
	return (u16)(low | inb(PIT_CHANNEL_0) << 8);
}

/* The counter runs down and around 16 bits, 18 times a second. */
void machine_wait_seconds(unsigned int seconds)
{
	u64 left = (u64)seconds * PIT_HZ;
	unsigned int unchanged = 0;
	u16 last;

	outb(PIT_COMMAND, PIT_CHANNEL_0_RATE);
	outb(PIT_CHANNEL_0, 0);
	outb(PIT_CHANNEL_0, 0);
	last = pit_count();
	while (left && unchanged < POLL_LIMIT) {
		u16 now = pit_count();
		u16 passed = (u16)(last - now);

		unchanged = passed ? 0 : unchanged + 1;
		left -= min(left, (u64)passed);
		last = now;
	}
}
