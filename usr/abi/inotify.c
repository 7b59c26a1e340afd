// SPDX-License-Identifier: GPL-2.0-only
/*
 * What happens to files, as inotify(7) tells it: each topic watches something, does
 * something to it, and shows all that can be read then.
 */
#include "abi.h"

#include <poll.h>
#include <sys/inotify.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

enum {
	INOTIFY = 3, /* the descriptor of all that is made here */
	FIRST_EVENTS = 5, /* that are enough of a flood to see it */
};

static char name_256[257];
static char buffer[8192];
static uint32_t last_cookie;

static void open_and_close(const char *name, int flags)
{
	close(open(name, flags | O_CREAT, 0644));
}

/* "watch event cookie name"; a cookie is 1 where it is the same as before. */
static void show_event(const struct inotify_event *event)
{
	char text[128];

	snprintf(text, sizeof(text), "%d %x %s %u %s", event->wd, event->mask,
		 !event->cookie			? "none"
		 : event->cookie == last_cookie ? "same"
						: "new",
		 event->len, event->len ? event->name : "");
	last_cookie = event->cookie;
	show_text("event", text);
}

static void show_events(void)
{
	long size = RAW(SYS_read, INOTIFY, buffer, sizeof(buffer));
	const struct inotify_event *event;

	for (char *at = buffer; at < buffer + size;
	     at += sizeof(*event) + event->len) {
		event = (void *)at;
		show_event(event);
	}
	if (size < 0)
		show("read", size);
}

