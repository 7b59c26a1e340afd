// SPDX-License-Identifier: GPL-2.0-only
/*
 * The log buffer, interrupted between any two instructions: the processor
 * single-steps through log_store() or log_read(), and at a chosen instruction
 * the trap handler plays the NMI and stores records of its own. Afterwards
 * every record in the log must be whole.
 *
 * Usage: log_interruption CASE. Prints how many interruptions were tried.
 */
#define _GNU_SOURCE /* REG_EFL */
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <stdlib.h>
#include <ucontext.h>
#include "../../../kernel/log_buffer.h"

enum {
	TRAP_FLAG = 1 << 8,
	STRIDE = 29, /* instructions; a prime, so that loops are hit anywhere */
	FLOOD = 100, /* records of two blocks: more than the ring holds */
};

/* The NMI. */
static unsigned long countdown; /* instructions until it comes */
static unsigned long second_nmi; /* instructions from the first to it */
static bool stored; /* the first has come */
static unsigned int nr_inner; /* records it stores */

/* A record vouches for itself: its text is one letter, its time its length. */
static void store(char letter, size_t length)
{
	struct log_record record = {.time_ns = length,
				    .length = (u16)length,
				    .level = (u8)(letter % 8),
				    .flags = LOG_RECORD_NEWLINE};
	char text[LOG_TEXT_MAX];

	memset(text, letter, length);
	log_store(&record, text);
}

static void fail(const char *what, unsigned long at)
{
	printf("%s, interrupted after %lu instructions\n", what, at);
	exit(1);
}

static char check_record(const struct log_record *record, const char *text,
			 unsigned long at)
{
	if (record->time_ns != record->length || record->length == 0)
		fail("a record is torn in its head", at);
	for (size_t i = 0; i < record->length; i++) {
		if (text[i] != text[0])
			fail("a record is torn in its text", at);
	}
	if (record->level != text[0] % 8)
		fail("a record has the text of another", at);
	return text[0];
}

/* Walk the log; how many records begin with @letter. */
static unsigned int count_records(char letter, u64 from, unsigned long at)
{
	struct log_record record;
	char text[LOG_TEXT_MAX];
	unsigned int count = 0;
	u64 last = 0;

	while (log_read(&from, &record, text)) {
		count += check_record(&record, text, at) == letter;
		if (record.sequence <= last && last)
			fail("sequence numbers do not grow", at);
		last = record.sequence;
	}
	return count;
}

/*
 * The first NMI stores records. Some instructions later a second one looks at
 * what the interrupted writer has done to them since.
 */
static void on_trap(int signal, siginfo_t *info, void *context)
{
	ucontext_t *interrupted = context;

	(void)signal;
	(void)info;
	if (--countdown > 0)
		return;
	if (!stored) {
		stored = true;
		for (unsigned int i = 0; i < nr_inner; i++)
			store('i', 70);
		countdown = second_nmi;
	} else {
		interrupted->uc_mcontext.gregs[REG_EFL] &= ~TRAP_FLAG;
		count_records('i', 0, second_nmi);
	}
}

static inline void single_step(int on)
{
	if (on)
		__asm__ volatile("pushfq; orq %0, (%%rsp); popfq"
				 :
				 : "i"(TRAP_FLAG)
				 : "memory", "cc");
	else
		__asm__ volatile("pushfq; andq %0, (%%rsp); popfq"
				 :
				 : "i"(~TRAP_FLAG)
				 : "memory", "cc");
}

static void arm(unsigned long at)
{
	stored = false;
	countdown = at;
	second_nmi = at % 599 + 1;
}

/* False when log_store() was through before the NMI came. */
static bool interrupt_store(unsigned long at)
{
	u64 from = log_end(), dropped = log_dropped();
	bool overwritten_later;

	arm(at);
	single_step(1);
	store('o', 150);
	single_step(0);
	/* Once it is complete, a flood may overwrite it, and drops nothing. */
	overwritten_later = nr_inner == FLOOD && log_dropped() == dropped;
	if (count_records('o', from, at) != 1 && !overwritten_later)
		fail("the interrupted record is lost", at);
	if (stored && nr_inner == 1 && count_records('i', from, at) != 1)
		fail("the interrupting record is lost", at);
	return stored;
}

static bool interrupt_read(unsigned long at)
{
	struct log_record record;
	char text[LOG_TEXT_MAX];
	u64 position;

	store('r', 140);
	position = log_end() - 3; /* its three blocks */
	arm(at);
	single_step(1);
	if (log_read(&position, &record, text)) {
		single_step(0);
		check_record(&record, text, at);
	}
	single_step(0);
	return stored;
}

static const struct {
	const char *name;
	bool (*interrupt)(unsigned long at);
	unsigned int nr_inner;
} cases[] = {
	{"store", interrupt_store, 1},
	{"store-flood", interrupt_store, FLOOD},
	{"read", interrupt_read, 1},
	{"read-flood", interrupt_read, FLOOD},
};

static void run_case(bool (*interrupt)(unsigned long at))
{
	unsigned long at = 1, tried = 0;

	for (; interrupt(at); at += STRIDE)
		tried++;
	printf("interrupted at %lu places\n", tried);
}

int main(int argc, char **argv)
{
	struct sigaction action = {.sa_sigaction = on_trap,
				   .sa_flags = SA_SIGINFO};

	sigaction(SIGTRAP, &action, NULL);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		if (argc == 2 && strcmp(argv[1], cases[i].name) == 0) {
			nr_inner = cases[i].nr_inner;
			run_case(cases[i].interrupt);
			return 0;
		}
	}
	return 2;
}
