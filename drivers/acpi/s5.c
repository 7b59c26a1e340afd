// SPDX-License-Identifier: GPL-2.0-only
/*
 * What must be written to switch off, without an interpreter of AML (20.2):
 * compilers write \_S5 as a name and a package of constants,
 *
 *	08 [5c] '_' 'S' '5' '_'  12 length count  element element ...
 *
 * which is looked for byte by byte. Anything that only resembles it is passed
 * over, and what runs past its end is not read.
 */
#include <exo/string.h>
#include <uapi/errno.h>

#include "internal.h"

enum {
	AML_ZERO = 0x00,
	AML_ONE = 0x01,
	AML_NAME = 0x08,
	AML_BYTE = 0x0a,
	AML_WORD = 0x0b,
	AML_DWORD = 0x0c,
	AML_PACKAGE = 0x12,
	AML_ROOT = '\\',

	NAME_SIZE = 4,
	SLEEP_TYPE_MAX = 7, /* three bits (4.8.3.2.1) */
};

/* What is left of the byte code; what does not fit leaves nothing of it. */
struct aml {
	const u8 *at, *end;
};

static bool take_byte(struct aml *aml, u8 *byte)
{
	if (aml->at == aml->end)
		return false;
	*byte = *aml->at++;
	return true;
}

/* 1 to 4 bytes, counting from the first of them on: shorten @aml to that. */
static bool take_package_length(struct aml *aml)
{
	const u8 *start = aml->at;
	u8 lead, byte;
	u32 length;

	if (!take_byte(aml, &lead))
		return false;
	length = lead >> 6 ? lead & 0x0f : lead & 0x3f;
	for (unsigned int i = 0; i < lead >> 6; i++) {
		if (!take_byte(aml, &byte))
			return false;
		length |= (u32)byte << (4 + 8 * i);
	}
	if (length > (size_t)(aml->end - start) ||
	    length < (size_t)(aml->at - start))
		return false;
	aml->end = start + length;
	return true;
}

static bool take_constant(struct aml *aml, u32 *value)
{
	unsigned int size = 0;
	u8 opcode, byte;

	if (!take_byte(aml, &opcode))
		return false;
	if (opcode == AML_BYTE || opcode == AML_WORD)
		size = opcode - AML_BYTE + 1;
	else if (opcode == AML_DWORD)
		size = 4;
	else if (opcode != AML_ZERO && opcode != AML_ONE)
		return false;
	*value = size ? 0 : opcode;
	for (unsigned int i = 0; i < size; i++) {
		if (!take_byte(aml, &byte))
			return false;
		*value |= (u32)byte << (8 * i);
	}
	return true;
}

/* The package behind the name. A single element holds both types. */
static bool take_package(struct aml aml, u8 types[2])
{
	u32 first, second;
	u8 opcode, count;

	if (!take_byte(&aml, &opcode) || opcode != AML_PACKAGE ||
	    !take_package_length(&aml) || !take_byte(&aml, &count) || !count ||
	    !take_constant(&aml, &first))
		return false;
	if (count == 1) {
		second = first >> 8;
		first &= 0xff;
	} else if (!take_constant(&aml, &second)) {
		return false;
	}
	if (first > SLEEP_TYPE_MAX || second > SLEEP_TYPE_MAX)
		return false;
	types[0] = (u8)first;
	types[1] = (u8)second;
	return true;
}

/* Whether the name at @at, of code that begins at @start, is being defined. */
static bool defined(const u8 *start, const u8 *at)
{
	if (at > start && at[-1] == AML_ROOT)
		at--;
	return at > start && at[-1] == AML_NAME;
}

int acpi_s5_find(const struct acpi_table *table, u8 types[2])
{
	const u8 *const start = table->bytes + ACPI_HEADER_SIZE;
	const u8 *const end = table->bytes + table->length;

	for (const u8 *at = start; end - at > NAME_SIZE; at++) {
		const struct aml package = {at + NAME_SIZE, end};

		if (memcmp(at, "_S5_", NAME_SIZE) == 0 && defined(start, at) &&
		    take_package(package, types))
			return 0;
	}
	return -ENOENT;
}
