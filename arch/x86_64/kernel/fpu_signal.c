// SPDX-License-Identifier: GPL-2.0-only
/*
 * Copying floating-point registers to the user stack and back: mostly by XSAVE and
 * XRSTOR there, at once. Without these, and when the program asks for something else
 * than it was given, by way of the task's area. In the kernel the registers hold the
 * program's values while these functions hold them, and the area is where they go
 * when the CPU does: so what is put there to be loaded must be loaded before that
 * can happen, with interrupts off.
 */
#include <asm/fpu_signal.h>
#include <asm/irqflags.h>
#include <asm/memlayout.h>
#include <asm/user_state.h>
#include <exo/arch_entry.h>
#include <exo/panic.h>
#include <exo/string.h>
#include <exo/uaccess.h>
#include <uapi/ucontext.h>

#include "internal.h"

size_t fpu_signal_size(void)
{
	if (!percpu.user->fpu_area)
		return 0;
	return fpu_layout.size + (fpu_layout.components ? sizeof(u32) : 0);
}

u64 fpu_signal_flags(void)
{
	return percpu.user->fpu_area && fpu_layout.components ? UC_FP_XSTATE
							      : 0;
}

/*
 * Have the registers back if they were put aside, and see that they are not, until
 * release(). There is an area; so this does not fail.
 */
static __always_inline void hold(struct user_state *user)
{
	user->fpu_held = true;
	barrier(); /* from here on they stay */
	if (unlikely(!READ_ONCE(user->fpu)))
		WARN_ON_ONCE(user_task_want_fpu());
}

static __always_inline void release(struct user_state *user)
{
	barrier();
	user->fpu_held = false;
}

static int save_legacy(u8 __user *to)
{
	void *area = percpu.user->fpu_area;

	irq_disable();
	fpu_save(area);
	irq_enable();
	return user_copy_to(to, area, FXSAVE_SIZE);
}

int fpu_signal_save(void __user *to)
{
	struct user_state *user = percpu.user;
	int error = -EFAULT;

	hold(user);
	if (!fpu_layout.components)
		error = save_legacy(to);
	else if (user_range_valid(to, fpu_signal_size()))
		error = user_xsave((void __force *)to, &fpu_layout);
	release(user);
	return error;
}

/* Have all pages of it there. */
static int fault_in(const u8 __user *from, size_t size)
{
	for (size_t at = 0; at < size; at += PAGE_SIZE) {
		if (user_touch((void __user *)(from + at), false))
			return -EFAULT;
	}
	return user_touch((void __user *)(from + size - 1), false);
}

/* Which components are at @from. */
static u64 components_at(const u8 __user *from)
{
	const struct fpstate_software __user *software =
		(const struct fpstate_software __user *)(from +
							 FPSTATE_SOFTWARE);
	u32 magic1, magic2;
	u64 components;

	if (!fpu_layout.components || user_get(magic1, &software->magic1) ||
	    user_get(components, &software->components) ||
	    user_get(magic2, (const u32 __user *)(from + fpu_layout.size)) ||
	    magic1 != FP_XSTATE_MAGIC1 || magic2 != FP_XSTATE_MAGIC2)
		return FPU_COMPONENTS_LEGACY;
	return components;
}

/* One attempt, which fails when not all of it is there. */
static int copy_and_load(const u8 __user *from, size_t size, u64 components)
{
	void *area = percpu.user->fpu_area;
	int err;

	irq_disable();
	err = user_copy_from(area, from, size);
	if (!err) {
		fpu_area_sanitize(area, components);
		fpu_load(area);
	}
	irq_enable();
	return err;
}

static __noinline void load_initial(void)
{
	void *area = percpu.user->fpu_area;

	irq_disable();
	fpu_area_init(area);
	fpu_load(area);
	irq_enable();
}

/* By way of the area, made harmless. */
static __noinline int load_by_area(const u8 __user *from)
{
	u64 components = components_at(from);
	size_t size = components == FPU_COMPONENTS_LEGACY ? FXSAVE_SIZE
							  : fpu_layout.size;

	while (copy_and_load(from, size, components)) {
		if (fault_in(from, size))
			return -EFAULT;
	}
	return 0;
}

static int load(const u8 __user *from)
{
	int error = -EINVAL;

	if (!from) {
		load_initial();
		return 0;
	}
	if (fpu_layout.components && (u64)from % FPU_AREA_ALIGN == 0 &&
	    user_range_valid(from, fpu_signal_size()))
		error = user_xrstor((const void __force *)from, &fpu_layout);
	if (error == -EINVAL)
		error = load_by_area(from);
	if (error)
		load_initial();
	return error;
}

int fpu_signal_load(const void __user *from)
{
	struct user_state *user = percpu.user;
	int error;

	if (!user->fpu_area) {
		if (!from)
			return 0;
		if (user_task_want_fpu())
			return -ENOMEM;
	}
	hold(user);
	error = load(from);
	release(user);
	return error;
}
