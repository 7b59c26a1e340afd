/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: kernel. Interrupt lines. A controller driver registers itself as
 * the irqchip; device drivers request lines and know no controller.
 */
#ifndef EXO_IRQ_H
#define EXO_IRQ_H

#include <exo/arch_entry.h> /* IRQ_LINES_MAX */
#include <exo/preempt.h> /* in_interrupt() */
#include <exo/types.h>

enum irq_result {
	IRQ_NONE, /* not mine */
	IRQ_HANDLED,
};

/* Interrupt context, interrupts off. Reads the device, queues, wakes. */
typedef enum irq_result (*irq_handler_t)(unsigned int line, void *arg);

/* How a line signals: bit 0 is its polarity, bit 1 its trigger mode. */
enum irq_trigger {
	IRQ_EDGE_RISING,
	IRQ_EDGE_FALLING,
	IRQ_LEVEL_HIGH,
	IRQ_LEVEL_LOW,
	IRQ_ACTIVE_LOW = 1,
	IRQ_LEVEL = 2,
};

/* An interrupt controller. All calls come with interrupts off. */
struct irqchip {
	const char *name;
	unsigned int nr_lines;
	void (*mask)(unsigned int line);
	void (*unmask)(unsigned int line);
	void (*eoi)(unsigned int line);

	/* Optional from here on. */

	/* True when @line fired without cause; it then needs no eoi. */
	bool (*spurious)(unsigned int line);
	/* False for a line below nr_lines that is not wired. */
	bool (*has_line)(unsigned int line);
	/* The line that ISA interrupt @irq, 0-15, arrives at. */
	unsigned int (*isa_line)(unsigned int irq);
	/* Both or neither. The line is masked while it is set. */
	enum irq_trigger (*trigger)(unsigned int line);
	void (*set_trigger)(unsigned int line, enum irq_trigger trigger);
};

/*
 * Make @chip the controller; all its lines start masked. It may follow another
 * one of which no line has been requested yet.
 */
void irq_set_chip(const struct irqchip *chip);

/*
 * The line of ISA interrupt @irq, 0-15, as the devices of a PC are wired: the
 * same number where the controller says nothing else. Any context.
 */
unsigned int irq_isa_line(unsigned int irq);

/*
 * Say how the devices of @line signal, before it is requested; what firmware
 * says of it, or else what its bus is used to, holds otherwise. Returns 0,
 * -EINVAL for a line the chip lacks, -EBUSY when it has been requested,
 * -EOPNOTSUPP when the chip cannot be told, -ENODEV without a chip.
 */
int irq_set_trigger(unsigned int line, enum irq_trigger trigger);

/* How @line signals; false when nobody knows. */
bool irq_line_trigger(unsigned int line, enum irq_trigger *trigger);

/*
 * Call @handler on each interrupt of @line and unmask it; lines are shared
 * by all who ask. May not be called from interrupt context.
 * Returns 0, -EINVAL for a line the chip lacks, -ENODEV without a chip,
 * -ENOMEM when no more handlers can be held.
 */
int irq_request(unsigned int line, irq_handler_t handler, void *arg,
		const char *name);

/* Undo irq_request() with the same @line and @arg. */
void irq_free(unsigned int line, void *arg);

struct irq_statistics {
	u64 count;
	u64 unhandled;
	u64 spurious;
	bool storm; /* masked, because hardly any was handled */
};

/* Counters of @line; false when there is no such line. */
bool irq_statistics(unsigned int line, struct irq_statistics *stats);

/* Name of the @index-th handler of @line, NULL past the last. */
const char *irq_handler_name(unsigned int line, unsigned int index);

/* Name of the controller, NULL without one. */
const char *irq_chip_name(void);

#endif
