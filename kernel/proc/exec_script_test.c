// SPDX-License-Identifier: GPL-2.0-only
#include <exo/fault_inject.h>
#include <exo/file.h>
#include <exo/kmalloc.h>
#include <exo/ktest.h>
#include <exo/printf.h>
#include <exo/string.h>
#include <exo/vfs.h>
#include <uapi/errno.h>

#include "exec.h"

static struct exec_request request = {.shown_name = "/script"};
static struct exec exec;

static int write_file(const char *name, const char *text)
{
	struct io_iter iter = io_iter_buffer(text, strlen(text));
	struct file *file;
	int error =
		vfs_open(NULL, name, O_WRONLY | O_CREAT | O_TRUNC, 0755, &file);

	if (error)
		return error;
	if (file_write(file, &iter) < 0)
		error = -EIO;
	file_put(file);
	return error;
}

/* What becomes of a script of @line; release() afterwards. */
static int follow(const char *line)
{
	int error = write_file("/ktest-script", line);

	memset(&exec, 0, sizeof(exec));
	exec.request = &request;
	if (!error)
		error = exec_open_next(&exec, NULL, "/ktest-script", 0);
	return error ? error : exec_follow_scripts(&exec);
}

static void release(void)
{
	exec_free_scripts(&exec);
	if (exec.file)
		file_put(exec.file);
	vfs_unlink(NULL, "/ktest-script");
}

/* An interpreter that is not a script. */
static bool begin(void)
{
	return !write_file("/ktest-program", "program");
}

static void end(void)
{
	vfs_unlink(NULL, "/ktest-program");
}

static const struct {
	const char *line;
	const char *argument; /* NULL: none */
} sound[] = {
	{"#!/ktest-program", NULL},
	{"#!/ktest-program\n", NULL},
	{"#!/ktest-program\nmore", NULL},
	{"#! \t /ktest-program \t\nmore", NULL},
	{"#!/ktest-program -x", "-x"},
	{"#!/ktest-program \t-x y  z \t\n", "-x y  z"},
};

KTEST(exec_script, line_names_interpreter_and_one_argument)
{
	KTEST_ASSERT(t, begin());
	for (size_t i = 0; i < ARRAY_SIZE(sound); i++) {
		const struct exec_script *script;

		KTEST_ASSERT_EQ(t, follow(sound[i].line), 0);
		script = exec.scripts;
		KTEST_EXPECT_STREQ(t, script->interpreter, "/ktest-program");
		KTEST_EXPECT_EQ(t, !script->argument, !sound[i].argument);
		if (sound[i].argument)
			KTEST_EXPECT_STREQ(t, script->argument,
					   sound[i].argument);
		KTEST_EXPECT(t, !memcmp(exec.header, "program", 7));
		release();
	}
	end();
}

static const struct {
	const char *line;
	int error;
} bad[] = {
	{"#!", -ENOEXEC},
	{"#!\n", -ENOEXEC},
	{"#! \t \n", -ENOEXEC},
	{"#!\n/ktest-program", -ENOEXEC},
	{"#!/ktest-none", -ENOENT},
	{"#!/", -EACCES},
	{"#!/ktest-script", -ELOOP},
};

KTEST(exec_script, bad_lines_are_refused)
{
	for (size_t i = 0; i < ARRAY_SIZE(bad); i++) {
		KTEST_EXPECT_EQ(t, follow(bad[i].line), bad[i].error);
		release();
	}
}

/* A line may be longer than what is read of it; a name may not. */
KTEST(exec_script, long_lines_are_cut_behind_the_name)
{
	char line[600];

	KTEST_ASSERT(t, begin());
	memset(line, 'x', sizeof(line));
	memcpy(line, "#!/ktest-program ", 17);
	line[sizeof(line) - 1] = '\0';
	KTEST_EXPECT_EQ(t, follow(line), 0);
	KTEST_EXPECT_EQ(t, strlen(exec.scripts->argument),
			EXEC_HEADER_SIZE - 17);
	release();
	memcpy(line, "#!/ktest-programs", 17);
	KTEST_EXPECT_EQ(t, follow(line), -ENOEXEC);
	release();
	end();
}

KTEST(exec_script, scripts_may_name_scripts_five_deep)
{
	char name[32], line[32];

	KTEST_ASSERT(t, begin());
	for (unsigned int i = 1; i < 6; i++) {
		snprintf(name, sizeof(name), "/ktest-%u", i);
		snprintf(line, sizeof(line), "#!/ktest-%u", i - 1);
		KTEST_ASSERT_EQ(
			t, write_file(name, i == 1 ? "#!/ktest-program" : line),
			0);
	}
	KTEST_EXPECT_EQ(t, follow("#!/ktest-4"), 0);
	release();
	KTEST_EXPECT_EQ(t, follow("#!/ktest-5"), -ELOOP);
	release();
	for (unsigned int i = 1; i < 6; i++) {
		snprintf(name, sizeof(name), "/ktest-%u", i);
		vfs_unlink(NULL, name);
	}
	end();
}

KTEST(exec_script, a_descriptor_that_will_be_closed_is_no_name)
{
	KTEST_ASSERT(t, begin());
	request.name_goes = true;
	KTEST_EXPECT_EQ(t, follow("#!/ktest-program"), -ENOENT);
	request.name_goes = false;
	release();
	end();
}

KTEST(exec_script, nothing_is_lost_without_memory)
{
	unsigned int wrong = 0;
	int error = -ENOMEM;

	KTEST_ASSERT(t, begin());
	KTEST_ASSERT_EQ(t, write_file("/ktest-script", "#!/ktest-program"), 0);
	fault_inject_each(nth)
	{
		wrong += error != -ENOMEM;
		memset(&exec, 0, sizeof(exec));
		exec.request = &request;
		error = exec_open_next(&exec, NULL, "/ktest-script", 0);
		if (!error)
			error = exec_follow_scripts(&exec);
		exec_free_scripts(&exec);
		if (exec.file)
			file_put(exec.file);
	}
	KTEST_EXPECT_EQ(t, error, 0);
	KTEST_EXPECT_EQ(t, wrong, 0);
	vfs_unlink(NULL, "/ktest-script");
	end();
}
