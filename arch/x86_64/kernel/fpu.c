// SPDX-License-Identifier: GPL-2.0-only
/*
 * Floating-point registers of user programs: x87, SSE, AVX and AVX-512, as far
 * as the processor has them, in the layout that XSAVE (standard form) or, without
 * it, FXSAVE writes (Intel SDM vol. 1, 10.5.1 and 13.4).
 */
#include <asm/cpu_features.h>
#include <asm/msr.h>
#include <asm/user_state.h>
#include <exo/string.h>
#include <uapi/ucontext.h>

#include "internal.h"

#define CR0_MP BIT(1)
#define CR0_EM BIT(2)
#define CR0_TS BIT(3)
#define CR0_NE BIT(5)

#define CR4_OSFXSR     BIT(9)
#define CR4_OSXMMEXCPT BIT(10)
#define CR4_OSXSAVE    BIT(18)

/* Components of the state, as in XCR0: x87, SSE, AVX, three of AVX-512. */
#define XCR0_WANTED 0xe7UL
#define XCR0_AVX    BIT(2)
#define XCR0_AVX512 0xe0UL

enum {
	CPUID_XSAVE = 0xd,
	/* What FNINIT sets, and the reset value of MXCSR. */
	FCW_INITIAL = 0x37f,
	MXCSR_INITIAL = 0x1f80,
	/* Bits it has where the processor does not say (SDM vol. 1, 11.6.6). */
	MXCSR_MASK_DEFAULT = 0xffbf,
};

struct fxsave {
	u16 fcw, fsw, ftw, fop;
	u64 rip, rdp;
	u32 mxcsr, mxcsr_mask;
} __packed;

/* Behind it, SDM vol. 1, 13.4.2: all but the first word must be zero. */
struct xsave_header {
	u64 components; /* that are not in their initial state */
	u64 zero[7];
};

struct fpu_layout fpu_layout = {.size = FXSAVE_SIZE};
static u32 mxcsr_mask = MXCSR_MASK_DEFAULT;

/* What registers hold after reset, also to wipe them. */
static u8 initial[FXSAVE_SIZE + sizeof(struct xsave_header)] __aligned(
	FPU_AREA_ALIGN);

static void xsetbv(u64 value)
{
	__asm__ volatile("xsetbv"
			 :
			 : "c"(0), "a"((u32)value), "d"((u32)(value >> 32)));
}

static void xsave_enable(void)
{
	struct cpuid leaf = cpuid(CPUID_XSAVE, 0);

	write_cr4(read_cr4() | CR4_OSXSAVE);
	fpu_layout.components = ((u64)leaf.edx << 32 | leaf.eax) & XCR0_WANTED;
	if ((fpu_layout.components & XCR0_AVX512) != XCR0_AVX512 ||
	    !(fpu_layout.components & XCR0_AVX))
		fpu_layout.components &= ~XCR0_AVX512;
	xsetbv(fpu_layout.components);
	/* Of what XCR0 has now. */
	fpu_layout.size = cpuid(CPUID_XSAVE, 0).ebx;
	fpu_layout.software = (struct fpstate_software){
		.magic1 = FP_XSTATE_MAGIC1,
		.extended_size = (u32)(fpu_layout.size + sizeof(u32)),
		.components = fpu_layout.components,
		.state_size = (u32)fpu_layout.size,
	};
}

/* FXSAVE tells, into what is not in use yet. TS is clear. */
static void mxcsr_mask_read(void)
{
	const struct fxsave *saved = (const struct fxsave *)initial;

	__asm__ volatile("fxsave64 (%0)" : : "r"(initial) : "memory");
	if (saved->mxcsr_mask)
		mxcsr_mask = saved->mxcsr_mask;
}

void fpu_enable(void)
{
	write_cr0((read_cr0() & ~(CR0_EM | CR0_TS)) | CR0_MP | CR0_NE);
	write_cr4(read_cr4() | CR4_OSFXSR | CR4_OSXMMEXCPT);
	mxcsr_mask_read();
	fpu_off();
	if (cpu_has(CPU_XSAVE))
		xsave_enable();
	fpu_area_init(initial);
}

size_t fpu_area_size(void)
{
	return fpu_layout.size;
}

/* A header of zeros says that each component is in its initial state. */
void fpu_area_init(void *area)
{
	struct fxsave *legacy = area;

	memset(area, 0, min(fpu_layout.size, sizeof(initial)));
	legacy->fcw = FCW_INITIAL;
	legacy->mxcsr = MXCSR_INITIAL;
}

void fpu_wipe(void)
{
	fpu_load(initial);
}

void fpu_off(void)
{
	write_cr0(read_cr0() | CR0_TS);
}

void fpu_on(void)
{
	__asm__ volatile("clts");
}

void fpu_save(void *area)
{
	const u64 components = fpu_layout.components;
	const u32 low = (u32)components, high = (u32)(components >> 32);

	if (!fpu_layout.components)
		__asm__ volatile("fxsave64 (%0)" : : "r"(area) : "memory");
	else if (cpu_has(CPU_XSAVEOPT))
		__asm__ volatile("xsaveopt64 (%0)"
				 :
				 : "r"(area), "a"(low), "d"(high)
				 : "memory");
	else
		__asm__ volatile("xsave64 (%0)"
				 :
				 : "r"(area), "a"(low), "d"(high)
				 : "memory");
}

void fpu_area_sanitize(void *area, u64 filled)
{
	struct fxsave *legacy = area;
	struct xsave_header *header =
		(struct xsave_header *)((u8 *)area + FXSAVE_SIZE);
	u64 there = filled == FPU_COMPONENTS_LEGACY ? FPU_COMPONENTS_LEGACY
						    : header->components;

	legacy->mxcsr &= mxcsr_mask;
	if (!fpu_layout.components)
		return;
	*header = (struct xsave_header){
		.components = there & filled & fpu_layout.components,
	};
}

void fpu_load(const void *area)
{
	if (!fpu_layout.components)
		__asm__ volatile("fxrstor64 (%0)" : : "r"(area) : "memory");
	else
		__asm__ volatile("xrstor64 (%0)"
				 :
				 : "r"(area), "a"((u32)fpu_layout.components),
				   "d"((u32)(fpu_layout.components >> 32))
				 : "memory");
}

u16 fpu_exceptions(void)
{
	u16 control, status;

	__asm__ volatile("fnstcw %0\n\t"
			 "fnstsw %1"
			 : "=m"(control), "=m"(status));
	return status & ~control & FPU_EXCEPTIONS;
}

u16 simd_exceptions(void)
{
	u32 mxcsr;

	__asm__ volatile("stmxcsr %0" : "=m"(mxcsr));
	return mxcsr & ~(mxcsr >> 7) & FPU_EXCEPTIONS;
}
