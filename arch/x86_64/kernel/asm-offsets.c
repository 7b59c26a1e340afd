// SPDX-License-Identifier: GPL-2.0-only
/*
 * Numbers that assembly needs and only the compiler knows. This file is
 * compiled to assembly text and never linked; the build turns its "->NAME
 * value" strings into generated/asm-offsets.inc.
 */
#include "../boot/boot.h"
#include "internal.h"

#include <asm/memlayout.h>
#include <asm/msr.h>
#include <asm/segment.h>
#include <asm/trap.h>
#include <asm/trap_frame.h>
#include <asm/user_state.h>
#include <exo/arch_entry.h>
#include <exo/cpu.h>
#include <uapi/errno.h>

#define DEFINE(name, value) \
	__asm__ volatile("\n.ascii \"->" #name " %0\"" : : "i"((u64)(value)))

void asm_offsets(void);

void asm_offsets(void)
{
	DEFINE(TRAP_FRAME_SIZE, sizeof(struct trap_frame));
#define REGISTER(NAME, name) \
	DEFINE(TRAP_FRAME_##NAME, offsetof(struct trap_frame, name))
	REGISTER(RAX, rax);
	REGISTER(RBX, rbx);
	REGISTER(RCX, rcx);
	REGISTER(RDX, rdx);
	REGISTER(RSI, rsi);
	REGISTER(RDI, rdi);
	REGISTER(RBP, rbp);
	REGISTER(R8, r8);
	REGISTER(R9, r9);
	REGISTER(R10, r10);
	REGISTER(R11, r11);
	REGISTER(R12, r12);
	REGISTER(R13, r13);
	REGISTER(R14, r14);
	REGISTER(R15, r15);
	REGISTER(VECTOR, vector);
	REGISTER(ERROR_CODE, error_code);
	REGISTER(RIP, rip);
	REGISTER(CS, cs);
	REGISTER(RFLAGS, rflags);
	REGISTER(RSP, rsp);
#undef REGISTER
	DEFINE(TRAP_DEBUG, TRAP_DEBUG);
	DEFINE(TRAP_SYSCALL, TRAP_SYSCALL);
	DEFINE(CPU_USER, offsetof(struct cpu, user));
	DEFINE(CPU_USER_RSP, offsetof(struct cpu, user_rsp));
	DEFINE(USER_STATE_WORK, offsetof(struct user_state, work));
	DEFINE(USER_STATE_ABSENT_CALL,
	       offsetof(struct user_state, absent_call));
	DEFINE(USER_STATE_DIRECT_CALLS,
	       offsetof(struct user_state, direct_calls));
	DEFINE(FXSAVE_SIZE, FXSAVE_SIZE);
	DEFINE(FPU_LAYOUT_SIZE, offsetof(struct fpu_layout, size));
	DEFINE(FPU_LAYOUT_COMPONENTS, offsetof(struct fpu_layout, components));
	DEFINE(FPU_LAYOUT_SOFTWARE, offsetof(struct fpu_layout, software));
	DEFINE(FPSTATE_SOFTWARE, FPSTATE_SOFTWARE);
	DEFINE(FPSTATE_SOFTWARE_WORDS,
	       sizeof(struct fpstate_software) / sizeof(u64));
	DEFINE(FP_XSTATE_MAGIC2, FP_XSTATE_MAGIC2);
	DEFINE(SYSCALLS, SYSCALLS);
	DEFINE(ENOSYS, ENOSYS);
	DEFINE(EFAULT, EFAULT);
	DEFINE(EINVAL, EINVAL);
	DEFINE(ENAMETOOLONG, ENAMETOOLONG);
	DEFINE(SELECTOR_KERNEL_CODE, SELECTOR_KERNEL_CODE);
	DEFINE(SELECTOR_KERNEL_DATA, SELECTOR_KERNEL_DATA);
	DEFINE(SELECTOR_TSS, SELECTOR_TSS);
	DEFINE(MSR_EFER, MSR_EFER);
	DEFINE(MSR_GS_BASE, MSR_GS_BASE);
	DEFINE(CPU_CANARY_OFFSET, CPU_CANARY_OFFSET);
	DEFINE(KERNEL_IMAGE_BASE, KERNEL_IMAGE_BASE);
	DEFINE(EARLY_MAP_SIZE, EARLY_MAP_SIZE);
	DEFINE(DIRECT_MAP_PML4_INDEX, DIRECT_MAP_START >> 39 & 511);
	DEFINE(BOOT_PROTOCOL_UNKNOWN, BOOT_PROTOCOL_UNKNOWN);
	DEFINE(BOOT_PROTOCOL_MULTIBOOT2, BOOT_PROTOCOL_MULTIBOOT2);
	DEFINE(BOOT_PROTOCOL_PVH, BOOT_PROTOCOL_PVH);
}
