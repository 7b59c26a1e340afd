/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: arch. What the files of this folder share with each other only.
 */
#ifndef ARCH_KERNEL_INTERNAL_H
#define ARCH_KERNEL_INTERNAL_H

#include <asm/stack.h>
#include <asm/trap_frame.h>
#include <exo/compiler.h>
#include <exo/printk.h>
#include <exo/types.h>
#include <uapi/ucontext.h>

/* gdt.c */
void segments_init(void);
/* The interrupt stack that holds @address. */
bool ist_find(unsigned long address, struct stack_range *range);

/* The guard page below the interrupt stack of @slot; 0 when there is none. */
unsigned long ist_guard(unsigned int slot);

/* Intel SDM vol. 3, figure 8-11. */
struct tss {
	u32 reserved0;
	u64 rsp[3];
	u64 reserved1;
	u64 ist[7];
	u64 reserved2;
	u16 reserved3;
	u16 io_map_base; /* at or past the limit: no port bitmap */
} __packed;

_Static_assert(sizeof(struct tss) == 104, "the processor's layout");

extern struct tss boot_tss;

/* The stack that exceptions and interrupts from user mode start on. */
static inline void tss_set_stack(void *top)
{
	boot_tss.rsp[0] = (u64)top;
}

#ifdef CONFIG_THREADS
/* thread_stack.c: the thread's stack that holds @address. */
bool thread_stack_find(unsigned long address, struct stack_range *range);
#else
static inline bool thread_stack_find(unsigned long address,
				     struct stack_range *range)
{
	(void)address;
	(void)range;
	return false;
}
#endif

/* descriptor_load.asm */
void segments_load(const void *gdt, size_t bytes);

/* idt.c */
void idt_init(void);

/* entry.asm: the entry of vector v is trap_stubs + v * TRAP_STUB_SIZE. */
enum {
	TRAP_STUB_SIZE = 16
};
extern const char trap_stubs[], trap_stubs_end[];
extern u8 trap_entry[], trap_entry_paranoid[];

/* trap.c, called by entry.asm only */
void trap_dispatch(struct trap_frame *frame);

/*
 * trap.c: put STAC or CLAC, which end in these, in place of the three-byte no-op at
 * @place. At start-up.
 */
enum {
	CLAC_LAST_BYTE = 0xca,
	STAC_LAST_BYTE = 0xcb,
};
void smap_patch(u8 place[3], u8 last_byte);

#ifdef CONFIG_USER
/* user_copy.c: the same for copies from and to user memory. */
void user_copy_init(void);

/* syscall_entry.asm */
extern const char syscall_entry[], syscall_entry_end[];

/*
 * user_trap.c: an exception other than NMI, interrupts off. False when it is
 * nobody's, but a fault of the kernel.
 */
bool exception_survived(struct trap_frame *frame);

/* Whether @address is in the code that calls handlers of system calls. */
static inline bool syscall_entry_contains(unsigned long address)
{
	return address >= (unsigned long)syscall_entry &&
	       address < (unsigned long)syscall_entry_end;
}
#else
static inline void user_copy_init(void)
{
}

static inline bool exception_survived(struct trap_frame *frame)
{
	(void)frame;
	return false;
}

static inline bool syscall_entry_contains(unsigned long address)
{
	(void)address;
	return false;
}
#endif

#ifdef CONFIG_PROCESS
extern const char user_xrstor_at[];

/* Whether a general protection fault at @rip is a program's bytes' fault. */
static inline bool user_xrstor_refused(u64 rip)
{
	return rip == (u64)user_xrstor_at;
}
#else
static inline bool user_xrstor_refused(u64 rip)
{
	(void)rip;
	return false;
}
#endif

/* fpu.c: have what the processor has, with CR0.TS set. Once. */
void fpu_enable(void);
/* Set and clear CR0.TS. */
void fpu_off(void);
void fpu_on(void);
/* Leave nothing of a program in the registers. TS is clear. */
void fpu_wipe(void);

enum {
	FXSAVE_SIZE = 512, /* x87 and SSE, with which each area begins */
};

/* Components of the state, as in XCR0: x87 and SSE. */
#define FPU_COMPONENTS_LEGACY 0x3UL

/* What areas are like on this processor; from start-up on. */
extern struct fpu_layout {
	size_t size;
	u64 components; /* 0: no XSAVE */
	struct fpstate_software software; /* of all components */
} fpu_layout;

/*
 * user_copy.asm: XSAVE to user memory, with what programs know it by, and XRSTOR
 * from there, both aligned to FPU_AREA_ALIGN. 0 or -EFAULT; -EINVAL when what is to
 * be loaded is not of this layout. May sleep.
 */
int user_xsave(void *to, const struct fpu_layout *layout);
int user_xrstor(const void *from, const struct fpu_layout *layout);

/*
 * Make @area, which a program has filled in as far as @components, one that
 * fpu_load() can load.
 */
void fpu_area_sanitize(void *area, u64 components);

/* Exceptions that were raised and are not masked, for x87 and for SSE. */
enum {
	FPU_INVALID = 1 << 0,
	FPU_DENORMAL = 1 << 1,
	FPU_DIVIDE = 1 << 2,
	FPU_OVERFLOW = 1 << 3,
	FPU_UNDERFLOW = 1 << 4,
	FPU_PRECISION = 1 << 5,
	FPU_EXCEPTIONS = 0x3f,
};
u16 fpu_exceptions(void);
u16 simd_exceptions(void);

/* machine_check.c */
void machine_check_enable(void);
void machine_check_report(void);

/* oops.c: report the fault and stop by the policy of panic=. */
__noreturn __cold void oops(const struct trap_frame *frame);

/*
 * backtrace.c: print a line with the code @address: its symbol if there is
 * one, and the number as [<...>], which scripts/decode-oops looks for.
 */
void code_address_print(enum log_level level, const char *before,
			unsigned long address, const char *after);

#endif
