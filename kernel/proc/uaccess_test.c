// SPDX-License-Identifier: GPL-2.0-only
/*
 * Copies from and to user memory that ends in the middle of them, and everything
 * else that a pointer of a program's may be.
 */
#include <asm/cpu_features.h>
#include <asm/exception_table.h>
#include <asm/irqflags.h>
#include <exo/ktest.h>
#include <exo/uaccess.h>

#include "ring3.h"
#include "ring3_programs.h"

enum {
	SIZE_MAX_TRIED = 72, /* beyond each form of copy */
	PATTERN = 0xa5,
};

/* Be in an address space, until mm_leave(). */
static void use(struct mm *mm)
{
	unsigned long flags = irq_save();

	mm_switch(mm);
	irq_restore(flags);
}

static void *user(unsigned long address)
{
	return (void *)address;
}

static void fill(u8 *bytes, size_t count, u8 first)
{
	for (size_t i = 0; i < count; i++)
		bytes[i] = (u8)(first + i);
}

/* How many of @count bytes are not what fill() makes, or @other behind @good. */
static unsigned int count_wrong(const u8 *bytes, size_t count, size_t good,
				u8 first)
{
	unsigned int wrong = 0;

	for (size_t i = 0; i < count; i++)
		wrong += bytes[i] != (i < good ? (u8)(first + i) : PATTERN);
	return wrong;
}

/* The last @there bytes of the page are the first of the copy. */
KTEST(uaccess, copy_from_beyond_the_end_gives_all_that_is_there)
{
	u8 buffer[SIZE_MAX_TRIED];
	unsigned int wrong = 0;
	struct ring3 ring3;

	KTEST_ASSERT(t, ring3_create(&ring3));
	use(&ring3.mm);
	for (size_t size = 0; size <= SIZE_MAX_TRIED; size++) {
		for (size_t there = 0; there <= size; there++) {
			u8 *data = (u8 *)ring3_data(&ring3) + PAGE_SIZE - there;

			fill(data, there, 1);
			memset(buffer, PATTERN, sizeof(buffer));
			wrong += user_copy_from_part(
					 buffer, user(RING3_DATA_END - there),
					 size) != there;
			wrong += count_wrong(buffer, size, there, 1);
			wrong += user_copy_from(buffer,
						user(RING3_DATA_END - there),
						size) !=
				 (there < size ? -EFAULT : 0);
		}
	}
	mm_leave(&ring3.mm);
	KTEST_EXPECT_EQ(t, wrong, 0);
	ring3_destroy(&ring3);
}

KTEST(uaccess, copy_to_beyond_the_end_fills_all_that_is_there)
{
	u8 buffer[SIZE_MAX_TRIED];
	unsigned int wrong = 0;
	struct ring3 ring3;

	KTEST_ASSERT(t, ring3_create(&ring3));
	fill(buffer, sizeof(buffer), 1);
	use(&ring3.mm);
	for (size_t size = 0; size <= SIZE_MAX_TRIED; size++) {
		for (size_t there = 0; there <= size; there++) {
			u8 *data = (u8 *)ring3_data(&ring3) + PAGE_SIZE - there;

			memset(data - 8, PATTERN, there + 8);
			wrong += user_copy_to_part(user(RING3_DATA_END - there),
						   buffer, size) != there;
			wrong += count_wrong(data, there, there, 1);
			wrong += count_wrong(data - 8, 8, 0, 0);
			wrong += user_zero_part(user(RING3_DATA_END - there),
						size) != there;
			for (size_t i = 0; i < there; i++)
				wrong += data[i] != 0;
			wrong += count_wrong(data - 8, 8, 0, 0);
		}
	}
	mm_leave(&ring3.mm);
	KTEST_EXPECT_EQ(t, wrong, 0);
	ring3_destroy(&ring3);
}

/* Each length, at each distance from the end of the page, into each buffer. */
KTEST(uaccess, string_ends_with_its_nul_the_buffer_or_the_memory)
{
	enum {
		LENGTH_MAX = 20
	};
	char buffer[LENGTH_MAX + 2], text[LENGTH_MAX + 1];
	unsigned int wrong = 0;
	struct ring3 ring3;

	memset(text, 'x', sizeof(text));
	KTEST_ASSERT(t, ring3_create(&ring3));
	use(&ring3.mm);
	for (size_t there = 1; there <= LENGTH_MAX; there++) {
		for (size_t length = 0; length <= there; length++) {
			char *data =
				(char *)ring3_data(&ring3) + PAGE_SIZE - there;
			ssize_t expected;

			memset(data, 'x', there);
			if (length < there)
				data[length] = '\0';
			for (size_t size = 1; size <= LENGTH_MAX + 1; size++) {
				expected = size <= min(length, there)
						   ? -ENAMETOOLONG
					   : length == there ? -EFAULT
							     : (ssize_t)length;
				memset(buffer, 'y', sizeof(buffer));
				wrong += user_string_copy(
						 buffer,
						 user(RING3_DATA_END - there),
						 size) != expected;
				wrong += buffer[size] != 'y';
				if (expected < 0)
					continue;
				wrong += !!memcmp(buffer, text, length);
				wrong += buffer[length] != '\0';
			}
		}
	}
	mm_leave(&ring3.mm);
	KTEST_EXPECT_EQ(t, wrong, 0);
	ring3_destroy(&ring3);
}

