// SPDX-License-Identifier: GPL-2.0-only
/*
 * Looking a code address up in the table the build appended to the image;
 * its format stands in the header. Offsets are searched by halving; the
 * names before the wanted one are walked over, which only a report pays for.
 */
#include <exo/kallsyms.h>
#include <exo/printf.h>
#include <exo/sections.h>
#include <exo/string.h>

extern const u32 __kallsyms_start[], __kallsyms_end[];

/* 0 for the empty section of an image that has not got its table. */
static u32 symbol_count(void)
{
	return &__kallsyms_start[0] < &__kallsyms_end[0] ? __kallsyms_start[0]
							 : 0;
}

static const u32 *symbol_offsets(void)
{
	return __kallsyms_start + 1;
}

static const char *symbol_name(u32 index)
{
	const char *name = (const char *)(symbol_offsets() + symbol_count());

	while (index--)
		name += strlen(name) + 1;
	return name;
}

/* How many symbols start at or below @offset. */
static u32 symbols_up_to(u32 offset)
{
	const u32 *offsets = symbol_offsets();
	u32 low = 0, high = symbol_count();

	while (low < high) {
		u32 middle = low + (high - low) / 2;

		if (offsets[middle] <= offset)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

bool kallsyms_lookup(unsigned long address, struct kallsyms_symbol *symbol)
{
	unsigned long start = (unsigned long)__text_start;
	unsigned long end = (unsigned long)__text_end;
	u32 next;

	if (!kernel_text_contains(address))
		return false;
	next = symbols_up_to((u32)(address - start));
	if (next == 0)
		return false;
	if (next < symbol_count())
		end = start + symbol_offsets()[next];
	symbol->name = symbol_name(next - 1);
	symbol->start = start + symbol_offsets()[next - 1];
	symbol->size = end - symbol->start;
	return true;
}

/* The cursor is the number of the symbol, and above it where its name begins. */
bool kallsyms_next(u64 *cursor, struct kallsyms_symbol *symbol)
{
	u32 index = (u32)*cursor, name = (u32)(*cursor >> 32);
	u32 count = symbol_count();

	if (index >= count)
		return false;
	symbol->name = symbol_name(0) + name;
	symbol->start = (unsigned long)__text_start + symbol_offsets()[index];
	symbol->size = (unsigned long)__text_end - symbol->start;
	if (index + 1 < count)
		symbol->size =
			symbol_offsets()[index + 1] - symbol_offsets()[index];
	name += (u32)strlen(symbol->name) + 1;
	*cursor = (u64)name << 32 | (index + 1);
	return true;
}

/* %pS and %ps; replaces the number-only form of lib. */
int symbol_snprint(char *buf, size_t size, unsigned long address,
		   bool with_offset)
{
	struct kallsyms_symbol symbol;

	if (!kallsyms_lookup(address, &symbol))
		return snprintf(buf, size, "0x%lx", address);
	if (!with_offset)
		return snprintf(buf, size, "%s", symbol.name);
	return snprintf(buf, size, "%s+0x%lx/0x%lx", symbol.name,
			address - symbol.start, symbol.size);
}
