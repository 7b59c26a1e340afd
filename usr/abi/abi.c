// SPDX-License-Identifier: GPL-2.0-only
/*
 * What abi.h promises, and the order of the topics. Works in a folder of its
 * own below /tmp. With arguments, only the topics that are named.
 */
#include "abi.h"

#include <sys/wait.h>

static const char *const errno_names[] = {
	[EPERM] = "EPERM",
	[ENOENT] = "ENOENT",
	[ESRCH] = "ESRCH",
	[EINTR] = "EINTR",
	[EIO] = "EIO",
	[ENXIO] = "ENXIO",
	[E2BIG] = "E2BIG",
	[ENOEXEC] = "ENOEXEC",
	[EBADF] = "EBADF",
	[ECHILD] = "ECHILD",
	[EAGAIN] = "EAGAIN",
	[ENOMEM] = "ENOMEM",
	[EACCES] = "EACCES",
	[EFAULT] = "EFAULT",
	[ENOTBLK] = "ENOTBLK",
	[EBUSY] = "EBUSY",
	[EEXIST] = "EEXIST",
	[EXDEV] = "EXDEV",
	[ENODEV] = "ENODEV",
	[ENOTDIR] = "ENOTDIR",
	[EISDIR] = "EISDIR",
	[EINVAL] = "EINVAL",
	[ENFILE] = "ENFILE",
	[EMFILE] = "EMFILE",
	[ENOTTY] = "ENOTTY",
	[ETXTBSY] = "ETXTBSY",
	[EFBIG] = "EFBIG",
	[ENOSPC] = "ENOSPC",
	[ESPIPE] = "ESPIPE",
	[EROFS] = "EROFS",
	[EMLINK] = "EMLINK",
	[EPIPE] = "EPIPE",
	[EDOM] = "EDOM",
	[ERANGE] = "ERANGE",
	[EDEADLK] = "EDEADLK",
	[ENAMETOOLONG] = "ENAMETOOLONG",
	[ENOLCK] = "ENOLCK",
	[ENOSYS] = "ENOSYS",
	[ENOTEMPTY] = "ENOTEMPTY",
	[ELOOP] = "ELOOP",
	[ENOMSG] = "ENOMSG",
	[EIDRM] = "EIDRM",
	[EMSGSIZE] = "EMSGSIZE",
	[EOVERFLOW] = "EOVERFLOW",
	[ENOTSUP] = "EOPNOTSUPP",
	[ECANCELED] = "ECANCELED",
	[ETIMEDOUT] = "ETIMEDOUT",
	[ESTALE] = "ESTALE",
	[ELIBBAD] = "ELIBBAD",
	[EDESTADDRREQ] = "EDESTADDRREQ",
	[ENOTSOCK] = "ENOTSOCK",
	[EPROTOTYPE] = "EPROTOTYPE",
	[ENOPROTOOPT] = "ENOPROTOOPT",
	[EPROTONOSUPPORT] = "EPROTONOSUPPORT",
	[ESOCKTNOSUPPORT] = "ESOCKTNOSUPPORT",
	[EAFNOSUPPORT] = "EAFNOSUPPORT",
	[EADDRINUSE] = "EADDRINUSE",
	[ECONNRESET] = "ECONNRESET",
	[ENOBUFS] = "ENOBUFS",
	[EISCONN] = "EISCONN",
	[ENOTCONN] = "ENOTCONN",
	[ETOOMANYREFS] = "ETOOMANYREFS",
	[ECONNREFUSED] = "ECONNREFUSED",
	[EALREADY] = "EALREADY",
};

