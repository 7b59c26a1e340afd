// SPDX-License-Identifier: GPL-2.0-only
/* Tests of the queue of typed bytes. */
#include <asm/irqflags.h>
#include <exo/console.h>
#include <exo/ktest.h>
#include <uapi/errno.h>

static void drain(void)
{
	while (console_trygetc() >= 0)
		;
}

/* Until not even one byte fits; how many did. Interrupts are off. */
static unsigned int fill(void)
{
	unsigned int count = 0;

	while (console_input_push_all(NULL, "x", 1))
		count++;
	return count;
}

KTEST(console_input, bytes_come_out_in_the_order_pushed)
{
	unsigned long flags = irq_save();

	drain();
	console_input_push(NULL, 'a');
	KTEST_EXPECT(t, console_input_push_all(NULL, "\x1b[A", 3));
	KTEST_EXPECT(t, console_input_waiting());
	KTEST_EXPECT_EQ(t, console_trygetc(), 'a');
	KTEST_EXPECT_EQ(t, console_trygetc(), 0x1b);
	KTEST_EXPECT_EQ(t, console_trygetc(), '[');
	KTEST_EXPECT_EQ(t, console_trygetc(), 'A');
	KTEST_EXPECT_EQ(t, console_trygetc(), -EAGAIN);
	irq_restore(flags);
}

KTEST(console_input, a_sequence_that_does_not_fit_is_dropped_as_a_whole)
{
	unsigned long flags = irq_save();
	unsigned int count;

	drain();
	count = fill();
	console_trygetc();
	console_trygetc();
	KTEST_EXPECT(t, !console_input_push_all(NULL, "\x1b[A", 3));
	KTEST_EXPECT(t, console_input_push_all(NULL, "yz", 2));
	for (unsigned int i = 2; i < count; i++)
		KTEST_EXPECT_EQ(t, console_trygetc(), 'x');
	KTEST_EXPECT_EQ(t, console_trygetc(), 'y');
	KTEST_EXPECT_EQ(t, console_trygetc(), 'z');
	KTEST_EXPECT(t, !console_input_waiting());
	irq_restore(flags);
}
