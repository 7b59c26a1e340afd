/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: drivers, private to the tests of this folder. Tables built field by
 * field. They end where their memory ends, so that sanitizers see a read of
 * one byte too many, and begin at no particular alignment.
 */
#ifndef ACPI_TEST_TABLE_H
#define ACPI_TEST_TABLE_H

#include <exo/string.h>

#include "internal.h"

enum {
	TEST_TABLE_ROOM = 5000
};

struct test_table {
	struct acpi_table table;
	u32 size; /* built so far, from the start of @bytes */
	u8 bytes[TEST_TABLE_ROOM];
	u8 shown[TEST_TABLE_ROOM]; /* what @table is, at the end */
};

static inline void test_table_add(struct test_table *t, u64 value, u32 width)
{
	memcpy(t->bytes + t->size, &value, width);
	t->size += width;
}

static inline void test_table_add_bytes(struct test_table *t, const u8 *bytes,
					u32 size)
{
	memcpy(t->bytes + t->size, bytes, size);
	t->size += size;
}

static inline void test_table_begin(struct test_table *t, const char *signature,
				    u8 revision)
{
	memset(t, 0, sizeof(*t));
	memcpy(t->bytes, signature, 4);
	t->bytes[8] = revision;
	t->size = ACPI_HEADER_SIZE;
	t->table.revision = revision;
}

/* The table as its first @length bytes. */
static inline const struct acpi_table *test_table_cut(struct test_table *t,
						      u32 length)
{
	t->table.length = length;
	t->table.bytes = t->shown + sizeof(t->shown) - length;
	memcpy((u8 *)t->table.bytes, t->bytes, length);
	return &t->table;
}

static inline const struct acpi_table *test_table_end(struct test_table *t)
{
	return test_table_cut(t, t->size);
}

#endif
