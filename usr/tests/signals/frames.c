// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a handler finds on its stack, what becomes of changes there, and on which
 * stack it is.
 */
#include "signals.h"

static volatile int taken;

/* Registers a handler begins with, by a stub in assembly. */
static struct {
	uint64_t rdi, rsi, rdx, rax, rsp, flags;
} entry;

void record(void);
__asm__(".text\n"
	"record:\n\t"
	"movq %rdi, entry_registers(%rip)\n\t"
	"movq %rsi, entry_registers+8(%rip)\n\t"
	"movq %rdx, entry_registers+16(%rip)\n\t"
	"movq %rax, entry_registers+24(%rip)\n\t"
	"movq %rsp, entry_registers+32(%rip)\n\t"
	"pushfq\n\t"
	"popq entry_registers+40(%rip)\n\t"
	"ret\n\t"
	".comm entry_registers, 48, 8\n");
extern uint64_t entry_registers[6];

static uint64_t stack_pointer(void)
{
	uint64_t rsp;

	__asm__ volatile("mov %%rsp, %0" : "=r"(rsp));
	return rsp;
}

static void show_entry(void)
{
	struct sigaction action = {.sa_flags = SA_SIGINFO};
	uint64_t here = stack_pointer();

	topic("registers of a handler");
	action.sa_sigaction = (void (*)(int, siginfo_t *, void *))record;
	sigaction(SIGUSR1, &action, NULL);
	__asm__ volatile("std" ::: "cc");
	syscall(SYS_tgkill, getpid(), getpid(), SIGUSR1);
	__asm__ volatile("cld" ::: "cc");
	memcpy(&entry, entry_registers, sizeof(entry));
	VALUE(entry.rdi == SIGUSR1);
	VALUE(entry.rax);
	VALUE((entry.rsp + 8) % 16);
	VALUE(entry.rdx - entry.rsp);
	VALUE(entry.rsi - entry.rsp);
	VALUE(here - entry.rsp >= 128);
	VALUE(entry.flags & 1 << 10);
}

static void look(int signal, siginfo_t *info, void *context)
{
	const ucontext_t *user = context;
	const gregset_t *registers = &user->uc_mcontext.gregs;
	const uint8_t *fpstate = (const uint8_t *)user->uc_mcontext.fpregs;
	const bool has_xstate = user->uc_flags & 1;
	uint32_t magic1 = 0, extended_size, magic2 = 0;

	taken = signal;
	VALUE(info->si_signo == signal);
	VALUE(info->si_code);
	VALUE(info->si_pid == getpid());
	VALUE(user->uc_link);
	VALUE(user->uc_stack.ss_flags);
	VALUE((*registers)[REG_RAX]);
	VALUE((*registers)[REG_TRAPNO]);
	VALUE((*registers)[REG_ERR]);
	VALUE((*registers)[REG_CSGSFS] & 0xffff);
	VALUE((uint64_t)(*registers)[REG_CSGSFS] >> 48);
	VALUE((uint64_t)fpstate % 64);
	if (has_xstate) {
		memcpy(&magic1, fpstate + 464, 4);
		memcpy(&extended_size, fpstate + 468, 4);
		memcpy(&magic2, fpstate + extended_size - 4, 4);
	}
	/* Without XSAVE there is no more than 512 bytes. */
	VALUE(!has_xstate || magic1 == 0x46505853);
	VALUE(!has_xstate || magic2 == 0x46505845);
	VALUE(user->uc_flags & ~1UL);
}

static void change_result(int signal, siginfo_t *info, void *context)
{
	ucontext_t *user = context;

	(void)signal;
	(void)info;
	user->uc_mcontext.gregs[REG_RAX] = -12345;
	sigaddset(&user->uc_sigmask, SIGUSR2);
}

static void show_context(void)
{
	double half = 0.5;
	sigset_t blocked;
	long result;

	topic("context of a handler");
	__asm__ volatile("movsd %0, %%xmm0" ::"m"(half) : "xmm0");
	handle_info(SIGUSR1, look, 0);
	kill(getpid(), SIGUSR1);
	handle_info(SIGUSR1, change_result, 0);
	__asm__ volatile("syscall"
			 : "=a"(result)
			 : "a"(SYS_kill), "D"(getpid()), "S"(SIGUSR1)
			 : "rcx", "r11", "memory");
	VALUE(result);
	sigprocmask(SIG_BLOCK, NULL, &blocked);
	VALUE(sigismember(&blocked, SIGUSR2));
	unblock(SIGUSR2);
}

void test_frames(void)
{
	show_entry();
	show_context();
}

static char stack[16384], other_stack[16384];
static volatile bool on_stack, changed;

static bool is_on(const void *stack_start, const void *local)
{
	return (const char *)local >= (const char *)stack_start &&
	       (const char *)local < (const char *)stack_start + sizeof(stack);
}

static void look_at_stack(int signal)
{
	stack_t now,
		new = {.ss_sp = other_stack, .ss_size = sizeof(other_stack)};

	(void)signal;
	on_stack = is_on(stack, &now);
	sigaltstack(NULL, &now);
	VALUE(now.ss_flags);
	CALL(sigaltstack(&new, NULL));
}

static volatile int depth;

/* Twice on the same stack: the second one is below the first. */
static void nest(int signal)
{
	char local;

	if (!depth++)
		raise(signal);
	VALUE(is_on(stack, &local));
}

static int endless(int n)
{
	volatile char local[512];

	local[0] = (char)n;
	return n < 0 ? 0 : endless(n + 1) + local[0];
}

static void overflow(void)
{
	endless(0);
}

static void report_overflow(int signal)
{
	static const char text[] = "overflow seen on another stack\n";
	char local;

	if (signal == SIGSEGV && is_on(stack, &local))
		write(1, text, sizeof(text) - 1);
	_exit(3);
}

static void use_stack(int flags)
{
	stack_t new = {
		.ss_sp = stack, .ss_size = sizeof(stack), .ss_flags = flags};

	sigaltstack(&new, NULL);
}

void test_stacks(void)
{
	stack_t now;

	topic("alternative stacks");
	use_stack(0);
	handle(SIGUSR1, look_at_stack, SA_ONSTACK);
	raise(SIGUSR1);
	VALUE(on_stack);
	handle(SIGUSR1, look_at_stack, 0);
	raise(SIGUSR1);
	VALUE(on_stack);
	topic("one that is disarmed meanwhile");
	use_stack((int)SS_AUTODISARM);
	handle(SIGUSR1, look_at_stack, SA_ONSTACK);
	raise(SIGUSR1);
	VALUE(on_stack);
	sigaltstack(NULL, &now);
	VALUE(now.ss_sp == stack);
	VALUE((unsigned int)now.ss_flags);
	topic("nested on one stack");
	use_stack(0);
	handle(SIGUSR1, nest, SA_ONSTACK | SA_NODEFER);
	raise(SIGUSR1);
	topic("no stack is left");
	handle(SIGSEGV, report_overflow, 0);
	show_child("without another", overflow);
	handle(SIGSEGV, report_overflow, SA_ONSTACK);
	show_child("with another", overflow);
	handle(SIGSEGV, SIG_DFL, 0);
	now = (stack_t){.ss_flags = SS_DISABLE};
	sigaltstack(&now, NULL);
}
