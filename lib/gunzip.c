// SPDX-License-Identifier: GPL-2.0-only
/*
 * Gzip (RFC 1952): a header, deflate data, then CRC and length of the text.
 */
#include <exo/crc32.h>
#include <exo/inflate.h>
#include <exo/string.h>
#include <exo/unaligned.h>
#include <uapi/errno.h>

enum {
	HEADER_SIZE = 10,
	TRAILER_SIZE = 8,
	METHOD_DEFLATE = 8,

	FLAG_HEADER_CRC = 1 << 1,
	FLAG_EXTRA = 1 << 2,
	FLAG_NAME = 1 << 3,
	FLAG_COMMENT = 1 << 4,
	FLAGS_RESERVED = 0xe0,
};

/* What passes through on its way to the caller. */
struct sum {
	const struct inflate_output *out;
	u32 crc;
	u32 len; /* modulo 2^32, as the trailer has it */
};

static int write_and_sum(const void *text, size_t len, void *arg)
{
	struct sum *sum = arg;

	sum->crc = crc32(sum->crc, text, len);
	sum->len += (u32)len;
	return sum->out->write(text, len, sum->out->arg);
}

static int skip(struct inflate_input *in, size_t len)
{
	if (len > in->len)
		return -EINVAL;
	in->data = (const u8 *)in->data + len;
	in->len -= len;
	return 0;
}

static int skip_string(struct inflate_input *in)
{
	const u8 *end = memchr(in->data, 0, in->len);

	return end ? skip(in, end + 1 - (const u8 *)in->data) : -EINVAL;
}

static int skip_extra(struct inflate_input *in)
{
	if (in->len < 2)
		return -EINVAL;
	return skip(in, 2 + load_u16(in->data));
}

static int skip_header(struct inflate_input *in)
{
	const u8 *header = in->data;
	u8 flags;

	if (in->len < HEADER_SIZE || header[0] != 0x1f || header[1] != 0x8b ||
	    header[2] != METHOD_DEFLATE)
		return -EINVAL;
	flags = header[3];
	if (flags & FLAGS_RESERVED)
		return -EINVAL;
	if (skip(in, HEADER_SIZE) || (flags & FLAG_EXTRA && skip_extra(in)) ||
	    (flags & FLAG_NAME && skip_string(in)) ||
	    (flags & FLAG_COMMENT && skip_string(in)) ||
	    (flags & FLAG_HEADER_CRC && skip(in, 2)))
		return -EINVAL;
	return 0;
}

int gunzip(struct inflate_input *in, const struct inflate_output *out,
	   struct inflate_workspace *work)
{
	struct sum sum = {.out = out};
	const struct inflate_output through = {write_and_sum, &sum};
	int err = skip_header(in);

	if (!err)
		err = inflate(in, &through, work);
	if (err)
		return err;
	if (in->len < TRAILER_SIZE)
		return -EINVAL;
	if (load_u32(in->data) != sum.crc ||
	    load_u32((const u8 *)in->data + 4) != sum.len)
		return -EBADMSG;
	return skip(in, TRAILER_SIZE);
}
