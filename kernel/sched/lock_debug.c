// SPDX-License-Identifier: GPL-2.0-only
/*
 * CONFIG_LOCK_DEBUG: what must hold whenever a lock is taken or let go.
 *
 * Locks of one name form a class. When a lock is taken while another is held,
 * that is an edge from the held one's class to the new one's; the call trace
 * of its first time is kept. A new edge that closes a cycle is an order in
 * which two tasks may wait for each other for ever, whether or not they ever
 * did:
 *
 *	held A, took B		A -> B
 *	held B, takes A		B -> A: reported with both traces
 *
 * A class that an interrupt handler has taken, and that was held with
 * interrupts on at another time, can deadlock a CPU with itself.
 *
 * All state is global and changes with interrupts off.
 */
#define pr_fmt(fmt) "lock: " fmt

#include <asm/irqflags.h>
#include <exo/backtrace.h>
#include <exo/compiler.h>
#include <exo/irq.h>
#include <exo/lock_debug.h>
#include <exo/panic.h>
#include <exo/preempt.h>
#include <exo/printk.h>
#include <exo/string.h>
#include <exo/task.h>

enum {
	CLASSES_MAX = 128, /* class 0 stands for "none" */
	EDGES_MAX = 1024,
	TRACE_DEPTH = 10,
};

struct trace {
	unsigned long addresses[TRACE_DEPTH];
	unsigned int count;
	bool kept; /* it has happened */
};

struct lock_class {
	const char *name;
	struct trace taken_in_interrupt;
	struct trace held_with_interrupts_on;
	bool reported;
};

struct edge {
	u8 from, to; /* classes */
	struct trace trace;
};

static struct lock_class classes[CLASSES_MAX];
static unsigned int nr_classes = 1;
static struct edge edges[EDGES_MAX];
static unsigned int nr_edges;
static bool reporting; /* reports print, and printing may take locks */
static bool given_up; /* a table is full */
static unsigned int nr_reports;

unsigned int lock_debug_reports(void)
{
	return nr_reports;
}

/* Who holds what: start-up code before the first task has one list too. */
static struct held_locks boot_held;

static struct held_locks *held_locks(void)
{
	return current ? &current->held_locks : &boot_held;
}

static const void *caller_identity(void)
{
	return current ? (const void *)current : &boot_held;
}

static void trace_keep(struct trace *trace)
{
	if (trace->kept)
		return;
	trace->count = backtrace_capture(trace->addresses, TRACE_DEPTH);
	trace->kept = true;
}

static void trace_print(const char *what, const struct trace *trace)
{
	pr_err("%s:\n", what);
	backtrace_print_captured(LOG_ERR, trace->addresses, trace->count);
}

static bool off(void)
{
	return reporting || given_up || panic_in_progress();
}

static void report_begin(void)
{
	reporting = true;
	nr_reports++;
}

static void report_end(void)
{
	backtrace_print(LOG_ERR);
	reporting = false;
}

static void give_up(const char *what)
{
	given_up = true;
	pr_err("more %s than can be kept: no more checks\n", what);
}

/*
 * Classes.
 */

static unsigned int class_find(const char *name)
{
	for (unsigned int id = 1; id < nr_classes; id++) {
		if (strcmp(classes[id].name, name) == 0)
			return id;
	}
	if (nr_classes == CLASSES_MAX) {
		give_up("lock classes");
		return 0;
	}
	classes[nr_classes].name = name;
	return nr_classes++;
}

static unsigned int class_of(struct lock_debug *debug)
{
	if (!debug->class_id)
		debug->class_id = class_find(debug->name);
	return debug->class_id;
}

/*
 * Order.
 */

static struct edge *edge_find(unsigned int from, unsigned int to)
{
	for (unsigned int i = 0; i < nr_edges; i++) {
		if (edges[i].from == from && edges[i].to == to)
			return &edges[i];
	}
	return NULL;
}

/*
 * The first edge of a way from class @from to class @to, or NULL. Breadth
 * first: @via holds for each class reached the edge that left @from.
 */
static struct edge *path_find(unsigned int from, unsigned int to)
{
	static struct edge *via[CLASSES_MAX];
	static u8 queue[CLASSES_MAX];
	unsigned int head = 0, tail = 0;

	memset(via, 0, sizeof(via));
	queue[tail++] = (u8)from;
	while (head < tail) {
		unsigned int at = queue[head++];

		for (unsigned int i = 0; i < nr_edges; i++) {
			struct edge *edge = &edges[i];

			if (edge->from != at || via[edge->to])
				continue;
			via[edge->to] = at == from ? edge : via[at];
			if (edge->to == to)
				return via[to];
			queue[tail++] = edge->to;
		}
	}
	return NULL;
}

