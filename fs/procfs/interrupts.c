// SPDX-License-Identifier: GPL-2.0-only
/*
 * interrupts: how often each line fired and who asked for it, then what the
 * processor raises for itself. A piece is a line; the cursor counts the head,
 * the interrupt lines, the vectors and the last line as one row.
 */
#include <exo/irq.h>
#include <exo/local_vector.h>
#include <exo/proc_file.h>

/* As Linux says it: "IO-APIC   1-edge". */
static const char *trigger_word(unsigned int line)
{
	enum irq_trigger trigger;

	if (!irq_line_trigger(line, &trigger))
		return "edge"; /* as all of a PC's old controller */
	return trigger & IRQ_LEVEL ? "fasteoi" : "edge";
}

static void print_line(struct text_buffer *text, unsigned int line,
		       const struct irq_statistics *stats)
{
	const char *name = irq_handler_name(line, 0);

	if (!name && !stats->count)
		return;
	text_printf(text, "%3u: %10llu   %-8s %3u-%-8s", line,
		    (unsigned long long)stats->count, irq_chip_name(), line,
		    trigger_word(line));
	for (unsigned int i = 0; (name = irq_handler_name(line, i)); i++)
		text_printf(text, "%s%s", i ? ", " : " ", name);
	text_append(text, "\n", 1);
}

static void print_errors(struct text_buffer *text)
{
	struct irq_statistics stats;
	u64 spurious = 0, unused;

	if (local_vector_number(0, &unused))
		return; /* it counts its own */
	for (unsigned int line = 0; irq_statistics(line, &stats); line++)
		spurious += stats.spurious;
	text_printf(text, "ERR: %10llu\n", (unsigned long long)spurious);
}

/* The row behind those of the lines; false when that is behind the last. */
static bool print_vector(struct text_buffer *text, unsigned int index)
{
	const struct local_vector *vector;
	u64 count;

	vector = local_vector_number(index, &count);
	if (vector)
		text_printf(text, "%s: %10llu   %s\n", vector->label,
			    (unsigned long long)count, vector->name);
	return vector;
}

static unsigned int count_lines(void)
{
	struct irq_statistics stats;
	unsigned int line = 0;

	while (irq_statistics(line, &stats))
		line++;
	return line;
}

enum {
	ROW_END = 1 << 16,
};

static int next_row(struct text_buffer *text, u64 *cursor)
{
	unsigned int row = (unsigned int)*cursor, lines;
	struct irq_statistics stats;

	if (row >= ROW_END)
		return 0;
	++*cursor;
	if (row-- == 0) {
		text_printf(text, "           CPU0       \n");
		return 1;
	}
	if (irq_statistics(row, &stats)) {
		print_line(text, row, &stats);
		return 1;
	}
	lines = count_lines();
	if (!print_vector(text, row - lines)) {
		print_errors(text);
		*cursor = ROW_END;
	}
	return 1;
}
PROC_FILE(interrupts) = {.path = "interrupts", .next = next_row};