/* Events are shown of all that @doing does, a line before those. */
#define TELL(doing)              \
	do {                     \
		show(#doing, 0); \
		(void)(doing);   \
		show_events();   \
	} while (0)

static void begin(const char *name, const char *watched, uint32_t mask)
{
	topic(name);
	if (inotify_init1(IN_NONBLOCK) != INOTIFY ||
	    inotify_add_watch(INOTIFY, watched, mask) != 1)
		show("begin", -errno);
}

static void show_calls(void)
{
	topic("inotify");
	SHOW(inotify_init1, 1);
	SHOW(inotify_init, 0);
	SHOW(fcntl, 3, F_GETFL);
	SHOW(fcntl, 3, F_GETFD);
	SHOW(close, 3);
	SHOW(inotify_init1, IN_CLOEXEC | IN_NONBLOCK);
	SHOW(fcntl, 3, F_GETFL);
	SHOW(fcntl, 3, F_GETFD);
	mkdir("watched", 0755);
	SHOW(inotify_add_watch, 3, "watched", 0);
	SHOW(inotify_add_watch, 99, "watched", 0);
	SHOW(inotify_add_watch, 99, "watched", IN_OPEN);
	SHOW(inotify_add_watch, 3, "watched", 0x00800000);
	SHOW(inotify_add_watch, 0, "watched", IN_OPEN);
	SHOW(inotify_add_watch, 0, NOWHERE, IN_OPEN);
	SHOW(inotify_add_watch, 3, NOWHERE, IN_OPEN);
	SHOW(inotify_add_watch, 3, "", IN_OPEN);
	SHOW(inotify_add_watch, 3, "absent", IN_OPEN);
	memset(name_256, 'n', sizeof(name_256) - 1);
	SHOW(inotify_add_watch, 3, name_256, IN_OPEN);
	SHOW(inotify_add_watch, 3, "/dev/null/x", IN_OPEN);
	SHOW(inotify_add_watch, 3, "/dev/null", IN_OPEN | IN_ONLYDIR);
	SHOW(inotify_add_watch, 3, "watched",
	     IN_OPEN | IN_MASK_ADD | IN_MASK_CREATE);
	SHOW(inotify_add_watch, 3, "watched", IN_OPEN | IN_ISDIR);
	SHOW(inotify_add_watch, 3, "watched", IN_OPEN | IN_MASK_CREATE);
	SHOW(inotify_add_watch, 3, "watched/.", IN_MASK_ADD);
	SHOW(inotify_add_watch, 3, "/", IN_MASK_CREATE | IN_OPEN);
	SHOW(inotify_rm_watch, 3, 3);
	SHOW(inotify_rm_watch, 3, 0);
	SHOW(inotify_rm_watch, 3, -1);
	SHOW(inotify_rm_watch, 99, 1);
	SHOW(inotify_rm_watch, 0, 1);
	SHOW(inotify_rm_watch, 3, 2);
	SHOW(inotify_rm_watch, 3, 2);
	SHOW(inotify_add_watch, 3, "/", IN_OPEN);
	show_events();
	SHOW(write, 3, buffer, 16);
	SHOW(close, 3);
}

static void show_read(void)
{
	struct pollfd polled = {INOTIFY, POLLIN | POLLOUT | POLLRDNORM, 0};
	int bytes;

	begin("inotify and read", "watched", IN_CREATE | IN_DELETE);
	SHOW(read, 3, buffer, sizeof(buffer));
	SHOW(poll, &polled, 1, 0);
	SHOW(ioctl, 3, FIONREAD, &bytes);
	VALUE(bytes);
	mkdir("watched/directory", 0755);
	mkdir("watched/a-name-of-16-by", 0755);
	mkdir("watched/a-name-of-16-byt", 0755);
	SHOW(poll, &polled, 1, 0);
	VALUE(polled.revents);
	SHOW(ioctl, 3, FIONREAD, &bytes);
	VALUE(bytes);
	SHOW(ioctl, 3, TIOCSTI, &bytes);
	SHOW(read, 3, buffer, 0);
	SHOW(read, 3, buffer, 31);
	SHOW(read, 3, buffer, 32);
	SHOW(read, 3, buffer, 33);
	SHOW(read, 3, NOWHERE, 48);
	show_events();
	rmdir("watched/directory");
	rmdir("watched/a-name-of-16-by");
	rmdir("watched/a-name-of-16-byt");
	show_events();
	SHOW(close, 3);
}

static void show_files(void)
{
	int fd;

	begin("a directory that is watched", "watched", IN_ALL_EVENTS);
	TELL(fd = open("watched/f", O_RDWR | O_CREAT, 0644));
	TELL(write(fd, "text", 4));
	TELL(write(fd, "", 0));
	TELL((write(fd, "a", 1), write(fd, "b", 1)));
	TELL(pread(fd, buffer, 4, 0));
	TELL(pread(fd, buffer, 4, 100));
	TELL(pwrite(fd, "x", 1, 2));
	TELL(lseek(fd, 0, SEEK_SET));
	TELL(read(fd, buffer, 2));
	TELL(ftruncate(fd, 2));
	TELL(fchmod(fd, 0600));
	TELL(fchown(fd, 0, 0));
	TELL(fchown(fd, -1, -1));
	TELL(futimens(fd, NULL));
	TELL(fsync(fd));
	TELL(close(dup(fd)));
	TELL(close(fd));
	TELL(fd = open("watched/f", O_RDONLY));
	TELL(close(fd));
	TELL(open_and_close("watched/f", O_WRONLY | O_TRUNC));
	TELL(truncate("watched/f", 7));
	TELL(fd = open("watched/f", O_PATH));
	TELL(close(fd));
	TELL(access("watched/f", R_OK));
	TELL(chmod("watched/f", 0640));
	TELL(open("watched/absent", O_RDONLY));
	TELL(rename("watched/absent", "watched/g"));
	TELL(unlink("watched/absent"));
	TELL(unlink("watched/f"));
	SHOW(close, 3);
}

static void show_times(void)
{
	const struct timespec access_only[] = {{1, 0}, {0, UTIME_OMIT}};
	const struct timespec change_only[] = {{0, UTIME_OMIT}, {1, 0}};
	const struct timespec both[] = {{1, 0}, {1, 0}};
	const struct timespec none[] = {{0, UTIME_OMIT}, {0, UTIME_OMIT}};

	open_and_close("watched/f", O_RDWR);
	begin("times of a file that is watched", "watched/f", IN_ALL_EVENTS);
	TELL(utimensat(AT_FDCWD, "watched/f", access_only, 0));
	TELL(utimensat(AT_FDCWD, "watched/f", change_only, 0));
	TELL(utimensat(AT_FDCWD, "watched/f", both, 0));
	TELL(utimensat(AT_FDCWD, "watched/f", none, 0));
	TELL(unlink("watched/f"));
	SHOW(close, 3);
}

static void show_names(void)
{
	begin("names in a directory that is watched", "watched", IN_ALL_EVENTS);
	TELL(mkdir("watched/d", 0755));
	TELL(symlink("nowhere", "watched/l"));
	TELL(mknod("watched/p", S_IFIFO | 0644, 0));
	TELL(readlink("watched/l", buffer, 10));
	TELL(link("watched/p", "watched/q"));
	TELL(rename("watched/p", "watched/r"));
	TELL(rename("watched/r", "watched/q"));
	TELL(rename("watched/l", "watched/r"));
	TELL(rename("watched/d", "e"));
	TELL(rename("e", "watched/e"));
	TELL(syscall(SYS_renameat2, AT_FDCWD, "watched/e", AT_FDCWD,
		     "watched/q", 2));
	TELL(rmdir("watched/q"));
	TELL(unlink("watched/e"));
	TELL(unlink("watched/r"));
	TELL(unlink("watched/r"));
	SHOW(close, 3);
}

static void show_self(void)
{
	int fd;

	open_and_close("watched/f", O_RDWR);
	begin("a file that is watched", "watched/f", IN_ALL_EVENTS);
	TELL(open_and_close("watched/f", O_RDWR));
	TELL(link("watched/f", "watched/g"));
	TELL(unlink("watched/f"));
	TELL(rename("watched/g", "watched/f"));
	TELL(fd = open("watched/f", O_RDWR));
	TELL(unlink("watched/f"));
	TELL(write(fd, "x", 1));
	TELL(close(fd));
	SHOW(inotify_rm_watch, 3, 1);
	SHOW(close, 3);

	begin("a directory itself", "watched", IN_ALL_EVENTS);
	TELL(chmod("watched", 0700));
	TELL(fd = open("watched", O_RDONLY | O_DIRECTORY));
	TELL(RAW(SYS_getdents64, fd, buffer, 1024));
	TELL(close(fd));
	TELL(rename("watched", "moved"));
	TELL(rename("moved", "watched"));
	TELL(rmdir("watched"));
	SHOW(inotify_rm_watch, 3, 1);
	SHOW(close, 3);
	mkdir("watched", 0755);
}

static void show_both(void)
{
	open_and_close("watched/f", O_RDWR);
	open_and_close("watched/g", O_RDWR);
	begin("a directory and its files", "watched", IN_ALL_EVENTS);
	SHOW(inotify_add_watch, 3, "watched/f", IN_ALL_EVENTS);
	SHOW(inotify_add_watch, 3, "watched/g", IN_ALL_EVENTS);
	TELL(open_and_close("watched/f", O_RDONLY));
	TELL(rename("watched/f", "watched/g"));
	TELL(unlink("watched/g"));
	SHOW(inotify_add_watch, 3, "watched", IN_DELETE);
	SHOW(close, 3);
}

static void show_masks(void)
{
	int fd;

	open_and_close("watched/f", O_RDWR);
	begin("masks", "watched", IN_OPEN);
	TELL(open_and_close("watched/f", O_RDONLY));
	SHOW(inotify_add_watch, 3, "watched", IN_CLOSE | IN_MASK_ADD);
	TELL(open_and_close("watched/f", O_RDONLY));
	SHOW(inotify_add_watch, 3, "watched", IN_CREATE | IN_ONESHOT);
	TELL(open_and_close("watched/g", O_RDONLY));
	SHOW(inotify_rm_watch, 3, 1);
	SHOW(inotify_add_watch, 3, "watched", IN_ALL_EVENTS | IN_EXCL_UNLINK);
	fd = open("watched/g", O_RDWR);
	TELL(unlink("watched/g"));
	TELL(write(fd, "x", 1));
	TELL(fchmod(fd, 0600));
	TELL(close(fd));
	SHOW(inotify_add_watch, 3, "watched", IN_ALL_EVENTS);
	TELL(fd = open("watched/f", O_RDWR));
	TELL(unlink("watched/f"));
	TELL(write(fd, "x", 1));
	TELL(close(fd));
	symlink("watched", "link");
	SHOW(inotify_add_watch, 3, "link", IN_OPEN);
	SHOW(inotify_add_watch, 3, "link", IN_ALL_EVENTS | IN_DONT_FOLLOW);
	SHOW(inotify_add_watch, 3, "link",
	     IN_OPEN | IN_DONT_FOLLOW | IN_ONLYDIR);
	TELL(unlink("link"));
	SHOW(close, 3);
}

/* A signal whose handler makes what the read waits for. */
static void make_directory(int signal)
{
	(void)signal;
	mkdir("watched/d", 0755);
}

static void read_on(void)
{
	struct sigaction action = {.sa_handler = make_directory,
				   .sa_flags = SA_RESTART};

	sigaction(SIGALRM, &action, NULL);
	inotify_init1(0);
	SHOW(inotify_add_watch, 3, "watched", IN_CREATE);
	ualarm(20000, 0);
	SHOW(read, 3, buffer, sizeof(buffer));
}

static void read_no_more(void)
{
	struct sigaction action = {.sa_handler = on_signal_nothing};

	sigaction(SIGALRM, &action, NULL);
	inotify_init1(0);
	/* Again and again: the first may come before it waits. */
	ualarm(20000, 20000);
	SHOW(read, 3, buffer, sizeof(buffer));
}

static void show_waiting(void)
{
	topic("waiting for events");
	show_child("a handler that restarts", read_on);
	rmdir("watched/d");
	show_child("a handler that does not", read_no_more);
}

/* Ways to a file besides open, read and write. */
static void show_other_ways(void)
{
	struct iovec piece = {buffer, 10};
	loff_t start = 0;
	int fd, other;
	char *map;

	open_and_close("watched/f", O_RDWR);
	begin("a file that is watched, by other calls", "watched/f",
	      IN_ALL_EVENTS);
	fd = open("watched/f", O_RDWR);
	other = open("other", O_RDWR | O_CREAT | O_TRUNC, 0644);
	TELL(write(other, buffer, 100));
	TELL(RAW(SYS_pwritev, fd, &piece, 1, 0));
	TELL(RAW(SYS_preadv, fd, &piece, 1, 0));
	TELL(RAW(SYS_sendfile, fd, other, &start, 10));
	TELL((start = 0, RAW(SYS_sendfile, other, fd, &start, 10)));
	TELL((start = 0,
	      RAW(SYS_copy_file_range, other, &start, fd, NULL, 10, 0)));
	TELL((start = 0,
	      RAW(SYS_copy_file_range, fd, &start, other, NULL, 10, 0)));
	TELL(RAW(SYS_fallocate, fd, 0, 0, 200));
	TELL(RAW(SYS_fallocate, fd, 0, 0, 100));
	TELL(ftruncate(fd, 200));
	TELL(map = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0));
	TELL(map[0] = 'm');
	TELL(munmap(map, 4096));
	TELL(access("watched/f", F_OK));
	TELL(fd = dup2(other, fd));
	TELL(rename("watched/f", "watched/f"));
	TELL(unlink("watched/f"));
	close(fd);
	close(other);
	unlink("other");
	SHOW(close, 3);
}

