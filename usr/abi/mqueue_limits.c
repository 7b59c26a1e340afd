// SPDX-License-Identifier: GPL-2.0-only
/*
 * How many message queues of POSIX, of which size, and whose.
 */
#include "abi.h"

#include <mqueue.h>
#include <sys/resource.h>

static struct mq_attr attr = {.mq_maxmsg = 2, .mq_msgsize = 16}, now;
static int queue;

static void make(void)
{
	queue = (int)RAW(SYS_mq_open, "q", O_CREAT | O_RDWR, 0600, &attr);
}

static void show_shape(long messages, long size)
{
	struct mq_attr shape = {.mq_maxmsg = messages, .mq_msgsize = size};
	long fd = RAW(SYS_mq_open, "shape", O_CREAT | O_RDWR, 0600, &shape);

	VALUE(messages);
	VALUE(size);
	show("mq_open(\"shape\", O_CREAT | O_RDWR, 0600, &shape)",
	     fd < 0 ? fd : 0);
	if (fd >= 0) {
		close((int)fd);
		RAW(SYS_mq_unlink, "shape");
	}
}

static void show_shapes(void)
{
	topic("shapes of message queues");
	show_shape(0, 1);
	show_shape(1, 0);
	show_shape(-1, 1);
	show_shape(65537, 1);
	show_shape(1, (16 << 20) + 1);
	show_shape(11, 8193);
	show_shape(65536, 1);
}

static void act_as_another(void)
{
	SHOW(setuid, 1000);
	SHOW(mq_open, "q", O_RDONLY, 0, NULL);
	SHOW(mq_open, "q", O_WRONLY, 0, NULL);
	SHOW(mq_unlink, "q");
	show_shape(11, 10);
	show_shape(10, 8193);
	show_shape(10, 8192);
}

static void have_little(void)
{
	struct rlimit limit = {1000, 1000};

	setrlimit(RLIMIT_MSGQUEUE, &limit);
	show_shape(1, 904);
	show_shape(1, 905);
}

static void show_permissions(void)
{
	make();
	topic("permissions of message queues of POSIX");
	show_child("another user", act_as_another);
	show_child("a small limit", have_little);
	SHOW(mq_unlink, "q");
	close(queue);
}

static void show_mode(const char *name, unsigned int mode)
{
	struct stat status;
	int fd = (int)RAW(SYS_mq_open, name, O_CREAT | O_RDWR, mode, &attr);

	fstat(fd, &status);
	VALUE(status.st_mode);
	close(fd);
	RAW(SYS_mq_unlink, name);
}

static void act_as_the_group(void)
{
	RAW(SYS_setgroups, 0, NULL);
	SHOW(setgid, 50);
	SHOW(setuid, 1000);
	VALUE(RAW(SYS_mq_open, "grouped", O_RDONLY, 0, NULL) > 0);
	SHOW(mq_open, "grouped", O_RDWR, 0, NULL);
	SHOW(mq_open, "others", O_RDONLY, 0, NULL);
	VALUE(RAW(SYS_mq_open, "others", O_WRONLY, 0, NULL) > 0);
	VALUE(RAW(SYS_mq_open, "mine", O_CREAT | O_RDWR, 0, &attr) > 0);
	SHOW(mq_open, "mine", O_RDONLY, 0, NULL);
	SHOW(mq_open, "mine", O_CREAT | O_WRONLY, 0, NULL);
	SHOW(mq_unlink, "grouped");
	SHOW(mq_unlink, "mine");
}

static void show_modes(void)
{
	topic("modes of message queues of POSIX");
	umask(022);
	show_mode("m", 0777);
	show_mode("m", 06666);
	show_mode("m", 0);
	umask(0);
	setegid(50);
	close((int)RAW(SYS_mq_open, "grouped", O_CREAT | O_RDWR, 0640, &attr));
	setegid(0);
	close((int)RAW(SYS_mq_open, "others", O_CREAT | O_RDWR, 0702, &attr));
	umask(022);
	show_child("of the group", act_as_the_group);
	SHOW(mq_unlink, "grouped");
	SHOW(mq_unlink, "others");
}

static void write_limit(const char *name, const char *limit)
{
	int fd = open(name, O_WRONLY);

	printf("%s to %s", limit, name);
	show("", write(fd, limit, strlen(limit)) < 0 ? -errno : 0);
	close(fd);
}

static void show_limit(const char *name)
{
	char limit[16] = "";
	int fd = open(name, O_RDONLY);

	if (fd < 0 || read(fd, limit, sizeof(limit) - 1) < 1)
		printf("nothing in ");
	close(fd);
	limit[strcspn(limit, "\n")] = 0;
	show_text(name, limit);
}

static void make_as_another(void)
{
	SHOW(setuid, 1000);
	show_shape(1, 1);
	show_shape(2, 1);
	show_shape(1, 129);
	show_shape(1, 128);
}

static void have_no_descriptors(void)
{
	struct rlimit limit = {3, 3};

	setrlimit(RLIMIT_NOFILE, &limit);
	SHOW(mq_open, "q", O_RDONLY, 0, NULL);
	SHOW(mq_open, "absent", O_RDONLY, 0, NULL);
}

static void show_limits(void)
{
	static const char queues[] = "/proc/sys/fs/mqueue/queues_max";
	static const char messages[] = "/proc/sys/fs/mqueue/msg_max";
	static const char size[] = "/proc/sys/fs/mqueue/msgsize_max";

	topic("limits of message queues of POSIX");
	show_limit(queues);
	show_limit(messages);
	show_limit(size);
	show_limit("/proc/sys/fs/mqueue/msg_default");
	show_limit("/proc/sys/fs/mqueue/msgsize_default");
	write_limit(messages, "0");
	write_limit(messages, "65537");
	write_limit(size, "127");
	write_limit(size, "16777217");
	write_limit(queues, "many");
	write_limit(messages, "1");
	write_limit(size, "128");
	show_limit(size);
	show_child("another user", make_as_another);
	queue = (int)RAW(SYS_mq_open, "q", O_CREAT | O_RDWR, 0600, NULL);
	SHOW(mq_getsetattr, queue, NULL, &now);
	VALUE(now.mq_maxmsg);
	VALUE(now.mq_msgsize);
	close(queue);
	write_limit(messages, "10");
	write_limit(size, "8192");
	write_limit(queues, "0");
	show_child("without queues", make_as_another);
	show_shape(1, 1);
	write_limit(queues, "256");
	show_child("without descriptors", have_no_descriptors);
	SHOW(mq_unlink, "q");
}

void abi_mqueue_limits(void)
{
	show_shapes();
	show_permissions();
	show_modes();
	show_limits();
}
