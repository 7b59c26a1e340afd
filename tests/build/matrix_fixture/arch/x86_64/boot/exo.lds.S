/* SPDX-License-Identifier: GPL-2.0-only */
ENTRY(start)
PHDRS {
	all PT_LOAD FLAGS(5);
	note PT_NOTE FLAGS(4);
}
SECTIONS {
	. = 0x100000;
	.note.pvh : { *(.note.pvh) } :all :note
	.text : { __text_start = .; *(.text .text.*) __text_end = .; } :all
	.data : { *(.rodata .rodata.* .data .data.* .bss .bss.*) } :all
	.kallsyms : {
		__kallsyms_start = .;
		KEEP(*(.kallsyms))
		__kallsyms_end = .;
	} :all
	/DISCARD/ : { *(.comment .note .note.GNU* .eh_frame) }
}
