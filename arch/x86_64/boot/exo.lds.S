/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The kernel image. The 32-bit entry code is linked where it is loaded, at
 * KERNEL_LOAD_ADDRESS; everything else is loaded right behind it and linked
 * KERNEL_IMAGE_BASE higher.
 *
 * Segments fill their pages to the end: a loader may put its own data into
 * any gap, and those pages are ours.
 *
 * .kallsyms is last and in a segment of its own: its size is known only
 * after the rest is linked, and it must not move anything.
 */
#include <generated/autoconf.h>
#include <asm/memlayout.h>

OUTPUT_FORMAT("elf64-x86-64")
OUTPUT_ARCH(i386:x86-64)
#ifdef CONFIG_BOOT_MULTIBOOT2
ENTRY(multiboot2_entry)
#else
ENTRY(pvh_entry)
#endif

PHDRS {
	boot PT_LOAD FLAGS(5);
	note PT_NOTE FLAGS(4);
	text PT_LOAD FLAGS(5);
	rodata PT_LOAD FLAGS(4);
	data PT_LOAD FLAGS(6);
	kallsyms PT_LOAD FLAGS(4);
}

/* A table that files add entries to through a section of its own. */
#define TABLE(section, symbol)                                      \
	. = ALIGN(8);                                               \
	__##symbol##_start = .;                                     \
	KEEP(*(section))                                            \
	__##symbol##_end = .;

#define PHYSICAL(section) (ADDR(section) - KERNEL_IMAGE_BASE)

SECTIONS {
	. = KERNEL_LOAD_ADDRESS;
	.note.pvh : {
		KEEP(*(.note.pvh))
	} :boot :note
	.boot : {
		KEEP(*(.boot.header))
		*(.boot.text)
		. = ALIGN(PAGE_SIZE);
	} :boot

	. += KERNEL_IMAGE_BASE;

	.text : AT(PHYSICAL(.text)) {
		__text_start = .;
		*(.text .text.*)
		__text_end = .;
		. = ALIGN(PAGE_SIZE);
	} :text

	.rodata : AT(PHYSICAL(.rodata)) {
		__rodata_start = .;
		*(.rodata .rodata.*)
		TABLE(.boot_options, boot_options)
		TABLE(.initcalls.early, initcalls_early)
		TABLE(.initcalls.memory, initcalls_memory)
		TABLE(.initcalls.irqchip, initcalls_irqchip)
		TABLE(.initcalls.clock, initcalls_clock)
		TABLE(.initcalls.console, initcalls_console)
		TABLE(.initcalls.device, initcalls_device)
		TABLE(.initcalls.late, initcalls_late)
		TABLE(.kmon_commands, kmon_commands)
		TABLE(.proc_files, proc_files)
		TABLE(.ktests, ktests)
		TABLE(SORT_BY_NAME(.benches.*), benches)
		__rodata_end = .;
		. = ALIGN(PAGE_SIZE);
	} :rodata

	.data : AT(PHYSICAL(.data)) {
		__data_start = .;
		*(.data .data.*)
		__data_end = .;
	} :data
	.bss : AT(PHYSICAL(.bss)) {
		__bss_start = .;
		*(.bss .bss.* COMMON)
		. = ALIGN(PAGE_SIZE);
		__bss_end = .;
	} :data

	.kallsyms : AT(PHYSICAL(.kallsyms)) {
		__kallsyms_start = .;
		KEEP(*(.kallsyms))
		__kallsyms_end = .;
		. = ALIGN(PAGE_SIZE);
	} :kallsyms
	__image_end = .;

	/* GS base is the address of the CPU's own struct cpu. */
	percpu = 0;

	__image_start = KERNEL_IMAGE_BASE + KERNEL_LOAD_ADDRESS;

	ASSERT(__image_end - __image_start < KERNEL_IMAGE_SIZE / 2,
	       "the image outgrows its window")

	/DISCARD/ : {
		*(.comment .note .note.* .eh_frame .eh_frame_hdr)
		/* Under CONFIG_KASAN clang adds constructors that do nothing. */
		*(.init_array .init_array.*)
	}
}
