// SPDX-License-Identifier: GPL-2.0-only
/*
 * Load tests from the command line: load=NAME[:AMOUNT].
 */
#include <asm/irqflags.h>
#include <exo/boot_option.h>
#include <exo/console.h>
#include <exo/kstrto.h>
#include <exo/load_test.h>
#include <exo/machine.h>
#include <exo/panic.h>
#include <exo/string.h>
#include <exo/thread.h>
#include <uapi/errno.h>

#include "internal.h"

static const struct load_test {
	const char *name;
	bool (*run)(unsigned int amount);
	unsigned int amount; /* unless given: seconds, for threads thousands */
} tests[] = {
	{"soak", load_soak, 10},
	{"latency", load_latency, 20},
	{"starvation", load_starvation, 10},
	{"threads", load_threads, 100},
	{"files", load_files, 5},
};

/* In place of fs/files_load.c. */
__weak bool load_files(unsigned int seconds)
{
	(void)seconds;
	console_printf("files: not built into this kernel\n");
	return false;
}

static const struct load_test *wanted;
static unsigned int amount;

static int parse_load(const char *value)
{
	size_t name_len = strcspn(value, ":");

	for (size_t i = 0; i < ARRAY_SIZE(tests); i++) {
		if (strlen(tests[i].name) != name_len ||
		    strncmp(tests[i].name, value, name_len) != 0)
			continue;
		amount = tests[i].amount;
		wanted = &tests[i];
		if (!value[name_len])
			return 0;
		return kstrtouint(value + name_len + 1, 10, &amount);
	}
	return -EINVAL;
}
BOOT_OPTION("load=", parse_load,
	    "soak, latency, starvation or files[:SECONDS], "
	    "threads[:THOUSANDS]: run that load test, then stop");

void load_test_run_from_cmdline(void)
{
	bool good;

	if (!wanted)
		return;
	good = wanted->run(amount);
	console_printf("load %s: %s\n", wanted->name, good ? "ok" : "FAILED");
	machine_exit(!good);
}

struct task *load_start(const char *name, int (*run)(void *arg), void *arg)
{
	struct task *thread = thread_create(name, run, arg);

	if (!thread)
		panic("no memory for the thread %s", name);
	return thread;
}

int load_hog(void *arg)
{
	const bool *stop = arg;

	while (!READ_ONCE(*stop))
		cpu_relax();
	return 0;
}
