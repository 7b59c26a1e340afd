// SPDX-License-Identifier: GPL-2.0-only
/*
 * The vDSO in an address space. What its functions say is tested from programs:
 * usr/tests/clocks.c.
 */
#include <asm/vdso_image.h>
#include <exo/fault_inject.h>
#include <exo/frame.h>
#include <exo/ktest.h>
#include <exo/string.h>
#include <exo/time_page.h>
#include <exo/vm.h>
#include <uapi/errno.h>
#include <uapi/mman.h>

#include "vdso.h"

#define PLACE 0x700000000000UL

/* Whether @vm shows at @address what the kernel has at @own. */
static bool shows(struct vm *vm, unsigned long address, const void *own)
{
	struct frame *frame = vm_frame_get(vm, address, false);
	bool same = frame && !memcmp(frame_to_virt(frame), own, PAGE_SIZE);

	if (frame)
		frame_put(frame);
	return same;
}

KTEST(vdso, shows_the_image_behind_the_page_of_the_clocks)
{
	struct vm *vm = vm_create();
	unsigned long header;

	KTEST_ASSERT(t, vm);
	KTEST_EXPECT_EQ(t, vdso_map(vm, PLACE, &header), 0);
	KTEST_EXPECT_EQ(t, header, PLACE + PAGE_SIZE);
	KTEST_EXPECT(t, shows(vm, PLACE, &time_room));
	KTEST_EXPECT(t, shows(vm, header, vdso_image));
	KTEST_EXPECT_EQ(t, memcmp(vdso_image, "\177ELF", 4), 0);
	vm_put(vm);
}

KTEST(vdso, nothing_but_the_clocks_is_in_their_page)
{
	static const u8 zeros[64];

	KTEST_EXPECT_EQ(t, sizeof(time_room), PAGE_SIZE);
	KTEST_EXPECT_EQ(t, (unsigned long)&time_room % PAGE_SIZE, 0);
	for (size_t i = sizeof(zeros); i < PAGE_SIZE; i += sizeof(zeros))
		KTEST_EXPECT_EQ(
			t, memcmp(time_room.bytes + i, zeros, sizeof(zeros)),
			0);
}

KTEST(vdso, what_a_program_writes_is_its_own)
{
	struct vm *vm = vm_create();
	unsigned long header;
	struct frame *frame;

	KTEST_ASSERT(t, vm);
	KTEST_ASSERT(t, vdso_map(vm, PLACE, &header) == 0);
	/* As a debugger does: mprotect(2), then a write. */
	KTEST_EXPECT_EQ(
		t, vm_protect(vm, PLACE, PAGE_SIZE, PROT_READ | PROT_WRITE), 0);
	frame = vm_frame_get(vm, PLACE, true);
	KTEST_ASSERT(t, frame);
	((u8 *)frame_to_virt(frame))[100] = 1;
	KTEST_EXPECT_EQ(t, time_room.bytes[100], 0);
	frame_put(frame);
	vm_put(vm);
}

KTEST(vdso, lacks_nothing_when_memory_is_short)
{
	struct vm *vm = vm_create();
	unsigned long header;
	int error = -EINVAL;

	KTEST_ASSERT(t, vm);
	fault_inject_each(nth)
	{
		error = vdso_map(vm, PLACE, &header);
		KTEST_EXPECT(t, !error || error == -ENOMEM);
	}
	KTEST_EXPECT_EQ(t, error, 0);
	vm_put(vm);
}
