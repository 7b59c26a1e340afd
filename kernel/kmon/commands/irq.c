// SPDX-License-Identifier: GPL-2.0-only
/*
 * irq: how often each interrupt line fired, and who asked for it; then the
 * processor's own interrupts. Lines nobody asked for and that never fired are
 * left out.
 */
#include <exo/console.h>
#include <exo/irq.h>
#include <exo/kmon.h>
#include <exo/local_vector.h>
#include <uapi/errno.h>

/* Rising edges are so usual that they go without saying. */
static const char *unusual_trigger(unsigned int line)
{
	static const char *const words[] = {
		[IRQ_EDGE_RISING] = "",
		[IRQ_EDGE_FALLING] = " (edge, low)",
		[IRQ_LEVEL_HIGH] = " (level, high)",
		[IRQ_LEVEL_LOW] = " (level, low)",
	};
	enum irq_trigger trigger;

	return irq_line_trigger(line, &trigger) ? words[trigger] : "";
}

static void print_line(unsigned int line, const struct irq_statistics *stats)
{
	const char *name = irq_handler_name(line, 0);

	console_printf("%4u %10llu %10llu %10llu  %s", line,
		       (unsigned long long)stats->count,
		       (unsigned long long)stats->unhandled,
		       (unsigned long long)stats->spurious, name ? name : "-");
	for (unsigned int i = 1; (name = irq_handler_name(line, i)); i++)
		console_printf(", %s", name);
	console_printf("%s%s\n", unusual_trigger(line),
		       stats->storm ? " (storm, masked)" : "");
}

static void print_local_vectors(void)
{
	const struct local_vector *vector;
	u64 count;

	for (unsigned int i = 0; (vector = local_vector_number(i, &count)); i++)
		console_printf("%4s %10llu %21s  %s\n", vector->label,
			       (unsigned long long)count, "", vector->name);
}

static int cmd_irq(int argc, char **argv)
{
	struct irq_statistics stats;

	(void)argc;
	(void)argv;
	if (!irq_chip_name())
		return -ENODEV;
	console_printf("line      count  unhandled   spurious  handler (%s)\n",
		       irq_chip_name());
	for (unsigned int line = 0; irq_statistics(line, &stats); line++) {
		if (irq_handler_name(line, 0) || stats.count || stats.spurious)
			print_line(line, &stats);
	}
	print_local_vectors();
	return 0;
}

KMON_COMMAND(irq, cmd_irq, "", "interrupt counts by line");