static const struct {
	const char *name;
	void (*run)(void);
} topics[] = {
	{"files", abi_files},
	{"descriptors", abi_descriptors},
	{"paths", abi_paths},
	{"directories", abi_directories},
	{"attributes", abi_attributes},
	{"pipes", abi_pipes},
	{"sockets", abi_sockets},
	{"messages", abi_messages},
	{"socket errors", abi_socket_errors},
	{"peeking", abi_peeking},
	{"poll", abi_poll},
	{"events", abi_events},
	{"event files", abi_event_files},
	{"inotify", abi_inotify},
	{"memory", abi_memory},
	{"memfd", abi_memfd},
	{"shm", abi_shm},
	{"sem", abi_sem},
	{"msg", abi_msg},
	{"mqueue", abi_mqueue},
	{"mqueue_files", abi_mqueue_files},
	{"mqueue_limits", abi_mqueue_limits},
	{"processes", abi_processes},
	{"clones", abi_clones},
	{"programs", abi_programs},
	{"signals", abi_signals},
	{"identity", abi_identity},
	{"time", abi_time},
	{"scheduling", abi_scheduling},
	{"futexes", abi_futexes},
	{"locks", abi_locks},
	{"terminal", abi_terminal},
	{"background", abi_background},
	{"names", abi_names},
	{"system", abi_system},
	{"bad paths", abi_bad_paths},
	{"file systems", abi_filesystems},
	{"transfers", abi_transfers},
	{"interruptions", abi_interruptions},
	{"refusals", abi_refusals},
	{"bad memory", abi_bad_memory},
	{"bad arguments", abi_bad_arguments},
	{"edges", abi_edges},
};

long raw_call(long number, const long arguments[6])
{
	register long r10 __asm__("r10") = arguments[3];
	register long r8 __asm__("r8") = arguments[4];
	register long r9 __asm__("r9") = arguments[5];
	long result;

	__asm__ volatile("syscall"
			 : "=a"(result)
			 : "a"(number), "D"(arguments[0]), "S"(arguments[1]),
			   "d"(arguments[2]), "r"(r10), "r"(r8), "r"(r9)
			 : "rcx", "r11", "memory");
	return result;
}

static const char *errno_name(long result)
{
	if (result > -4096 && result < 0 &&
	    (size_t)-result < sizeof(errno_names) / sizeof(*errno_names))
		return errno_names[-result];
	return NULL;
}

void show(const char *text, long result)
{
	const char *name = errno_name(result);

	if (name)
		printf("%s = -%s\n", text, name);
	else
		printf("%s = %ld\n", text, result);
}

void show_sign(const char *text, long result)
{
	if (result > 0)
		printf("%s > 0\n", text);
	else
		show(text, result);
}

void show_text(const char *text, const char *value)
{
	printf("%s = \"%s\"\n", text, value);
}

void topic(const char *name)
{
	printf("# %s\n", name);
}

void show_status(const char *text, int status)
{
	if (WIFEXITED(status))
		printf("%s exits %d\n", text, WEXITSTATUS(status));
	else if (WIFSIGNALED(status))
		printf("%s dies of signal %d\n", text, WTERMSIG(status));
	else if (WIFSTOPPED(status))
		printf("%s stops by signal %d\n", text, WSTOPSIG(status));
	else if (WIFCONTINUED(status))
		printf("%s continues\n", text);
	else
		printf("%s has status %#x\n", text, (unsigned int)status);
}

void show_end_of(const char *text, pid_t child)
{
	int status;

	waitpid(child, &status, 0);
	show_status(text, status);
}

void on_signal_nothing(int signal)
{
	(void)signal;
}

void show_child(const char *text, void (*child)(void))
{
	int status = -1;
	pid_t pid;

	fflush(stdout);
	pid = fork();
	if (pid == 0) {
		child();
		fflush(stdout);
		_exit(0);
	}
	if (waitpid(pid, &status, 0) == pid)
		show_status(text, status);
	else
		printf("%s is lost\n", text);
}

static int wanted(int argc, char **argv, const char *name)
{
	for (int i = 1; i < argc; i++) {
		if (!strcmp(argv[i], name))
			return 1;
	}
	return argc < 2;
}

int main(int argc, char **argv)
{
	setvbuf(stdout, NULL, _IOFBF, 65536);
	umask(022);
	mkdir("/tmp", 01777);
	if (mkdir("/tmp/abi", 0755) || chdir("/tmp/abi")) {
		perror("/tmp/abi");
		return 1;
	}
	for (size_t i = 0; i < sizeof(topics) / sizeof(*topics); i++) {
		if (!wanted(argc, argv, topics[i].name))
			continue;
		printf("## %s\n", topics[i].name);
		fflush(stdout);
		topics[i].run();
		fflush(stdout);
	}
	printf("## end\n");
	return 0;
}