/* What a descriptor leads to may be watched when its name has gone. */
static void show_nameless(void)
{
	int fd = open("watched/f", O_RDWR | O_CREAT, 0644);

	unlink("watched/f");
	topic("a file without a name");
	inotify_init1(IN_NONBLOCK);
	VALUE(fd);
	SHOW(inotify_add_watch, 4, "/proc/self/fd/3", IN_ALL_EVENTS);
	SHOW(write, 3, "x", 1);
	SHOW(read, 4, buffer, sizeof(buffer));
	SHOW(read, 4, buffer, sizeof(buffer));
	SHOW(close, 3);
	SHOW(read, 4, buffer, sizeof(buffer));
	SHOW(inotify_rm_watch, 4, 1);
	SHOW(close, 4);
}

static void show_unmount(void)
{
	mkdir("watched/m", 0755);
	mount("none", "watched/m", "tmpfs", 0, NULL);
	begin("unmounting what is watched", "watched/m", IN_ALL_EVENTS);
	SHOW(inotify_add_watch, 3, "watched", IN_ALL_EVENTS);
	TELL(open_and_close("watched/m/f", O_RDWR));
	TELL(umount("watched/m"));
	TELL(rmdir("watched/m"));
	SHOW(close, 3);
}

static void write_limit(const char *name, const char *value)
{
	int fd = open(name, O_WRONLY);

	show(name, RAW(SYS_write, fd, value, strlen(value)));
	close(fd);
}

