/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The ACPI tables of a machine, made as QEMU's q35 has them, each a block of
 * memory at an address that is not aligned to anything.
 */
#ifndef FIRMWARE_H
#define FIRMWARE_H

#include <exo/types.h>

enum firmware_block {
	RSDP,
	XSDT,
	RSDT,
	FACP,
	APIC,
	HPET,
	DSDT,
	NR_BLOCKS,

	FIRMWARE_BLOCK_MAX = 4096,
};

struct firmware {
	paddr_t address;
	u32 size;
	u8 bytes[FIRMWARE_BLOCK_MAX];
};

extern struct firmware firmware[NR_BLOCKS];

/* A sound machine: 4 processors, the RSDP of revision 2. */
void firmware_make(void);

/* Have the checksums of a block right, if it holds its own length. */
void firmware_seal(enum firmware_block block);

/* Put all blocks that have a size in the memory that parsers see. */
void firmware_install(void);

#endif
