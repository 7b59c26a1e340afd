// SPDX-License-Identifier: GPL-2.0-only
/*
 * A walk of the page tables as the processor does it (Intel SDM vol. 3, 4.5):
 * nine bits of the address choose an entry at each of four levels, until one
 * is a page. All tables lie in RAM, so the direct map shows them.
 */
#include <asm/memlayout.h>
#include <asm/msr.h>
#include <exo/address_probe.h>
#include <exo/compiler.h>

#define ENTRY_PRESENT  BIT(0)
#define ENTRY_WRITABLE BIT(1)
#define ENTRY_LARGE    BIT(7)
#define ENTRY_ADDRESS  0x000ffffffffff000UL

enum {
	LEVEL_BITS = 9,
	TOP_SHIFT = PAGE_SHIFT + 3 * LEVEL_BITS,
	ADDRESS_BITS = TOP_SHIFT + LEVEL_BITS,
};

static bool page_mapped(unsigned long address, bool writable)
{
	paddr_t table = read_cr3() & ENTRY_ADDRESS;
	const u64 *entries;
	unsigned int shift;
	u64 entry;

	for (shift = TOP_SHIFT;; shift -= LEVEL_BITS) {
		entries = phys_to_virt(table);
		entry = entries[address >> shift & (BIT(LEVEL_BITS) - 1)];
		if (!(entry & ENTRY_PRESENT))
			return false;
		if (writable && !(entry & ENTRY_WRITABLE))
			return false;
		if (shift == PAGE_SHIFT)
			return true;
		if (shift < TOP_SHIFT && entry & ENTRY_LARGE)
			return true;
		table = entry & ENTRY_ADDRESS;
	}
}

static bool canonical(unsigned long address)
{
	const unsigned int unused = 64 - ADDRESS_BITS;

	return (unsigned long)((long)(address << unused) >> unused) == address;
}

bool address_mapped(unsigned long address, size_t size, bool writable)
{
	unsigned long last = address + size - 1;

	if (!size || last < address || !canonical(address) || !canonical(last))
		return false;
	address = ALIGN_DOWN(address, PAGE_SIZE);
	for (;; address += PAGE_SIZE) {
		if (!page_mapped(address, writable))
			return false;
		if (last - address < PAGE_SIZE)
			return true;
	}
}
