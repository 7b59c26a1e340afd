// SPDX-License-Identifier: GPL-2.0-only
/*
 * Reports of wrong frees. They are bugs of the caller, but nothing is lost: the
 * frame has been left as it was.
 */
#define pr_fmt(fmt) "frame: " fmt

#include <exo/backtrace.h>
#include <exo/printk.h>

#include "frame_misuse.h"

static const char *what_is_wrong(const struct frame *frame)
{
	if (!frame_has_record(frame) || frame->kind == FRAME_ABSENT)
		return "it is no RAM";
	if (frame->kind == FRAME_RESERVED)
		return "it is reserved";
	if (frame->refs == 0)
		return "it is free";
	return "others hold it too";
}

void frame_report_misuse(const struct frame *frame, const char *wish,
			 const void *caller)
{
	pr_warn("Warning: %#llx (record %p) cannot be %s by %pS: %s\n",
		(unsigned long long)frame_to_phys(frame), (void *)frame, wish,
		caller, what_is_wrong(frame));
	backtrace_print(LOG_WARNING);
	barrier(); /* no tail call: keep the frame */
}
