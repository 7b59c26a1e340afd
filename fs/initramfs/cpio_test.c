// SPDX-License-Identifier: GPL-2.0-only
/*
 * What is read of archives, written down as text:
 *
 *	name MODE size {content} ;	a member		x	not sound
 *	!name: what ;			a problem		.	a trailer
 */
#include "archive.h"

#include <exo/compiler.h>
#include <exo/ktest.h>
#include <exo/printf.h>
#include <exo/string.h>
#include <uapi/stat.h>

#include "test_archive.h"

static struct {
	char text[2 * PATH_MAX];
	size_t size;
} heard;

static u8 buffer[16 << 10];
static struct test_archive made;
static struct archive archive;

static void say(const char *text, size_t size)
{
	size = min(size, sizeof(heard.text) - 1 - heard.size);
	memcpy(heard.text + heard.size, text, size);
	heard.size += size;
	heard.text[heard.size] = '\0';
}

static void say_text(const char *text)
{
	say(text, strlen(text));
}

static int begin(const struct cpio_member *member, void *arg)
{
	char numbers[32];

	(void)arg;
	snprintf(numbers, sizeof(numbers), " %o %u ", member->mode,
		 member->size);
	say_text(member->name);
	say_text(numbers);
	return !strcmp(member->name, "unwanted");
}

static int content(const void *bytes, size_t size, void *arg)
{
	(void)arg;
	say_text("{");
	say(bytes, size);
	say_text("}");
	return size && *(const char *)bytes == '?' ? -1 : 0;
}

static void end(bool sound, void *arg)
{
	(void)arg;
	say_text(sound ? ";" : "x;");
}

static void trailer(void *arg)
{
	(void)arg;
	say_text(".");
}

static void problem(const char *name, const char *what, void *arg)
{
	(void)arg;
	say_text("!");
	say_text(name ? name : "-");
	say_text(": ");
	say_text(what);
	say_text(";");
}

static const struct cpio_sink sink = {begin, content, end, trailer, problem};

static void start(void)
{
	made = (struct test_archive){.bytes = buffer, .room = sizeof(buffer)};
	heard.size = 0;
	heard.text[0] = '\0';
	archive.work = NULL;
	cpio_init(&archive.cpio, &sink, NULL);
}

/* What is heard of the first @size bytes of what was made. */
static const char *read_part(size_t size)
{
	heard.size = 0;
	heard.text[0] = '\0';
	cpio_init(&archive.cpio, &sink, NULL);
	return archive_read(&archive, buffer, size) == -ENOEXEC ? "no archive"
								: heard.text;
}

static const char *read_all(void)
{
	return read_part(made.size);
}

KTEST(cpio, members_come_with_name_mode_and_content)
{
	start();
	TEST_MEMBER(&made, .name = "d", .mode = S_IFDIR | 0755);
	TEST_MEMBER(&made, .name = "d/a", .content = "abc");
	TEST_MEMBER(&made, .name = "d/empty");
	test_archive_end(&made);
	KTEST_EXPECT_STREQ(t, read_all(),
			   "d 40755 0 ;d/a 100644 3 {abc};"
			   "d/empty 100644 0 ;.");
}

KTEST(cpio, any_cut_into_pieces_gives_the_same)
{
	static char whole[sizeof(heard.text)];
	unsigned int wrong = 0;

	start();
	TEST_MEMBER(&made, .name = "one");
	TEST_MEMBER(&made, .name = "longer", .mode = S_IFDIR | 0700);
	TEST_MEMBER(&made, .name = "unwanted", .content = "12345");
	test_archive_end(&made);
	strscpy(whole, read_all(), sizeof(whole));
	for (size_t cut = 1; cut < made.size; cut++) {
		heard.size = 0;
		cpio_init(&archive.cpio, &sink, NULL);
		archive_take_text(buffer, cut, &archive);
		archive_take_text(buffer + cut, made.size - cut, &archive);
		wrong += strcmp(heard.text, whole) != 0;
	}
	KTEST_EXPECT_EQ(t, wrong, 0);
	KTEST_EXPECT_STREQ(t, whole,
			   "one 100644 0 ;longer 40700 0 ;"
			   "unwanted 100644 5 .");
}

