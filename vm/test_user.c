// SPDX-License-Identifier: GPL-2.0-only
#include "test_user.h"

#include <exo/frame.h>
#include <exo/heap_statistics.h>
#include <exo/printf.h>
#include <exo/string.h>

#include "internal.h"

/* Where the byte at @address is; NULL with *@error set: nowhere. */
static u8 *access(struct vm *vm, unsigned long address, bool write, int *error)
{
	const unsigned long page = address & ~(PAGE_SIZE - 1);
	paddr_t phys;

	*error = 0;
	while (!(phys = user_page_translate(&vm->mm, page, write)) && !*error) {
		unsigned int kind = FAULT_USER | (write ? FAULT_WRITE : 0);

		if (user_page_translate(&vm->mm, page, false))
			kind |= FAULT_PRESENT;
		*error = vm_fault(vm, address, kind);
	}
	return *error ? NULL : (u8 *)phys_to_virt(phys) + address % PAGE_SIZE;
}

int user_write(struct vm *vm, unsigned long address, u8 value)
{
	int error;
	u8 *byte = access(vm, address, true, &error);

	if (byte)
		*byte = value;
	return error;
}

int user_read(struct vm *vm, unsigned long address, u8 *value)
{
	int error;
	const u8 *byte = access(vm, address, false, &error);

	if (byte)
		*value = *byte;
	return error;
}

int user_byte(struct vm *vm, unsigned long address)
{
	u8 value = 0;
	int error = user_read(vm, address, &value);

	return error ? error : value;
}

long user_map(struct vm *vm, unsigned long address, size_t size, u32 prot,
	      u32 flags)
{
	if (!(flags & MAP_TYPE))
		flags |= MAP_PRIVATE;
	return vm_map(vm, &(struct vm_request){
				  .address = address,
				  .size = size,
				  .prot = prot,
				  .flags = flags | MAP_ANONYMOUS,
			  });
}

static char text[256];
static size_t length;

static int print_area(const struct vm_area *area, void *arg)
{
	(void)arg;
	length += (size_t)snprintf(text + length, sizeof(text) - length,
				   "%lu-%lu %c%c%c%c ",
				   (area->start - TEST_PLACE) / PAGE_SIZE,
				   (area->end - TEST_PLACE) / PAGE_SIZE,
				   area->flags & VM_READ ? 'r' : '-',
				   area->flags & VM_WRITE ? 'w' : '-',
				   area->flags & VM_EXECUTE ? 'x' : '-',
				   area->flags & VM_SHARED ? 's' : 'p');
	return length >= sizeof(text);
}

const char *user_areas(struct vm *vm)
{
	length = 0;
	text[0] = '\0';
	vm_for_each_area(vm, print_area, NULL);
	return text;
}

void test_memory_look(struct test_memory *memory)
{
	struct frame_statistics frames;
	struct heap_statistics heap;
	struct vm_commit commit;

	frame_statistics(&frames);
	heap_statistics(&heap);
	vm_commit_get(&commit);
	/* The slab may keep some of its frames for later. */
	memory->frames = frames.total - frames.free -
			 DIV_ROUND_UP(heap.total, PAGE_SIZE);
	memory->blocks = heap_blocks_in_use();
	memory->committed = commit.committed;
}