KTEST(uaccess, numbers_of_each_size_are_read_and_written)
{
	struct ring3 ring3;
	u64 value = 0;
	u16 half = 1;

	KTEST_ASSERT(t, ring3_create(&ring3));
	*(u64 *)ring3_data(&ring3) = 0x1122334455667788;
	use(&ring3.mm);
	KTEST_EXPECT_EQ(t, user_get(value, (u64 __user *)RING3_DATA), 0);
	KTEST_EXPECT_EQ(t, value, 0x1122334455667788);
	KTEST_EXPECT_EQ(t, user_get(value, (u32 __user *)RING3_DATA), 0);
	KTEST_EXPECT_EQ(t, value, 0x55667788);
	KTEST_EXPECT_EQ(t, user_get(value, (u16 __user *)RING3_DATA), 0);
	KTEST_EXPECT_EQ(t, value, 0x7788);
	KTEST_EXPECT_EQ(t, user_get(value, (u8 __user *)RING3_DATA), 0);
	KTEST_EXPECT_EQ(t, value, 0x88);
	KTEST_EXPECT_EQ(t, user_get(half, (u16 __user *)(RING3_DATA_END - 1)),
			-EFAULT);
	KTEST_EXPECT_EQ(t, half, 0);
	KTEST_EXPECT_EQ(t, user_put((u8 __user *)RING3_DATA, 1), 0);
	KTEST_EXPECT_EQ(t, user_put((u16 __user *)(RING3_DATA + 2), 2), 0);
	KTEST_EXPECT_EQ(t, user_put((u32 __user *)(RING3_DATA + 4), 3), 0);
	KTEST_EXPECT_EQ(t, user_put((u64 __user *)(RING3_DATA + 8), ~0UL), 0);
	KTEST_EXPECT_EQ(t, user_put((u32 __user *)RING3_CONSTANT, 3), -EFAULT);
	KTEST_EXPECT_EQ(t, user_put((u32 __user *)RING3_DATA_END, 3), -EFAULT);
	mm_leave(&ring3.mm);
	KTEST_EXPECT_EQ(t, *(u64 *)ring3_data(&ring3), 0x300027701);
	ring3_destroy(&ring3);
}

/* What lies there, the kernel could read and write. */
KTEST(uaccess, no_address_of_the_kernel_is_a_users)
{
	static u64 secret = 0x1234;
	const unsigned long addresses[] = {
		(unsigned long)&secret,
		DIRECT_MAP_START,
		~0UL,
		~0UL - 7,
		1UL << 63,
		1UL << 47,
		USER_END,
		USER_END - 7,
	};
	char text[16];
	u64 value;

	for (unsigned int i = 0; i < ARRAY_SIZE(addresses); i++) {
		void *address = (void *)addresses[i];

		KTEST_EXPECT_EQ(t, user_copy_from(&value, address, 8), -EFAULT);
		KTEST_EXPECT_EQ(t, user_copy_to(address, &value, 8), -EFAULT);
		KTEST_EXPECT_EQ(t, user_zero(address, 8), -EFAULT);
		KTEST_EXPECT_EQ(t, user_get(value, (u64 __user *)address),
				-EFAULT);
		KTEST_EXPECT_EQ(t, user_put((u64 __user *)address, 1), -EFAULT);
		KTEST_EXPECT_EQ(t, user_string_copy(text, address, 16),
				-EFAULT);
	}
	KTEST_EXPECT_EQ(t, secret, 0x1234);
}

KTEST(uaccess, sizes_that_wrap_are_refused)
{
	u8 byte = 0;

	KTEST_EXPECT_EQ(t, user_copy_from(&byte, user(4096), ~0UL), -EFAULT);
	KTEST_EXPECT_EQ(t, user_copy_to(user(4096), &byte, -4096UL), -EFAULT);
	KTEST_EXPECT_EQ(t, user_zero(user(4096), USER_END), -EFAULT);
	KTEST_EXPECT_EQ(t, user_copy_from(&byte, user(USER_END), 0), 0);
	KTEST_EXPECT_EQ(t, user_copy_from(&byte, user(USER_END + 1), 0),
			-EFAULT);
}

/* With interrupts off nothing is brought in: a fault is -EFAULT at once. */
KTEST(uaccess, kernel_sees_user_memory_by_these_functions_only)
{
	u64 seen, unguarded;
	unsigned long flags;
	struct ring3 ring3;
	int error;

	KTEST_ASSERT(t, ring3_create(&ring3));
	*(u64 *)ring3_data(&ring3) = 42;
	flags = irq_save();
	mm_switch(&ring3.mm);
	unguarded = user_read_unguarded(user(RING3_DATA));
	error = user_get(seen, (u64 __user *)RING3_DATA);
	mm_leave(&ring3.mm);
	irq_restore(flags);
	KTEST_EXPECT_EQ(t, unguarded, cpu_has(CPU_SMAP) ? ~0UL : 42);
	KTEST_EXPECT_EQ(t, error, 0);
	KTEST_EXPECT_EQ(t, seen, 42);
	ring3_destroy(&ring3);
}

KTEST(uaccess, exception_table_is_in_order)
{
	const struct exception_entry *entry = __exception_table_start;
	unsigned int wrong = 0;

	KTEST_EXPECT_GT(t, __exception_table_end - entry, 20);
	for (; entry + 1 < __exception_table_end; entry++)
		wrong += entry->instruction >= entry[1].instruction;
	KTEST_EXPECT_EQ(t, wrong, 0);
}
