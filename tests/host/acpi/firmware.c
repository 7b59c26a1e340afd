// SPDX-License-Identifier: GPL-2.0-only
#include <exo/compiler.h>
#include <exo/string.h>

#include "../boot/loader_memory.h"
#include "firmware.h"

struct firmware firmware[NR_BLOCKS];

static void add(enum firmware_block block, u64 value, u32 width)
{
	memcpy(firmware[block].bytes + firmware[block].size, &value, width);
	firmware[block].size += width;
}

static void add_bytes(enum firmware_block block, const void *bytes, u32 size)
{
	memcpy(firmware[block].bytes + firmware[block].size, bytes, size);
	firmware[block].size += size;
}

static void set(enum firmware_block block, u32 offset, u64 value, u32 width)
{
	memcpy(firmware[block].bytes + offset, &value, width);
}

static void begin(enum firmware_block block, paddr_t address,
		  const char *signature)
{
	memset(&firmware[block], 0, sizeof(firmware[block]));
	firmware[block].address = address;
	add_bytes(block, signature, 4);
	add(block, 0, 4);
	add(block, 1, 2);
	add_bytes(block, "BOCHS BXPC    \1\0\0\0BXPC\1\0\0", 26);
}

static void end(enum firmware_block block)
{
	set(block, 4, firmware[block].size, 4);
	firmware_seal(block);
}

static void set_sum(enum firmware_block block, u32 at, u32 size)
{
	u8 *bytes = firmware[block].bytes;
	u8 sum = 0;

	bytes[at] = 0;
	for (u32 i = 0; i < size; i++)
		sum += bytes[i];
	bytes[at] = (u8)-sum;
}

void firmware_seal(enum firmware_block block)
{
	if (block == RSDP) {
		set_sum(block, 8, 20);
		set_sum(block, 32, 36);
	} else {
		set_sum(block, 9, firmware[block].size);
	}
}

static void make_apic(void)
{
	static const u8 entries[] = {
		1, 12, 0,  0, 0, 0,  0xc0, 0xfe, 0,  0, 0,    0, /* I/O APIC */
		2, 10, 0,  0, 2, 0,  0,	   0,	 0,  0, /* irq 0 at line 2 */
		2, 10, 0,  5, 5, 0,  0,	   0,	 13, 0, 2,    10, 0,  9, 9, 0,
		0, 0,  13, 0, 2, 10, 0,	   10,	 10, 0, 0,    0,  13, 0, 2, 10,
		0, 11, 11, 0, 0, 0,  13,   0,	 4,  6, 0xff, 0,  0,  1, /* NMI at LINT1 of all */
	};

	begin(APIC, 0x7fe22cd, "APIC");
	add(APIC, 0xfee00000, 4);
	add(APIC, 1, 4);
	for (u8 i = 0; i < 4; i++)
		add(APIC, 0x0100000800 | (u64)i << 24 | (u64)i << 16, 8);
	add_bytes(APIC, entries, sizeof(entries));
	end(APIC);
}

static void make_facp(void)
{
	begin(FACP, 0x7fe21d9, "FACP");
	firmware[FACP].size = 244;
	firmware[FACP].bytes[8] = 3;
	set(FACP, 40, firmware[DSDT].address, 4);
	set(FACP, 46, 9, 2);
	set(FACP, 64, 0x604, 4);
	set(FACP, 76, 0x608, 4);
	set(FACP, 89, 2, 1);
	set(FACP, 91, 4, 1);
	set(FACP, 109, 2, 2); /* an 8042 */
	set(FACP, 112, 0x84a5, 4); /* a reset register, among others */
	set(FACP, 116, 0x0801, 2);
	set(FACP, 120, 0xcf9, 8);
	set(FACP, 128, 0x0f, 1);
	set(FACP, 140, firmware[DSDT].address, 8);
	end(FACP);
}

static void make_roots(void)
{
	static const enum firmware_block named[] = {FACP, APIC, HPET};

	begin(XSDT, 0x7fe2405, "XSDT");
	begin(RSDT, 0x7fe2503, "RSDT");
	for (size_t i = 0; i < ARRAY_SIZE(named); i++) {
		add(XSDT, firmware[named[i]].address, 8);
		add(RSDT, firmware[named[i]].address, 4);
	}
	end(XSDT);
	end(RSDT);
}

static void make_rsdp(void)
{
	memset(&firmware[RSDP], 0, sizeof(firmware[RSDP]));
	firmware[RSDP].address = 0x7fe2707;
	add_bytes(RSDP, "RSD PTR \0BOCHS \2", 16);
	add(RSDP, firmware[RSDT].address, 4);
	add(RSDP, 36, 4);
	add(RSDP, firmware[XSDT].address, 8);
	add(RSDP, 0, 4);
	firmware_seal(RSDP);
}

void firmware_make(void)
{
	begin(DSDT, 0x7fe0041, "DSDT");
	add_bytes(DSDT, "\x10\x05_SB_\x08_S5_\x12\x06\x04\x01\x0a\x05\0\0", 20);
	end(DSDT);
	begin(HPET, 0x7fe235d, "HPET");
	add(HPET, 0x8086a201, 4);
	add_bytes(HPET, "\0\0\0\0\0\0\xd0\xfe\0\0\0\0\0\0\0\0", 16);
	end(HPET);
	make_apic();
	make_facp();
	make_roots();
	make_rsdp();
}

void firmware_install(void)
{
	memory_clear();
	for (int i = 0; i < NR_BLOCKS; i++)
		if (firmware[i].size)
			memory_put(firmware[i].address, firmware[i].bytes,
				   firmware[i].size);
}