KTEST(cpio, names_are_relative_to_the_root)
{
	start();
	TEST_MEMBER(&made, .name = "/a");
	TEST_MEMBER(&made, .name = ".//./b");
	TEST_MEMBER(&made, .name = "./");
	TEST_MEMBER(&made, .name = "/");
	TEST_MEMBER(&made, .name = ".");
	TEST_MEMBER(&made, .name = "..a/b..");
	test_archive_end(&made);
	KTEST_EXPECT_STREQ(t, read_all(),
			   "a 100644 0 ;b 100644 0 ;. 100644 0 ;"
			   ". 100644 0 ;. 100644 0 ;..a/b.. 100644 0 ;.");
}

KTEST(cpio, names_that_lead_upwards_are_left_out)
{
	static const char *const names[] = {"..",     "../a", "a/..",
					    "a/../b", "/..",  "a//../"};

	for (unsigned int i = 0; i < ARRAY_SIZE(names); i++) {
		start();
		TEST_MEMBER(&made, .name = names[i], .content = "secret");
		test_archive_end(&made);
		read_all();
		KTEST_EXPECT(t, strstr(heard.text, "has \"..\" in it"));
		KTEST_EXPECT(t, !strstr(heard.text, "secret"));
	}
}

KTEST(cpio, names_that_are_none_are_left_out_and_the_rest_comes)
{
	static char longest[PATH_MAX + 1];

	start();
	memset(longest, 'n', PATH_MAX);
	TEST_MEMBER(&made, .name = "");
	TEST_MEMBER(&made, .name = longest);
	TEST_MEMBER(&made, .name = "inside", .name_size = 6);
	TEST_MEMBER(&made, .name = "good");
	test_archive_end(&made);
	read_all();
	KTEST_EXPECT(t, strstarts(heard.text, "!: it has no name;!nnn"));
	KTEST_EXPECT(t, strstr(heard.text, "nnn: its name is too long;"
					   "!inside: its name does not end;"));
	KTEST_EXPECT(t, strstr(heard.text, ";good 100644 0 ;."));
}

KTEST(cpio, a_name_may_be_filled_up_with_zeros_but_not_hold_one)
{
	start();
	TEST_MEMBER(&made, .name = "padded", .name_size = 10);
	test_archive_end(&made);
	KTEST_EXPECT_STREQ(t, read_all(), "padded 100644 0 ;.");
	made.bytes[CPIO_HEADER_SIZE + 8] = 'x';
	KTEST_EXPECT_STREQ(t, read_all(),
			   "!padded: its name has a NUL inside;.");
}

KTEST(cpio, a_checksum_is_verified_where_there_is_one)
{
	start();
	TEST_MEMBER(&made, .name = "a", .content = "abc", .magic = "070702",
		    .checksum = 'a' + 'b' + 'c');
	TEST_MEMBER(&made, .name = "b", .content = "abc", .magic = "070702",
		    .checksum = 1);
	TEST_MEMBER(&made, .name = "c", .content = "abc", .checksum = 1);
	test_archive_end(&made);
	KTEST_EXPECT_STREQ(t, read_all(),
			   "a 100644 3 {abc};b 100644 3 {abc}"
			   "!b: its checksum is wrong;x;c 100644 3 {abc};.");
}

KTEST(cpio, content_that_cannot_be_kept_is_passed_over)
{
	start();
	TEST_MEMBER(&made, .name = "a", .content = "?full");
	TEST_MEMBER(&made, .name = "b", .content = "b");
	test_archive_end(&made);
	KTEST_EXPECT_STREQ(t, read_all(),
			   "a 100644 5 {?full}x;b 100644 1 {b};.");
}

KTEST(cpio, every_cut_is_told_and_nothing_is_read_behind_it)
{
	unsigned int silent = 0;

	start();
	TEST_MEMBER(&made, .name = "first", .content = "1");
	TEST_MEMBER(&made, .name = "second", .content = "123456789");
	test_archive_end(&made);
	for (size_t size = 5; size < made.size - 3; size++)
		silent += !strchr(read_part(size), '!');
	KTEST_EXPECT_EQ(t, silent, 0);
	KTEST_EXPECT(t, !strchr(read_all(), '!'));
	KTEST_EXPECT_STREQ(t, read_part(4), "no archive");
}

