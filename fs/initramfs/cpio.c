// SPDX-License-Identifier: GPL-2.0-only
/*
 * A member is read part by part: so many bytes are left of the present one, and
 * when there are none, what it said decides how long the next one is. So no
 * length is ever trusted: it is only counted down by bytes that are there.
 */
#include "cpio.h"

#include <exo/compiler.h>
#include <exo/ctype.h>
#include <exo/string.h>
#include <uapi/errno.h>
#include <uapi/stat.h>

enum {
	MAGIC_SIZE = 6,
	FIELD_SIZE = 8, /* hexadecimal digits */
};

/* In the order of the header. */
enum field {
	FIELD_INO,
	FIELD_MODE,
	FIELD_UID,
	FIELD_GID,
	FIELD_LINKS,
	FIELD_MTIME,
	FIELD_SIZE_OF_CONTENT,
	FIELD_DEVICE_MAJOR,
	FIELD_DEVICE_MINOR,
	FIELD_RDEV_MAJOR,
	FIELD_RDEV_MINOR,
	FIELD_NAME_SIZE,
	FIELD_CHECKSUM,
	NR_FIELDS,
};

_Static_assert(MAGIC_SIZE + NR_FIELDS * FIELD_SIZE == CPIO_HEADER_SIZE,
	       "the header");

void cpio_init(struct cpio *cpio, const struct cpio_sink *sink, void *arg)
{
	memset(cpio, 0, sizeof(*cpio));
	cpio->sink = sink;
	cpio->arg = arg;
}

static void problem(struct cpio *cpio, const char *what)
{
	cpio->sink->problem(cpio->named ? cpio->name : NULL, what, cpio->arg);
}

/* Bytes after @size that make it a multiple of 4. */
static u32 padding(u32 size)
{
	return -size & 3;
}

/* --- The header */

static bool parse_field(const char *digits, u32 *value)
{
	*value = 0;
	for (unsigned int i = 0; i < FIELD_SIZE; i++) {
		char digit = digits[i];

		if (!isxdigit(digit))
			return false;
		*value = *value << 4 |
			 (isdigit(digit) ? digit - '0'
					 : (digit | 0x20) - 'a' + 10);
	}
	return true;
}

/* Put the header's numbers into the member; what is wrong with it, or NULL. */
static const char *parse_header(struct cpio *cpio)
{
	struct cpio_member *member = &cpio->member;
	u32 *const places[NR_FIELDS] = {
		[FIELD_INO] = &member->ino,
		[FIELD_MODE] = &member->mode,
		[FIELD_UID] = &member->uid,
		[FIELD_GID] = &member->gid,
		[FIELD_LINKS] = &member->links,
		[FIELD_MTIME] = &member->mtime,
		[FIELD_SIZE_OF_CONTENT] = &member->size,
		[FIELD_DEVICE_MAJOR] = &member->device_major,
		[FIELD_DEVICE_MINOR] = &member->device_minor,
		[FIELD_RDEV_MAJOR] = &member->rdev_major,
		[FIELD_RDEV_MINOR] = &member->rdev_minor,
		[FIELD_NAME_SIZE] = &cpio->name_size,
		[FIELD_CHECKSUM] = &cpio->checksum,
	};
	const char *at = cpio->header;

	cpio->summed = !memcmp(at, "070702", MAGIC_SIZE);
	if (!cpio->summed && memcmp(at, "070701", MAGIC_SIZE))
		return memcmp(at, "070707", MAGIC_SIZE)
			       ? "no newc header follows"
			       : "its format is the old one; newc is meant";
	at += MAGIC_SIZE;
	for (unsigned int i = 0; i < NR_FIELDS; i++, at += FIELD_SIZE)
		if (!parse_field(at, places[i]))
			return "the header that follows is not in hexadecimal";
	return NULL;
}

/* --- The name */

static bool has_dot_dot(const char *name)
{
	for (const char *at = name; (at = strstr(at, "..")); at++)
		if ((at == name || at[-1] == '/') &&
		    (at[2] == '/' || at[2] == '\0'))
			return true;
	return false;
}

/* "/a", "./a" and "a" are the same; so are "/", "./" and ".". */
static const char *relative(const char *name)
{
	const char *at = name;

	while (*at == '/' || (at[0] == '.' && at[1] == '/'))
		at++;
	return at > name && !*at ? "." : at;
}

/* Zeros may fill up a name, so that the content lies at a multiple of more. */
static bool only_zeros(const char *bytes, size_t size)
{
	while (size && !*bytes) {
		bytes++;
		size--;
	}
	return !size;
}

/* What is wrong with the name, or NULL. */
static const char *check_name(const struct cpio *cpio)
{
	size_t length = strnlen(cpio->name, cpio->kept);

	if (cpio->name_size > PATH_MAX)
		return "its name is too long";
	if (!length)
		return "it has no name";
	if (length == cpio->kept)
		return "its name does not end";
	if (!only_zeros(cpio->name + length, cpio->kept - length))
		return "its name has a NUL inside";
	if (has_dot_dot(cpio->name))
		return "its name has \"..\" in it";
	return NULL;
}