static void report_order(const struct edge *known, const char *held,
			 const char *wanted)
{
	report_begin();
	pr_err("%s is taken while %s is held; elsewhere %s comes after %s\n",
	       wanted, held, held, wanted);
	trace_print("There", &known->trace);
	pr_err("Here:\n");
	report_end();
}

static void edge_add(unsigned int from, unsigned int to)
{
	const struct edge *known;
	struct edge *edge;

	if (nr_edges == EDGES_MAX) {
		give_up("orders of locks");
		return;
	}
	known = path_find(to, from);
	edge = &edges[nr_edges++];
	edge->from = (u8)from;
	edge->to = (u8)to;
	trace_keep(&edge->trace);
	if (known)
		report_order(known, classes[from].name, classes[to].name);
}

static void check_order(const struct lock_debug *wanted)
{
	const struct held_locks *held = held_locks();

	for (unsigned int i = 0; i < held->count && !off(); i++) {
		unsigned int from = held->locks[i]->class_id;

		/* Of one class, the caller knows an order of his own. */
		if (from && from != wanted->class_id &&
		    !edge_find(from, wanted->class_id))
			edge_add(from, wanted->class_id);
	}
}

/*
 * Context.
 */

static void check_interrupts(struct lock_class *class, bool irqs_on)
{
	if (in_interrupt())
		trace_keep(&class->taken_in_interrupt);
	else if (irqs_on)
		trace_keep(&class->held_with_interrupts_on);
	if (!class->taken_in_interrupt.kept ||
	    !class->held_with_interrupts_on.kept || class->reported)
		return;
	class->reported = true;
	report_begin();
	pr_err("interrupt handlers take %s, which is held with interrupts on\n",
	       class->name);
	trace_print("In an interrupt", &class->taken_in_interrupt);
	trace_print("With interrupts on", &class->held_with_interrupts_on);
	report_end();
}

/* Start-up code has interrupts off and nobody to wait for. */
static void check_may_sleep(const char *what, bool irqs_on)
{
	if (!current || (irqs_on && !preempt_is_off()))
		return;
	report_begin();
	pr_err("%s may sleep, but preemption or interrupts are off\n", what);
	report_end();
}

static void report_owner(const struct lock_debug *debug, const char *what)
{
	report_begin();
	pr_err("%s %s\n", debug->name, what);
	report_end();
}

/*
 * What locks call.
 */

void lock_debug_attempt(struct lock_debug *debug, enum lock_kind kind)
{
	const bool irqs_on = irqs_enabled();
	unsigned long flags;

	if (off())
		return;
	flags = irq_save();
	if (class_of(debug)) {
		if (kind == LOCK_SLEEP)
			check_may_sleep(debug->name, irqs_on);
		else
			check_interrupts(&classes[debug->class_id], irqs_on);
		if (debug->owner == caller_identity())
			report_owner(debug, "is taken by its holder again");
		check_order(debug);
	}
	irq_restore(flags);
}

void lock_debug_acquired(struct lock_debug *debug)
{
	unsigned long flags = irq_save();
	struct held_locks *held = held_locks();

	class_of(debug); /* trylock comes without lock_debug_attempt() */
	if (held->count < HELD_LOCKS_MAX)
		held->locks[held->count++] = debug;
	else if (!off())
		give_up("locks held at once");
	debug->owner = caller_identity();
	irq_restore(flags);
}

static void held_remove(struct held_locks *held, const struct lock_debug *debug)
{
	unsigned int i = held->count;

	while (i > 0 && held->locks[i - 1] != debug)
		i--;
	if (i == 0)
		return;
	for (; i < held->count; i++)
		held->locks[i - 1] = held->locks[i];
	held->count--;
}

void lock_debug_release(struct lock_debug *debug)
{
	unsigned long flags = irq_save();

	if (debug->owner != caller_identity() && !off())
		report_owner(debug, "is let go by who does not hold it");
	held_remove(held_locks(), debug);
	debug->owner = NULL;
	irq_restore(flags);
}

void lock_debug_assert_held(const struct lock_debug *debug)
{
	ASSERT(debug->owner == caller_identity());
}

void lock_debug_thread_exit(void)
{
	const struct held_locks *held = held_locks();

	if (held->count && !off())
		report_owner(held->locks[held->count - 1],
			     "is held by a thread that ends");
}

void might_sleep(void)
{
	if (!off())
		check_may_sleep("The caller", irqs_enabled());
}

void assert_irqs_off(void)
{
	ASSERT(!irqs_enabled());
}
