// SPDX-License-Identifier: GPL-2.0-only
#include "utf8_decoder.h"

static enum utf8_result finish(struct utf8_decoder *decoder)
{
	u32 character = decoder->character;

	if (character < decoder->least || character > 0x10ffff ||
	    (character >= 0xd800 && character <= 0xdfff))
		decoder->character = UNICODE_REPLACEMENT;
	return UTF8_CHARACTER;
}

static enum utf8_result add(struct utf8_decoder *decoder, u8 byte)
{
	decoder->character = decoder->character << 6 | (byte & 0x3f);
	return --decoder->missing > 0 ? UTF8_INCOMPLETE : finish(decoder);
}

static enum utf8_result begin(struct utf8_decoder *decoder, u8 byte)
{
	/* What the lead byte of 2, 3 and 4 bytes promises. */
	static const u32 least[] = {0x80, 0x800, 0x10000};
	unsigned int more = byte < 0xe0 ? 1 : byte < 0xf0 ? 2 : 3;

	if (byte < 0xc0 || byte >= 0xf8) {
		decoder->character = UNICODE_REPLACEMENT;
		return UTF8_CHARACTER;
	}
	decoder->character = byte & (0x3f >> more);
	decoder->least = least[more - 1];
	decoder->missing = (u8)more;
	return UTF8_INCOMPLETE;
}

enum utf8_result utf8_decode(struct utf8_decoder *decoder, u8 byte)
{
	bool continues = (byte & 0xc0) == 0x80;

	if (utf8_pending(decoder)) {
		if (continues)
			return add(decoder, byte);
		utf8_reset(decoder);
		decoder->character = UNICODE_REPLACEMENT;
		return UTF8_CUT;
	}
	if (byte < 0x80) {
		decoder->character = byte;
		return UTF8_CHARACTER;
	}
	return begin(decoder, byte);
}
