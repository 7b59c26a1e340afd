// SPDX-License-Identifier: GPL-2.0-only
/*
 * arch_prctl(2): the base addresses of FS, where C libraries keep a thread's own
 * data, and GS.
 */
#include <asm/irqflags.h>
#include <asm/memlayout.h>
#include <asm/user_state.h>
#include <exo/syscalls.h>
#include <exo/uaccess.h>
#include <uapi/prctl.h>

static long set_base(void (*set)(u64 base), unsigned long base)
{
	if (base >= USER_END)
		return -EPERM;
	irq_disable();
	set(base);
	irq_enable();
	return 0;
}

static long get_base(u64 (*get)(void), u64 __user *to)
{
	u64 base;

	irq_disable();
	base = get();
	irq_enable();
	return user_put(to, base);
}

long sys_arch_prctl(int option, unsigned long address)
{
	switch (option) {
	case ARCH_SET_FS:
		return set_base(user_set_fs_base, address);
	case ARCH_SET_GS:
		return set_base(user_set_gs_base, address);
	case ARCH_GET_FS:
		return get_base(user_fs_base, (u64 __user *)address);
	case ARCH_GET_GS:
		return get_base(user_gs_base, (u64 __user *)address);
	case ARCH_SET_CPUID:
		return -ENODEV; /* no processor is asked for what it takes */
	default:
		return -EINVAL;
	}
}
