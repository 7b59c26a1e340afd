// SPDX-License-Identifier: GPL-2.0-only
/*
 * registers: two processes that call each other over a channel, each with vector and
 * x87 registers, control words, and bases of FS and GS of its own, find them after
 * every few calls as they were. A signal's handler spoils them now and then.
 *
 *	registers CALLS
 *
 * Exits with 1, and says what was lost, when something is.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <uapi/channel.h>
#include <unistd.h>

enum {
	ARCH_SET_GS = 0x1001,
	ARCH_SET_FS = 0x1002,
	CALLS_MAX = 300, /* between two looks: longer than any patience */
	ROUNDING_MXCSR = 0x6000,
	ROUNDING_X87 = 0xc00,
	LIBRARY_BYTES = 512, /* of the C library's, at the base of FS */
};

struct registers {
	uint8_t first[32], last[32]; /* YMM0 and YMM15; without AVX, XMM */
	int64_t x87; /* ST0 */
	uint32_t mxcsr;
	uint16_t control; /* x87's */
	uint64_t fs, gs; /* what lies there */
};

/* Calls in a row, in which nothing but the kernel's touches registers. */
struct turn {
	struct registers set, found;
	long arguments[6]; /* the second: where it is */
	long number;
	long calls;
	long result; /* of the last; negative ones end the turn */
	long pid, signal; /* that is sent then; 0: none */
	int avx; /* there is */
};

static struct {
	struct channel_request head;
	uint64_t data;
} received;

static uint64_t random_state = 1;
static int has_avx;
static int channel;

static uint64_t random_next(void)
{
	random_state = random_state * 6364136223846793005 + 1442695040888963407;
	return random_state >> 16;
}

#define PLACE(name)	       [name] "i"(offsetof(struct turn, name))
#define PLACE_OF(name, member) [name] "i"(offsetof(struct turn, member))

static void take(struct turn *turn)
{
	static const uint32_t mxcsr = 0x1f80;

	__asm__ volatile(
		"cmpl $0, %c[avx](%[turn])\n\t"
		"jne 1f\n\t"
		"movdqu %c[set_first](%[turn]), %%xmm0\n\t"
		"movdqu %c[set_last](%[turn]), %%xmm15\n\t"
		"jmp 2f\n"
		"1:\n\t"
		"vmovdqu %c[set_first](%[turn]), %%ymm0\n\t"
		"vmovdqu %c[set_last](%[turn]), %%ymm15\n"
		"2:\n\t"
		"fldcw %c[set_control](%[turn])\n\t"
		"fildq %c[set_x87](%[turn])\n\t"
		"ldmxcsr %c[set_mxcsr](%[turn])\n"
		"3:\n\t"
		"movq %c[number](%[turn]), %%rax\n\t"
		"movq %c[arguments](%[turn]), %%rdi\n\t"
		"movq 8+%c[arguments](%[turn]), %%rsi\n\t"
		"movq (%%rsi), %%rsi\n\t"
		"movq 16+%c[arguments](%[turn]), %%rdx\n\t"
		"movq 24+%c[arguments](%[turn]), %%r10\n\t"
		"movq 32+%c[arguments](%[turn]), %%r8\n\t"
		"movq 40+%c[arguments](%[turn]), %%r9\n\t"
		"syscall\n\t"
		"movq %%rax, %c[result](%[turn])\n\t"
		"testq %%rax, %%rax\n\t"
		"js 4f\n\t"
		"decq %c[calls](%[turn])\n\t"
		"jnz 3b\n"
		"4:\n\t"
		"movl %[kill], %%eax\n\t"
		"movq %c[pid](%[turn]), %%rdi\n\t"
		"movq %c[signal](%[turn]), %%rsi\n\t"
		"syscall\n\t"
		"cmpl $0, %c[avx](%[turn])\n\t"
		"jne 5f\n\t"
		"movdqu %%xmm0, %c[found_first](%[turn])\n\t"
		"movdqu %%xmm15, %c[found_last](%[turn])\n\t"
		"jmp 6f\n"
		"5:\n\t"
		"vmovdqu %%ymm0, %c[found_first](%[turn])\n\t"
		"vmovdqu %%ymm15, %c[found_last](%[turn])\n"
		"6:\n\t"
		"stmxcsr %c[found_mxcsr](%[turn])\n\t"
		"fnstcw %c[found_control](%[turn])\n\t"
		"fistpq %c[found_x87](%[turn])\n\t"
		"movq %%fs:0, %%rax\n\t"
		"movq %%rax, %c[found_fs](%[turn])\n\t"
		"movq %%gs:0, %%rax\n\t"
		"movq %%rax, %c[found_gs](%[turn])\n\t"
		"fninit\n\t"
		"ldmxcsr %[mxcsr]"
		:
		: [turn] "b"(turn), [kill] "i"(SYS_kill), [mxcsr] "m"(mxcsr),
		  PLACE(arguments), PLACE(number), PLACE(calls), PLACE(result),
		  PLACE(pid), PLACE(signal), PLACE(avx),
		  PLACE_OF(set_first, set.first), PLACE_OF(set_last, set.last),
		  PLACE_OF(set_control, set.control),
		  PLACE_OF(set_x87, set.x87), PLACE_OF(set_mxcsr, set.mxcsr),
		  PLACE_OF(found_first, found.first),
		  PLACE_OF(found_last, found.last),
		  PLACE_OF(found_control, found.control),
		  PLACE_OF(found_x87, found.x87),
		  PLACE_OF(found_mxcsr, found.mxcsr),
		  PLACE_OF(found_fs, found.fs), PLACE_OF(found_gs, found.gs)
		: "rax", "rcx", "rdx", "rsi", "rdi", "r8", "r9", "r10", "r11",
		  "xmm0", "xmm15", "st", "memory");
}

