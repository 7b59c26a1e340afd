// SPDX-License-Identifier: GPL-2.0-only
/*
 * Interrupt lines: the list of handlers of each, counters, and the way from a
 * vector to them.
 *
 * A line whose handlers disclaim nearly all of its interrupts, coming one upon
 * another, would keep the CPU from anything else: it is masked for good and
 * reported. What counts is the share among STORM_WINDOW interrupts; a line
 * that was quiet for a while is forgiven. An interrupt that is handled pays
 * nothing for this.
 *
 * Handlers live in a fixed pool, as lines are requested before there is a
 * heap. Their lists change under the lock; interrupts, being off meanwhile,
 * walk them without it: there is one CPU.
 */
#define pr_fmt(fmt) "irq: " fmt

#include <asm/trap_frame.h>
#include <exo/arch_entry.h>
#include <exo/cpu.h>
#include <exo/irq.h>
#include <exo/local_vector.h>
#include <exo/panic.h>
#include <exo/printk.h>
#include <exo/sched.h>
#include <exo/spinlock.h>
#include <exo/time.h>
#include <uapi/errno.h>

enum {
	ACTIONS_MAX = 32,
	STORM_WINDOW = 100000, /* interrupts */
	STORM_UNHANDLED = 90000, /* of these */
};

#define QUIET_NS (500 * NSEC_PER_MSEC)

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
	bool storm;

	/* Since the first unhandled interrupt of the window. */
	u64 window_count; /* what count was then */
	unsigned int window_unhandled;
	u64 last_unhandled_ns;
};

static struct spinlock lock = SPINLOCK_INIT("irq");

static const struct irqchip *chip;
static struct irq_action actions[ACTIONS_MAX];
static struct irq_line lines[IRQ_LINES_MAX];

static bool line_exists(unsigned int line)
{
	return chip && line < chip->nr_lines;
}

/* The same, for whoever may afford to ask the controller. */
static bool line_is_wired(unsigned int line)
{
	return line_exists(line) && (!chip->has_line || chip->has_line(line));
}

void irq_set_chip(const struct irqchip *new_chip)
{
	unsigned long flags = spin_lock_irqsave(&lock);

	ASSERT(new_chip->nr_lines <= IRQ_LINES_MAX);
	chip = new_chip;
	for (unsigned int line = 0; line < chip->nr_lines; line++)
		chip->mask(line);
	spin_unlock_irqrestore(&lock, flags);
}

unsigned int irq_isa_line(unsigned int irq)
{
	return chip && chip->isa_line ? chip->isa_line(irq) : irq;
}

int irq_set_trigger(unsigned int line, enum irq_trigger trigger)
{
	unsigned long flags;
	int err = -EBUSY;

	if (!chip)
		return -ENODEV;
	if (!line_is_wired(line))
		return -EINVAL;
	if (!chip->set_trigger)
		return -EOPNOTSUPP;
	flags = spin_lock_irqsave(&lock);
	if (!lines[line].actions) {
		chip->set_trigger(line, trigger);
		err = 0;
	}
	spin_unlock_irqrestore(&lock, flags);
	return err;
}

bool irq_line_trigger(unsigned int line, enum irq_trigger *trigger)
{
	if (!line_is_wired(line) || !chip->trigger)
		return false;
	*trigger = chip->trigger(line);
	return true;
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
	if (!line_is_wired(line) || !handler)
		return -EINVAL;
	flags = spin_lock_irqsave(&lock);
	action = action_alloc();
	if (action) {
		action->handler = handler;
		action->arg = arg;
		action->name = name;
		action_append(&lines[line], action);
		lines[line].storm = false;
		lines[line].window_unhandled = 0;
		chip->unmask(line);
		err = 0;
	}
	spin_unlock_irqrestore(&lock, flags);
	return err;
}

void irq_free(unsigned int line, void *arg)
{
	struct irq_action **link;
	unsigned long flags;

	if (!line_exists(line))
		return;
	flags = spin_lock_irqsave(&lock);
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
	spin_unlock_irqrestore(&lock, flags);
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

/* The names of @line's handlers: "ttyS0, disk". */
static void print_handlers(const struct irq_line *line)
{
	const struct irq_action *action = line->actions;

	for (; action; action = action->next)
		pr_cont("%s%s", action->name, action->next ? ", " : "");
	pr_cont("\n");
}

static void stop_storm(unsigned int number)
{
	struct irq_line *line = &lines[number];

	line->storm = true;
	chip->mask(number);
	pr_err("line %u masked: %u of %llu interrupts were nobody's, asked ",
	       number, line->window_unhandled,
	       (unsigned long long)(line->count - line->window_count));
	print_handlers(line);
}

static void count_unhandled(unsigned int number)
{
	struct irq_line *line = &lines[number];
	u64 now = time_uptime_ns();

	line->unhandled++;
	if (line->window_unhandled == 0 ||
	    line->count - line->window_count >= STORM_WINDOW ||
	    now - line->last_unhandled_ns > QUIET_NS) {
		line->window_count = line->count - 1;
		line->window_unhandled = 0;
	}
	line->last_unhandled_ns = now;
	if (++line->window_unhandled == STORM_UNHANDLED)
		stop_storm(number);
}

/* A level must be gone before the eoi, or it would come again. */
static void handle_line(unsigned int number)
{
	struct irq_line *line = &lines[number];

	if (chip->spurious && chip->spurious(number)) {
		line->spurious++;
		return;
	}
	line->count++;
	if (run_actions(number) == IRQ_NONE)
		count_unhandled(number);
	chip->eoi(number);
}

void irq_dispatch(struct trap_frame *frame)
{
	unsigned int number = (unsigned int)frame->vector - IRQ_VECTOR_FIRST;

	preempt_count_add(PREEMPT_INTERRUPT);
	percpu.interrupted_user = trap_from_user(frame);
	if (line_exists(number))
		handle_line(number);
	else
		stray_interrupt(frame);
	preempt_count_add(-PREEMPT_INTERRUPT);
	sched_interrupt_exit();
}

bool irq_statistics(unsigned int number, struct irq_statistics *stats)
{
	struct irq_line *line;
	unsigned long flags;

	if (!line_exists(number))
		return false;
	line = &lines[number];
	flags = spin_lock_irqsave(&lock);
	stats->count = line->count;
	stats->unhandled = line->unhandled;
	stats->spurious = line->spurious;
	stats->storm = line->storm;
	spin_unlock_irqrestore(&lock, flags);
	return true;
}

const char *irq_handler_name(unsigned int number, unsigned int index)
{
	const struct irq_action *action;
	const char *name = NULL;
	unsigned long flags;

	if (!line_exists(number))
		return NULL;
	flags = spin_lock_irqsave(&lock);
	for (action = lines[number].actions; action; action = action->next) {
		if (index-- == 0) {
			name = action->name;
			break;
		}
	}
	spin_unlock_irqrestore(&lock, flags);
	return name;
}

const char *irq_chip_name(void)
{
	return chip ? chip->name : NULL;
}
