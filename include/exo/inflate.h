/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: lib. Unpacking gzip (RFC 1952) and raw deflate (RFC 1951) data that
 * lies in memory, handing the text out piece by piece. Hostile input is
 * refused, never followed outside the buffers. Neither sleeps nor allocates;
 * the caller lends the work space.
 */
#ifndef EXO_INFLATE_H
#define EXO_INFLATE_H

#include <exo/compiler.h>
#include <exo/types.h>

enum {
	INFLATE_WINDOW = 32768, /* how far back deflate data refers */
	INFLATE_SYMBOLS_MAX = 288,
	INFLATE_LENGTH_MAX = 15, /* bits of the longest code */
	INFLATE_FAST_BITS = 9, /* codes up to here are one table look-up */
};

/* A prefix code in canonical form, see lib/inflate.c. */
struct inflate_code {
	u16 fast[1 << INFLATE_FAST_BITS];
	u16 count[INFLATE_LENGTH_MAX + 1];
	u16 symbol[INFLATE_SYMBOLS_MAX];
};

/* About 36 KB; needs no initialisation. */
struct inflate_workspace {
	u8 window[INFLATE_WINDOW];
	u8 lengths[320];
	struct inflate_code literals, distances;
};

struct inflate_input {
	const void *data;
	size_t len;
};

struct inflate_output {
	/*
	 * Takes the next @len bytes of text. A negative errno stops the
	 * unpacking and becomes its result.
	 */
	int (*write)(const void *text, size_t len, void *arg);
	void *arg;
};

/*
 * Unpack raw deflate data up to its last block. On success @in is moved past
 * it. 0; -EINVAL when the data is damaged or cut short (parts may have been
 * written by then); or what @out's write returned.
 */
__must_check int inflate(struct inflate_input *in,
			 const struct inflate_output *out,
			 struct inflate_workspace *work);

/*
 * The same for one gzip member; checks its CRC and length (-EBADMSG).
 * -EINVAL also when it is not gzip. The CRC of the header itself, which hardly
 * anything writes, is passed over.
 */
__must_check int gunzip(struct inflate_input *in,
			const struct inflate_output *out,
			struct inflate_workspace *work);

#endif
