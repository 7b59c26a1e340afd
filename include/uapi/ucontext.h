/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a signal handler finds on its stack, as on Linux x86_64 (sigreturn(2)): the
 * registers it returns to.
 */
#ifndef UAPI_UCONTEXT_H
#define UAPI_UCONTEXT_H

#include <exo/types.h>
#include <uapi/siginfo.h>
#include <uapi/signal.h>

#define UC_FP_XSTATE	     1 /* fpstate is followed by what XSAVE has more */
#define UC_SIGCONTEXT_SS     2 /* ss is there */
#define UC_STRICT_RESTORE_SS 4 /* and is loaded */

struct sigcontext {
	u64 r8, r9, r10, r11, r12, r13, r14, r15;
	u64 rdi, rsi, rbp, rbx, rdx, rax, rcx, rsp, rip, rflags;
	u16 cs, gs, fs, ss;
	u64 err, trapno; /* of the exception, if it was one */
	u64 oldmask;
	u64 cr2;
	u64 fpstate; /* address; 0: no floating-point registers in use */
	u64 reserved[8];
};

struct ucontext {
	u64 uc_flags;
	u64 uc_link;
	struct sigaltstack uc_stack;
	struct sigcontext uc_mcontext;
	u64 uc_sigmask;
};

/* At rsp when the handler begins. */
struct rt_sigframe {
	u64 return_address; /* sa_restorer */
	struct ucontext context;
	struct siginfo info;
};

/*
 * The end of fpstate's first 512 bytes, which FXSAVE leaves to software, says what
 * follows.
 */
#define FPSTATE_SOFTWARE 464
#define FP_XSTATE_MAGIC1 0x46505853U
#define FP_XSTATE_MAGIC2 0x46505845U /* behind the state */

struct fpstate_software {
	u32 magic1;
	u32 extended_size; /* of all, with magic2 */
	u64 components; /* bits of XCR0 */
	u32 state_size; /* without */
	u32 reserved[7];
};

_Static_assert(sizeof(struct sigcontext) == 256, "as on Linux");
_Static_assert(sizeof(struct ucontext) == 304, "as on Linux");
_Static_assert(sizeof(struct rt_sigframe) == 440, "as on Linux");
_Static_assert(sizeof(struct fpstate_software) == 48, "as on Linux");

#endif
