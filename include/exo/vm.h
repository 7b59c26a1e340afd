/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: vm. Address spaces of user programs: areas, which say what may be at
 * which address, and pages, which are there once they were touched.
 * Documentation/address-spaces.md tells how they fit together.
 *
 * The functions are what the system calls of these names do, with their errors
 * (man-pages section 2); they may sleep. @vm is the caller's, or held by a
 * reference. Who holds its lock does not touch user memory.
 */
#ifndef EXO_VM_H
#define EXO_VM_H

#include <exo/compiler.h>
#include <exo/mutex.h>
#include <exo/page_table.h>
#include <exo/types.h>
#include <exo/user_pages.h>
#include <exo/vm_area.h>

struct file;
struct frame;

enum {
	VM_AREAS_MAX = 65530, /* of one address space, as Linux has it */
	VM_LOWEST = 0x10000, /* below, so that NULL pointers fault */
};

#define VM_NO_LIMIT (~0UL)

/* Where exec has put what; /proc/PID shows it. Addresses, 0: not known. */
struct vm_layout {
	unsigned long start_code, end_code, start_data, end_data;
	unsigned long start_stack; /* the stack pointer at the start */
	unsigned long arg_start, arg_end, env_start, env_end; /* strings */
};

struct vm {
	struct mm mm;
	u32 refs; /* atomic */

	/* Guards all that follows, and the pages against all but truncation. */
	struct mutex lock;
	struct area_tree areas;
	struct vm_area *dead; /* freed when the lock is released */
	u64 pages; /* of all areas */
	u64 pages_max; /* at most, before there were fewer */
	bool lock_future; /* mlockall(2): of mappings to come */
	bool populate_future;
	unsigned long break_start, break_end; /* brk(2) */
	unsigned long map_top; /* mappings are put below, if there is room */

	/* In bytes, of getrlimit(2): RLIMIT_AS, _DATA, _STACK. */
	u64 size_max, data_max, stack_max;

	struct vm_layout layout;
};

/* An empty one with one reference, or NULL. */
__must_check struct vm *vm_create(void);

static inline void vm_get(struct vm *vm)
{
	__atomic_fetch_add(&vm->refs, 1, __ATOMIC_RELAXED);
}

/*
 * The most pages that areas had, and that were there, until now; NULL has none.
 * Any context.
 */
static inline u64 vm_pages_max(const struct vm *vm)
{
	return vm ? max(READ_ONCE(vm->pages_max), READ_ONCE(vm->pages)) : 0;
}

static inline u64 vm_resident_max(const struct vm *vm)
{
	return vm ? max(READ_ONCE(vm->mm.resident_max),
			READ_ONCE(vm->mm.resident))
		  : 0;
}

/* Drop a reference; the last one frees everything. NULL is fine. */
void vm_put(struct vm *vm);

/* Have this CPU use it. Interrupts are off. */
static inline void vm_switch(struct vm *vm)
{
	mm_switch(&vm->mm);
}

/* A copy, as fork(2) needs it; NULL when memory is short. */
__must_check struct vm *vm_fork(struct vm *parent);

struct vm_request {
	unsigned long address;
	size_t size;
	u32 prot, flags; /* PROT_*, MAP_* */
	struct file *file; /* NULL with MAP_ANONYMOUS */
	u64 offset;
};

/* mmap(2): the address, or a negative errno. */
long vm_map(struct vm *vm, const struct vm_request *request);

/*
 * Unmap what shows one file as if it had been mapped as a whole at @address, of those
 * files for which @size_of is not 0: it is their size. -EINVAL if there is none.
 */
int vm_detach(struct vm *vm, unsigned long address,
	      size_t (*size_of)(const struct file *file));

int vm_unmap(struct vm *vm, unsigned long address, size_t size);
int vm_protect(struct vm *vm, unsigned long address, size_t size, u32 prot);

struct vm_move {
	unsigned long from;
	size_t old_size, new_size;
	u32 flags; /* MREMAP_* */
	unsigned long to; /* with MREMAP_FIXED */
};

/* mremap(2): the address, or a negative errno. */
long vm_remap(struct vm *vm, const struct vm_move *move);

int vm_advise(struct vm *vm, unsigned long address, size_t size, int advice);
int vm_sync(struct vm *vm, unsigned long address, size_t size, u32 flags);

/* mincore(2): a byte a page at @resident, which is kernel memory. */
int vm_incore(struct vm *vm, unsigned long address, size_t size, u8 *resident);

enum vm_lock_kind {
	VM_UNLOCK,
	VM_LOCK_NOW,
	VM_LOCK_ON_FAULT,
};

/* mlock2(2) and munlock(2), but for limits. */
int vm_lock(struct vm *vm, unsigned long address, size_t size,
	    enum vm_lock_kind kind);

/* mlockall(2) for MCL_*, but for limits; munlockall(2) for 0. */
void vm_lock_all(struct vm *vm, u32 flags);

/* How much is locked of [@address, @address + @size). */
u64 vm_locked_bytes(struct vm *vm, unsigned long address, size_t size);

/*
 * What the byte at an address is, the same for all who share it: of a shared
 * mapping a place in what is mapped, else one in the address space. To be compared
 * only.
 */
struct vm_place {
	const void *object;
	u64 offset;
};

/* -EFAULT where nothing is mapped. */
int vm_place(struct vm *vm, unsigned long address, struct vm_place *place);

/* Where brk(2) begins; an empty heap. */
void vm_break_set(struct vm *vm, unsigned long address);

/* brk(2): the break that is valid now, the old one when it cannot be moved. */
unsigned long vm_break(struct vm *vm, unsigned long address);

/*
 * Resolve a fault at @address; FAULT_* in @access. Returns as
 * page_fault_resolve() does.
 */
int vm_fault(struct vm *vm, unsigned long address, unsigned int access);

/*
 * The frame that @vm shows at @address, with a reference; with @write, one that
 * is @vm's alone or of a shared mapping. Brought in by a page fault, as if the
 * program had accessed it. NULL when that fails. Another one may take its place
 * at any time, unless nobody else knows @vm.
 */
struct frame *vm_frame_get(struct vm *vm, unsigned long address, bool write);

/*
 * Copy from or to any address space, the current one or not: how many bytes from
 * the start on could be done.
 */
size_t vm_read(struct vm *vm, unsigned long address, void *to, size_t size);
size_t vm_write(struct vm *vm, unsigned long address, const void *from,
		size_t size);

/*
 * Show @frame, whose reference moves along also on failure, at @address, where an
 * anonymous area is and no page yet. -ENOMEM.
 */
__must_check int vm_frame_add(struct vm *vm, unsigned long address,
			      struct frame *frame);

/*
 * Call @visit for each area, ascending, the lock held; other than 0 ends it
 * and is returned.
 */
int vm_for_each_area(struct vm *vm,
		     int (*visit)(const struct vm_area *area, void *arg),
		     void *arg);

/*
 * Called when there is no frame for a page; true: something was freed, try
 * again. Without one, the fault fails with -ENOMEM. Once, at start-up.
 */
void vm_out_of_memory_set(bool (*handler)(struct vm *vm));

struct vm_commit {
	u64 limit, committed; /* pages */
};

void vm_commit_get(struct vm_commit *commit);

#endif
