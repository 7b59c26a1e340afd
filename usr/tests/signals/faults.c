// SPDX-License-Identifier: GPL-2.0-only
/*
 * Faults as signals, and frames that no kernel has made.
 */
#include "signals.h"

#include <setjmp.h>

static sigjmp_buf back;
static volatile siginfo_t fault;
static volatile unsigned long trap, error, cr2;

static void note(int signal, siginfo_t *info, void *context)
{
	const ucontext_t *user = context;

	(void)signal;
	fault = *info;
	trap = (unsigned long)user->uc_mcontext.gregs[REG_TRAPNO];
	error = (unsigned long)user->uc_mcontext.gregs[REG_ERR];
	cr2 = (unsigned long)user->uc_mcontext.gregs[REG_CR2];
	siglongjmp(back, 1);
}

#define FAULT(instruction)                                               \
	do {                                                             \
		if (!sigsetjmp(back, 1))                                 \
			__asm__ volatile(instruction ::                  \
						 : "rax", "rcx", "rdx",  \
						   "memory");            \
		printf("%s: signal %d code %d trap %lu error %#lx\n",    \
		       instruction, fault.si_signo, fault.si_code, trap, \
		       error);                                           \
	} while (0)

static void divide(void)
{
	__asm__ volatile("xor %%ecx, %%ecx\n\tdiv %%ecx" ::
				 : "rcx", "rax", "rdx");
}

static void block_and_divide(void)
{
	block(SIGFPE);
	divide();
}

static void ignore_and_divide(void)
{
	handle(SIGFPE, SIG_IGN, 0);
	divide();
}

void test_faults(void)
{
	static const int signals[] = {SIGFPE, SIGILL, SIGTRAP, SIGSEGV, SIGBUS};

	topic("faults");
	for (size_t i = 0; i < sizeof(signals) / sizeof(*signals); i++)
		handle_info(signals[i], note, 0);
	FAULT("xorl %%ecx, %%ecx; divl %%ecx");
	FAULT("ud2");
	FAULT("int3");
	FAULT("hlt");
	FAULT("movq 8, %%rax");
	VALUE(cr2);
	VALUE(fault.si_addr == (void *)8);
	FAULT("movq %%rax, 16");
	VALUE(cr2);
	FAULT("movabsq $0x8000000000000000, %%rax; movq (%%rax), %%rcx");
	FAULT("movabsq $0xffff800000000000, %%rax; movq (%%rax), %%rcx");
	FAULT("movq $24, %%rax; jmp *%%rax");
	FAULT("pushfq; orl $0x100, (%%rsp); popfq; nop");
	show_child("blocked", block_and_divide);
	show_child("ignored", ignore_and_divide);
	for (size_t i = 0; i < sizeof(signals) / sizeof(*signals); i++)
		handle(signals[i], SIG_DFL, 0);
}

/* How the handler spoils its frame. */
static void (*spoil)(ucontext_t *user);

static void spoil_frame(int signal, siginfo_t *info, void *context)
{
	(void)signal;
	(void)info;
	spoil(context);
}

static void return_to_it(void)
{
	double half = 0.5;

	__asm__ volatile("movsd %0, %%xmm0" ::"m"(half) : "xmm0");
	handle_info(SIGUSR1, spoil_frame, 0);
	raise(SIGUSR1);
	_exit(5);
}

static void spoil_rip(ucontext_t *user)
{
	user->uc_mcontext.gregs[REG_RIP] = 0x123456789abcdef0;
}

static void spoil_selectors(ucontext_t *user)
{
	user->uc_mcontext.gregs[REG_CSGSFS] = 0x0010000000000008;
}

static void spoil_flags(ucontext_t *user)
{
	user->uc_mcontext.gregs[REG_EFL] = 0x3200; /* I/O allowed */
}

static void spoil_mask(ucontext_t *user)
{
	memset(&user->uc_sigmask, 0xff, 8);
}

static void no_fpstate(ucontext_t *user)
{
	user->uc_mcontext.fpregs = NULL;
}

static void spoil_fpstate_address(ucontext_t *user)
{
	user->uc_mcontext.fpregs = (void *)0xffff800000000000;
}

static void absent_fpstate(ucontext_t *user)
{
	user->uc_mcontext.fpregs = (void *)64;
}

static uint8_t *fpstate_of(ucontext_t *user)
{
	return (uint8_t *)user->uc_mcontext.fpregs;
}

static void spoil_magic(ucontext_t *user)
{
	memset(fpstate_of(user) + 464, 0, 4);
}

static void spoil_header(ucontext_t *user)
{
	memset(fpstate_of(user) + 512 + 8, 0xff, 56);
}

static void spoil_components(ucontext_t *user)
{
	memset(fpstate_of(user) + 512, 0xff, 8);
}

static void fewer_components(ucontext_t *user)
{
	uint64_t sse = 3;

	memcpy(fpstate_of(user) + 472, &sse, 8);
}

/* All of it where there is XSAVE, which says how much that is. */
static void *aligned_copy(ucontext_t *user, size_t shift)
{
	static _Alignas(64) uint8_t copy[16384];
	uint32_t size = 512;

	if (user->uc_flags & 1)
		memcpy(&size, fpstate_of(user) + 468, sizeof(size));
	return memcpy(copy + shift, fpstate_of(user), size);
}

static void unaligned_fpstate(ucontext_t *user)
{
	user->uc_mcontext.fpregs = aligned_copy(user, 8);
}

static void moved_fpstate(ucontext_t *user)
{
	user->uc_mcontext.fpregs = aligned_copy(user, 64);
}

static void return_without_frame(void)
{
	__asm__ volatile("mov $4096, %%rsp\n\t"
			 "mov $15, %%eax\n\t"
			 "syscall" ::
				 : "rax", "rcx", "r11", "memory");
}

void test_hostile_frames(void)
{
	static const struct {
		const char *text;
		void (*spoil)(ucontext_t *user);
	} cases[] = {
		{"rip", spoil_rip},
		{"flags", spoil_flags},
		{"mask", spoil_mask},
		{"no fpstate", no_fpstate},
		{"address of fpstate", spoil_fpstate_address},
		{"absent fpstate", absent_fpstate},
		{"magic", spoil_magic},
		{"fewer components", fewer_components},
		{"moved fpstate", moved_fpstate},
	};
	/* What becomes of these depends on kernel and processor. */
	static void (*const others[])(
		ucontext_t * user) = {spoil_selectors, spoil_header,
				      spoil_components, unaligned_fpstate};

	topic("hostile frames");
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		spoil = cases[i].spoil;
		show_child(cases[i].text, return_to_it);
	}
	show_child("no frame", return_without_frame);
	for (size_t i = 0; i < sizeof(others) / sizeof(*others); i++) {
		spoil = others[i];
		waitpid(start(return_to_it), NULL, 0);
	}
}
