// SPDX-License-Identifier: GPL-2.0-only
/*
 * Interrupt lines: the list of handlers of each, counters, and the way from a
 * vector to them.
 *
 * A line whose handlers all disclaim STORM_LIMIT interrupts in a row would
 * keep the CPU from anything else; it is masked for good and reported.
 *
 * Handlers live in a fixed pool, as lines are requested before there is a
 * heap. Lists change with interrupts off; one CPU walks them.
 */
#define pr_fmt(fmt) "irq: " fmt

#include <asm/irqflags.h>
#include <asm/trap_frame.h>
#include <exo/arch_entry.h>
#include <exo/cpu.h>
#include <exo/irq.h>
#include <exo/panic.h>
#include <exo/printk.h>
#include <exo/sched.h>
#include <uapi/errno.h>

enum {
	ACTIONS_MAX = 32,
	STORM_LIMIT = 100000,
};

struct irq_action {
	irq_handler_t handler; /* NULL in a free slot */
	void *arg;
	const char *name;
	struct irq_action *next;
};

struct irq_line {
	struct irq_action *actions;
	u64 count;
	u64 unhandled;
	u64 spurious;
	unsigned int unhandled_in_row;
	bool storm;
};

static const struct irqchip *chip;
static struct irq_action actions[ACTIONS_MAX];
static struct irq_line lines[IRQ_LINES_MAX];

static bool line_exists(unsigned int line)
{
	return chip && line < chip->nr_lines;
}

void irq_set_chip(const struct irqchip *new_chip)
{
	unsigned long flags = irq_save();

	ASSERT(new_chip->nr_lines <= IRQ_LINES_MAX);
	chip = new_chip;
	for (unsigned int line = 0; line < chip->nr_lines; line++)
		chip->mask(line);
	irq_restore(flags);
}

static struct irq_action *action_alloc(void)
{
	for (unsigned int i = 0; i < ACTIONS_MAX; i++) {
		if (!actions[i].handler)
			return &actions[i];
	}
	return NULL;
}

/* The end of the list: who asked first is called first. */
static void action_append(struct irq_line *line, struct irq_action *action)
{
	struct irq_action **link = &line->actions;

	while (*link)
		link = &(*link)->next;
	action->next = NULL;
	*link = action;
}

int irq_request(unsigned int line, irq_handler_t handler, void *arg,
		const char *name)
{
	struct irq_action *action;
	unsigned long flags;
	int err = -ENOMEM;

	ASSERT(!in_interrupt());
	if (!chip)
		return -ENODEV;
	if (!line_exists(line) || !handler)
		return -EINVAL;
	flags = irq_save();
	action = action_alloc();
	if (action) {
		action->handler = handler;
		action->arg = arg;
		action->name = name;
		action_append(&lines[line], action);
		lines[line].storm = false;
		chip->unmask(line);
		err = 0;
	}
	irq_restore(flags);
	return err;
}

void irq_free(unsigned int line, void *arg)
{
	struct irq_action **link;
	unsigned long flags;

	if (!line_exists(line))
		return;
	flags = irq_save();
	for (link = &lines[line].actions; *link; link = &(*link)->next) {
		struct irq_action *action = *link;

		if (action->arg != arg)
			continue;
		*link = action->next;
		action->handler = NULL;
		break;
	}
	if (!lines[line].actions)
		chip->mask(line);
	irq_restore(flags);
}

bool in_interrupt(void)
{
	return percpu.irq_nesting > 0;
}

static enum irq_result run_actions(unsigned int number)
{
	struct irq_action *action = lines[number].actions;
	enum irq_result result = IRQ_NONE;

	/* All of them: two devices on one edge are one interrupt. */
	for (; action; action = action->next) {
		if (action->handler(number, action->arg) == IRQ_HANDLED)
			result = IRQ_HANDLED;
	}
	return result;
}

static void count_unhandled(unsigned int number)
{
	struct irq_line *line = &lines[number];

	line->unhandled++;
	if (++line->unhandled_in_row < STORM_LIMIT)
		return;
	line->unhandled_in_row = 0;
	line->storm = true;
	chip->mask(number);
	pr_err("line %u: nobody handled %d interrupts in a row, masked\n",
	       number, STORM_LIMIT);
}

static void handle_line(unsigned int number)
{
	struct irq_line *line = &lines[number];

	if (chip->spurious(number)) {
		line->spurious++;
		return;
	}
	line->count++;
	if (run_actions(number) == IRQ_HANDLED)
		line->unhandled_in_row = 0;
	else
		count_unhandled(number);
	chip->eoi(number);
}

void irq_dispatch(struct trap_frame *frame)
{
	unsigned int number = (unsigned int)frame->vector - IRQ_VECTOR_FIRST;

	percpu.irq_nesting++;
	if (line_exists(number))
		handle_line(number);
	else
		pr_err("interrupt on vector %u, which no controller has\n",
		       (unsigned int)frame->vector);
	percpu.irq_nesting--;
	sched_interrupt_exit();
}

bool irq_statistics(unsigned int number, struct irq_statistics *stats)
{
	struct irq_line *line;
	unsigned long flags;

	if (!line_exists(number))
		return false;
	line = &lines[number];
	flags = irq_save();
	stats->name = line->actions ? line->actions->name : NULL;
	stats->count = line->count;
	stats->unhandled = line->unhandled;
	stats->spurious = line->spurious;
	stats->storm = line->storm;
	irq_restore(flags);
	return true;
}
