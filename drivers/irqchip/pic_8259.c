// SPDX-License-Identifier: GPL-2.0-only
/*
 * The two cascaded 8259A interrupt controllers of a PC (Intel 8259A data
 * sheet): lines 0-7 on the first, 8-15 on the second, whose output is line 2
 * of the first.
 *
 * A line that drops between the request and the CPU's acknowledgement shows
 * up as line 7 or 15 with its bit in the in-service register clear: spurious,
 * and it must not be acknowledged. For line 15 the first controller did see a
 * real request on its line 2, which must be.
 */
#include <asm/io.h>
#include <exo/arch_entry.h>
#include <exo/initcall.h>
#include <exo/irq.h>
#include <exo/printk.h>
#include <uapi/errno.h>

enum {
	PIC1_COMMAND = 0x20,
	PIC1_DATA = 0x21,
	PIC2_COMMAND = 0xa0,
	PIC2_DATA = 0xa1,

	LINES_PER_CHIP = 8,
	NR_LINES = 2 * LINES_PER_CHIP,
	CASCADE_LINE = 2,
	LAST_LINE = 7, /* of each chip: where spurious interrupts appear */

	ICW1_INIT = 0x11, /* edge triggered, cascaded, ICW4 follows */
	ICW4_8086 = 0x01,
	OCW2_SPECIFIC_EOI = 0x60, /* plus the line */
	OCW3_READ_ISR = 0x0b,
};

/* Set bits are masked lines; the cascade is never masked. */
static u16 masked_lines = (u16)~BIT(CASCADE_LINE);

static void write_masks(void)
{
	outb(PIC1_DATA, (u8)masked_lines);
	outb(PIC2_DATA, (u8)(masked_lines >> LINES_PER_CHIP));
}

static void pic_mask(unsigned int line)
{
	if (line == CASCADE_LINE)
		return;
	masked_lines |= (u16)BIT(line);
	write_masks();
}

static void pic_unmask(unsigned int line)
{
	masked_lines &= (u16)~BIT(line);
	write_masks();
}

static void send_eoi(u16 command_port, unsigned int chip_line)
{
	outb(command_port, (u8)(OCW2_SPECIFIC_EOI | chip_line));
}

static bool in_service(u16 command_port, unsigned int chip_line)
{
	outb(command_port, OCW3_READ_ISR);
	return inb(command_port) & BIT(chip_line);
}

static bool pic_spurious(unsigned int line)
{
	if (line == LAST_LINE)
		return !in_service(PIC1_COMMAND, LAST_LINE);
	if (line != LINES_PER_CHIP + LAST_LINE)
		return false;
	if (in_service(PIC2_COMMAND, LAST_LINE))
		return false;
	send_eoi(PIC1_COMMAND, CASCADE_LINE);
	return true;
}

static void pic_eoi(unsigned int line)
{
	if (line < LINES_PER_CHIP) {
		send_eoi(PIC1_COMMAND, line);
		return;
	}
	send_eoi(PIC2_COMMAND, line - LINES_PER_CHIP);
	send_eoi(PIC1_COMMAND, CASCADE_LINE);
}

/* Old chips need a moment between initialisation words. */
static void init_write(u16 port, u8 value)
{
	outb(port, value);
	io_delay();
}

static void init_chip(u16 command_port, u8 first_vector, u8 cascade)
{
	u16 data_port = command_port + 1;

	init_write(command_port, ICW1_INIT);
	init_write(data_port, first_vector);
	init_write(data_port, cascade);
	init_write(data_port, ICW4_8086);
}

/* The mask register keeps what is written to it; nobody reads as all ones. */
static bool chip_answers(u16 data_port)
{
	outb(data_port, 0xa5);
	if (inb(data_port) != 0xa5)
		return false;
	outb(data_port, 0xff);
	return inb(data_port) == 0xff;
}

static const struct irqchip pic_8259 = {
	.name = "8259",
	.nr_lines = NR_LINES,
	.mask = pic_mask,
	.unmask = pic_unmask,
	.spurious = pic_spurious,
	.eoi = pic_eoi,
};

static int pic_8259_init(void)
{
	init_chip(PIC1_COMMAND, IRQ_VECTOR_FIRST, BIT(CASCADE_LINE));
	init_chip(PIC2_COMMAND, IRQ_VECTOR_FIRST + LINES_PER_CHIP,
		  CASCADE_LINE);
	if (!chip_answers(PIC1_DATA) || !chip_answers(PIC2_DATA))
		return -ENODEV;
	irq_set_chip(&pic_8259);
	return 0;
}
INITCALL(irqchip, pic_8259_init);
