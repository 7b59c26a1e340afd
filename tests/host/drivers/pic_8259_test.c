// SPDX-License-Identifier: GPL-2.0-only
/* The 8259 driver against a model of the two cascaded chips. */
#include <asm/io.h>
#include <exo/irq.h>
#include <exo/ktest.h>
#include <uapi/errno.h>
#include "initcalls.h"

struct chip_model {
	u8 mask; /* IMR */
	u8 in_service; /* ISR */
	u8 icw[4];
	unsigned int next_icw; /* 0: not being initialised */
	bool reads_isr; /* what OCW3 chose */
	u8 last_eoi; /* line, 0xff: none */
};

static struct {
	bool present;
	struct chip_model chips[2];
} pic;

static const struct irqchip *chip;

void irq_set_chip(const struct irqchip *new_chip)
{
	chip = new_chip;
	for (unsigned int line = 0; line < chip->nr_lines; line++)
		chip->mask(line);
}

static struct chip_model *chip_at(u16 port)
{
	if (!pic.present)
		return NULL;
	if ((port & ~1) == 0x20)
		return &pic.chips[0];
	return (port & ~1) == 0xa0 ? &pic.chips[1] : NULL;
}

u8 inb(u16 port)
{
	struct chip_model *c = chip_at(port);

	if (!c)
		return 0xff;
	if (port & 1)
		return c->mask;
	return c->reads_isr ? c->in_service : 0;
}

static void write_command(struct chip_model *c, u8 value)
{
	if (value & 0x10) {
		*c = (struct chip_model){
			.icw = {value}, .next_icw = 1, .last_eoi = 0xff};
	} else if ((value & 0x18) == 0x08) {
		c->reads_isr = (value & 3) == 3;
	} else if ((value & 0xe0) == 0x60) {
		c->last_eoi = value & 7;
		c->in_service &= (u8)~BIT(value & 7);
	}
}

static void write_data(struct chip_model *c, u8 value)
{
	if (c->next_icw == 0) {
		c->mask = value;
		return;
	}
	c->icw[c->next_icw++] = value;
	if (c->next_icw == 4)
		c->next_icw = 0;
}

void outb(u16 port, u8 value)
{
	struct chip_model *c = chip_at(port);

	if (c && (port & 1))
		write_data(c, value);
	else if (c)
		write_command(c, value);
}

static void power_up(void)
{
	pic.present = true;
	RUN_INITCALLS(irqchip);
	pic.chips[0].last_eoi = pic.chips[1].last_eoi = 0xff;
}

/* The processor acknowledged @line. */
static void take(unsigned int line)
{
	if (line < 8) {
		pic.chips[0].in_service |= (u8)BIT(line);
		return;
	}
	pic.chips[1].in_service |= (u8)BIT(line - 8);
	pic.chips[0].in_service |= (u8)BIT(2);
}

KTEST(pic, absent_chips_are_not_registered)
{
	KTEST_EXPECT_EQ(t, RUN_INITCALLS(irqchip), -ENODEV);
	KTEST_EXPECT(t, !chip);
}

KTEST(pic, lines_start_at_vector_32_in_cascade)
{
	power_up();
	KTEST_ASSERT(t, chip);
	KTEST_EXPECT_EQ(t, chip->nr_lines, 16);
	KTEST_EXPECT_EQ(t, pic.chips[0].icw[1], 32);
	KTEST_EXPECT_EQ(t, pic.chips[1].icw[1], 40);
	KTEST_EXPECT_EQ(t, pic.chips[0].icw[2], 0x04);
	KTEST_EXPECT_EQ(t, pic.chips[1].icw[2], 2);
	KTEST_EXPECT_EQ(t, pic.chips[0].icw[3], 1);
	KTEST_EXPECT_EQ(t, pic.chips[1].icw[3], 1);
}

KTEST(pic, only_the_cascade_starts_unmasked)
{
	power_up();
	KTEST_EXPECT_EQ(t, pic.chips[0].mask, 0xfb);
	KTEST_EXPECT_EQ(t, pic.chips[1].mask, 0xff);
}

KTEST(pic, unmask_and_mask_change_one_line)
{
	power_up();
	chip->unmask(4);
	chip->unmask(8);
	KTEST_EXPECT_EQ(t, pic.chips[0].mask, 0xeb);
	KTEST_EXPECT_EQ(t, pic.chips[1].mask, 0xfe);
	chip->mask(4);
	chip->mask(2);
	KTEST_EXPECT_EQ(t, pic.chips[0].mask, 0xfb);
}

KTEST(pic, eoi_ends_the_line_and_its_cascade)
{
	power_up();
	take(4);
	chip->eoi(4);
	KTEST_EXPECT_EQ(t, pic.chips[0].in_service, 0);
	KTEST_EXPECT_EQ(t, pic.chips[1].last_eoi, 0xff);
	take(12);
	chip->eoi(12);
	KTEST_EXPECT_EQ(t, pic.chips[0].in_service, 0);
	KTEST_EXPECT_EQ(t, pic.chips[1].in_service, 0);
}

KTEST(pic, eoi_leaves_an_interrupted_line_in_service)
{
	power_up();
	take(5);
	take(1);
	chip->eoi(1);
	KTEST_EXPECT_EQ(t, pic.chips[0].in_service, BIT(5));
}

KTEST(pic, real_interrupts_on_7_and_15_are_not_spurious)
{
	power_up();
	take(7);
	KTEST_EXPECT(t, !chip->spurious(7));
	take(15);
	KTEST_EXPECT(t, !chip->spurious(15));
	KTEST_EXPECT_EQ(t, pic.chips[0].last_eoi, 0xff);
}

KTEST(pic, spurious_7_is_not_acknowledged)
{
	power_up();
	take(3); /* another line in service must not be ended by mistake */
	KTEST_EXPECT(t, chip->spurious(7));
	KTEST_EXPECT_EQ(t, pic.chips[0].in_service, BIT(3));
	KTEST_EXPECT_EQ(t, pic.chips[0].last_eoi, 0xff);
}

KTEST(pic, spurious_15_is_acknowledged_at_the_first_chip_only)
{
	power_up();
	take(15);
	pic.chips[1].in_service = 0;
	KTEST_EXPECT(t, chip->spurious(15));
	KTEST_EXPECT_EQ(t, pic.chips[0].in_service, 0);
	KTEST_EXPECT_EQ(t, pic.chips[1].last_eoi, 0xff);
}

KTEST(pic, other_lines_are_never_spurious)
{
	power_up();
	for (unsigned int line = 0; line < 16; line++) {
		if (line != 7 && line != 15)
			KTEST_EXPECT(t, !chip->spurious(line));
	}
}
