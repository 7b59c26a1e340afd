// SPDX-License-Identifier: GPL-2.0-only
/*
 * exec_try PROGRAM: execute exec_show in the ways that no shell has, and say what
 * has come of it. exec_try PROGRAM UID GID: execute it as that user.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static char *program;
static char *arguments[] = {"zero", "one", NULL};
static char *quiet[] = {"true", NULL};
static char *nothing[] = {NULL};
static char *volatile nowhere = (char *)8;

/* Say how a child ends that does @what, which returns if it cannot be done. */
static void in_child(const char *name, void (*what)(void))
{
	int status;

	printf("--- %s\n", name);
	fflush(stdout);
	if (fork() == 0) {
		what();
		printf("%s\n", strerror(errno));
		fflush(stdout);
		_exit(1);
	}
	wait(&status);
	printf("status %#x\n", status);
}

static void execute(void)
{
	execve(program, arguments, nothing);
}

static void no_arguments(void)
{
	execve(program, NULL, NULL);
}

static void empty_arguments(void)
{
	execve(program, nothing, nothing);
}

static void handle(int signal)
{
	(void)signal;
}

static void with_signals(void)
{
	sigset_t set;

	signal(SIGUSR1, handle);
	signal(SIGUSR2, SIG_IGN);
	sigemptyset(&set);
	sigaddset(&set, SIGHUP);
	sigaddset(&set, SIGTERM);
	sigprocmask(SIG_BLOCK, &set, NULL);
	raise(SIGHUP);
	execute();
}

static void with_files(void)
{
	fcntl(dup2(1, 5), F_SETFD, FD_CLOEXEC);
	dup2(1, 6);
	open("/", O_RDONLY | O_CLOEXEC);
	execute();
}

static void with_name(void)
{
	prctl(PR_SET_NAME, "another");
	prctl(PR_SET_DUMPABLE, 0);
	execute();
}

static void at(int fd, const char *name, int flags)
{
	syscall(SYS_execveat, fd, name, arguments, nothing, flags);
}

static void at_directory(void)
{
	dup2(open("/bin", O_RDONLY | O_DIRECTORY), 9);
	close(3);
	at(9, "exec_show", 0);
}

static void at_file(void)
{
	dup2(open(program, O_RDONLY), 9);
	close(3);
	at(9, "", AT_EMPTY_PATH);
}

static void at_path_file(void)
{
	dup2(open(program, O_PATH), 9);
	close(3);
	at(9, "", AT_EMPTY_PATH);
}

static void at_file_without_flag(void)
{
	at(open(program, O_RDONLY), "", 0);
}

static void at_link(void)
{
	symlink(program, "/tmp/link");
	at(AT_FDCWD, "/tmp/link", AT_SYMLINK_NOFOLLOW);
}

static void at_script(void)
{
	dup2(open("/tmp/script", O_RDONLY), 9);
	close(3);
	at(9, "", AT_EMPTY_PATH);
}

static void at_script_that_goes(void)
{
	at(open("/tmp/script", O_RDONLY | O_CLOEXEC), "", AT_EMPTY_PATH);
}

static void at_pipe(void)
{
	int ends[2];

	pipe(ends);
	at(ends[0], "", AT_EMPTY_PATH);
}

/* @count arguments of @size bytes. */
static void many(unsigned long count, unsigned long size)
{
	char **words = calloc(count + 2, sizeof(*words));
	char *word = malloc(size);

	memset(word, 'x', size - 1);
	word[size - 1] = '\0';
	words[0] = "many";
	for (unsigned long i = 1; i <= count; i++)
		words[i] = word;
	execve(program, words, nothing);
}

static void large(void)
{
	many(1, 131072);
}

static void too_large(void)
{
	many(1, 131073);
}

static void thousands(void)
{
	many(100000, 2);
}

static void too_many(void)
{
	many(300000, 2);
}

static void limit_stack(unsigned long size)
{
	const struct rlimit limit = {size, size};

	setrlimit(RLIMIT_STACK, &limit);
}

static void as_many_as_a_quarter(void)
{
	limit_stack(4 << 20);
	many(10, 100000);
}

static void more_than_a_quarter(void)
{
	limit_stack(4 << 20);
	many(11, 100000);
}

static void bad_argument(void)
{
	char *words[] = {"zero", nowhere, NULL};

	execve(program, words, nothing);
}

static void bad_environment(void)
{
	execve(program, arguments, (char **)nowhere);
}

static void while_shared(void)
{
	int status;

	if (vfork() == 0) {
		execve(program, arguments, nothing);
		_exit(1);
	}
	wait(&status);
	_exit(WEXITSTATUS(status) + 3);
}

static void without_privileges(void)
{
	prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
	setgid(7);
	setuid(1000);
	execve("/tmp/set", arguments, nothing);
}

static void with_set_id(void)
{
	setgid(7);
	setuid(1000);
	execve("/tmp/set", arguments, nothing);
}

static void unreadable(void)
{
	setuid(1000);
	execve("/tmp/unreadable", arguments, nothing);
}

static void *execute_in_thread(void *arg)
{
	(void)arg;
	execute();
	return NULL;
}

/* The thread becomes the process, with its number. */
static void in_thread(void)
{
	pthread_t thread;

	pthread_create(&thread, NULL, execute_in_thread, NULL);
	pthread_join(thread, NULL);
}

static int execute_quietly(void *arg)
{
	(void)arg;
	execve("/bin/true", quiet, nothing);
	return 1;
}

/* What a program closes stays open for others. */
static void shared_files(void)
{
	static char stack[16384] __attribute__((aligned(16)));
	int status;

	open("/", O_RDONLY | O_CLOEXEC);
	clone(execute_quietly, stack + sizeof(stack), CLONE_FILES | SIGCHLD,
	      NULL);
	wait(&status);
	printf("open %d, status %d\n", fcntl(3, F_GETFD), status);
	fflush(stdout);
	_exit(0);
}

static void with_alarm(void)
{
	alarm(1000);
	execute();
}

static const struct {
	const char *name;
	void (*what)(void);
} cases[] = {
	{"no arguments", no_arguments},
	{"empty arguments", empty_arguments},
	{"signals", with_signals},
	{"files", with_files},
	{"name", with_name},
	{"execveat, a directory", at_directory},
	{"execveat, a file", at_file},
	{"execveat, a path", at_path_file},
	{"execveat, no flag", at_file_without_flag},
	{"execveat, a link", at_link},
	{"execveat, a script", at_script},
	{"execveat, a script whose descriptor closes", at_script_that_goes},
	{"execveat, a pipe", at_pipe},
	{"a large argument", large},
	{"too large an argument", too_large},
	{"thousands of arguments", thousands},
	{"too many arguments", too_many},
	{"a quarter of the stack", as_many_as_a_quarter},
	{"more than a quarter", more_than_a_quarter},
	{"a bad argument", bad_argument},
	{"a bad environment", bad_environment},
	{"vfork", while_shared},
	{"set-id", with_set_id},
	{"set-id without new privileges", without_privileges},
	{"unreadable", unreadable},
	{"a thread", in_thread},
	{"shared descriptors", shared_files},
	{"alarm", with_alarm},
};

int main(int argc, char **argv)
{
	if (argc < 2)
		return 1;
	program = argv[1];
	if (argc == 4) {
		setgid((gid_t)atoi(argv[3]));
		setuid((uid_t)atoi(argv[2]));
		execute();
		return 1;
	}
	for (unsigned int i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		in_child(cases[i].name, cases[i].what);
	return 0;
}
