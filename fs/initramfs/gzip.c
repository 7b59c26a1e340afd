// SPDX-License-Identifier: GPL-2.0-only
/*
 * Archives packed by gzip, unpacked by pieces of the inflate window: however large
 * they are, no more than that is held.
 */
#include "archive.h"

int archive_take_gzip(struct archive *archive, struct inflate_input *in)
{
	const struct inflate_output text = {archive_take_text, archive};

	return gunzip(in, &text, archive->work);
}
