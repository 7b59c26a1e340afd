// SPDX-License-Identifier: GPL-2.0-only
/*
 * boot_ticks: as process 1, print what the time-stamp counter was at its first
 * instruction, "boot_ticks N". So it has no library; compile with -nostdlib.
 */
#include <sys/syscall.h>

/* report(counter), on a stack that is aligned for a call. */
__asm__(".globl _start\n"
	"_start:\n\t"
	"rdtsc\n\t"
	"shl $32, %rdx\n\t"
	"lea (%rax,%rdx), %rdi\n\t"
	"and $-16, %rsp\n\t"
	"call report");

static void call(long number, long a, const void *b, long c)
{
	__asm__ volatile("syscall"
			 : "+a"(number)
			 : "D"(a), "S"(b), "d"(c)
			 : "rcx", "r11", "memory");
}

_Noreturn void report(unsigned long ticks)
{
	char line[] = "boot_ticks                     \n";
	char *digit = line + sizeof(line) - 2;

	do
		*--digit = '0' + ticks % 10;
	while (ticks /= 10);
	call(SYS_write, 1, line, sizeof(line) - 1);
	for (;;)
		call(SYS_pause, 0, 0, 0);
}