static void begin_member(struct cpio *cpio)
{
	const char *fault = check_name(cpio);

	cpio->name[cpio->kept] = '\0';
	cpio->named = true;
	cpio->wanted = false;
	cpio->sum = 0;
	if (fault) {
		problem(cpio, fault);
	} else if (!strcmp(cpio->name, "TRAILER!!!")) {
		cpio->open = false;
		cpio->named = false;
		cpio->sink->trailer(cpio->arg);
		return;
	} else {
		cpio->member.name = relative(cpio->name);
		cpio->wanted = !cpio->sink->begin(&cpio->member, cpio->arg);
	}
	cpio->open = true;
}

/* --- The content */

static void end_content(struct cpio *cpio, bool sound)
{
	if (!cpio->wanted)
		return;
	cpio->wanted = false;
	cpio->sink->end(sound, cpio->arg);
}

static void take_content(struct cpio *cpio, const u8 *bytes, size_t size)
{
	if (!cpio->wanted || !size)
		return;
	if (cpio->summed)
		for (size_t i = 0; i < size; i++)
			cpio->sum += bytes[i];
	if (cpio->sink->content(bytes, size, cpio->arg))
		end_content(cpio, false);
}

/* Of regular files only: cpio writes 0 for all else. */
static bool sum_is_right(const struct cpio *cpio)
{
	return !cpio->summed || !S_ISREG(cpio->member.mode) ||
	       !cpio->member.size || cpio->sum == cpio->checksum;
}

static void finish_content(struct cpio *cpio)
{
	bool sound = sum_is_right(cpio);

	if (cpio->wanted && !sound)
		problem(cpio, "its checksum is wrong");
	end_content(cpio, sound);
}

/* --- Part by part */

static void begin_part(struct cpio *cpio, enum cpio_part part, u64 size)
{
	cpio->part = part;
	cpio->left = size;
	cpio->kept = 0;
}

/* Of a header or name, keep what there is room for. */
static void keep(struct cpio *cpio, char *buffer, size_t room, const u8 *bytes,
		 size_t size)
{
	size = min(size, room - cpio->kept);
	memcpy(buffer + cpio->kept, bytes, size);
	cpio->kept += (u32)size;
}

static void take(struct cpio *cpio, const u8 *bytes, size_t size)
{
	switch (cpio->part) {
	case CPIO_HEADER:
		keep(cpio, cpio->header, sizeof(cpio->header), bytes, size);
		break;
	case CPIO_NAME:
		keep(cpio, cpio->name, min(cpio->name_size, (u32)PATH_MAX),
		     bytes, size);
		break;
	case CPIO_CONTENT:
		take_content(cpio, bytes, size);
		break;
	case CPIO_BETWEEN:
	case CPIO_PADDING:
		break;
	}
}

/* What comes next has nothing to do with what was before. */
static void forget(struct cpio *cpio)
{
	begin_part(cpio, CPIO_BETWEEN, 0);
	cpio->open = false;
	cpio->named = false;
}

/* The present part is complete; go on to the next. */
static int next_part(struct cpio *cpio)
{
	const char *fault;

	switch (cpio->part) {
	case CPIO_BETWEEN:
		begin_part(cpio, CPIO_HEADER, CPIO_HEADER_SIZE);
		break;
	case CPIO_HEADER:
		fault = parse_header(cpio);
		if (fault) {
			problem(cpio, fault);
			forget(cpio);
			return -EINVAL;
		}
		begin_part(cpio, CPIO_NAME,
			   (u64)cpio->name_size +
				   padding(CPIO_HEADER_SIZE + cpio->name_size));
		break;
	case CPIO_NAME:
		begin_member(cpio);
		begin_part(cpio, CPIO_CONTENT, cpio->member.size);
		break;
	case CPIO_CONTENT:
		finish_content(cpio);
		begin_part(cpio, CPIO_PADDING, padding(cpio->member.size));
		break;
	case CPIO_PADDING:
		begin_part(cpio, CPIO_BETWEEN, 0);
		break;
	}
	return 0;
}

ssize_t cpio_feed(struct cpio *cpio, const u8 *bytes, size_t size)
{
	size_t used = 0, now;
	int err = 0;

	do {
		now = min((u64)(size - used), cpio->left);
		take(cpio, bytes + used, now);
		cpio->left -= now;
		used += now;
		if (!cpio->left)
			err = next_part(cpio);
	} while (!err && !cpio_between(cpio) && (used < size || !cpio->left));
	return err ? err : (ssize_t)used;
}

static void cut_short(struct cpio *cpio)
{
	switch (cpio->part) {
	case CPIO_NAME:
		cpio->name[cpio->kept] = '\0';
		cpio->named = true;
		problem(cpio, "the archive ends within its name");
		break;
	case CPIO_CONTENT:
		problem(cpio, "the archive ends within it");
		end_content(cpio, false);
		break;
	default:
		problem(cpio,
			"the archive ends within the header that follows");
	}
}

void cpio_end(struct cpio *cpio)
{
	if (cpio->part == CPIO_BETWEEN || cpio->part == CPIO_PADDING) {
		if (cpio->open)
			problem(cpio, "the archive ends here, without trailer");
	} else {
		cut_short(cpio);
	}
	forget(cpio);
}