/* What registers hold is as good as lost. */
static void spoil(int signal)
{
	static const uint32_t mxcsr = 0x1f80;

	(void)signal;
	if (has_avx)
		__asm__ volatile("vzeroall");
	else
		__asm__ volatile("pxor %%xmm0, %%xmm0\n\t"
				 "pxor %%xmm15, %%xmm15"
				 :
				 :
				 : "xmm0", "xmm15");
	__asm__ volatile("fninit\n\tldmxcsr %0" : : "m"(mxcsr));
}

static void choose(struct registers *set)
{
	const size_t size = has_avx ? sizeof(set->first) : 16;

	for (size_t i = 0; i < size; i++) {
		set->first[i] = (uint8_t)random_next();
		set->last[i] = (uint8_t)random_next();
	}
	set->x87 = (int64_t)(random_next() >> 8);
	set->mxcsr = 0x1f80 | (random_next() & ROUNDING_MXCSR);
	set->control = 0x37f | (random_next() & ROUNDING_X87);
}

/*
 * The bases of FS and GS are another address on either side. What lies there is in
 * @set too.
 */
static void move_bases(struct registers *set, bool is_server)
{
	static uint64_t places[2][LIBRARY_BYTES / sizeof(uint64_t) + 1];
	uint64_t *place = places[is_server], *at_gs;
	const void *library;

	__asm__ volatile("movq %%fs:0, %0" : "=r"(library));
	memcpy(place, library, LIBRARY_BYTES);
	place[0] = (uint64_t)place; /* where the library finds it */
	at_gs = &place[LIBRARY_BYTES / sizeof(uint64_t)];
	*at_gs = (uint64_t)at_gs;
	syscall(SYS_arch_prctl, ARCH_SET_FS, place);
	syscall(SYS_arch_prctl, ARCH_SET_GS, at_gs);
	set->fs = place[0];
	set->gs = *at_gs;
}

/* Make @calls of these; the other side is at the other end of each. */
static bool make_calls(struct turn *turn, long calls)
{
	random_state = turn->pid = getpid();
	turn->avx = has_avx;
	signal(SIGUSR1, spoil);
	move_bases(&turn->set, turn->number == SYS_channel_answer);
	while (calls > 0) {
		const long now = 1 + (long)(random_next() % CALLS_MAX);

		choose(&turn->set);
		turn->calls = now < calls ? now : calls;
		turn->signal = random_next() % 4 ? 0 : SIGUSR1;
		calls -= turn->calls;
		take(turn);
		if (turn->result < 0) {
			printf("a call failed: %ld\n", turn->result);
			return false;
		}
		if (memcmp(&turn->set, &turn->found, sizeof(turn->set))) {
			printf("registers lost, %ld calls to go\n", calls);
			return false;
		}
	}
	return true;
}

static void serve(void)
{
	static struct turn turn = {.number = SYS_channel_answer};
	const long arguments[] = {channel,
				  (long)&received.head.token,
				  (long)&received.data,
				  sizeof(received.data),
				  (long)&received,
				  sizeof(received.data)};

	memcpy(turn.arguments, arguments, sizeof(arguments));
	if (!make_calls(&turn, INT32_MAX))
		kill(getppid(), SIGTERM); /* who would wait for ever */
	_exit(1);
}

static bool ask(long calls)
{
	static struct turn turn = {.number = SYS_channel_ask};
	static uint64_t data;
	static uint64_t *const at = &data;
	const long arguments[] = {channel, (long)&at, sizeof(data), (long)&data,
				  sizeof(data)};

	memcpy(turn.arguments, arguments, sizeof(arguments));
	return make_calls(&turn, calls);
}

int main(int argc, char **argv)
{
	static const struct channel_attributes attributes = {
		.capacity = 1, .message_max = 8, .mode = 0600};
	bool right;
	pid_t server;

	__builtin_cpu_init();
	has_avx = !!__builtin_cpu_supports("avx");
	channel = (int)syscall(SYS_channel_open, "/registers",
			       O_RDWR | O_CREAT | O_EXCL, &attributes);
	if (argc != 2 || channel < 0)
		return 1;
	server = fork();
	if (!server)
		serve();
	right = ask(atol(argv[1]));
	kill(server, SIGKILL);
	waitpid(server, NULL, 0);
	if (right)
		printf("registers kept\n");
	return !right;
}
