/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: arch, private to arch/x86_64/boot. One parser per boot protocol
 * turns what its loader left in memory into struct boot_info.
 *
 * A parser trusts nothing: every length is checked before it is used, and
 * what does not add up is named in the log and refused with -EINVAL. It
 * copies everything it keeps.
 */
#ifndef BOOT_H
#define BOOT_H

#include <exo/boot_info.h>
#include <exo/types.h>
#include <uapi/errno.h>

/* What the entry stubs pass in edi, and boot.asm to boot_main(). */
enum boot_protocol {
	BOOT_PROTOCOL_UNKNOWN,
	BOOT_PROTOCOL_MULTIBOOT2,
	BOOT_PROTOCOL_PVH,
};

/*
 * Physical memory as the parsers read it: a pointer to @size bytes at
 * @phys, or NULL when they are not all inside the early map.
 */
const void *boot_memory(paddr_t phys, u64 size);

/*
 * Fill @boot from the multiboot2 information at @info.
 * Returns 0, or -EINVAL after naming the defect in the log.
 * Source: Multiboot2 Specification 2.0, section 3.6.
 */
int multiboot2_parse(paddr_t info, struct boot_info *boot);

/*
 * Fill @boot from the struct hvm_start_info at @start_info.
 * Returns 0, or -EINVAL after naming the defect in the log.
 * Source: Xen, x86/HVM direct boot ABI (PVH).
 */
int pvh_parse(paddr_t start_info, struct boot_info *boot);

/*
 * Additions to @boot, shared by the parsers. Each returns 0, or -EINVAL
 * after naming the defect: a range that wraps, or a full table.
 */
int boot_add_region(struct boot_info *boot, paddr_t start, u64 size,
		    enum boot_region_type type);
int boot_add_module(struct boot_info *boot, paddr_t start, u64 size,
		    const char *name);
int boot_add_loader_range(struct boot_info *boot, paddr_t start, u64 size);

/* The meaning of an e820 type number; both protocols use them. */
enum boot_region_type boot_region_type_of_e820(u32 type);

/*
 * Copy the string at @text, of which @limit bytes may be read, into @buffer.
 * Returns its length without NUL, or -EINVAL when it is not terminated or
 * does not fit, after saying so of @what.
 */
ssize_t boot_copy_string(char *buffer, size_t buffer_size, const char *text,
			 size_t limit, const char *what);

/* A region in [@start, @end) that is not usable RAM, or NULL. */
const struct boot_region *boot_find_conflict(const struct boot_info *boot,
					     paddr_t start, paddr_t end);

/* Does the loader's information, or a module, lie in [@start, @end)? */
bool boot_range_holds_loader_data(const struct boot_info *boot, paddr_t start,
				  paddr_t end);

/* True when usable regions cover all of [@start, @end). */
bool boot_range_is_usable(const struct boot_info *boot, paddr_t start,
			  paddr_t end);

#endif