KTEST(cpio, the_member_that_a_cut_hits_is_named_and_not_sound)
{
	start();
	TEST_MEMBER(&made, .name = "hit", .content = "123456789");
	KTEST_EXPECT_STREQ(t, read_part(made.size - 6),
			   "hit 100644 9 {123456}"
			   "!hit: the archive ends within it;x;");
	KTEST_EXPECT_STREQ(t, read_part(CPIO_HEADER_SIZE + 2),
			   "!hi: the archive ends within its name;");
	KTEST_EXPECT_STREQ(t, read_all(),
			   "hit 100644 9 {123456789};"
			   "!hit: the archive ends here, without trailer;");
}

KTEST(cpio, a_size_of_4_gb_is_no_more_than_what_is_there)
{
	start();
	TEST_MEMBER(&made, .name = "huge", .content = "abc");
	memset(made.bytes + 6 + 6 * 8, 'f', 8);
	KTEST_EXPECT_STREQ(t, read_all(),
			   "huge 100644 4294967295 {abc\0}"
			   "!huge: the archive ends within it;x;");
	memset(made.bytes + 6 + 11 * 8, 'F', 8);
	read_all();
	KTEST_EXPECT(t, strstr(heard.text, "the archive ends within its name"));
}

KTEST(cpio, damage_in_a_header_ends_the_archive)
{
	start();
	TEST_MEMBER(&made, .name = "good");
	made.bytes[made.size] = 'x';
	test_archive_bytes(&made, "0707x1", 6);
	memset(made.bytes + made.size, '0', 200);
	made.size += 200;
	KTEST_EXPECT_STREQ(t, read_all(),
			   "good 100644 0 ;!good: no newc header follows;");
	memcpy(made.bytes + made.size - 206, "070701", 6);
	made.bytes[made.size - 190] = 'g';
	KTEST_EXPECT_STREQ(t, read_all(),
			   "good 100644 0 ;!good: the header that follows is "
			   "not in hexadecimal;");
}

KTEST(cpio, archives_follow_each_other_with_zeros_between)
{
	static const char zeros[513];

	start();
	test_archive_bytes(&made, zeros, 4);
	TEST_MEMBER(&made, .name = "a");
	test_archive_end(&made);
	test_archive_bytes(&made, zeros, sizeof(zeros));
	TEST_MEMBER(&made, .name = "b");
	test_archive_end(&made);
	test_archive_bytes(&made, zeros, 1);
	KTEST_EXPECT_STREQ(t, read_all(), "a 100644 0 ;.b 100644 0 ;.");
}

KTEST(cpio, what_is_packed_otherwise_is_told_from_what_is_no_archive)
{
	start();
	test_archive_bytes(&made, "\xfd\x37zXZ\0", 6);
	KTEST_EXPECT_STREQ(t, read_all(),
			   "!-: packed by xz, which this kernel "
			   "does not unpack;");
	start();
	test_archive_bytes(&made, "\x1f\x8b\x08\0", 4);
	KTEST_EXPECT_STREQ(t, read_all(),
			   "!-: packed by gzip, which this kernel does not "
			   "unpack;");
	start();
	test_archive_bytes(&made, "initrd", 6);
	KTEST_EXPECT_STREQ(t, read_all(), "no archive");
	start();
	KTEST_EXPECT_STREQ(t, read_all(), "no archive");
	memset(buffer, 0, 512);
	KTEST_EXPECT_STREQ(t, read_part(512), "no archive");
}

KTEST(cpio, the_old_format_is_named)
{
	start();
	test_archive_bytes(&made, "070707", 6);
	memset(made.bytes + made.size, '0', CPIO_HEADER_SIZE);
	made.size += CPIO_HEADER_SIZE;
	KTEST_EXPECT_STREQ(t, read_all(),
			   "!-: its format is the old one; newc is meant;");
}
