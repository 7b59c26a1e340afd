// SPDX-License-Identifier: GPL-2.0-only
/*
 * Access to a register that the FADT names, in ports or in memory. Memory is
 * mapped beforehand, for the machine may be going down when it is used.
 */
#include <asm/io.h>
#include <exo/ioremap.h>

#include "internal.h"

enum {
	PORTS = 0x10000
};

static bool open_port(struct acpi_access *access, u64 address)
{
	if (address + access->bits / 8 > PORTS)
		return false;
	access->port = (u16)address;
	return true;
}

static bool open_memory(struct acpi_access *access, u64 address)
{
	const size_t size = access->bits / 8;

	if (address % size)
		return false;
	access->memory = ioremap(address, size);
	return access->memory;
}

bool acpi_register_open(struct acpi_access *access,
			const struct acpi_register *reg, u8 usual_bits)
{
	const u8 bits = reg->bits;

	*access = (struct acpi_access){
		.bits = bits == 8 || bits == 16 || bits == 32 ? bits
							      : usual_bits,
	};
	if (!reg->address)
		return false;
	return reg->space == ACPI_SPACE_IO ? open_port(access, reg->address)
					   : open_memory(access, reg->address);
}

u32 acpi_register_read(const struct acpi_access *access)
{
	if (access->memory)
		return access->bits == 8    ? *(volatile u8 *)access->memory
		       : access->bits == 16 ? *(volatile u16 *)access->memory
					    : *(volatile u32 *)access->memory;
	if (access->port)
		return access->bits == 8    ? inb(access->port)
		       : access->bits == 16 ? inw(access->port)
					    : inl(access->port);
	return 0;
}

static void write_memory(const struct acpi_access *access, u32 value)
{
	if (access->bits == 8)
		*(volatile u8 *)access->memory = (u8)value;
	else if (access->bits == 16)
		*(volatile u16 *)access->memory = (u16)value;
	else
		*(volatile u32 *)access->memory = value;
}

static void write_port(const struct acpi_access *access, u32 value)
{
	if (access->bits == 8)
		outb(access->port, (u8)value);
	else if (access->bits == 16)
		outw(access->port, (u16)value);
	else
		outl(access->port, value);
}

void acpi_register_write(const struct acpi_access *access, u32 value)
{
	if (access->memory)
		write_memory(access, value);
	else if (access->port)
		write_port(access, value);
}
