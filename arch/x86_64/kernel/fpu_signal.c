// SPDX-License-Identifier: GPL-2.0-only
/*
 * Copying floating-point registers between the task's area and its user stack. In the
 * kernel the registers hold the program's values all the time, and the area is where
 * they go when the CPU does: so what is put there to be loaded must be loaded before
 * that can happen, with interrupts off.
 */
#include <asm/fpu_signal.h>
#include <asm/irqflags.h>
#include <asm/memlayout.h>
#include <asm/user_state.h>
#include <exo/arch_entry.h>
#include <exo/string.h>
#include <exo/uaccess.h>
#include <uapi/ucontext.h>

#include "internal.h"

size_t fpu_signal_size(void)
{
	if (!percpu.user->fpu)
		return 0;
	return fpu_area_size() + (fpu_components() ? sizeof(u32) : 0);
}

u64 fpu_signal_flags(void)
{
	return percpu.user->fpu && fpu_components() ? UC_FP_XSTATE : 0;
}

/* What follows the state, by which the program knows it. */
static int put_software(u8 __user *to)
{
	const struct fpstate_software software = {
		.magic1 = FP_XSTATE_MAGIC1,
		.extended_size = (u32)(fpu_area_size() + sizeof(u32)),
		.components = fpu_components(),
		.state_size = (u32)fpu_area_size(),
	};

	if (!fpu_components())
		return 0;
	if (user_copy_to(to + FPSTATE_SOFTWARE, &software, sizeof(software)))
		return -EFAULT;
	return user_put((u32 __user *)(to + fpu_area_size()), FP_XSTATE_MAGIC2);
}

int fpu_signal_save(void __user *to)
{
	void *area = percpu.user->fpu;

	irq_disable();
	fpu_save_all(area);
	irq_enable();
	if (user_copy_to(to, area, fpu_area_size()))
		return -EFAULT;
	return put_software(to);
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

/* The components that are at @from; without XSAVE it does not matter. */
static u64 components_at(const u8 __user *from)
{
	struct fpstate_software software;
	u32 magic2;

	if (user_copy_from(&software, from + FPSTATE_SOFTWARE,
			   sizeof(software)) ||
	    software.magic1 != FP_XSTATE_MAGIC1 ||
	    software.state_size != fpu_area_size() ||
	    user_get(magic2, (const u32 __user *)(from + fpu_area_size())) ||
	    magic2 != FP_XSTATE_MAGIC2)
		return FPU_COMPONENTS_LEGACY;
	return software.components;
}

/* One attempt, which fails when not all of it is there. */
static int copy_and_load(const u8 __user *from, size_t size, u64 components)
{
	void *area = percpu.user->fpu;
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

static void load_initial(void)
{
	void *area = percpu.user->fpu;

	if (!area)
		return;
	irq_disable();
	fpu_area_init(area);
	fpu_load(area);
	irq_enable();
}

int fpu_signal_load(const void __user *from)
{
	u64 components;
	size_t size;

	if (!from) {
		load_initial();
		return 0;
	}
	if (!percpu.user->fpu && user_task_want_fpu())
		return -ENOMEM;
	components = components_at(from);
	size = components == FPU_COMPONENTS_LEGACY ? FXSAVE_SIZE
						   : fpu_area_size();
	while (copy_and_load(from, size, components)) {
		if (fault_in(from, size)) {
			load_initial();
			return -EFAULT;
		}
	}
	return 0;
}
