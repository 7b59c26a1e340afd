// SPDX-License-Identifier: GPL-2.0-only
#include <exo/ktest.h>
#include <exo/path_name.h>

enum {
	PAGE = 4096,
	LENGTH_MAX = 300,
};

/* Two pages, of which names are read up to the end of the first. */
static char pages[2 * PAGE] __aligned(4096);

/* @length letters that differ from their neighbours, then @end. */
static char *put_name(char *at, size_t length, const char *end)
{
	for (size_t i = 0; i < length; i++)
		at[i] = (char)('a' + (i * 7 + i / 26) % 26);
	memcpy(at + length, end, strlen(end) + 1);
	return at;
}

KTEST(path_name, a_name_ends_at_a_slash_or_the_end)
{
	struct path_name alone, inside;
	unsigned int wrong = 0;

	for (size_t length = 1; length <= LENGTH_MAX; length++) {
		char *at = put_name(pages, length, "");

		path_name_read(&alone, at);
		wrong += path_name_end(&alone) != at + length;
		wrong += alone.length != length || alone.chars != at;
		put_name(at, length, "/behind/it");
		path_name_read(&inside, at);
		wrong += path_name_end(&inside) != at + length;
		wrong += inside.length != length || inside.hash != alone.hash;
	}
	KTEST_EXPECT_EQ(t, wrong, 0);
}

KTEST(path_name, what_lies_behind_the_end_does_not_count)
{
	struct path_name name;
	unsigned int wrong = 0;
	u64 hash;

	for (size_t length = 1; length <= 24; length++) {
		memset(pages, 0, 64);
		path_name_read(&name, put_name(pages, length, ""));
		hash = name.hash;
		memset(pages, 0xff, 64);
		path_name_read(&name, put_name(pages, length, ""));
		wrong += name.hash != hash;
		memset(pages, '/' + 1, 64);
		path_name_read(&name, put_name(pages, length, "/"));
		wrong += name.hash != hash;
	}
	KTEST_EXPECT_EQ(t, wrong, 0);
}

KTEST(path_name, the_place_does_not_change_the_hash)
{
	struct path_name name;
	unsigned int wrong = 0;
	u64 hash;

	for (size_t length = 1; length <= 24; length++) {
		path_name_read(&name, put_name(pages, length, ""));
		hash = name.hash;
		/* Across the end of the page, too. */
		for (size_t back = 1; back < 32; back++) {
			char *at = put_name(pages + PAGE - back, length, "");

			path_name_read(&name, at);
			wrong += name.hash != hash || name.length != length;
		}
	}
	KTEST_EXPECT_EQ(t, wrong, 0);
}

/* Whatever the hash, which may be the same. */
KTEST(path_name, names_are_equal_only_if_each_byte_is)
{
	static char other_chars[LENGTH_MAX + 1];
	struct path_name name, other;
	unsigned int wrong = 0;

	for (u32 length = 1; length <= 40; length++) {
		path_name_read(&name, put_name(pages, length, ""));
		put_name(other_chars, length + 1, "");
		path_name_read(&other, other_chars);
		other.hash = name.hash;
		wrong += path_name_same(&name, &other);
		put_name(other_chars, length, "");
		path_name_read(&other, other_chars);
		wrong += !path_name_same(&name, &other);
		wrong += !path_name_equal(&name, other_chars, length);
		wrong += path_name_equal(&name, other_chars, length + 1);
		for (u32 i = 0; i < length; i++) {
			other_chars[i]++;
			path_name_read(&other, other_chars);
			other.hash = name.hash;
			wrong += path_name_same(&name, &other);
			wrong += path_name_equal(&name, other_chars, length);
			other_chars[i]--;
		}
	}
	KTEST_EXPECT_EQ(t, wrong, 0);
}

KTEST(path_name, the_first_bytes_are_kept_and_nothing_behind_the_end)
{
	struct path_name name;
	unsigned int wrong = 0;

	for (u32 length = 1; length <= 24; length++) {
		u64 expected[2] = {0, 0};

		memset(pages, 0xff, 64);
		path_name_read(&name, put_name(pages, length, "/"));
		memcpy(expected, pages, min(length, (u32)sizeof(expected)));
		wrong += name.first != expected[0];
		wrong += name.second != expected[1];
	}
	KTEST_EXPECT_EQ(t, wrong, 0);
}

KTEST(path_name, a_copy_is_the_same_name)
{
	char copy[LENGTH_MAX];
	struct path_name name;
	unsigned int wrong = 0;

	for (u32 length = 1; length <= 40; length++) {
		path_name_read(&name, put_name(pages, length, "/"));
		memset(copy, 0xff, sizeof(copy));
		path_name_copy(&name, copy);
		wrong += !path_name_equal(&name, copy, length);
		for (size_t i = path_name_room(&name); i < sizeof(copy); i++)
			wrong += (u8)copy[i] != 0xff;
	}
	KTEST_EXPECT_EQ(t, wrong, 0);
}

/* Numbered names, as they come, fall into few equal hashes. */
KTEST(path_name, names_that_differ_little_have_different_hashes)
{
	static u64 seen[65536 / 64];
	unsigned int collisions = 0;
	struct path_name name;

	memset(seen, 0, sizeof(seen));
	memcpy(pages, "file-number-0000.text", 22);
	for (unsigned int i = 0; i < 4096; i++) {
		u32 at;

		for (unsigned int digit = 0; digit < 4; digit++)
			pages[12 + digit] = (char)('a' + (i >> 3 * digit & 7));
		path_name_read(&name, pages);
		at = name.hash >> 48;
		collisions += seen[at / 64] >> at % 64 & 1;
		seen[at / 64] |= 1UL << at % 64;
	}
	/* Of 4096 balls in 65536 boxes some 125 fall on another. */
	KTEST_EXPECT_LT(t, collisions, 250);
}
