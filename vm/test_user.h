/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: vm, private to tests and benchmarks. A user program's accesses, made by
 * hand: through the tables as a processor would, and by vm_fault() where it would
 * fault. So tests need no ring 3, and look into any address space.
 */
#ifndef VM_TEST_USER_H
#define VM_TEST_USER_H

#include <asm/memlayout.h>
#include <exo/arch_entry.h>
#include <exo/ktest.h>
#include <exo/vm.h>
#include <uapi/errno.h>
#include <uapi/mman.h>

#define TEST_PLACE 0x10000000UL /* far from where mmap chooses */

/* Write or read a byte: 0, or what vm_fault() said. */
int user_write(struct vm *vm, unsigned long address, u8 value);
int user_read(struct vm *vm, unsigned long address, u8 *value);

/* The byte there, or a negative errno. */
int user_byte(struct vm *vm, unsigned long address);

/* mmap(2) of private anonymous memory; MAP_PRIVATE | MAP_ANONYMOUS are added. */
long user_map(struct vm *vm, unsigned long address, size_t size, u32 prot,
	      u32 flags);

/* The areas as text: "start-end rw-p " in pages from TEST_PLACE; shared s. */
const char *user_areas(struct vm *vm);

/* What an address space took, to be compared with what is left. */
struct test_memory {
	u64 frames, blocks, committed;
};

void test_memory_look(struct test_memory *memory);

/* Nothing more is in use than when @before was taken. */
static inline void test_memory_check(struct ktest *t,
				     const struct test_memory *before)
{
	struct test_memory now;

	test_memory_look(&now);
	KTEST_EXPECT_EQ(t, now.frames, before->frames);
	KTEST_EXPECT_EQ(t, now.blocks, before->blocks);
	KTEST_EXPECT_EQ(t, now.committed, before->committed);
}

#endif
