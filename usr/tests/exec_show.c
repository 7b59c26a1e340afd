// SPDX-License-Identifier: GPL-2.0-only
/*
 * exec_show [ARGUMENT...]: say what execve(2) has given to this program.
 */
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

enum {
	SHOWN_MAX = 12, /* words that are printed, rather than counted */
	FDS = 20,
};

static char zeros[100000]; /* in several pages behind the file's */
static int initialised = 5;

static void show_words(const char *what, char **words)
{
	unsigned long count = 0, bytes = 0;

	for (; words[count]; count++)
		bytes += strlen(words[count]) + 1;
	printf("%s: %lu of %lu bytes", what, count, bytes);
	for (unsigned long i = 0; i < count && count <= SHOWN_MAX; i++)
		printf(" \"%s\"", strlen(words[i]) < 100 ? words[i] : "...");
	printf("\n");
}

static void show_memory(void *frame)
{
	unsigned long sum = 0;

	for (unsigned long i = 0; i < sizeof(zeros); i++)
		sum += (unsigned char)zeros[i];
	printf("memory: data %d, bss %lu, aligned %d, heap behind %d\n",
	       initialised, sum, (uintptr_t)frame % 16 == 0,
	       (char *)sbrk(0) >= zeros + sizeof(zeros));
}

static int is_random(const unsigned char *bytes)
{
	int different = 0;

	for (int i = 1; bytes && i < 16; i++)
		different |= bytes[i] != bytes[0];
	return different;
}

static void show_auxv(void)
{
	const char *name = (const char *)getauxval(AT_EXECFN);
	const char *platform = (const char *)getauxval(AT_PLATFORM);

	printf("auxv: %s, %s, page %lu, ticks %lu, phent %lu, secure %lu\n",
	       name ? name : "-", platform ? platform : "-",
	       getauxval(AT_PAGESZ), getauxval(AT_CLKTCK), getauxval(AT_PHENT),
	       getauxval(AT_SECURE));
	printf("auxv: headers %d, random %d, entry %d, flags %lu, base %d\n",
	       getauxval(AT_PHDR) != 0,
	       is_random((const unsigned char *)getauxval(AT_RANDOM)),
	       getauxval(AT_ENTRY) != 0, getauxval(AT_FLAGS),
	       getauxval(AT_BASE) != 0);
}

static void show_ids(void)
{
	printf("ids: %lu %lu %lu %lu, %d %d %d %d\n", getauxval(AT_UID),
	       getauxval(AT_EUID), getauxval(AT_GID), getauxval(AT_EGID),
	       getuid(), geteuid(), getgid(), getegid());
}

static void show_task(void)
{
	char name[17] = "";

	prctl(PR_GET_NAME, name);
	printf("task: \"%s\", first %d, dumpable %d, alarm %d, files", name,
	       getpid() == (pid_t)syscall(SYS_gettid), prctl(PR_GET_DUMPABLE),
	       alarm(0) != 0);
	for (int fd = 3; fd < FDS; fd++)
		if (fcntl(fd, F_GETFD) >= 0)
			printf(" %d", fd);
	printf("\n");
}

static void show_signals(void)
{
	struct sigaction action;
	sigset_t blocked, pending;

	printf("signals:");
	sigprocmask(SIG_BLOCK, NULL, &blocked);
	sigpending(&pending);
	for (int signal = 1; signal < 32; signal++) {
		sigaction(signal, NULL, &action);
		if (action.sa_handler != SIG_DFL)
			printf(" %d %s", signal,
			       action.sa_handler == SIG_IGN ? "ignored"
							    : "handled");
		if (sigismember(&blocked, signal))
			printf(" %d blocked", signal);
		if (sigismember(&pending, signal))
			printf(" %d pending", signal);
	}
	printf("\n");
}

int main(int argc, char **argv, char **envp)
{
	(void)argc;
	show_words("arguments", argv);
	show_words("environment", envp);
	/* argc is in front of argv, where the stack began. */
	show_memory((char *)argv - sizeof(long));
	show_auxv();
	show_ids();
	show_task();
	show_signals();
	return 0;
}