static void show_limit(const char *name)
{
	int fd = open(name, O_RDONLY);
	long size = read(fd, buffer, 64);

	buffer[size < 1 ? 0 : size - 1] = 0;
	show_text(name, buffer);
	close(fd);
}

static void show_flood(void)
{
	static const char events[] = "/proc/sys/fs/inotify/max_queued_events";
	static const char instances[] =
		"/proc/sys/fs/inotify/max_user_instances";
	static const char watches[] = "/proc/sys/fs/inotify/max_user_watches";

	topic("limits of inotify");
	show_limit(events);
	show_limit(instances);
	write_limit(events, "5\n");
	write_limit(events, "-1\n");
	write_limit(events, "many\n");
	begin("a flood of events", "watched", IN_CREATE | IN_DELETE);
	/* For those that are made from here on. */
	write_limit(events, "2\n");
	for (int i = 0; i < FIRST_EVENTS; i++) {
		mkdir("watched/d", 0755);
		rmdir("watched/d");
	}
	show_events();
	TELL(mkdir("watched/d", 0755));
	TELL(rmdir("watched/d"));
	write_limit(events, "16384\n");
	write_limit(instances, "1\n");
	SHOW(inotify_init, 0);
	write_limit(instances, "128\n");
	write_limit(watches, "1\n");
	SHOW(inotify_add_watch, 3, "watched", IN_OPEN);
	SHOW(inotify_add_watch, 3, "/", IN_OPEN);
	write_limit(watches, "8192\n");
	SHOW(inotify_add_watch, 3, "/", IN_OPEN);
	SHOW(close, 3);
}

static void not_root(void)
{
	if (setuid(1000))
		return;
	SHOW(inotify_init1, IN_NONBLOCK);
	SHOW(inotify_add_watch, 3, "watched", IN_OPEN);
	SHOW(inotify_add_watch, 3, "watched/secret", IN_OPEN);
}

static void no_descriptor_left(void)
{
	while (dup(0) >= 0)
		;
	SHOW(inotify_init, 0);
	SHOW(inotify_init1, IN_NONBLOCK);
}

void abi_inotify(void)
{
	show_calls();
	show_read();
	show_files();
	show_times();
	show_names();
	show_self();
	show_both();
	show_masks();
	show_unmount();
	show_other_ways();
	show_nameless();
	show_waiting();
	show_flood();
	mkdir("watched/secret", 0700);
	show_child("not root", not_root);
	rmdir("watched/secret");
	show_child("no descriptor left", no_descriptor_left);
	rmdir("watched");
}
